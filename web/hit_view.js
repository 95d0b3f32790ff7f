// SPDX-License-Identifier: Apache-2.0
//
// The page of a hit: its picture with the words lit, its text and citation to copy, and the fields of its document.
import { citationOf } from "./citation.js";
import { $, element, icon, iconButton } from "./dom.js";
import { t } from "./language.js";
import { PageView } from "./page_view.js";
import { ask } from "./session.js";

let view = null;
let latest = 0;
let hit = null;
let document_ = null;
let marks = [];
let mark = 0;

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text);
    $("copied").textContent = t(said);
  } catch {
    $("copied").textContent = t("viewer.copy_failed");
  }
  setTimeout(() => { $("copied").textContent = ""; }, 4000);
}

export const zoomBy = (factor) => view.zoomBy(factor);
export const fitPage = () => view.fit("page");

// The next place of a word on the page.
export function nextMark(step) {
  if (marks.length === 0) return;
  mark = (mark + step + marks.length) % marks.length;
  view.lookAt(mark);
}

export const copyText = async () => hit && copy(await ask(`/v1/pages/${encodeURIComponent(hit.page_id)}/text?format=text`), "viewer.text_copied");
export const copyCitation = () => hit && document_ && copy(citationOf(document_, hit.dossier, hit.page), "viewer.citation_copied");

export function makeHitView({ previous, next, close }) {
  const tools = element("span", { className: "tools" },
    iconButton("left", t("keys.previous"), { id: "previous", onclick: previous }),
    iconButton("right", t("keys.next"), { id: "next", onclick: next }),
    iconButton("minus", t("viewer.smaller"), { id: "smaller", onclick: () => zoomBy(1 / 1.25) }),
    iconButton("plus", t("viewer.larger"), { id: "larger", onclick: () => zoomBy(1.25) }),
    iconButton("fit", t("viewer.fit"), { id: "fit", onclick: fitPage }),
    iconButton("copy", t("viewer.copy_text"), { id: "copy-text", onclick: copyText }),
    iconButton("quote", t("viewer.copy_citation"), { id: "copy-citation", onclick: copyCitation }),
    element("a", { id: "pdf", className: "button small-button", target: "_blank", rel: "noopener", title: t("viewer.pdf") }, icon("download"), "PDF/A"),
    iconButton("close", t("shell.close"), { id: "close", onclick: close }));
  const paper = element("div", { className: "paper", id: "paper", tabIndex: 0, role: "region", "aria-label": t("viewer.picture") },
    element("div", { className: "sheet", id: "sheet" }));
  $("viewer").replaceChildren(
    element("div", { className: "bar" }, element("h2", { id: "page-title", tabIndex: -1 }), tools),
    paper,
    element("p", { id: "copied", className: "copied small", role: "status" }),
    element("dl", { id: "fields", className: "pairs", tabIndex: 0, "aria-label": t("viewer.fields") }));
  view = new PageView(paper, $("sheet"));
}

function showFields() {
  $("fields").replaceChildren(...document_.fields.filter((field) => field.value !== null).flatMap((field) => {
    const value = element("dd", {}, field.value);
    if (field.review.state === "needs_review") {
      value.className = "doubt";
      value.dataset.doubt = t("review.needs_review");
    }
    return [element("dt", {}, field.label || field.code), value];
  }));
}

async function showPicture(mine) {
  const shown = await view.show({ id: hit.page_id, alt: t("viewer.alt", { page: hit.page, dossier: hit.dossier }) });
  if (!shown || mine !== latest) return;
  view.light(marks, { look: true });
}

export async function showHit(wanted) {
  const mine = ++latest;
  hit = wanted;
  document_ = null;
  marks = hit.boxes.filter((box) => box.page === hit.page);
  mark = 0;
  $("viewer").hidden = false;
  $("main").classList.add("with-page");
  view.clear();
  const dossier = element("a", { id: "dossier", href: `/dossier.html?code=${encodeURIComponent(hit.dossier)}&page=${hit.page}` }, hit.dossier);
  $("page-title").replaceChildren(`${hit.type.label || hit.type.code} · ${t("search.page", { page: hit.page })}`, element("span", { className: "small in-dossier" }, dossier));
  $("pdf").href = `/v1/documents/${encodeURIComponent(hit.document)}/pdf`;
  $("fields").replaceChildren();
  const fields = async () => {
    const answer = await ask(`/v1/documents/${encodeURIComponent(hit.document)}`);
    if (mine !== latest) return;
    document_ = answer;
    showFields();
  };
  try {
    await Promise.all([showPicture(mine), fields()]);
  } catch (error) {
    if (mine === latest) $("sheet").replaceChildren(element("p", { className: "empty" }, t("viewer.problem", { why: error.message })));
  }
}

export function hideHit() {
  ++latest;
  hit = null;
  view.clear();
  $("viewer").hidden = true;
  $("main").classList.remove("with-page");
}
