// SPDX-License-Identifier: Apache-2.0
//
// The page of a hit: its image with the words marked on it, and the fields of its document.
import { $, ask, element } from "./session.js";

let zoom = 1;
// What was asked for an earlier page is thrown away.
let latest = 0;

export function setZoom(wanted) {
  zoom = Math.min(4, Math.max(0.5, wanted));
  $("sheet").style.width = `${Math.round(zoom * 100)}%`;
}

function marksOf(hit) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 1 1");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  for (const box of hit.boxes.filter((one) => one.page === hit.page)) {
    const polygon = document.createElementNS("http://www.w3.org/2000/svg", "polygon");
    polygon.setAttribute("points", box.polygon.map(([x, y]) => `${x},${y}`).join(" "));
    svg.append(polygon);
  }
  return svg;
}

// The image at the width of the window's part, in device pixels, and no larger than it is.
async function showImage(hit, mine) {
  const info = await ask(`/v1/iiif/${hit.page_id}/info.json`);
  if (mine !== latest) return;
  const wide = Math.min(info.width, Math.ceil(1000 * zoom * Math.min(devicePixelRatio, 2)));
  const size = wide === info.width ? "max" : `${wide},`;
  const image = element("img", {
    src: `/v1/iiif/${hit.page_id}/full/${size}/0/default.jpg`,
    alt: `Ảnh trang ${hit.page} của hồ sơ ${hit.dossier}`,
    width: info.width,
    height: info.height,
  });
  const marks = marksOf(hit);
  $("sheet").replaceChildren(image, marks);
  setZoom(zoom);
  await image.decode().catch(() => {});
  marks.querySelector("polygon")?.scrollIntoView({ block: "center", inline: "center" });
}

async function showFields(hit, mine) {
  const shown = await ask(`/v1/documents/${encodeURIComponent(hit.document)}`);
  if (mine !== latest) return;
  $("fields").replaceChildren(...shown.fields.filter((field) => field.value !== null).flatMap((field) => {
    const value = element("dd", {}, field.value);
    if (field.review.state === "needs_review") value.className = "doubt";
    return [element("dt", {}, field.label || field.code), value];
  }));
}

export async function showPage(hit) {
  const mine = ++latest;
  zoom = 1;
  $("viewer").hidden = false;
  $("page-title").textContent = `${hit.type.label || hit.type.code} · trang ${hit.page}`;
  $("pdf").href = `/v1/documents/${encodeURIComponent(hit.document)}/pdf`;
  $("sheet").replaceChildren();
  $("fields").replaceChildren();
  try {
    await Promise.all([showImage(hit, mine), showFields(hit, mine)]);
  } catch (error) {
    if (mine === latest) $("sheet").replaceChildren(element("p", {}, `Không mở được trang: ${error.message}`));
  }
}

export function hidePage() {
  ++latest;
  $("viewer").hidden = true;
}

$("larger").onclick = () => setZoom(zoom * 1.25);
$("smaller").onclick = () => setZoom(zoom / 1.25);
