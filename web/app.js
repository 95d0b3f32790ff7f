// SPDX-License-Identifier: Apache-2.0
//
// The search page: a query, its hits, and the page of a hit (hit_view.js). What is asked stands in the address (asked.js
// and &hit=), so that it can be kept and sent.
import { isAsked, readAsked, writeAsked } from "./asked.js";
import { $, element } from "./dom.js";
import { learnClasses, showFacets } from "./facets.js";
import { copyCitation, copyText, fitPage, hideHit, makeHitView, nextMark, showHit, zoomBy } from "./hit_view.js";
import { addKeys } from "./keys.js";
import { count, known, seconds, t } from "./language.js";
import { pieces } from "./marked_text.js";
import { keepInMind, startSaved } from "./saved.js";
import { ask } from "./session.js";
import { startPage } from "./shell.js";
import { startSuggestions } from "./suggestions.js";

const DATES = ["from", "to"];
const MOST_EXPORTED = 1000;

let state = { asked: {}, hits: [], cursor: null, current: -1 };
// Answers to earlier questions are thrown away.
let latestSearch = 0;

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

function rowOf(hit, number) {
  const what = element("span", { className: "what" },
    element("strong", {}, hit.type.label || hit.type.code),
    element("span", { className: "where" }, `${hit.dossier} · ${t("search.page", { page: hit.page })}`),
    hit.match_level === "exact" ? null : element("span", { className: "level chip" }, known(`level.${hit.match_level}`, hit.match_level)));
  const snippet = pieces(hit.snippet, hit.snippet_marks ?? []).map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
  const picture = element("img", { className: "thumbnail", loading: "lazy", alt: "", width: 54, height: 75,
    src: `/v1/iiif/${encodeURIComponent(hit.page_id)}/full/,150/0/default.jpg` });
  picture.onerror = () => picture.classList.add("missing");
  const button = element("button", { type: "button", className: "hit" }, picture, what, element("span", { className: "snippet" }, ...snippet));
  button.onclick = () => open(number, true);
  return element("li", {}, button);
}

function showHits(from) {
  const items = state.hits.slice(from).map((hit, i) => rowOf(hit, from + i));
  if (from === 0) $("results").replaceChildren(...items);
  else $("results").append(...items);
  $("more").hidden = !state.cursor;
  $("export").hidden = state.hits.length === 0;
}

function showSuggestion(suggestion) {
  $("suggestion").replaceChildren();
  if (!suggestion) return;
  const button = element("button", { type: "button", className: "link" }, suggestion);
  button.onclick = () => searchByHand({ ...state.asked, q: suggestion });
  $("suggestion").append(`${t("search.did_you_mean")} `, button, "?");
}

// What was asked stands in the fields that ask for it.
function fillForm(asked) {
  $("query").value = asked.q ?? "";
  $("sort").value = asked.sort || "relevance";
  // A year that was chosen is no day that the field could show.
  for (const name of DATES) $(name).value = /^\d{4}-\d{2}-\d{2}$/.test(asked[name] ?? "") ? asked[name] : "";
}

function showNothing() {
  $("summary").textContent = t("search.begin");
  showFacets(null, state.asked, searchByHand);
  showHits(0);
}

function summaryOf({ total, took_ms: took }) {
  if (!total.value) return t("search.none");
  return t(total.relation === "eq" ? "search.total" : "search.total_more", { pages: count(total.value), time: seconds(took / 1000) });
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
  document.title = asked.q ? `${asked.q} – Sohoa` : t("search.title");
  if (!isAsked(asked)) return showNothing();
  $("summary").textContent = t("search.busy");
  const parameters = writeAsked(asked);
  if (more) parameters.set("cursor", state.cursor);
  try {
    const answer = await ask(`/v1/search?${parameters}`);
    if (mine !== latestSearch) return;
    state.hits.push(...answer.hits);
    state.cursor = answer.next_cursor;
    learnClasses(answer.hits);
    $("summary").textContent = summaryOf(answer);
    showSuggestion(answer.did_you_mean);
    showFacets(answer.facets, asked, searchByHand);
    showHits(from);
  } catch (error) {
    if (mine === latestSearch) $("summary").textContent = t("search.problem", { why: error.message });
  }
}

async function open(number, byHand) {
  const hit = state.hits[number];
  if (!hit) return;
  state.current = number;
  [...$("results").querySelectorAll(".hit")].forEach((node, i) => node.setAttribute("aria-current", String(i === number)));
  $("results").querySelectorAll(".hit")[number].scrollIntoView({ block: "nearest" });
  const shown = showHit(hit);
  if (byHand) {
    remember();
    $("page-title").focus();
  }
  await shown;
}

// The hit behind the last one that is listed is fetched first.
async function step(by) {
  if (by > 0 && state.current + by >= state.hits.length && state.cursor) await search(state.asked, true);
  await open(state.current + by, true);
}

function close(byHand) {
  const was = state.current;
  state.current = -1;
  hideHit();
  const hits = $("results").querySelectorAll(".hit");
  hits.forEach((node) => node.removeAttribute("aria-current"));
  if (!byHand) return;
  remember();
  (hits[was] ?? $("query")).focus();
}

async function fromAddress() {
  if (!location.search) return search({});
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
$("export").onclick = () => {
  const parameters = writeAsked(state.asked);
  parameters.set("limit", MOST_EXPORTED);
  location.assign(`/v1/search/table?${parameters}`);
};
addEventListener("popstate", fromAddress);

const isOpen = () => state.current >= 0;
makeHitView({ previous: () => step(-1), next: () => step(1), close: () => close(true) });
addKeys("search.title_keys", [
  { keys: ["/"], words: "keys.query", run: () => { $("query").focus(); $("query").select(); } },
  { keys: ["j"], words: "keys.next", run: () => step(1) },
  { keys: ["k"], words: "keys.previous", run: () => step(-1) },
  { keys: ["Escape"], words: "keys.close", typing: true, when: isOpen, run: () => close(true) },
]);
addKeys("viewer.page", [
  { keys: ["n"], words: "keys.next_mark", when: isOpen, run: () => nextMark(1) },
  { keys: ["p"], words: "keys.previous_mark", when: isOpen, run: () => nextMark(-1) },
  { keys: ["+", "="], words: "viewer.larger", when: isOpen, run: () => zoomBy(1.25) },
  { keys: ["-"], words: "viewer.smaller", when: isOpen, run: () => zoomBy(1 / 1.25) },
  { keys: ["0"], words: "viewer.fit", when: isOpen, run: fitPage },
  { keys: ["c"], words: "viewer.copy_text", when: isOpen, run: copyText },
  { keys: ["x"], words: "viewer.copy_citation", when: isOpen, run: copyCitation },
  { keys: ["d"], words: "keys.dossier", when: isOpen, run: () => $("dossier").click() },
]);
startSaved(searchByHand);
startSuggestions($("query"), () => searchByHand(fromForm()));
// Whoever types already when the page begins goes on typing.
startPage({
  begin: () => (location.search ? fromAddress() : showNothing()),
  clear: async () => {
    // Nothing of what was found stays on the screen.
    history.pushState(null, "", "/");
    $("saved-list").replaceChildren();
    await search({});
  },
});
