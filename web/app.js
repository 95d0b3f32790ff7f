// SPDX-License-Identifier: Apache-2.0
//
// The search page: a query, its hits, and the page of a hit (viewer.js). What is asked stands in the address
// (asked.js and &hit=), so that it can be kept and sent.
import { isAsked, readAsked, writeAsked } from "./asked.js";
import { learnClasses, showFacets } from "./facets.js";
import { keepInMind, startSaved } from "./saved.js";
import { $, ask, element, startSession } from "./session.js";
import { hidePage, showPage } from "./viewer.js";

const LEVELS = { exact: "", folded: "khớp không dấu", fuzzy: "gần đúng" };
const DATES = ["from", "to"];

let state = { asked: {}, hits: [], cursor: null, current: -1 };
// Answers to earlier questions are thrown away.
let latestSearch = 0;

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
  const parameters = writeAsked(state.asked);
  if (state.current >= 0) parameters.set("hit", state.current + 1);
  const address = parameters.size ? `/?${parameters}` : "/";
  if (address === location.pathname + location.search) return;
  history.pushState(null, "", address);
}

function searchByHand(asked) {
  search(asked);
  remember();
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

function showSuggestion(suggestion) {
  $("suggestion").replaceChildren();
  if (!suggestion) return;
  const button = element("button", { type: "button" }, suggestion);
  button.onclick = () => searchByHand({ ...state.asked, q: suggestion });
  $("suggestion").append("Có phải bạn muốn tìm: ", button, "?");
}

// What was asked stands in the fields that ask for it.
function fillForm(asked) {
  $("query").value = asked.q ?? "";
  $("sort").value = asked.sort || "relevance";
  // A year that was chosen is no day that the field could show.
  for (const name of DATES) $(name).value = /^\d{4}-\d{2}-\d{2}$/.test(asked[name] ?? "") ? asked[name] : "";
}

function showNothing() {
  $("summary").textContent = "Gõ từ cần tìm, có dấu hoặc không dấu.";
  showFacets(null, state.asked, searchByHand);
  showHits(0);
}

async function search(asked, more = false) {
  const mine = ++latestSearch;
  const from = more ? state.hits.length : 0;
  if (!more) {
    state = { asked, hits: [], cursor: null, current: -1 };
    close(false);
    fillForm(asked);
    keepInMind(asked);
    showSuggestion(null);
  }
  document.title = asked.q ? `${asked.q} – Sohoa` : "Sohoa – tra cứu hồ sơ";
  if (!isAsked(asked)) return showNothing();
  $("summary").textContent = "Đang tìm …";
  const parameters = writeAsked(asked);
  if (more) parameters.set("cursor", state.cursor);
  try {
    const answer = await ask(`/v1/search?${parameters}`);
    if (mine !== latestSearch) return;
    state.hits.push(...answer.hits);
    state.cursor = answer.next_cursor;
    learnClasses(answer.hits);
    const about = answer.total.relation === "eq" ? "" : "hơn ";
    $("summary").textContent = answer.total.value
      ? `${about}${answer.total.value.toLocaleString("vi")} trang · ${(answer.took_ms / 1000).toLocaleString("vi", { maximumFractionDigits: 3 })} giây`
      : "Không tìm thấy trang nào.";
    showSuggestion(answer.did_you_mean);
    showFacets(answer.facets, asked, searchByHand);
    showHits(from);
  } catch (error) {
    if (mine === latestSearch) $("summary").textContent = `Không tìm được: ${error.message}`;
  }
}

async function open(number, byHand) {
  const hit = state.hits[number];
  if (!hit) return;
  state.current = number;
  [...$("results").querySelectorAll(".hit")].forEach((node, i) =>
    node.setAttribute("aria-current", String(i === number)));
  const shown = showPage(hit);
  if (byHand) {
    remember();
    $("page-title").focus();
  }
  await shown;
}

function close(byHand) {
  const was = state.current;
  state.current = -1;
  hidePage();
  const hits = $("results").querySelectorAll(".hit");
  hits.forEach((node) => node.removeAttribute("aria-current"));
  if (!byHand) return;
  remember();
  (hits[was] ?? $("query")).focus();
}

async function fromAddress() {
  const hit = Number(new URLSearchParams(location.search).get("hit"));
  await search(readAsked(location.search));
  if (hit > 0) await open(hit - 1, false);
}

// What the form says beside the facets that are chosen; a new word is looked for everywhere.
function fromForm() {
  const q = $("query").value.trim();
  const asked = q === (state.asked.q ?? "") ? { ...state.asked } : { q };
  asked.sort = $("sort").value === "relevance" ? "" : $("sort").value;
  for (const name of DATES) asked[name] = $(name).value || (/^\d{4}$/.test(asked[name] ?? "") ? asked[name] : "");
  return asked;
}

$("search").onsubmit = (event) => {
  event.preventDefault();
  searchByHand(fromForm());
};
for (const id of ["sort", ...DATES]) {
  $(id).onchange = () => {
    if (isAsked(state.asked) || id !== "sort") searchByHand(fromForm());
  };
}
$("more").onclick = () => search(state.asked, true);
$("close").onclick = () => close(true);
addEventListener("popstate", fromAddress);
addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
  if (event.key === "Escape" && state.current >= 0) close(true);
  else if (event.key === "/" && !typing) { event.preventDefault(); $("query").focus(); }
  else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && (event.key === "j" || event.key === "k")) {
    open(state.current + (event.key === "j" ? 1 : -1), true);
  }
});
startSaved(searchByHand);
// Whoever types already when the page begins goes on typing.
startSession(() => (location.search ? fromAddress() : showNothing()), async () => {
  // Nothing of what was found stays on the screen.
  history.pushState(null, "", "/");
  $("saved-list").replaceChildren();
  await search({});
});
