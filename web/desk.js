// SPDX-License-Identifier: Apache-2.0
//
// The desk: a dossier at the counter, from the first sheet to its receipt, with keys alone if one likes. Which capture is
// open stands in the address.
import { $, element, icon, iconButton } from "./dom.js";
import { addKeys, isTyping, showKeys } from "./keys.js";
import { chooseLanguage, count, fill, language, t } from "./language.js";
import { get, post, sendFile, watch } from "./desk_api.js";
import { Scan } from "./desk_scan.js";
import { Sheets, pictureOf } from "./desk_sheets.js";
import { showSide } from "./desk_side.js";
import { showPairings } from "./desk_pairings.js";

const MOST_SHOWN = 40;  // captures in the list

let state = null;
let capture = null;
let draft = null;  // { of, mark, json }: what was read of which capture, and when it was asked
let procedures = [];
let placement = null;  // of what is scanned next: { after } or { replaces }

const openId = () => location.hash.slice(1);
const live = () => capture?.page_list.filter((page) => !page.aside) ?? [];

const sheets = new Sheets($("sheets"), { chosen: showPageTools, open: showLarge });
const scan = new Scan($("scan"), $("run"), {
  start: () => startScan(),
  files: sendFiles,
  resume: () => act(() => post("/v1/run/resume")),
  stop: () => act(() => post("/v1/run/stop")),
});

const draftNow = () => (draft && draft.of === capture?.id ? draft.json : null);

// An answer about a capture; of another one than is open now it is not shown.
function take(answer) {
  if (!answer?.page_list || answer.id !== openId()) return;
  capture = answer;
  showCapture();
}

// What was asked for, and what went wrong with it where it did.
async function act(work) {
  $("problem").textContent = "";
  try {
    const answer = await work();
    take(answer);
    await refresh();
    return answer ?? true;
  } catch (error) {
    $("problem").textContent = error.message;
    return null;
  }
}

const onCapture = (what, body = {}) => { const { id } = capture; return act(() => post(`/v1/captures/${id}/${what}`, body)); };
const edit = (...edits) => onCapture("edits", { edits });

// ---- what is shown

function showLine() {
  const { line, room, name } = state;
  $("desk-name").textContent = t("desk.title", { name });
  $("line").textContent = t(line.up ? "desk.line_up" : "desk.line_down");
  $("line").className = `chip ${line.up ? "good" : "warn"}`;
  $("line").title = line.reason ?? "";
  $("line-try").hidden = line.up;
  $("pair-others").hidden = !state.lan;
  const full = room.failed || (room.reserve_bytes > 0 && room.free_bytes < 2 * room.reserve_bytes);
  $("room").hidden = !full;
  $("room").textContent = t("desk.room_low", { gigabytes: count(room.free_bytes / 2 ** 30) });
}

function showCaptures() {
  const list = [...state.captures].reverse().slice(0, MOST_SHOWN);
  $("captures-none").hidden = list.length > 0;
  const held = document.activeElement?.dataset?.capture;
  $("captures").replaceChildren(...list.map((each) => {
    const button = element("button", { type: "button", "data-capture": each.id, onclick: () => { location.hash = each.id; } },
      element("span", { className: "code" }, each.head.dossier || t("desk.no_code")),
      element("span", { className: "soft small" }, t("desk.list_line", { pages: each.pages, state: t(`capture.${each.state}`) })));
    if (each.problem) button.append(element("span", { className: "chip bad", title: each.problem }, t("desk.not_taken")));
    if (each.id === openId()) button.setAttribute("aria-current", "true");
    return element("li", {}, button);
  }));
  if (held) $("captures").querySelector(`[data-capture="${held}"]`)?.focus();
}

const named = (code) => procedures.find((each) => each.code === code);
const procedureText = (code) => (named(code) ? `${code} – ${named(code).name}` : code);

function showHead() {
  const open = capture.state === "open";
  for (const [id, value] of [["code", capture.head.dossier], ["procedure", procedureText(capture.head.procedure)], ["applicant", capture.head.applicant], ["point", capture.head.point]]) {
    if (!typed.has(id)) $(id).value = value;
    $(id).disabled = !open;
  }
}

// A code is offered, never taken: a sheet of another dossier may lie on top.
function showFoundCodes(pages) {
  const found = capture.found_codes;
  const said = JSON.stringify([capture.id, found, pages.map((page) => page.key)]);
  if ($("found-codes").dataset.said === said) return;
  $("found-codes").dataset.said = said;
  $("found-codes").hidden = !found.length;
  $("found-codes").replaceChildren(...found.map(({ code, page }) => element("p", {},
    element("span", {}, t("desk.found_code", { page: pages.findIndex((each) => each.key === page) + 1, code })),
    element("button", { type: "button", className: "primary", onclick: () => takeCode(code) }, t("desk.take_code"), ...(found.length === 1 ? [" ", element("kbd", {}, "m")] : [])))));
}

function readNames() {
  const names = new Map();
  for (const document of draftNow()?.documents ?? []) for (const key of document.pages) names.set(key, document.type.code === "other" ? "" : document.type.label || document.type.code);
  return names;
}

function showCapture() {
  showHead();
  const pages = live();
  const aside = capture.page_list.filter((page) => page.aside);
  sheets.show(capture, pages, readNames());
  showFoundCodes(pages);
  $("pages-title").textContent = t("desk.pages_count", { count: pages.length });
  $("sheets-none").hidden = pages.length > 0;
  $("aside").hidden = aside.length === 0;
  $("aside-title").textContent = t("desk.aside", { count: aside.length });
  $("aside-sheets").replaceChildren(...aside.map((page) => element("div", { className: "desk-sheet" },
    element("span", { className: "picture" }, element("img", { src: pictureOf(capture.id, page, 240), alt: "", loading: "lazy" })),
    capture.state === "open" ? element("button", { type: "button", className: "small-button", onclick: () => edit({ kind: "restore", page: page.key }) }, t("desk.restore")) : null)));
  const numbers = new Map(pages.map((page, i) => [page.key, i + 1]));
  showSide($("side"), capture, draftNow(), numbers, state.line);
  scan.show(state.run, capture);
  showPageTools();
}

function tool(name, key, words, run, enabled = true) {
  return element("button", { type: "button", className: "small-button", id: `tool-${name}`, disabled: !enabled, onclick: run }, words, " ", element("kbd", {}, key));
}

function showPageTools() {
  const page = sheets.current();
  const one = page !== null;
  const open = capture.state === "open";
  const parts = open ? [
    tool("rotate", "r", t("desk.rotate"), rotate, one),
    tool("aside", "Del", t("desk.take_out"), takeOut, one),
    tool("insert", "i", t("desk.insert"), () => place({ after: sheets.current().key }), one),
    tool("replace", "p", t("desk.replace"), () => place({ replaces: sheets.current().key }), one),
    tool("begin", "b", t("desk.begin"), begin, one),
    tool("undo", "u", t("desk.undo"), undo, capture.edits > 0),
  ] : [];
  const ends = open ? [element("button", { type: "button", id: "finish", className: "primary", disabled: !live().length, onclick: finish }, t("desk.finish"), " ", element("kbd", {}, "f"))]
    : capture.state === "finished" ? [tool("reopen", "o", t("desk.reopen"), () => onCapture("reopen"))] : [];
  if (placement) {
    parts.unshift(element("span", { className: "chip warn", id: "placement" },
      t(placement.after ? "desk.placing_after" : "desk.placing_replace", { page: sheets.pages().findIndex((each) => each.key === (placement.after ?? placement.replaces)) + 1 })),
    iconButton("close", t("desk.placing_end"), { onclick: () => place(null) }));
  }
  const held = document.activeElement?.id;
  $("page-tools").replaceChildren(...parts);
  $("end-tools").replaceChildren(...ends);
  if (held && (held.startsWith("tool-") || held === "finish")) $(held)?.focus();
}

function showLarge() {
  const page = sheets.current();
  if (!page) return;
  const number = sheets.pages().indexOf(page) + 1;
  $("large-title").textContent = t("desk.page", { number });
  $("large-picture").src = pictureOf(capture.id, page, 1600);
  $("large-picture").className = page.rotation ? `r${page.rotation}` : "";
  $("large-picture").alt = t("desk.page", { number });
  $("large-tools").replaceChildren(iconButton("close", t("shell.close"), { onclick: () => $("large").close() }));
  if (!$("large").open) $("large").showModal();
}

// ---- what people do

async function begun() {
  $("problem").textContent = "";
  try {
    const made = await post("/v1/captures", { dossier: "", procedure: "", applicant: "", point: "received" });
    location.hash = made.id;
    await show();
    $("code").focus();
  } catch (error) {
    $("problem").textContent = error.message;
  }
}

// Fields that were typed in and whose value the desk does not have yet: what it answers must not overwrite them.
const FIELDS = { code: "dossier", procedure: "procedure", applicant: "applicant", point: "point" };
const typed = new Set();
const valueIn = (field) => (field === "procedure" ? $(field).value.split(" – ")[0] : $(field).value).trim();
let saves = Promise.resolve();

// Once a field is left, never while it is typed: half a code is the code of another dossier. One after the other, so that
// the last word is the last.
async function saveHead() {
  if (!capture || capture.state !== "open" || !typed.size) return saves.then(() => true);
  const { id, head } = capture;
  const sent = { ...head };
  for (const field of typed) sent[FIELDS[field]] = valueIn(field);
  $("head-problem").textContent = "";
  const mine = saves.then(() => post(`/v1/captures/${id}/head`, sent));
  saves = mine.catch(() => {});
  try {
    const answer = await mine;
    if (id === openId()) for (const field of [...typed]) if (valueIn(field) === sent[FIELDS[field]]) typed.delete(field);
    take(answer);
    return true;
  } catch (error) {
    if (id === openId()) $("head-problem").textContent = error.message;
    return false;
  }
}

function takeCode(code) {
  $("code").value = code;
  typed.add("code");
  return saveHead();
}

async function startScan() {
  if ($("scan-start").disabled || !(await saveHead())) return;
  const where = placement ?? {};
  if (!(await onCapture("scan", { ...scan.settings(), ...where }))) return;
  placement = null;
  sheets.focus();
}

// All of them into the dossier in which they were chosen, whatever is looked at meanwhile; those that are not taken are named.
async function sendFiles(files) {
  const { id } = capture;
  let where = placement ?? {};
  placement = null;
  const refused = [];
  for (const file of files) {
    try {
      const known = new Set(capture.id === id ? capture.page_list.map((page) => page.original) : []);
      const answer = await sendFile(id, file, where);
      const added = answer.page_list.filter((page) => !known.has(page.original) && !page.aside);
      if ((where.after || where.replaces) && added.length) where = { after: added.at(-1).key };
      take(answer);
    } catch (error) {
      refused.push(`${file.name}: ${error.message}`);
    }
  }
  await refresh().catch(() => {});
  $("problem").textContent = refused.map((reason) => t("desk.left_out", { reason })).join(" ");
}

function place(where) {
  placement = where;
  showPageTools();
  if (where) $("scan-start").focus();
}

function rotate() {
  const page = sheets.current();
  return edit({ kind: "rotate", page: page.key, rotation: (page.rotation + 90) % 360 });
}

const takeOut = () => edit({ kind: "set_aside", page: sheets.current().key });
const undo = () => onCapture("undo", { count: 1 });

function begin() {
  const page = sheets.current();
  return edit({ kind: page.begins ? "automatic" : "split", page: page.key });
}

function move(by) {
  const pages = sheets.pages();
  const at = pages.indexOf(sheets.current());
  const to = at + by;
  if (at < 0 || to < 0 || to >= pages.length) return;
  const other = by > 0 ? pages[to].key : to === 0 ? "" : pages[to - 1].key;
  edit({ kind: "move", page: pages[at].key, other });
}

async function finish() {
  if (!(await saveHead())) return;
  if (!capture.head.dossier) {
    $("head-problem").textContent = t("desk.code_first");
    $("code").focus();
    return;
  }
  await onCapture("finish");
  $("pages-title").focus();
}

async function discard() {
  if (confirm(t("desk.discard_sure"))) await onCapture("discard", { reason: t("desk.discarded_by_clerk") });
}

// ---- what changes

// The draft costs the coordinator something: only where there may be something new in it. What is read there tells nobody,
// so that it is asked for again while pages wait.
const WAIT = 1500;
let asking = false;
let again = 0;
async function loadDraft() {
  if (asking || !capture?.received || !capture.head.dossier) return;
  const { id } = capture;
  const mark = [id, capture.received, capture.edits, capture.head.procedure, capture.state].join();
  const known = draftNow();
  if (draft?.of === id && draft.mark === mark && !known.pages.some((page) => page.state === "waiting")) return;
  asking = true;
  try {
    const json = await get(`/v1/captures/${id}/draft`);
    if (id === openId()) draft = { of: id, mark, json };
  } catch { /* what was known stays */ }
  asking = false;
  if (!capture) return;
  showCapture();
  clearTimeout(again);
  if (id !== capture.id || draftNow()?.pages.some((page) => page.state === "waiting")) again = setTimeout(loadDraft, id !== capture.id ? 0 : WAIT);
}

function showOpen() {
  $("work").hidden = $("side").hidden = capture === null;
  $("welcome").hidden = capture !== null;
}

async function refresh() {
  state = await get("/v1/state");
  showLine();
  showCaptures();
  const id = openId();
  const found = id ? await get(`/v1/captures/${id}`).catch((error) => { if (error.status === 404) return null; throw error; }) : null;
  if (id !== openId()) return;
  capture = found;
  showOpen();
  if (!capture) return;
  showCapture();
  loadDraft();
}

async function show() {
  placement = null;
  $("problem").textContent = $("head-problem").textContent = "";
  typed.clear();
  await refresh();
}

function makeTools() {
  const other = language === "vi" ? "en" : "vi";
  const dark = iconButton("moon", t("shell.theme"), { id: "theme", onclick: () => {
    const now = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", now); } catch { /* for this page alone */ }
    document.documentElement.dataset.theme = now;
    dark.replaceChildren(icon(now === "dark" ? "sun" : "moon"));
  } });
  $("tools").append(
    element("button", { type: "button", className: "quiet", id: "pair-others", hidden: true, onclick: () => showPairings($("pairings")) }, t("pair.others")),
    element("button", { type: "button", className: "quiet", id: "language", lang: other, onclick: () => chooseLanguage(other) }, other === "en" ? "English" : "Tiếng Việt"),
    dark, iconButton("question", t("keys.title"), { id: "help-button", onclick: showKeys }));
}

const opened = () => capture !== null && capture.state === "open";
const chosen = () => opened() && sheets.current() !== null;
addKeys("desk.keys", [
  { keys: ["n"], words: "desk.new", run: begun },
  { keys: ["s"], words: "desk.scan", run: startScan, when: opened },
  { keys: ["t"], words: "desk.files", run: () => scan.chooseFiles(), when: opened },
  { keys: ["c"], words: "desk.resume", run: () => act(() => post("/v1/run/resume")), when: () => state?.run?.state === "waiting" },
  { keys: ["Escape"], words: "desk.stop", run: () => act(() => post("/v1/run/stop")), when: () => state?.run && !["done", "stopped", "failed"].includes(state.run.state) },
  { keys: ["f"], words: "desk.finish", run: finish, when: () => opened() && live().length > 0 },
  { keys: ["m"], words: "desk.take_code", run: () => takeCode(capture.found_codes[0].code), when: () => opened() && capture.found_codes.length === 1 },
  { keys: ["k"], words: "desk.code", run: () => $("code").focus(), when: opened },
]);
addKeys("shell.everywhere", [{ keys: ["?"], words: "keys.title", run: showKeys }]);
addKeys("desk.keys_page", [
  { keys: ["Enter"], words: "desk.look", run: showLarge, when: (event) => capture !== null && event.target.closest?.("#sheets") },
  { keys: ["r"], words: "desk.rotate", run: rotate, when: chosen },
  { keys: ["Delete"], words: "desk.take_out", run: takeOut, when: chosen },
  { keys: ["u"], words: "desk.undo", run: undo, when: () => opened() && capture.edits > 0 },
  { keys: ["Alt+ArrowLeft"], words: "desk.move_left", run: () => move(-1), when: chosen },
  { keys: ["Alt+ArrowRight"], words: "desk.move_right", run: () => move(1), when: chosen },
  { keys: ["i"], words: "desk.insert", run: () => place({ after: sheets.current().key }), when: chosen },
  { keys: ["p"], words: "desk.replace", run: () => place({ replaces: sheets.current().key }), when: chosen },
  { keys: ["b"], words: "desk.begin", run: begin, when: chosen },
  { keys: ["o"], words: "desk.reopen", run: () => onCapture("reopen"), when: () => capture?.state === "finished" },
  { keys: ["Alt+Delete"], words: "desk.discard", run: discard, when: opened },
]);

fill();
document.title = t("desk.page_title");
makeTools();
$("new").onclick = begun;
$("line-try").onclick = () => act(() => post("/v1/line/try"));
for (const id of Object.keys(FIELDS)) {
  $(id).addEventListener("input", () => typed.add(id));
  $(id).addEventListener("change", () => { typed.add(id); saveHead(); });
}
$("head").onsubmit = (event) => {
  event.preventDefault();
  saveHead().then((saved) => { if (saved) $("scan-start").focus(); });
};
// A hand-held reader of barcodes types: what it begins with is no key of this page, and so belongs to the code that is due.
addEventListener("keydown", (event) => {
  const { length } = [...event.key];
  if (event.defaultPrevented || length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (!opened() || capture.head.dossier || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  $("code").focus();
});
addEventListener("hashchange", () => show().catch(() => {}));

procedures = (await get("/v1/procedures").catch(() => ({ procedures: [] }))).procedures;
$("procedures").append(...procedures.map((each) => element("option", { value: procedureText(each.code) })));
scan.load();
await show().catch(() => {});
document.body.dataset.ready = "true";
watch(refresh, () => {
  $("line").textContent = t("desk.program_away");
  $("line").className = "chip bad";
  $("line-try").hidden = true;
});
