// SPDX-License-Identifier: Apache-2.0
//
// The pages of a capture as small pictures in their order, one of them chosen; arrows go from one to the next.
//
//   const sheets = new Sheets(list, { chosen, open })   `chosen` after another was chosen; `open` where one is to be seen large
//   sheets.show(capture)                                 keeps what is chosen, and its focus
//   sheets.current()                                     the chosen page, or null
import { element } from "./dom.js";
import { known, t } from "./language.js";

// What makes a page worth a second look while the paper is at hand; all else is for information.
const DOUBTS = new Set(["blurred", "too_dark", "too_light", "cut_edge", "low_contrast", "low_resolution", "skewed", "over_long"]);

export const pictureOf = (capture, page, width) => `/v1/captures/${capture}/pages/${page.key}/picture?width=${width}`;

// The size that most pages have.
function usualSize(pages) {
  const counts = new Map();
  for (const page of pages) if (page.check?.paper_size) counts.set(page.check.paper_size, (counts.get(page.check.paper_size) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

// Where it is not that of the others.
function sizeOf(page, usual) {
  const { check } = page;
  if (!check?.size_known || !usual || check.paper_size === usual) return null;
  return check.paper_size === "card" ? t("desk.card") : check.paper_size ?? t("desk.size", { width: Math.round(check.width_mm), height: Math.round(check.height_mm) });
}

export function flagsOf(page, usual = null) {
  const flags = page.check?.flags.filter((flag) => DOUBTS.has(flag)).map((flag) => ({ words: known(`flag.${flag}`, flag), kind: "warn" })) ?? [];
  const size = sizeOf(page, usual);
  if (size) flags.push({ words: size, kind: "" });
  if (page.other_code) flags.push({ words: t("desk.other_code", { code: page.other_code }), kind: "warn" });
  if (page.check?.blank) flags.push({ words: t("desk.blank"), kind: "" });
  if (page.check?.upside_down && page.rotation === 0) flags.push({ words: t("desk.upside_down"), kind: "" });
  if (page.looks_like_before) flags.push({ words: t("desk.like_before"), kind: "warn" });
  else if (page.same_bytes_as) flags.push({ words: t("desk.same_bytes"), kind: "warn" });
  if (page.refused) flags.push({ words: t("desk.refused"), kind: "bad" });
  if (page.quarantined) flags.push({ words: t("desk.unreadable"), kind: "bad" });
  if (page.received) flags.push({ words: t("desk.sent"), kind: "good" });
  return flags;
}

export class Sheets {
  #list;
  #actions;
  #pages = [];
  #key = null;
  #nodes = new Map();

  constructor(list, actions) {
    this.#list = list;
    this.#actions = actions;
    list.addEventListener("keydown", (event) => this.#go(event));
  }

  current() { return this.#pages.find((page) => page.key === this.#key) ?? null; }
  pages() { return this.#pages; }
  focus() { this.#nodes.get(this.#key)?.focus(); }

  show(capture, pages, readNames) {
    const held = this.#list.contains(document.activeElement);
    const at = this.#pages.findIndex((page) => page.key === this.#key);
    this.#pages = pages;
    if (!pages.some((page) => page.key === this.#key)) this.#key = pages[Math.min(Math.max(at, 0), pages.length - 1)]?.key ?? null;
    const usual = usualSize(pages);
    const nodes = pages.map((page, i) => this.#node(capture, page, i + 1, readNames.get(page.key), usual));
    this.#nodes = new Map(pages.map((page, i) => [page.key, nodes[i]]));
    this.#list.replaceChildren(...nodes);
    if (held) this.#nodes.get(this.#key)?.focus();
  }

  choose(key, focus = true) {
    if (!this.#nodes.has(key)) return;
    for (const [each, node] of this.#nodes) {
      node.setAttribute("aria-selected", String(each === key));
      node.tabIndex = each === key ? 0 : -1;
    }
    this.#key = key;
    if (focus) this.#nodes.get(key).focus();
    this.#actions.chosen();
  }

  #node(capture, page, number, readAs, usual) {
    const flags = flagsOf(page, usual);
    const picture = element("img", { src: pictureOf(capture.id, page, 240), alt: "", loading: "lazy", className: page.rotation ? `r${page.rotation}` : "" });
    const names = [readAs, ...flags.map((flag) => flag.words)].filter(Boolean);
    const node = element("div", {
      className: ["desk-sheet", flags.some((flag) => flag.kind === "warn") ? "second-look" : "", page.begins ? "begins" : ""].join(" ").trim(),
      role: "option", tabIndex: page.key === this.#key ? 0 : -1, "aria-selected": String(page.key === this.#key),
      "aria-label": [t("desk.page", { number }), ...names].join(", "),
      onclick: () => this.choose(page.key), ondblclick: () => this.#actions.open(),
    },
    element("span", { className: "picture" }, picture),
    element("span", { className: "caption" }, element("b", {}, String(number)), element("span", {}, readAs ?? "")),
    element("span", { className: "flags" }, ...flags.map((flag) => element("span", { className: `chip ${flag.kind}` }, flag.words))));
    node.dataset.key = page.key;
    return node;
  }

  #go(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.#pages.findIndex((page) => page.key === this.#key);
    const columns = Math.max(1, getComputedStyle(this.#list).gridTemplateColumns.split(" ").length);
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -at, End: this.#pages.length - 1 - at };
    if (!(event.key in steps) || at < 0) return;
    event.preventDefault();
    this.choose(this.#pages[Math.min(Math.max(at + steps[event.key], 0), this.#pages.length - 1)].key);
  }
}
