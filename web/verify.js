// SPDX-License-Identifier: Apache-2.0
//
// Verifying: values that the program is not sure of, one after the other, by the deadline of their dossiers. Some are in
// hand at once, so that the next one is there at a key; what is decided is sent while the next is looked at.
import { ClassChoice } from "./class_choice.js";
import { $, element, iconButton } from "./dom.js";
import { addKeys } from "./keys.js";
import { count, known, t, time } from "./language.js";
import { PageView } from "./page_view.js";
import { ask, change } from "./session.js";
import { startPage } from "./shell.js";
import { snippetAddress, snippetOf, cutOf } from "./snippet.js";
import { SyllableRow } from "./syllable_row.js";
import { attachTyping } from "./vietnamese_typing.js";

const IN_HAND = 5;
const FEW = 2;  // then more are fetched
const POLL_MS = 5000;
const BUSY_POLL_MS = 600;

let waiting = [];   // in hand, the first is shown
let shown = null;
let done = { values: 0, corrected: 0, seconds: [] };
let left = 0;
let fetching = false;
let skipped = new Set();
let timer = 0;
let other = -1;     // among the readings that may be taken instead

let classes = [];   // all there are, as the server told them with the first that is to be decided

const row = new SyllableRow($("syllables"), showDecision);
const choice = new ClassChoice($("choices"), $("class-filter"), (code) => decide(null, code));
const view = new PageView($("paper"), $("sheet"));
$("page-tools").append(
  iconButton("minus", t("viewer.smaller"), { onclick: () => view.zoomBy(1 / 1.25) }),
  iconButton("plus", t("viewer.larger"), { onclick: () => view.zoomBy(1.25) }),
  iconButton("fit", t("viewer.fit"), { onclick: () => view.fit("page") }));

const nameOf = (one) => `${one.page}/${one.field}/${one.number}`;
const isClass = () => shown?.kind === "class";
const isEditing = () => !$("edit").hidden;
const valueNow = () => (isClass() ? shown.value.normalized : isEditing() ? $("edit").value.normalize("NFC").replace(/\s+/g, " ").trim() : row.value);
const valueRead = () => (isClass() ? shown.value.normalized : shown?.value.value ?? "");

// How sure the reader was of each syllable of the value: where its words stand on the page one after the other.
function confidencesOf(value, text) {
  const tokens = value.split(/\s+/);
  const words = text.blocks.flatMap(({ lines }) => lines.flatMap((line) => line.words));
  const at = words.findIndex((_, i) => tokens.every((token, k) => words[i + k]?.text === token));
  if (at < 0) return [];
  return tokens.flatMap((token, k) => (token.match(/[\p{L}\p{M}\d]+/gu) ?? []).map(() => words[at + k].confidence));
}

async function fetchConfidences(one) {
  const place = one.value.location[0]?.page_id;
  if (!place || !one.value.value || one.kind === "class") return [];
  try {
    return confidencesOf(one.value.value, await ask(`/v1/pages/${encodeURIComponent(place)}/text?format=json`));
  } catch {
    return [];
  }
}

// Fetched while others are looked at, so that the next one is there at once.
function prepare(one) {
  one.confidences = fetchConfidences(one);
  const cut = cutOf(one.value.location);
  if (cut) new Image().src = snippetAddress(cut);
}

async function fetchMore() {
  if (fetching) return;
  fetching = true;
  clearTimeout(timer);
  try {
    const answer = await change("POST", "/v1/review/claims", { count: String(IN_HAND) });
    left = answer.waiting;
    if (answer.classes) ({ classes } = answer);
    const there = new Set(waiting.map(nameOf));
    const fresh = answer.values.filter((one) => !there.has(nameOf(one)) && !skipped.has(nameOf(one)));
    fresh.forEach(prepare);
    waiting.push(...fresh);
    if (waiting.length === 0) timer = setTimeout(fetchMore, answer.complete ? POLL_MS : BUSY_POLL_MS);
    showCounts();
    if (!shown) showNext(answer.complete);
  } catch (error) {
    $("nothing").hidden = false;
    $("nothing-words").textContent = t("verify.problem", { why: error.message });
  } finally {
    fetching = false;
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)] : null;
}

function showCounts() {
  const parts = [t("verify.left", { values: count(left) })];
  if (done.values) parts.push(t("verify.done", { values: count(done.values), corrected: count(done.corrected) }));
  const looked = median(done.seconds);
  if (looked !== null) parts.push(t("verify.seconds", { seconds: count(looked) }));
  $("counts").textContent = parts.join(" · ");
}

function showNext(complete = true) {
  shown = waiting[0] ?? null;
  $("work").hidden = !shown;
  $("nothing").hidden = Boolean(shown);
  if (waiting.length <= FEW) fetchMore();
  if (shown) return show(shown);
  $("nothing-words").textContent = t(complete ? (skipped.size ? "verify.nothing_skipped" : "verify.nothing") : "verify.looking");
  view.clear();
  $("page-name").textContent = "";
  return null;
}

// What the program or people before say besides.
function otherReadings(one) {
  const readings = [...one.opinions.map(({ value }) => value), ...one.value.alternatives.map(({ value }) => value)];
  return [...new Set(readings.filter((value) => value && value !== one.value.value))];
}

function showOpinions(one) {
  $("opinions").hidden = one.opinions.length === 0;
  const said = one.opinions.map(({ review, value }) => `“${value ?? t(`review.${review}`)}”`).join(" · ");
  $("opinions").textContent = one.opinions.length ? t("verify.third", { said }) : "";
}

function showOthers(one) {
  const readings = otherReadings(one);
  $("others").replaceChildren(...(readings.length === 0 ? [] : [t("verify.others"), element("kbd", {}, "A"), ...readings.map((reading) => {
    const button = element("button", { type: "button", className: "small-button" }, reading);
    button.onclick = () => take(reading);
    return button;
  })]));
}

// What is for values alone, or for classes alone.
function showKind(one) {
  const is = one.kind === "class";
  $("syllables").hidden = is;
  $("correct-words").textContent = t(is ? "verify.find_class" : "verify.edit");
  $("unreadable").hidden = is && one.value.normalized === "other";
  $("unreadable-words").textContent = t(is ? "verify.none_of_them" : "verify.unreadable");
  $("hint").textContent = t(is ? "verify.hint_class" : "verify.hint");
  if (is) choice.show(one.choices, classes);
  else choice.hide();
}

async function show(one) {
  other = -1;
  stopEditing();
  showKind(one);
  $("problem").textContent = "";
  $("task-title").textContent = one.kind === "class" ? t("verify.class") : one.value.label || one.label || one.field;
  $("task-where").replaceChildren(`${one.type.label || one.type.code} · `, element("a", { href: `/dossier.html?code=${encodeURIComponent(one.dossier)}&document=${encodeURIComponent(one.document)}` }, one.dossier),
    one.deadline ? ` · ${t("verify.deadline", { time: time(one.deadline) })}` : "");
  const reason = one.value.review.reason ?? "";
  $("task-why").replaceChildren(element("span", { className: "chip warn" }, known(`reason.${reason}`, reason)),
    ...(one.look > 1 ? [element("span", { className: "chip" }, t(one.look === 2 ? "verify.second" : "verify.third_look"))] : []),
    ...one.value.validation.filter(({ result }) => result === "fail").map(({ rule }) => element("span", { className: "chip bad" }, known(`rule.${rule}`, rule))));
  showOpinions(one);
  showOthers(one);
  const snippet = snippetOf(one.value.location, t("verify.snippet", { label: one.value.label }));
  $("snippet").replaceChildren(snippet ?? element("p", {}, t("verify.no_place")));
  row.show(one.kind === "class" ? "" : one.value.value ?? "");
  if (!one.value.value) $("syllables").replaceChildren(element("span", { className: "none" }, t("verify.no_value")));
  showDecision();
  if (one.value.value || one.kind === "class") $("task-title").focus();
  else startEditing();
  showPage(one);
  const confidences = await one.confidences;
  if (shown === one && confidences.length && !row.isChanged) row.show(one.value.value, confidences);
}

async function showPage(one) {
  const place = one.value.location.find(({ page_id: id }) => id);
  const page = one.pages.find(({ id }) => id === place?.page_id) ?? one.pages[0];
  $("page-name").textContent = t("search.page", { page: page.page });
  try {
    if (!(await view.show({ id: page.id, alt: t("viewer.alt", { page: page.page, dossier: one.dossier }) })) || shown !== one) return;
    if (one.kind === "class") return;
    view.light(one.value.location.filter(({ page_id: id }) => id === page.id).map(({ polygon }) => ({ polygon })), { look: true });
  } catch (error) {
    if (shown === one) $("page-name").textContent = t("viewer.problem", { why: error.message });
  }
}

// The first button says what Enter does.
function showDecision() {
  const changed = valueNow() !== valueRead();
  $("accept-words").textContent = isClass() ? t("verify.class_right", { label: shown.value.value ?? t("verify.none_of_them") }) : t(changed ? "verify.correct" : "verify.accept");
  $("accept").disabled = valueNow() === "";
}

function startEditing() {
  if (isClass()) return choice.search();
  $("edit").value = row.value;
  $("edit").hidden = false;
  $("syllables").hidden = true;
  $("edit").focus();
  $("edit").setSelectionRange($("edit").value.length, $("edit").value.length);
  return showDecision();
}

function stopEditing() {
  $("edit").hidden = true;
  $("syllables").hidden = isClass();
}

function leaveEditing() {
  if (isClass()) {
    choice.leave();
    return $("task-title").focus();
  }
  const value = valueNow();
  stopEditing();
  if (value) row.replace(value);
  $("task-title").focus();
  return showDecision();
}

function take(reading) {
  stopEditing();
  row.replace(reading);
  $("task-title").focus();
}

function takeNextOther() {
  const readings = [...otherReadings(shown), valueRead()];
  other = (other + 1) % readings.length;
  take(readings[other]);
}

function moveOn() {
  waiting.shift();
  showNext();
}

// `review`: null where it follows from the value; `code`: of a class, the one that was chosen.
async function decide(review, code) {
  const one = shown;
  if (!one) return;
  const value = code ?? (isClass() && review === "unreadable" ? "other" : valueNow());
  if (review !== "unreadable" && value === "") return;
  const said = (isClass() ? null : review) ?? (value === valueRead() ? "confirmed" : "corrected");
  const body = { field: one.field, number: String(one.number), review: said };
  if (said === "corrected") body.value = value;
  left = Math.max(0, left - 1);
  moveOn();
  try {
    const answer = await change("POST", `/v1/review/${encodeURIComponent(one.page)}/decisions`, body);
    ++done.values;
    done.corrected += said === "corrected";
    if (answer.seconds !== null) done.seconds.push(answer.seconds);
  } catch (error) {
    // One that somebody else decided on meanwhile is done; any other comes again.
    if (error.status !== 409) waiting.splice(1, 0, one);
    $("problem").textContent = t("verify.not_taken", { label: one.value.label, why: error.message });
    if (!shown) showNext();
  }
  showCounts();
}

function skip() {
  if (!shown) return;
  skipped.add(nameOf(shown));
  moveOn();
}

const method = $("method");
try { method.value = localStorage.getItem("typing") ?? "telex"; } catch { /* as it stands */ }
method.onchange = () => { try { localStorage.setItem("typing", method.value); } catch { /* for this page alone */ } };
attachTyping($("edit"), () => method.value);
$("edit").oninput = showDecision;
$("accept").onclick = () => accept();
$("correct").onclick = startEditing;
$("unreadable").onclick = () => decide("unreadable");
$("skip").onclick = skip;

const hasWork = () => shown !== null;
const atRow = () => hasWork() && !isEditing() && !isClass();
const atChoices = () => hasWork() && isClass() && !choice.isSearching;
// What is searched for and found first.
const accept = () => (isClass() && choice.isSearching ? choice.pick(1) : decide());
// Enter on a button presses that button.
const isFree = (event) => hasWork() && !(event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement) && event.target !== method && !event.shiftKey;
addKeys("verify.heading", [
  { keys: ["Enter"], words: "verify.accept_key", typing: true, when: isFree, run: accept },
  { keys: ["u", "Alt+u"], words: "verify.unreadable", typing: false, when: hasWork, run: () => decide("unreadable") },
  { keys: ["Alt+u"], typing: true, when: hasWork, run: () => decide("unreadable") },
  { keys: ["n", "Alt+n"], words: "verify.skip", when: hasWork, run: skip },
  { keys: ["Alt+n"], typing: true, when: hasWork, run: skip },
  { keys: ["e"], words: "verify.edit", when: () => atRow() || atChoices(), run: startEditing },
  { keys: ["Escape"], words: "verify.leave", typing: true, when: () => hasWork() && (isEditing() || choice.isSearching), run: leaveEditing },
  { keys: ["a"], words: "verify.take_other", when: () => hasWork() && otherReadings(shown).length > 0, run: takeNextOther },
]);
addKeys("verify.classes", [
  { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], words: "verify.pick_class", when: atChoices, run: (event) => choice.pick(Number(event.key)) },
]);
addKeys("verify.syllables", [
  { keys: ["ArrowLeft"], words: "verify.previous_syllable", when: atRow, run: () => row.move(-1) },
  { keys: ["ArrowRight"], words: "verify.next_syllable", when: atRow, run: () => row.move(1) },
  { keys: ["t"], words: "verify.cycle_tone", when: atRow, run: () => row.cycleTone(1) },
  { keys: ["m"], words: "verify.cycle_mark", when: atRow, run: () => row.cycleMark() },
  { keys: ["1", "2", "3", "4", "5", "0"], words: "verify.tones", when: atRow, run: (event) => row.tone(Number(event.key)) },
]);

addEventListener("pagehide", () => {
  if (waiting.length) change("DELETE", "/v1/review/claims").catch(() => {});
});
startPage({
  begin: () => {
    document.title = `Sohoa – ${t("page.verify")}`;
    return fetchMore();
  },
  clear: async () => {
    waiting = [];
    skipped = new Set();
    done = { values: 0, corrected: 0, seconds: [] };
    clearTimeout(timer);
    showNext();
    $("counts").textContent = "";
  },
});
