// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of procedures as the server runs with it: what each asks for, and a file that is checked before it is put
// into its folder. Nothing is changed from here: files are edited on the host, and taken when the server starts.
import { $, element } from "./dom.js";
import { count, day, t, time } from "./language.js";
import { ask, change } from "./session.js";

let procedures = [];

const cell = (content) => element("td", {}, ...[content].flat());
const list = (messages) => element("ul", {}, ...messages.map((message) => element("li", {}, message)));
const chip = (words, kind) => element("span", { className: `chip ${kind}` }, words);

function showState(answer) {
  const { catalogue, path, on_disk: now } = answer;
  const parts = [element("p", { className: "small soft" }, catalogue
    ? t("catalogue.loaded", { path, time: time(answer.loaded_at), procedures: count(answer.procedures.length), catalogue })
    : t("catalogue.none"))];
  if (now?.problems.length) parts.push(element("div", { className: "notice", role: "alert" }, t("catalogue.changed_wrong", { problems: count(now.problems.length) }), list(now.problems)));
  else if (now) parts.push(element("p", { className: "notice" }, t("catalogue.changed", { catalogue: now.catalogue, procedures: count(now.procedures) })));
  $("catalogue-state").replaceChildren(...parts);
}

const copies = (paper) => [["catalogue.originals", paper.originals], ["catalogue.certified", paper.certified_copies], ["catalogue.copies", paper.copies]]
  .filter(([, number]) => number > 0).map(([words, number]) => t(words, { count: count(number) })).join(", ") || "–";

function kindsOf(paper, classes) {
  const parts = paper.any_of.map(({ classes: codes, titles }) => [...codes.map((code) => `${code} ${classes[code] ?? ""}`.trim()), ...titles.map((title) => `“${title}”`)].join(", "));
  return parts.join(` ${t("catalogue.or")} `) || "–";
}

function papersOf(version, classes) {
  if (!version.papers.length) return element("p", { className: "soft" }, t("catalogue.no_papers"));
  return element("table", {}, element("thead", {}, element("tr", {}, ...["catalogue.paper", "catalogue.need", "catalogue.copies_head", "catalogue.classes"].map((words) => element("th", { scope: "col" }, t(words))))),
    element("tbody", {}, ...version.papers.map((paper) => element("tr", {}, element("th", { scope: "row" }, paper.name), cell(paper.condition ? `${t(`need.${paper.need}`)}: ${paper.condition}` : t(`need.${paper.need}`)), cell(copies(paper)), cell(kindsOf(paper, classes))))));
}

async function showProcedure(code) {
  const { versions, classes } = await ask(`/v1/procedures/${encodeURIComponent(code)}`);
  $("procedure").replaceChildren(...versions.flatMap((version) => [
    element("h3", { id: "procedure-title", tabIndex: -1 }, `${version.code} · ${version.name}`),
    element("p", { className: "small soft" }, [version.effective_from && t("catalogue.from", { day: day(version.effective_from) }), version.legal_basis,
      version.processing_days && t("catalogue.days", { count: count(version.processing_days) }), version.results.map(({ name }) => name).join("; ")].filter(Boolean).join(" · ")),
    papersOf(version, classes)]));
  $("procedure").querySelector("h3").focus();
}

function rowOf(procedure) {
  const open = element("button", { type: "button", className: "link", onclick: () => showProcedure(procedure.code).catch((error) => { $("procedure").textContent = error.message; }) }, procedure.code);
  return element("tr", {}, element("th", { scope: "row" }, open), cell(procedure.name), cell(procedure.field ?? ""), cell(procedure.effective_from ? day(procedure.effective_from) : "–"),
    element("td", { className: "number" }, count(procedure.papers)),
    cell([procedure.verified ? chip(procedure.verified, "good") : chip(t("catalogue.not_verified"), "warn"), procedure.in_force ? "" : chip(t("catalogue.not_in_force"), "")]),
    element("td", { className: "fixed" }, `${procedure.file}:${procedure.line}`));
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();

function showList() {
  const wanted = folded($("catalogue-filter").value.trim());
  const rows = procedures.filter((one) => folded(`${one.code} ${one.name} ${one.field ?? ""} ${one.file}`).includes(wanted));
  $("catalogue").replaceChildren(rows.length ? element("table", {},
    element("thead", {}, element("tr", {}, ...["catalogue.code", "catalogue.name", "catalogue.field", "catalogue.since", "catalogue.papers", "catalogue.verified", "catalogue.file"].map((words) => element("th", { scope: "col" }, t(words))))),
    element("tbody", {}, ...rows.map(rowOf))) : element("p", { className: "soft" }, t("admin.none")));
}

export async function showCatalogue() {
  const answer = await ask("/v1/procedures");
  ({ procedures } = answer);
  showState(answer);
  showList();
}

const changesOf = (answer) => [["catalogue.added", answer.added], ["catalogue.altered", answer.changed], ["catalogue.gone", answer.gone]]
  .filter(([, names]) => names.length).map(([words, names]) => element("p", {}, t(words, { names: names.join(", ") })));

async function check(file) {
  const answer = await change("POST", "/v1/procedures/check", { file: file.name, text: await file.text() });
  const wrong = answer.problems.length > 0;
  $("catalogue-checked").replaceChildren(element("div", { className: wrong ? "notice" : "" },
    element("p", {}, wrong ? t("catalogue.wrong", { file: answer.file, problems: count(answer.problems.length) }) : t("catalogue.right", { file: answer.file, procedures: count(answer.procedures) })),
    wrong ? list(answer.problems) : null, ...changesOf(answer), element("p", { className: "small soft" }, t(wrong ? "catalogue.then_mend" : "catalogue.then_put"))));
}

$("catalogue-filter").oninput = showList;
$("catalogue-choose").onclick = () => $("catalogue-file").click();
$("catalogue-file").onchange = () => {
  const [file] = $("catalogue-file").files;
  if (file) check(file).catch((error) => { $("catalogue-checked").textContent = t("admin.problem", { why: error.message }); });
  $("catalogue-file").value = "";
};

export function clearCatalogue() {
  procedures = [];
  for (const id of ["catalogue", "catalogue-state", "catalogue-checked", "procedure"]) $(id).replaceChildren();
}
