// SPDX-License-Identifier: Apache-2.0
//
// The search page: a query, its hits, and the page of a hit with the words marked on its image.
// What is asked stands in the address (?q=, &type=, &hit=), so that it can be kept and sent.

const LEVELS = { exact: "", folded: "khớp không dấu", fuzzy: "gần đúng" };
const $ = (id) => document.getElementById(id);

let state = { query: "", type: "", hits: [], cursor: null, current: -1, zoom: 1 };
// Answers to earlier questions are thrown away.
let latestSearch = 0;
let latestPage = 0;

function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

async function ask(path) {
  const response = await fetch(path, { headers: { accept: "application/json" } });
  const body = await response.json();
  if (response.status === 401) showLogin();
  if (!response.ok) throw new Error(body.detail || body.title);
  return body;
}

// Marks are ranges of bytes of the UTF-8 text.
function marked(text, ranges) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const nodes = [];
  let at = 0;
  for (const [begin, end] of ranges) {
    if (begin < at || end > bytes.length) continue;
    nodes.push(decoder.decode(bytes.subarray(at, begin)));
    nodes.push(element("mark", {}, decoder.decode(bytes.subarray(begin, end))));
    at = end;
  }
  nodes.push(decoder.decode(bytes.subarray(at)));
  return nodes;
}

function remember() {
  const parameters = new URLSearchParams();
  if (state.query) parameters.set("q", state.query);
  if (state.type) parameters.set("type", state.type);
  if (state.current >= 0) parameters.set("hit", state.current + 1);
  const address = parameters.size ? `/?${parameters}` : "/";
  if (address === location.pathname + location.search) return;
  history.pushState(null, "", address);
}

function showFacets(facets) {
  const types = facets?.type ?? [];
  $("facets").replaceChildren(...(types.length > 1 || state.type ? types : []).map(({ value, count }) => {
    const button = element("button", { type: "button", className: "facet" }, `${value} (${count})`);
    button.setAttribute("aria-pressed", String(state.type === value));
    button.onclick = () => {
      search(state.query, state.type === value ? "" : value);
      remember();
    };
    return button;
  }));
}

function showHits(from) {
  const items = state.hits.slice(from).map((hit, i) => {
    const number = from + i;
    const what = element("span", { className: "what" },
      element("strong", {}, hit.type.label || hit.type.code),
      element("span", { className: "where" }, `${hit.dossier} · trang ${hit.page}`));
    if (LEVELS[hit.match_level]) what.append(element("span", { className: "level" }, LEVELS[hit.match_level]));
    const button = element("button", { type: "button", className: "hit" }, what,
      element("span", { className: "snippet" }, ...marked(hit.snippet, hit.snippet_marks ?? [])));
    button.onclick = () => open(number, true);
    return element("li", {}, button);
  });
  if (from === 0) $("results").replaceChildren(...items);
  else $("results").append(...items);
  $("more").hidden = !state.cursor;
}

async function search(query, type = "", more = false) {
  const mine = ++latestSearch;
  const from = more ? state.hits.length : 0;
  if (!more) {
    state = { ...state, query, type, hits: [], cursor: null, current: -1 };
    close(false);
  }
  $("query").value = query;
  document.title = query ? `${query} – Sohoa` : "Sohoa – tra cứu hồ sơ";
  if (!query) {
    $("summary").textContent = "Gõ từ cần tìm, có dấu hoặc không dấu.";
    showFacets(null);
    showHits(0);
    return;
  }
  $("summary").textContent = "Đang tìm …";
  const parameters = new URLSearchParams({ q: query });
  if (type) parameters.set("type", type);
  if (more) parameters.set("cursor", state.cursor);
  try {
    const answer = await ask(`/v1/search?${parameters}`);
    if (mine !== latestSearch) return;
    state.hits.push(...answer.hits);
    state.cursor = answer.next_cursor;
    const about = answer.total.relation === "eq" ? "" : "hơn ";
    $("summary").textContent = answer.total.value
      ? `${about}${answer.total.value} trang · ${(answer.took_ms / 1000).toLocaleString("vi", { maximumFractionDigits: 3 })} giây`
      : "Không tìm thấy trang nào.";
    showFacets(answer.facets);
    showHits(from);
  } catch (error) {
    if (mine === latestSearch) $("summary").textContent = `Không tìm được: ${error.message}`;
  }
}

function showMarks(hit) {
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
  if (mine !== latestPage) return;
  const wide = Math.min(info.width, Math.ceil(1000 * state.zoom * Math.min(devicePixelRatio, 2)));
  const size = wide === info.width ? "max" : `${wide},`;
  const image = element("img", {
    src: `/v1/iiif/${hit.page_id}/full/${size}/0/default.jpg`,
    alt: `Ảnh trang ${hit.page} của hồ sơ ${hit.dossier}`,
    width: info.width,
    height: info.height,
  });
  const marks = showMarks(hit);
  $("sheet").replaceChildren(image, marks);
  setZoom(state.zoom);
  await image.decode().catch(() => {});
  marks.querySelector("polygon")?.scrollIntoView({ block: "center", inline: "center" });
}

async function showFields(hit, mine) {
  const document = await ask(`/v1/documents/${encodeURIComponent(hit.document)}`);
  if (mine !== latestPage) return;
  $("fields").replaceChildren(...document.fields.filter((field) => field.value !== null).flatMap((field) => {
    const value = element("dd", {}, field.value);
    if (field.review.state === "needs_review") value.className = "doubt";
    return [element("dt", {}, field.label || field.code), value];
  }));
}

async function open(number, byHand) {
  const hit = state.hits[number];
  if (!hit) return;
  const mine = ++latestPage;
  state.current = number;
  state.zoom = 1;
  [...$("results").querySelectorAll(".hit")].forEach((node, i) =>
    node.setAttribute("aria-current", String(i === number)));
  $("viewer").hidden = false;
  $("page-title").textContent = `${hit.type.label || hit.type.code} · trang ${hit.page}`;
  $("pdf").href = `/v1/documents/${encodeURIComponent(hit.document)}/pdf`;
  $("sheet").replaceChildren();
  $("fields").replaceChildren();
  if (byHand) {
    remember();
    $("page-title").focus();
  }
  try {
    await Promise.all([showImage(hit, mine), showFields(hit, mine)]);
  } catch (error) {
    if (mine === latestPage) $("sheet").replaceChildren(element("p", {}, `Không mở được trang: ${error.message}`));
  }
}

function close(byHand) {
  const was = state.current;
  ++latestPage;
  state.current = -1;
  $("viewer").hidden = true;
  const hits = $("results").querySelectorAll(".hit");
  hits.forEach((node) => node.removeAttribute("aria-current"));
  if (!byHand) return;
  remember();
  (hits[was] ?? $("query")).focus();
}

function setZoom(zoom) {
  state.zoom = Math.min(4, Math.max(0.5, zoom));
  $("sheet").style.width = `${Math.round(state.zoom * 100)}%`;
}

function fromAddress() {
  const parameters = new URLSearchParams(location.search);
  const hit = Number(parameters.get("hit"));
  return search(parameters.get("q") ?? "", parameters.get("type") ?? "").then(() => {
    if (hit > 0) return open(hit - 1, false);
  });
}

// Who is logged in; the token is for requests that change something.
let csrf = null;

function showLogin() {
  for (const id of ["search", "main", "who"]) $(id).hidden = true;
  $("login").hidden = false;
  $("login-name").focus();
}

async function askWho() {
  const session = await fetch("/v1/session").then((response) => response.json());
  if (session.login === "required") return showLogin();
  csrf = session.csrf;
  for (const id of ["search", "main"]) $(id).hidden = false;
  $("login").hidden = true;
  $("who").hidden = session.name === null;
  $("who-name").textContent = session.name ?? "";
}

$("login").onsubmit = async (event) => {
  event.preventDefault();
  $("login-problem").textContent = "";
  const response = await fetch("/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: $("login-name").value.trim(), password: $("login-password").value }),
  });
  $("login-password").value = "";
  if (response.ok) {
    await askWho();
    return fromAddress();
  }
  $("login-problem").textContent = response.status === 429
    ? `Thử quá nhiều lần. Hãy đợi ${response.headers.get("retry-after")} giây.`
    : "Tài khoản hoặc mật khẩu không đúng.";
  $("login-password").focus();
};
$("logout").onclick = async () => {
  await fetch("/v1/session", { method: "DELETE", headers: { "x-csrf-token": csrf ?? "" } });
  // Nothing of what was found stays on the screen.
  history.pushState(null, "", "/");
  await fromAddress();
  showLogin();
};
$("search").onsubmit = (event) => {
  event.preventDefault();
  search($("query").value.trim());
  remember();
};
$("more").onclick = () => search(state.query, state.type, true);
$("close").onclick = () => close(true);
$("larger").onclick = () => setZoom(state.zoom * 1.25);
$("smaller").onclick = () => setZoom(state.zoom / 1.25);
addEventListener("popstate", fromAddress);
addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement;
  if (event.key === "Escape" && state.current >= 0) close(true);
  else if (event.key === "/" && !typing) { event.preventDefault(); $("query").focus(); }
  else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "j" || event.key === "k")) {
    open(state.current + (event.key === "j" ? 1 : -1), true);
  }
});
askWho();
fromAddress();
