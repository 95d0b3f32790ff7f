// SPDX-License-Identifier: Apache-2.0
//
// Asking the server, and who is logged in. The form for logging in and the button for logging out are put into the page
// here, so that each page has them alike.

export const $ = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

// For requests that change something.
let csrf = null;

async function answerOf(response) {
  if (response.status === 401) showLogin();
  const text = await response.text();
  const body = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Error(body?.detail || body?.title);
  return body;
}

export async function ask(path) {
  return answerOf(await fetch(path, { headers: { accept: "application/json" } }));
}

// `body`: a value for JSON, or nothing.
export async function change(method, path, body) {
  const headers = { accept: "application/json", "x-csrf-token": csrf ?? "" };
  if (body !== undefined) headers["content-type"] = "application/json";
  return answerOf(await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }));
}

// Parts of the page that are for whoever may come in.
const partsOfUsers = () => document.querySelectorAll("[data-users]");

const who = element("span", { className: "who", id: "who", hidden: true }, element("span", { id: "who-name" }), " ",
  element("button", { id: "logout", type: "button" }, "Đăng xuất"));

function field(label, properties) {
  return element("label", {}, `${label} `, element("input", { required: true, ...properties }));
}

const login = element("form", { id: "login", className: "login", ariaLabel: "Đăng nhập", hidden: true },
  element("h1", {}, "Đăng nhập"),
  element("a", { id: "login-elsewhere", className: "button", hidden: true }),
  field("Tài khoản", { id: "login-name", name: "name", autocomplete: "username", autocapitalize: "none", spellcheck: false }),
  field("Mật khẩu", { id: "login-password", name: "password", type: "password", autocomplete: "current-password" }),
  element("p", { id: "login-problem", role: "alert" }),
  element("button", { type: "submit" }, "Đăng nhập"));

document.querySelector("header").append(who);
document.querySelector("header").after(login);

// Where to log out besides; null: nowhere.
let logoutElsewhere = null;

// Another way in, where the server has one.
function offer(provider) {
  logoutElsewhere = provider?.logout ?? null;
  const link = $("login-elsewhere");
  link.hidden = !provider;
  if (!provider) return;
  link.textContent = provider.title || "Đăng nhập bằng tài khoản cơ quan";
  link.href = `${provider.login}?return=${encodeURIComponent(location.pathname + location.search)}`;
}

export function showLogin() {
  partsOfUsers().forEach((part) => { part.hidden = true; });
  $("who").hidden = true;
  $("login").hidden = false;
  $("login-name").focus();
}

async function askWho() {
  const session = await fetch("/v1/session").then((response) => response.json());
  offer(session.provider);
  if (session.login === "required") {
    showLogin();
    return false;
  }
  csrf = session.csrf;
  partsOfUsers().forEach((part) => { part.hidden = false; });
  $("login").hidden = true;
  $("who").hidden = session.name === null;
  $("who-name").textContent = session.name ?? "";
  return true;
}

// `begin` shows what somebody who may see it asked for, `clear` takes it off the screen.
export function startSession(begin, clear) {
  $("login").onsubmit = async (event) => {
    event.preventDefault();
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
      ? `Thử quá nhiều lần. Hãy đợi ${response.headers.get("retry-after")} giây.`
      : "Tài khoản hoặc mật khẩu không đúng.";
    $("login-password").focus();
  };
  $("logout").onclick = async () => {
    const next = logoutElsewhere;
    await change("DELETE", "/v1/session").catch(() => {});
    await clear();
    if (next) location.assign(next);
    else showLogin();
  };
  return askWho().then((known) => known ? begin() : undefined);
}
