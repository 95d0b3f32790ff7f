// SPDX-License-Identifier: Apache-2.0
//
// A dossier: its documents and pages, the page that is looked at, and what is known of it. Which dossier, page and tab
// stands in the address.
import { $, element, iconButton } from "./dom.js";
import { checklistOf, downloadsOf, fieldsOf, historyOf, relatedOf, tablesOf } from "./dossier_details.js";
import { addKeys } from "./keys.js";
import { known, t, time } from "./language.js";
import { PageView } from "./page_view.js";
import { ask } from "./session.js";
import { startPage } from "./shell.js";

const TABS = ["fields", "tables", "checklist", "history", "related", "downloads"];

let dossier = null;
let pages = [];   // in the order of the documents: { id, page, document }
let at = 0;
let tab = "fields";
let lit = [];

const view = new PageView($("paper"), $("sheet"));
$("page-tools").append(
  iconButton("left", t("dossier.previous_page"), { onclick: () => turn(-1) }),
  iconButton("right", t("dossier.next_page"), { onclick: () => turn(1) }),
  iconButton("minus", t("viewer.smaller"), { onclick: () => view.zoomBy(1 / 1.25) }),
  iconButton("plus", t("viewer.larger"), { onclick: () => view.zoomBy(1.25) }),
  iconButton("fit", t("viewer.fit"), { onclick: () => view.fit("page") }));

const documentNow = () => pages[at]?.document ?? null;

function numberOf(document) {
  const valueOf = (code) => document.fields.find((field) => field.code === code)?.value;
  return [valueOf("code_number"), valueOf("code_notation")].filter(Boolean).join("/");
}

function remember(push = true) {
  const parameters = new URLSearchParams({ code: dossier.dossier });
  if (pages[at]) parameters.set("page", pages[at].page);
  if (tab !== "fields") parameters.set("tab", tab);
  const address = `/dossier.html?${parameters}`;
  if (address !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", address);
}

function showHead() {
  $("code").textContent = dossier.dossier;
  document.title = `${dossier.dossier} – Sohoa`;
  const waiting = dossier.documents.flatMap(({ fields }) => fields).filter(({ review }) => review.state === "needs_review").length;
  const { state } = dossier.completeness;
  const kind = { complete: "good", incomplete: "bad", needs_look: "warn" }[state] ?? "";
  $("states").replaceChildren(element("span", { className: `chip ${kind}` }, t("dossier.papers", { state: known(`completeness.${state}`, state) })),
    ...(waiting ? [element("span", { className: "chip warn" }, t("dossier.waiting", { values: waiting }))] : []));
  $("facts").textContent = [dossier.completeness.procedure?.name || dossier.procedure, dossier.agency, dossier.applicant,
    dossier.committed_at ? t("dossier.now", { version: dossier.version, time: time(dossier.committed_at) }) : null].filter(Boolean).join(" · ");
}

function showContents() {
  const entries = dossier.documents.flatMap((document, i) => {
    const first = pages.findIndex((page) => page.document === document);
    const entry = element("button", { type: "button", className: "entry" }, element("strong", {}, document.type.label || document.type.code),
      element("span", { className: "small soft" }, numberOf(document) || t("dossier.pages", { pages: document.pages.length })));
    entry.onclick = () => go(first);
    entry.dataset.document = i;
    const buttons = document.pages.map((page, k) => {
      const button = element("button", { type: "button", "aria-label": t("search.page", { page: page.page }) }, String(page.page));
      button.dataset.place = first + k;
      button.onclick = () => go(first + k);
      return button;
    });
    return [entry, element("div", { className: "pages" }, ...buttons)];
  });
  const aside = (title, list) => (list?.length ? [element("h2", {}, t(title)), element("p", { className: "small soft contents-note" }, list.map(({ page, id }) => page ?? id.slice(0, 8)).join(", "))] : []);
  $("contents").replaceChildren(...entries, ...aside("dossier.blank", dossier.blank), ...aside("dossier.quarantined", dossier.quarantined), ...aside("dossier.set_aside", dossier.set_aside));
}

function markContents() {
  const document = documentNow();
  for (const entry of $("contents").querySelectorAll(".entry")) entry.setAttribute("aria-current", String(dossier.documents[entry.dataset.document] === document));
  for (const button of $("contents").querySelectorAll(".pages button")) {
    if (Number(button.dataset.place) === at) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
}

// Places on the page that is shown: all fields faint, and what is looked at.
function light(look) {
  const page = pages[at];
  const faint = page.document.fields.flatMap((field) => field.location).filter(({ page_id: id }) => id === page.id).map(({ polygon }) => ({ polygon, kind: "faint" }));
  const strong = lit.filter(({ page_id: id }) => id === page.id).map(({ polygon }) => ({ polygon }));
  view.light([...strong, ...faint], { look: look && strong.length > 0 });
}

async function showPage() {
  const page = pages[at];
  markContents();
  $("page-name").textContent = `${page.document.type.label || page.document.type.code} · ${t("search.page", { page: page.page })}`;
  try {
    if (await view.show({ id: page.id, alt: t("viewer.alt", { page: page.page, dossier: dossier.dossier }) })) light(true);
  } catch (error) {
    $("problem").textContent = t("viewer.problem", { why: error.message });
  }
}

async function lookAt(locations, byHand) {
  lit = locations;
  const place = locations.find(({ page_id: id }) => id);
  const number = pages.findIndex(({ id }) => id === place?.page_id);
  if (number >= 0 && number !== at) {
    at = number;
    remember(false);
    return showPage();
  }
  light(byHand || number >= 0);
  return null;
}

function showPanel() {
  const document = documentNow();
  const parts = {
    fields: () => fieldsOf(document, lookAt), tables: () => tablesOf(document, lookAt), checklist: () => checklistOf(dossier),
    history: () => historyOf(dossier), related: () => relatedOf(dossier, document), downloads: () => downloadsOf(dossier, document, pages[at]),
  };
  $("panel").replaceChildren(...(document || tab === "checklist" || tab === "history" ? parts[tab]() : []));
  $("panel").setAttribute("aria-labelledby", `tab-${tab}`);
}

function showTabs() {
  $("tabs").replaceChildren(...TABS.map((name) => {
    const button = element("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === tab), "aria-controls": "panel", tabIndex: name === tab ? 0 : -1 }, t(`tab.${name}`));
    button.onclick = () => chooseTab(name);
    return button;
  }));
}

function chooseTab(name, focus = true) {
  tab = name;
  showTabs();
  showPanel();
  remember();
  if (focus) $(`tab-${name}`).focus();
}

async function go(number) {
  if (!pages[number]) return;
  const before = documentNow();
  at = number;
  lit = [];
  remember();
  if (documentNow() !== before || tab === "downloads") showPanel();
  await showPage();
}

const turn = (step) => go(at + step);
function turnDocument(step) {
  const number = dossier.documents.indexOf(documentNow()) + step;
  return go(pages.findIndex(({ document }) => document === dossier.documents[number]));
}

async function fromAddress() {
  const parameters = new URLSearchParams(location.search);
  const code = parameters.get("code") ?? "";
  tab = TABS.includes(parameters.get("tab")) ? parameters.get("tab") : "fields";
  $("problem").textContent = "";
  try {
    if (dossier?.dossier !== code) dossier = await ask(`/v1/dossiers/${encodeURIComponent(code)}`);
  } catch (error) {
    dossier = null;
    $("code").textContent = code;
    $("problem").textContent = t("dossier.problem", { why: error.message });
    return;
  }
  pages = dossier.documents.flatMap((document) => document.pages.map((page) => ({ ...page, document })));
  const wanted = pages.findIndex(({ page, document }) => (parameters.has("document") ? document.id === parameters.get("document") : page === Number(parameters.get("page"))));
  at = Math.max(0, wanted);
  showHead();
  showContents();
  showTabs();
  showPanel();
  if (pages.length) await showPage();
}

$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  chooseTab(TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]);
});
addEventListener("popstate", fromAddress);
const isOpen = () => pages.length > 0;
addKeys("dossier.title", [
  { keys: ["j"], words: "dossier.next_page", when: isOpen, run: () => turn(1) },
  { keys: ["k"], words: "dossier.previous_page", when: isOpen, run: () => turn(-1) },
  { keys: ["]"], words: "dossier.next_document", when: isOpen, run: () => turnDocument(1) },
  { keys: ["["], words: "dossier.previous_document", when: isOpen, run: () => turnDocument(-1) },
  { keys: ["+", "="], words: "viewer.larger", when: isOpen, run: () => view.zoomBy(1.25) },
  { keys: ["-"], words: "viewer.smaller", when: isOpen, run: () => view.zoomBy(1 / 1.25) },
  { keys: ["0"], words: "viewer.fit", when: isOpen, run: () => view.fit("page") },
  ...TABS.map((name, i) => ({ keys: [String(i + 1)], words: `tab.${name}`, when: isOpen, run: () => chooseTab(name) })),
]);
startPage({
  begin: async () => {
    await fromAddress();
    $("code").focus();
  },
  clear: async () => {
    dossier = null;
    pages = [];
    view.clear();
    for (const id of ["code", "states", "facts", "contents", "panel", "page-name"]) $(id).replaceChildren();
  },
});
