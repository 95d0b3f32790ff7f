// SPDX-License-Identifier: Apache-2.0
//
// The class of a document, chosen by one key among those that it is likely to be, or found among all of them.
//
//   const choice = new ClassChoice(box, filter, (code) => ...)   told which class was decided on
//   choice.show(choices, classes)      the program's own class first, then the likeliest others; all there are
//   choice.pick(2)                     the second of those that are shown; false: there is none
//   choice.search(); choice.leave()    among all classes, by what is typed
import { element } from "./dom.js";
import { share, t } from "./language.js";

const MOST_FOUND = 9;

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();

// Those whose code or label has each of the words, those that begin so first.
export function findClasses(classes, typed) {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = classes.filter(({ code, label }) => words.every((word) => folded(`${code} ${label}`).includes(word)));
  const begins = ({ code, label }) => words.length > 0 && (folded(label).startsWith(words[0]) || folded(code).startsWith(words[0]));
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].slice(0, MOST_FOUND);
}

export class ClassChoice {
  #box;
  #filter;
  #decided;
  #choices = [];
  #classes = [];
  #shown = [];

  constructor(box, filter, decided) {
    this.#box = box;
    this.#filter = filter;
    this.#decided = decided;
    filter.oninput = () => this.#list(findClasses(this.#classes, filter.value));
  }

  get isSearching() { return !this.#filter.hidden; }

  show(choices, classes) {
    this.#choices = choices;
    this.#classes = classes;
    this.#box.hidden = false;
    this.leave();
  }

  hide() {
    this.#box.hidden = true;
    this.#filter.hidden = true;
  }

  pick(number) {
    const one = this.#shown[number - 1];
    if (one) this.#decided(one.code);
    return Boolean(one);
  }

  search() {
    this.#filter.hidden = false;
    this.#filter.value = "";
    this.#list(findClasses(this.#classes, ""));
    this.#filter.focus();
  }

  leave() {
    this.#filter.hidden = true;
    this.#list(this.#choices);
  }

  #list(shown) {
    this.#shown = shown;
    this.#box.replaceChildren(...(shown.length ? shown.map(({ code, label, probability }, i) => element("button", { type: "button", className: "choice", onclick: () => this.#decided(code) },
      element("kbd", {}, String(i + 1)), element("span", { className: "name" }, label), element("span", { className: "soft small" }, probability >= 0.005 ? `${code} · ${share(probability, 0)}` : code)))
      : [element("p", { className: "soft" }, t("verify.no_class"))]));
  }
}
