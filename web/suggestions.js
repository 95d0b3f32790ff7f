// SPDX-License-Identifier: Apache-2.0
//
// What may be meant, while somebody types a query: what pages have where the words begin so. It is asked as a search is, so
// that nothing is suggested that one may not find. A combobox as WAI-ARIA describes it: arrows choose, Enter takes, Escape
// closes.
//
//   startSuggestions(input, (words) => ...)
import { element } from "./dom.js";
import { t } from "./language.js";
import { completions } from "./marked_text.js";
import { ask } from "./session.js";

const PAUSE_MS = 180;
const SHOWN = 7;

// Of words alone: who writes more than these knows the language of queries.
const canBeSuggested = (text) => /^[\p{L}\p{M}\d ]+$/u.test(text) && /[\p{L}\p{M}]{2}$/u.test(text) && !/\b(AND|OR|NOT)\b/.test(text);

export function startSuggestions(input, take) {
  const list = element("ul", { id: "suggestions", role: "listbox", className: "suggestions", "aria-label": t("search.suggestions"), hidden: true });
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false" })) input.setAttribute(name, value);
  let chosen = -1;
  let latest = 0;
  let timer = 0;

  function close() {
    ++latest;
    clearTimeout(timer);
    chosen = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(number) {
    chosen = (number + list.children.length) % list.children.length;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
  }
  function accept(words) {
    close();
    input.value = words;
    take(words);
  }
  function show(phrases) {
    list.replaceChildren(...phrases.map((phrase, i) => {
      const option = element("li", { id: `suggestion-${i}`, role: "option", "aria-selected": "false" }, phrase);
      // Before the input loses the focus.
      option.onmousedown = (event) => { event.preventDefault(); accept(phrase); };
      return option;
    }));
    chosen = -1;
    list.hidden = phrases.length === 0;
    input.setAttribute("aria-expanded", String(phrases.length > 0));
  }
  async function look() {
    const mine = ++latest;
    const text = input.value.normalize("NFC").trim().replace(/\s+/g, " ");
    if (!canBeSuggested(text)) return show([]);
    try {
      const { hits } = await ask(`/v1/search?limit=20&q=${encodeURIComponent(`${text}*`)}`);
      const phrases = completions(hits, text.split(" ").length).filter((phrase) => phrase !== text.toLocaleLowerCase("vi"));
      if (mine === latest && document.activeElement === input) show(phrases.slice(0, SHOWN));
    } catch {
      if (mine === latest) show([]);
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      accept(list.children[chosen].textContent);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
}
