// SPDX-License-Identifier: Apache-2.0
//
// Asking the server, and who is logged in. The form for logging in is put into the page here, so that each page has it
// alike; what the head of the page shows of it is shell.js's.
//
//   await ask("/v1/status")                       JSON, or an Error with the server's words and `status`
//   await change("POST", "/v1/searches", {...})   the same for what changes something
//   whoIs().may("decide")                         what this person's roles allow at all (GET /v1/session)
import { $, element } from "./dom.js";
import { t } from "./language.js";

// For requests that change something.
let csrf = null;
let session = { name: null, roles: [], may: [] };

export const whoIs = () => ({ name: session.name, roles: session.roles, may: (action) => session.may.includes(action) });

async function answerOf(response) {
  if (response.status === 401) showLogin();
  const text = await response.text();
  const body = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text || null;
  if (response.ok) return body;
  const error = new Error(body?.detail || body?.title || String(response.status));
  error.status = response.status;
  throw error;
}

export async function ask(path) {
  return answerOf(await fetch(path, { headers: { accept: "application/json" } }));
}

// `body`: a value for JSON, or nothing.
export async function change(method, path, body, more = {}) {
  const headers = { accept: "application/json", "x-csrf-token": csrf ?? "", ...more };
  if (body !== undefined) headers["content-type"] = "application/json";
  // Also from a page that is just being left.
  return answerOf(await fetch(path, { method, headers, keepalive: true, body: body === undefined ? undefined : JSON.stringify(body) }));
}

// Parts of the page that are for whoever may come in.
const partsOfUsers = () => document.querySelectorAll("[data-users]");

function field(label, properties) {
  return element("label", {}, element("span", {}, t(label)), element("input", { required: true, ...properties }));
}

const login = element("form", { id: "login", className: "login card", "aria-labelledby": "login-title", hidden: true },
  element("h1", { id: "login-title" }, t("login.title")),
  element("a", { id: "login-elsewhere", className: "button", hidden: true }),
  field("login.name", { id: "login-name", name: "name", autocomplete: "username", autocapitalize: "none", spellcheck: false }),
  field("login.password", { id: "login-password", name: "password", type: "password", autocomplete: "current-password" }),
  element("p", { id: "login-problem", className: "problem", role: "alert" }),
  element("button", { type: "submit", className: "primary" }, t("login.title")));

// Where to log out besides; null: nowhere.
let logoutElsewhere = null;

// Another way in, where the server has one.
function offer(provider) {
  logoutElsewhere = provider?.logout ?? null;
  const link = $("login-elsewhere");
  link.hidden = !provider;
  if (!provider) return;
  link.textContent = provider.title || t("login.elsewhere");
  link.href = `${provider.login}?return=${encodeURIComponent(location.pathname + location.search)}`;
}

let whenKnown = () => {};

export function showLogin() {
  session = { name: null, roles: [], may: [] };
  whenKnown();
  partsOfUsers().forEach((part) => { part.hidden = true; });
  $("login").hidden = false;
  $("login-name").focus();
}

async function askWho() {
  const told = await fetch("/v1/session").then((response) => response.json());
  offer(told.provider);
  if (told.login === "required") {
    showLogin();
    return false;
  }
  session = told;
  csrf = told.csrf;
  partsOfUsers().forEach((part) => { part.hidden = false; });
  $("login").hidden = true;
  whenKnown();
  return true;
}

async function logIn(begin) {
  $("login-problem").textContent = "";
  const response = await fetch("/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: $("login-name").value.trim(), password: $("login-password").value }),
  });
  $("login-password").value = "";
  if (response.ok) {
    if (await askWho()) await begin();
    return;
  }
  $("login-problem").textContent = response.status === 429
    ? t("login.wait", { seconds: response.headers.get("retry-after") })
    : t("login.wrong");
  $("login-password").focus();
}

export async function logOut(clear) {
  const next = logoutElsewhere;
  await change("DELETE", "/v1/session").catch(() => {});
  await clear();
  if (next) location.assign(next);
  else showLogin();
}

// `known` is called whenever it is known anew who is there, `begin` shows what somebody who may see it asked for.
export function startSession(header, known, begin) {
  whenKnown = known;
  header.after(login);
  login.onsubmit = (event) => {
    event.preventDefault();
    return logIn(begin);
  };
  return askWho().then((in_) => (in_ ? begin() : undefined));
}
