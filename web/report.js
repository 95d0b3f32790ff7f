// SPDX-License-Identifier: Apache-2.0
//
// Figures of a quarter by procedure and agency, and the file for Excel. Which quarter stands in the address.
import { $, ask, element, startSession } from "./session.js";

const QUARTERS = 12;  // that can be chosen, up to the present one

const number = (value) => (value === null ? "" : value.toLocaleString("vi", { maximumFractionDigits: 1 }));
const share = (value) => (value === null ? "" : value.toLocaleString("vi", { style: "percent", maximumFractionDigits: 1 }));
const COLUMNS = [
  { title: "Thủ tục", cell: (row) => row.procedure_name || row.procedure || "(chưa rõ)", text: true },
  { title: "Cơ quan", cell: (row) => row.agency || "(chưa rõ)", text: true },
  { title: "Hồ sơ", cell: (row) => number(row.dossiers) },
  { title: "Văn bản", cell: (row) => number(row.documents) },
  { title: "Trang", cell: (row) => number(row.pages) },
  { title: "Giá trị", cell: (row) => number(row.values) },
  { title: "Đã chấp nhận hoặc xác nhận", cell: (row) => share(row.settled_share) },
  { title: "Người xác nhận", cell: (row) => number(row.decided) },
  { title: "Người sửa", cell: (row) => number(row.corrected) },
  { title: "Trang bị cách ly", cell: (row) => number(row.quarantined) },
  { title: "Giây đến khi tra cứu được (trung vị)", cell: (row) => number(row.searchable_seconds.median) },
  { title: "(p95)", cell: (row) => number(row.searchable_seconds.p95) },
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
    const count = year * 4 + quarter - 1 - back;
    return `${Math.floor(count / 4)}-Q${count % 4 + 1}`;
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
  const head = element("tr", {}, ...COLUMNS.map(({ title }) => element("th", { scope: "col" }, title)));
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...report.rows.map((row) => rowOf(row))),
    element("tfoot", {}, rowOf(report.total, "Tổng")));
}

async function show() {
  const mine = ++latest;
  const quarter = $("quarter").value;
  $("csv").href = `/v1/reports/${encodeURIComponent(quarter)}?format=csv`;
  $("figures").replaceChildren();
  $("summary").textContent = "Đang tính …";
  try {
    const report = await ask(`/v1/reports/${encodeURIComponent(quarter)}`);
    if (mine !== latest) return;
    const day = (text) => text.split("-").reverse().join("/");
    $("summary").textContent = `Từ ${day(report.from)} đến ${day(report.to)}: ${number(report.total.dossiers)} hồ sơ, ${number(report.total.pages)} trang.`;
    if (report.rows.length > 0) $("figures").replaceChildren(tableOf(report));
  } catch (error) {
    if (mine === latest) $("summary").textContent = `Không có số liệu: ${error.message}`;
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
startSession(fromAddress, async () => {
  ++latest;
  $("figures").replaceChildren();
  $("summary").textContent = "";
});
