// SPDX-License-Identifier: Apache-2.0
//
// Keys of a page, and the overlay that shows them (`?`). A key is a letter without Ctrl or Alt, and does nothing while
// somebody types, unless it says so.
//
//   addKeys("search.title", [{ keys: ["j"], words: "keys.next", run: () => ... , typing: false }])
//
// `keys` are names as KeyboardEvent.key has them, with "Alt+" in front where Alt is held; `when` may say when it counts.
import { element, iconButton } from "./dom.js";
import { t } from "./language.js";

const groups = [];

export function addKeys(title, list) {
  groups.push({ title, list });
}

export const isTyping = (target) =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement ||
  (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type));

const NAMES = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", Enter: "Enter", " ": "␣" };
const shownKey = (key) => key.split("+").map((part) => NAMES[part] ?? part).filter(Boolean).join(" + ") || "+";

function nameOf(event) {
  return (event.altKey ? "Alt+" : "") + event.key;
}

const overlay = element("dialog", { className: "overlay", id: "help", "aria-labelledby": "help-title" });

function fillOverlay() {
  const close = iconButton("close", t("shell.close"), { onclick: () => overlay.close() });
  const parts = groups.map(({ title, list }) => element("section", {},
    element("h3", {}, t(title)),
    element("dl", { className: "keys" }, ...list.filter(({ words }) => words).flatMap(({ keys, words }) => [
      element("dt", {}, ...keys.flatMap((key, i) => [i ? " " : "", element("kbd", {}, key === "+" ? "+" : shownKey(key))])),
      element("dd", {}, t(words))]))));
  const guide = element("a", { id: "help-guide", href: "/guide.html", target: "_blank" }, t("keys.guide"));
  overlay.replaceChildren(element("div", { className: "overlay-head" }, element("h2", { id: "help-title" }, t("keys.title")), element("span", { className: "bar" }, guide, close)), ...parts);
}

export function showKeys() {
  fillOverlay();
  overlay.showModal();
}

document.body.append(overlay);
overlay.addEventListener("click", (event) => { if (event.target === overlay) overlay.close(); });

addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.isComposing) return;
  const typing = isTyping(event.target);
  const name = nameOf(event);
  for (const { list } of groups) {
    const key = list.find((one) => one.keys.includes(name) && (one.typing || !typing) && (!one.when || one.when(event)));
    if (!key) continue;
    event.preventDefault();
    key.run(event);
    return;
  }
});
