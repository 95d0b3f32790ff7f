// SPDX-License-Identifier: Apache-2.0
//
// Administering: people and keys and what they may, receivers of events, what need not be kept any longer, and the audit
// chain with its check. What somebody may not see is not shown. Accounts, keys and receivers are made on the host.
import { $, element } from "./dom.js";
import { clearCatalogue, showCatalogue } from "./catalogue.js";
import { addKeys } from "./keys.js";
import { count, day, known, t, time } from "./language.js";
import { ask, whoIs } from "./session.js";
import { startPage } from "./shell.js";

let before = null;

function table(heads, rows) {
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((words) => element("th", { scope: "col" }, t(words))))), element("tbody", {}, ...rows));
}
const row = (first, ...cells) => element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((content) => element("td", {}, ...[content].flat())));
const nothing = () => element("p", { className: "soft" }, t("admin.none"));

const rolesOf = ({ roles }) => roles.map((role) => known(`role.${role}`, role)).join(", ");
const agenciesOf = ({ agencies }) => (agencies === "*" ? t("admin.every_agency") : (agencies ?? []).join(", "));
const chip = (words, kind) => element("span", { className: `chip ${kind}` }, t(words));

function userRow(user) {
  return row(user.name, rolesOf(user), agenciesOf(user), known(`secrecy.${user.up_to}`, user.up_to ?? ""), user.login ?? "", chip(user.disabled ? "admin.disabled" : "admin.in_force", user.disabled ? "bad" : "good"));
}
function keyRow(key) {
  const over = key.revoked_at ?? null;
  return row(key.name, rolesOf(key), agenciesOf(key), key.used_at ? time(key.used_at) : "–", key.expires_at ? day(key.expires_at) : "–", chip(over ? "admin.revoked" : "admin.in_force", over ? "bad" : "good"));
}

async function showAccounts() {
  const { users, keys } = await ask("/v1/accounts");
  $("people").replaceChildren(users.length ? table(["login.name", "admin.roles", "admin.agencies", "admin.secrecy", "admin.login", "operate.state"], users.map(userRow)) : nothing());
  $("keys").replaceChildren(keys.length ? table(["operate.worker", "admin.roles", "admin.agencies", "admin.used", "admin.expires", "operate.state"], keys.map(keyRow)) : nothing());
}

async function showWebhooks() {
  const { webhooks } = await ask("/v1/webhooks");
  $("webhooks").replaceChildren(webhooks.length ? table(["operate.worker", "admin.address", "operate.state", "operate.ready", "admin.dead"],
    webhooks.map((one) => row(one.name, one.url ?? "", one.state, count(one.waiting), count(one.dead)))) : nothing());
}

async function showRetention() {
  const { dossiers } = await ask(`/v1/retention?due=${encodeURIComponent($("due").value)}&limit=200`);
  const because = (dossier) => (dossier.kept_because ? dossier.kept_because : t("admin.may_go"));
  $("retention").replaceChildren(dossiers.length ? table(["dossier.title", "admin.period", "admin.closed", "admin.due_on", "admin.because"], dossiers.map((one) =>
    row(element("a", { href: `/dossier.html?code=${encodeURIComponent(one.dossier)}` }, one.dossier), one.period?.label ?? "–", day(one.closed_on), one.due_on ? day(one.due_on) : "–", because(one)))) : nothing());
}

function auditRow(record) {
  return row(count(record.sequence), time(record.at), record.actor, element("span", { className: "fixed" }, record.action), record.object ?? "", known(`purpose.${record.purpose}`, record.purpose ?? ""), record.client ?? "",
    element("span", { className: "fixed", title: record.sha256 }, record.sha256.slice(0, 12)));
}

async function showAudit(older = false) {
  const answer = await ask(`/v1/audit${older ? `?before=${before}` : ""}`);
  before = answer.next_before;
  $("older").hidden = before === null;
  $("chain").replaceChildren(answer.unbroken ? chip("admin.unbroken", "good") : chip("admin.broken", "bad"));
  const rows = answer.records.map(auditRow);
  if (older && $("audit").querySelector("tbody")) $("audit").querySelector("tbody").append(...rows);
  else $("audit").replaceChildren(rows.length ? table(["admin.number", "admin.at", "admin.actor", "admin.act", "admin.object", "admin.purpose", "admin.client", "admin.hash"], rows) : nothing());
}

async function checkChain() {
  $("chain").textContent = t("admin.checking");
  const { records, problems } = await ask("/v1/audit/check");
  $("chain").replaceChildren(element("span", { className: `chip ${problems.length ? "bad" : "good"}` }, problems.length ? problems[0] : t("admin.whole", { records: count(records) })));
}

async function attempt(work, clean = true) {
  try {
    if (clean) $("problem").textContent = "";
    await work();
  } catch (error) {
    $("problem").textContent = t("admin.problem", { why: error.message });
  }
}

const PARTS = [
  { needs: "see-accounts", cards: ["people-card", "keys-card"], show: showAccounts },
  { needs: "manage-webhooks", cards: ["webhooks-card"], show: showWebhooks },
  { needs: "see-status", cards: ["catalogue-card"], show: showCatalogue },
  { needs: "keep", cards: ["retention-card"], show: showRetention },
  { needs: "see-audit", cards: ["audit-card"], show: showAudit },
];

$("due").value = new Date(Date.now() + 7 * 3600_000).toISOString().slice(0, 10);
$("due-form").onsubmit = (event) => {
  event.preventDefault();
  attempt(showRetention);
};
$("check").onclick = () => attempt(checkChain);
$("older").onclick = () => attempt(() => showAudit(true));
addKeys("page.admin", [
  { keys: ["p"], words: "admin.people", when: () => whoIs().may("see-accounts"), run: () => $("people-title").focus() },
  { keys: ["d"], words: "catalogue.title", when: () => whoIs().may("see-status"), run: () => $("catalogue-title").focus() },
  { keys: ["l"], words: "admin.audit", when: () => whoIs().may("see-audit"), run: () => $("audit-title").focus() },
  { keys: ["c"], words: "admin.check", when: () => whoIs().may("see-audit"), run: () => attempt(checkChain) },
]);
startPage({
  begin: async () => {
    document.title = `Sohoa – ${t("page.admin")}`;
    $("problem").textContent = "";
    $("catalogue-check").hidden = !whoIs().may("see-accounts");
    for (const { needs, cards, show } of PARTS) {
      for (const card of cards) $(card).hidden = !whoIs().may(needs);
      if (whoIs().may(needs)) await attempt(() => show(), false);  // what one could not show stays said
    }
  },
  clear: async () => {
    before = null;
    clearCatalogue();
    for (const id of ["people", "keys", "webhooks", "retention", "audit", "chain"]) $(id).replaceChildren();
  },
});
