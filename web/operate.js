// SPDX-License-Identifier: Apache-2.0
//
// Operating: what waits and for how long, who works on it and how fast, pages that could not go on, and whether what is
// stored is whole. Asked for anew every two seconds while the page is looked at.
import { $, element } from "./dom.js";
import { addKeys } from "./keys.js";
import { bytes, count, known, lasting, seconds, share, t, time } from "./language.js";
import { bars, timePlot } from "./plots.js";
import { ask, change, whoIs } from "./session.js";
import { startPage } from "./shell.js";

const EACH_MS = 2000;
const QUARANTINE_EACH = 5;  // of these
const SHOWN = 20;

let timer = 0;
let turn = 0;
let shownQuarantine = "";

function figure(value, words) {
  return element("div", { className: "figure" }, element("div", { className: "number" }, value), element("div", { className: "small soft" }, words));
}

function showFigures(status) {
  const waiting = status.lanes.reduce((sum, { ready, leased }) => sum + ready + leased, 0);
  const oldest = Math.max(...status.lanes.map(({ oldest_age_ms: age }) => age));
  $("figures").replaceChildren(
    figure(count(waiting), t("operate.waiting")), figure(waiting ? lasting(oldest) : "–", t("operate.oldest")),
    figure(count(status.pages_per_second.last_minute, 2), t("operate.per_second")), figure(count(status.pages_done), t("operate.pages_done")),
    figure(count(status.dossiers_committed), t("operate.dossiers")), figure(count(status.pages_quarantined), t("operate.in_quarantine")));
  $("since").textContent = t("operate.since", { time: lasting(status.uptime_ms) });
}

// What somebody has to do something about.
function alarmsOf(status) {
  const low = status.stores.filter((store) => store.reserve_bytes > 0 && store.free_bytes < store.reserve_bytes * 2);
  return [
    ...status.stores.filter(({ failed }) => failed).map(({ store }) => t("alarm.store_failed", { store })),
    ...low.map((store) => t("alarm.disk", { store: store.store, free: bytes(store.free_bytes) })),
    ...(status.fixity?.findings ? [t("alarm.fixity", { findings: count(status.fixity.findings) })] : []),
    ...(status.workers.length === 0 ? [t("alarm.no_workers")] : []),
    ...status.workers.filter(({ trouble }) => trouble).map(({ id, trouble }) => t("alarm.trouble", { worker: id, trouble })),
    ...status.webhooks.filter(({ state }) => state === "away" || state === "no_key").map(({ name }) => t("alarm.webhook", { name })),
    ...status.turned_away.map(({ who, reason }) => t("alarm.turned_away", { who, reason })),
  ];
}

function showRate(status) {
  const rate = status.pages_per_second;
  $("rate-now").textContent = t("operate.now", { rate: count(rate.now, 1), minute: count(rate.last_minute, 2) });
  $("rate").replaceChildren(timePlot(rate.each_second, t("operate.rate_words", { most: count(Math.max(0, ...rate.each_second)), minute: count(rate.last_minute, 2) })),
    element("div", { className: "axis small soft" }, element("span", {}, t("operate.minute_ago")), element("span", {}, t("operate.most", { most: count(Math.max(0, ...rate.each_second)) })), element("span", {}, t("operate.present"))));
}

function table(heads, rows) {
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads.map(([words, kind]) => element("th", { scope: "col", className: kind ?? "" }, t(words))))),
    element("tbody", {}, ...rows));
}
const cell = (content, kind = "") => element("td", { className: kind }, content);

function showLanes(status) {
  $("demand").textContent = status.demand.threads ? t("operate.demand", { workers: count(status.demand.workers), time: lasting(status.demand.cleared_in_ms) }) : "";
  $("lanes").replaceChildren(table([["operate.lane"], ["operate.ready", "number"], ["operate.leased", "number"], ["operate.age", "number"]],
    status.lanes.map((lane) => element("tr", {}, element("th", { scope: "row" }, known(`lane.${lane.lane}`, lane.lane)), cell(count(lane.ready), "number"), cell(count(lane.leased), "number"),
      cell(lane.ready + lane.leased ? lasting(lane.oldest_age_ms) : "–", "number")))));
}

async function order(worker, wanted) {
  try {
    await change("POST", `/v1/workers/${encodeURIComponent(worker)}/orders`, { order: wanted });
    $("problem").textContent = "";
    await refresh();
  } catch (error) {
    $("problem").textContent = t("operate.not_ordered", { worker, why: error.message });
  }
}

function workerRow(worker) {
  const rests = worker.order !== "work" || worker.draining;
  const leaves = worker.order === "end" || (worker.draining && worker.order === "work");
  const state = leaves ? "ending" : rests ? (worker.leases ? "draining" : "resting") : worker.leases ? "working" : "idle";
  const actions = whoIs().may("order-workers")
    ? [element("button", { type: "button", className: "small-button", onclick: () => order(worker.id, rests ? "work" : "pause") }, t(rests ? "operate.resume" : "operate.drain"))] : [];
  actions.forEach((button) => { button.dataset.worker = worker.id; });
  return element("tr", {}, element("th", { scope: "row" }, worker.id), cell(element("span", { className: `chip ${state === "working" ? "good" : rests ? "warn" : ""}` }, t(`worker.${state}`))),
    cell(`${count(worker.leases)} / ${count(worker.threads)}`, "number"), cell(bytes(worker.memory_bytes + worker.reader_memory_bytes), "number"), cell(count(worker.reader_restarts), "number"),
    cell(`${worker.model} · ${worker.engine}`, "small"), cell(lasting(worker.connected_ms), "number"), element("td", {}, ...actions));
}

function showWorkers(status) {
  const focused = document.activeElement?.dataset?.worker;
  $("workers").replaceChildren(table([["operate.worker"], ["operate.state"], ["operate.jobs", "number"], ["operate.memory", "number"], ["operate.restarts", "number"], ["operate.model"], ["operate.connected", "number"], ["operate.action"]],
    status.workers.map(workerRow)));
  if (focused) $("workers").querySelector(`[data-worker="${CSS.escape(focused)}"]`)?.focus();
}

function showStages(status) {
  const rows = status.stages.filter(({ count: jobs }) => jobs > 0).map((stage) => ({ name: known(`stage.${stage.stage}`, stage.stage), low: stage.p50, high: stage.p95,
    words: t("operate.stage_words", { median: seconds(stage.p50), high: seconds(stage.p95), count: count(stage.count) }) }));
  $("stages").replaceChildren(rows.length ? bars(rows) : element("p", { className: "empty" }, t("operate.no_stages")));
}

function showStorage(status) {
  const pairs = status.stores.flatMap((store) => [element("dt", {}, known(`store.${store.store}`, store.store)), element("dd", {}, t("operate.free", { free: bytes(store.free_bytes), reserve: bytes(store.reserve_bytes) }))]);
  const { fixity } = status;
  if (fixity) {
    pairs.push(element("dt", {}, t("operate.checked")), element("dd", {}, t("operate.checked_share", { share: share(fixity.checked_share), days: lasting(fixity.round_ms) })),
      element("dt", {}, t("operate.oldest_check")), element("dd", {}, lasting(fixity.oldest_check_age_ms)),
      element("dt", {}, t("operate.findings")), element("dd", {}, element("span", { className: `chip ${fixity.findings ? "bad" : "good"}` }, count(fixity.findings))));
  }
  for (const webhook of status.webhooks) pairs.push(element("dt", {}, webhook.name), element("dd", {}, t("operate.webhook", { waiting: count(webhook.waiting), dead: count(webhook.dead) })));
  $("storage").replaceChildren(element("dl", { className: "pairs" }, ...pairs));
}

async function decideQuarantined(page, action, body) {
  try {
    await change("POST", `/v1/quarantine/${encodeURIComponent(page)}/${action}`, body);
    $("problem").textContent = "";
    shownQuarantine = "";
    await showQuarantine();
    $("quarantine-title").focus();
  } catch (error) {
    $("problem").textContent = t("operate.not_decided", { why: error.message });
  }
}

function quarantinedRow(page) {
  const sample = element("div", { className: "sample" });
  if (whoIs().may("read")) {
    const picture = element("img", { src: `/v1/quarantine/${encodeURIComponent(page.id)}/sample`, alt: t("operate.sample"), loading: "lazy" });
    picture.onerror = () => sample.replaceChildren(element("p", {}, t("operate.no_sample")));
    sample.append(picture);
  } else {
    sample.append(element("p", {}, t("operate.no_sample")));
  }
  const reason = element("input", { type: "text", placeholder: t("operate.reason"), "aria-label": t("operate.reason"), maxLength: 200 });
  const reject = element("button", { type: "button", className: "small-button", onclick: () => (reason.value.trim() ? decideQuarantined(page.id, "reject", { reason: reason.value.trim() }) : reason.focus()) }, t("operate.reject"));
  const retry = element("button", { type: "button", className: "primary small-button", onclick: () => decideQuarantined(page.id, "retry") }, t("operate.retry"));
  const actions = whoIs().may("decide-quarantine") && !page.rejected ? [element("span", { className: "bar" }, retry, reason, reject)] : [element("span", {})];
  return element("div", { className: "quarantined" }, sample, element("div", {}, element("strong", {}, page.dossier), ` · ${t("search.page", { page: page.page })} `,
    element("span", { className: "chip bad" }, known(`fault.${page.code}`, page.code)), page.rejected ? element("span", { className: "chip" }, t("operate.rejected")) : "",
    element("p", { lang: "en" }, page.reason), element("p", { className: "small soft" }, t("operate.tried", { stage: known(`stage.${page.stage}`, page.stage), code: page.code, attempts: count(page.attempts), time: time(page.at) }))), ...actions);
}

async function showQuarantine() {
  if (!whoIs().may("see-quarantine")) {
    $("quarantine-card").hidden = true;
    return;
  }
  const { pages } = await ask(`/v1/quarantine?limit=${SHOWN + 1}`);
  // What somebody is typing into is left alone.
  const now = JSON.stringify(pages);
  if (now === shownQuarantine) return;
  shownQuarantine = now;
  $("quarantine-count").textContent = pages.length > SHOWN ? t("operate.more_than", { pages: SHOWN }) : count(pages.length);
  $("quarantine").replaceChildren(...(pages.length ? pages.slice(0, SHOWN).map(quarantinedRow) : [element("p", { className: "soft" }, t("operate.nothing_quarantined"))]));
}

async function refresh() {
  clearTimeout(timer);
  try {
    if (whoIs().may("see-status")) {
      const status = await ask("/v1/status");
      showFigures(status);
      $("alarms").replaceChildren(...alarmsOf(status).map((words) => element("p", { className: "notice", role: "alert" }, words)));
      showRate(status);
      showLanes(status);
      showWorkers(status);
      showStages(status);
      showStorage(status);
    }
    if (turn++ % QUARANTINE_EACH === 0) await showQuarantine();
  } catch (error) {
    $("problem").textContent = t("operate.problem", { why: error.message });
  }
  if (document.visibilityState === "visible") timer = setTimeout(refresh, EACH_MS);
}

addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && whoIs().may("see-status")) refresh(); });
addKeys("page.operate", [
  { keys: ["q"], words: "operate.to_quarantine", run: () => { $("quarantine-title").scrollIntoView(); $("quarantine").querySelector("button, input")?.focus(); } },
  { keys: ["w"], words: "operate.to_workers", run: () => { $("workers-title").scrollIntoView(); $("workers").querySelector("button")?.focus(); } },
]);
startPage({
  begin: () => {
    document.title = `Sohoa – ${t("page.operate")}`;
    turn = 0;
    if (!whoIs().may("see-status")) for (const part of document.querySelectorAll(".two, #workers-card, #figures")) part.hidden = true;
    return refresh();
  },
  clear: async () => {
    clearTimeout(timer);
    shownQuarantine = "";
    for (const id of ["figures", "lanes", "workers", "quarantine", "stages", "storage", "rate", "alarms"]) $(id).replaceChildren();
  },
});
