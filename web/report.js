// SPDX-License-Identifier: Apache-2.0
//
// Figures of a quarter by procedure and agency, and the file for Excel. Which quarter stands in the address.
import { $, element } from "./dom.js";
import { count, day, share, t } from "./language.js";
import { ask } from "./session.js";
import { startPage } from "./shell.js";

const QUARTERS = 12;  // that can be chosen, up to the present one

const COLUMNS = [
  { title: "report.procedure", cell: (row) => row.procedure_name || row.procedure || t("report.unknown"), text: true },
  { title: "report.agency", cell: (row) => row.agency || t("report.unknown"), text: true },
  { title: "report.dossiers", cell: (row) => count(row.dossiers) },
  { title: "report.documents", cell: (row) => count(row.documents) },
  { title: "report.pages", cell: (row) => count(row.pages) },
  { title: "report.values", cell: (row) => count(row.values) },
  { title: "report.settled", cell: (row) => share(row.settled_share) },
  { title: "report.decided", cell: (row) => count(row.decided) },
  { title: "report.corrected", cell: (row) => count(row.corrected) },
  { title: "report.quarantined", cell: (row) => count(row.quarantined) },
  { title: "report.decision_seconds", cell: (row) => count(row.decision_seconds.median) },
  { title: "report.searchable", cell: (row) => count(row.searchable_seconds.median) },
  { title: "report.searchable95", cell: (row) => count(row.searchable_seconds.p95) },
];

let latest = 0;

// Of Vietnam, wherever the browser is.
function quarterNow() {
  const [year, month] = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", year: "numeric", month: "2-digit" })
    .formatToParts(new Date()).filter(({ type }) => type !== "literal").map(({ value }) => Number(value));
  return { year, quarter: Math.ceil(month / 3) };
}

function fillChoice(chosen) {
  const { year, quarter } = quarterNow();
  const names = Array.from({ length: QUARTERS }, (_, back) => {
    const quarters = year * 4 + quarter - 1 - back;
    return `${Math.floor(quarters / 4)}-Q${quarters % 4 + 1}`;
  });
  if (chosen && !names.includes(chosen)) names.push(chosen);
  $("quarter").replaceChildren(...names.map((name) =>
    element("option", { value: name, selected: name === chosen }, name.replace(/^(\d+)-Q(\d)$/, "$2/$1"))));
}

function rowOf(row, head) {
  return element("tr", {}, ...COLUMNS.map(({ cell, text }, i) => {
    const value = head && i === 0 ? head : head && text ? "" : cell(row);
    const node = element(i === 0 ? "th" : "td", { className: text ? "" : "number" }, value);
    if (i === 0) node.scope = "row";
    return node;
  }));
}

function tableOf(report) {
  const head = element("tr", {}, ...COLUMNS.map(({ title, text }) => element("th", { scope: "col", className: text ? "" : "number" }, t(title))));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...report.rows.map((row) => rowOf(row))),
    element("tfoot", {}, rowOf(report.total, t("report.total"))));
}

const ELAPSED = [
  { title: "report.agency", cell: (row) => row.agency || t("report.unknown"), text: true },
  { title: "report.month", cell: (row) => row.month.replace(/^(\d+)-(\d+)$/, "$2/$1"), text: true },
  { title: "report.handed_in", cell: (row) => count(row.sheet_to_receipt_seconds.count) },
  { title: "report.receipt", cell: (row) => count(row.sheet_to_receipt_seconds.median) },
  { title: "report.p90", cell: (row) => count(row.sheet_to_receipt_seconds.p90) },
  { title: "report.sheet_searchable", cell: (row) => count(row.sheet_to_searchable_seconds.median) },
  { title: "report.p90", cell: (row) => count(row.sheet_to_searchable_seconds.p90) },
];

// How long people waited at the counter, where desks measured it.
function elapsedTable(rows) {
  return element("table", { id: "elapsed" }, element("caption", {}, t("report.elapsed")),
    element("thead", {}, element("tr", {}, ...ELAPSED.map(({ title, text }) => element("th", { scope: "col", className: text ? "" : "number" }, t(title))))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...ELAPSED.map(({ cell, text }) => element("td", { className: text ? "" : "number" }, cell(row)))))));
}

async function show() {
  const mine = ++latest;
  const quarter = $("quarter").value;
  $("csv").href = `/v1/reports/${encodeURIComponent(quarter)}?format=csv`;
  $("figures").replaceChildren();
  $("summary").textContent = t("report.busy");
  try {
    const report = await ask(`/v1/reports/${encodeURIComponent(quarter)}`);
    if (mine !== latest) return;
    $("summary").textContent = t("report.summary", {
      from: day(report.from), to: day(report.to), dossiers: count(report.total.dossiers), pages: count(report.total.pages),
    });
    if (report.rows.length > 0) $("figures").replaceChildren(tableOf(report));
    if (report.elapsed.length > 0) $("figures").append(elapsedTable(report.elapsed));
  } catch (error) {
    if (mine === latest) $("summary").textContent = t("report.problem", { why: error.message });
  }
}

function fromAddress() {
  fillChoice(new URLSearchParams(location.search).get("quarter"));
  return show();
}

$("choice").onsubmit = (event) => event.preventDefault();
$("quarter").onchange = () => {
  history.pushState(null, "", `?quarter=${encodeURIComponent($("quarter").value)}`);
  show();
};
addEventListener("popstate", fromAddress);
startPage({
  begin: () => {
    document.title = t("report.title");
    return fromAddress();
  },
  clear: async () => {
    ++latest;
    $("figures").replaceChildren();
    $("summary").textContent = "";
  },
});
