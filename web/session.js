// SPDX-License-Identifier: Apache-2.0
//
// Asking the server, and who is logged in.

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

export function showLogin() {
  partsOfUsers().forEach((part) => { part.hidden = true; });
  $("who").hidden = true;
  $("login").hidden = false;
  $("login-name").focus();
}

async function askWho() {
  const session = await fetch("/v1/session").then((response) => response.json());
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
    await change("DELETE", "/v1/session").catch(() => {});
    await clear();
    showLogin();
  };
  return askWho().then((known) => known ? begin() : undefined);
}
