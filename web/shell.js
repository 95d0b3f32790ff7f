// SPDX-License-Identifier: Apache-2.0
//
// What every page has around it: skip link, head with navigation by what the person may do, language, light and dark, the
// keys (`?`), and who is logged in. A page is
//
//   <body data-page="verify"> <main id="main" data-users> ... </main>
//   startPage({ begin, clear })     begin: shows what was asked for, once it is known who is there (may be async)
//                                   clear: takes everything that is not for everybody off the screen (logging out)
//
// and its own sheet and module. A page that is to stand in the navigation gets a line in PAGES.
import { $, element, icon, iconButton } from "./dom.js";
import { addKeys, showKeys } from "./keys.js";
import { chooseLanguage, fill, language, t } from "./language.js";
import { logOut, startSession, whoIs } from "./session.js";

// `needs`: one of these actions, as GET /v1/session has them.
const PAGES = [
  { page: "search", address: "/", picture: "search", key: "s", needs: ["search"] },
  { page: "verify", address: "/verify.html", picture: "check", key: "v", needs: ["decide"] },
  { page: "operate", address: "/operate.html", picture: "gauge", key: "o", needs: ["see-status", "see-quarantine"] },
  { page: "report", address: "/report.html", picture: "chart", key: "r", needs: ["keep"] },
  { page: "admin", address: "/admin.html", picture: "people", key: "a", needs: ["see-accounts", "see-audit", "keep"] },
];

const own = document.body.dataset.page;

function themeButton() {
  const isDark = () => document.documentElement.dataset.theme === "dark";
  const button = iconButton("moon", t("shell.theme"), { id: "theme" });
  const show = () => button.replaceChildren(icon(isDark() ? "sun" : "moon"));
  button.onclick = () => {
    try { localStorage.setItem("theme", isDark() ? "light" : "dark"); } catch { /* for this page alone */ }
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    show();
  };
  show();
  return button;
}

function languageButton() {
  const other = language === "vi" ? "en" : "vi";
  const button = element("button", { type: "button", id: "language", className: "quiet", lang: other }, other === "en" ? "English" : "Tiếng Việt");
  button.onclick = () => chooseLanguage(other);
  return button;
}

function makeHeader(clear) {
  const nav = element("nav", { id: "pages", "data-users": "", "aria-label": t("shell.pages") }, ...PAGES.map((page) => {
    const link = element("a", { href: page.address, hidden: true }, icon(page.picture), element("span", {}, t(`page.${page.page}`)));
    link.dataset.page = page.page;
    if (page.page === own) link.setAttribute("aria-current", "page");
    return link;
  }));
  const who = element("span", { className: "who", id: "who", hidden: true }, element("span", { id: "who-name" }),
    element("button", { id: "logout", type: "button", className: "quiet", onclick: () => logOut(clear) }, t("shell.logout")));
  return element("header", { className: "head" },
    element("a", { className: "brand", href: "/" }, element("img", { src: "/icon.svg", alt: "", width: 26, height: 26 }), "Sohoa"),
    nav,
    element("span", { className: "head-tools" }, languageButton(), themeButton(),
      iconButton("question", t("keys.title"), { id: "help-button", onclick: showKeys }), who));
}

function showWho() {
  const { name, may } = whoIs();
  $("who").hidden = name === null;
  $("who-name").textContent = name ?? "";
  for (const { page, needs } of PAGES) {
    const link = document.querySelector(`#pages [data-page="${page}"]`);
    link.hidden = !needs.some(may);
  }
}

export function startPage({ begin, clear = async () => {} }) {
  fill();
  const header = makeHeader(clear);
  const skip = element("a", { className: "skip", href: `#${document.body.dataset.skip ?? "main"}` }, t("shell.skip"));
  document.body.prepend(skip, header);
  const go = (page) => ({
    keys: [`Alt+${page.key}`], words: `page.${page.page}`, typing: true,
    when: () => page.needs.some(whoIs().may), run: () => location.assign(page.address),
  });
  addKeys("shell.everywhere", [{ keys: ["?"], words: "keys.title", run: showKeys }, ...PAGES.map(go)]);
  return startSession(header, showWho, begin);
}
