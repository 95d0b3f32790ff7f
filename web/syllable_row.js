// SPDX-License-Identifier: Apache-2.0
//
// SyllableRow: a value as the syllables that it is made of, of which one is chosen; its tone and mark are changed by one
// key. Which one is chosen first, and which are underlined, is what the reader was least sure of.
//
//   const row = new SyllableRow(box, () => ...)     told when the value was changed
//   row.show("Kế hoạch", [0.99, 0.4])                confidences of the syllables, where they are known
//   row.value; row.move(1); row.tone(3); row.cycleTone(1); row.cycleMark()
import { element } from "./dom.js";
import { nextMark, nextTone, withTone } from "./vietnamese_typing.js";

const UNSURE = 0.85;

export class SyllableRow {
  #box;
  #changed;
  #parts = [];   // blanks and syllables in turn, as they stand
  #before = [];
  #chosen = 0;   // among the syllables

  constructor(box, changed) {
    this.#box = box;
    this.#changed = changed;
  }

  get value() { return this.#parts.join(""); }
  get isChanged() { return this.value !== this.#before.join(""); }
  get #places() { return this.#parts.flatMap((part, i) => (/[\p{L}\d]/u.test(part) ? [i] : [])); }

  show(value, confidences = []) {
    this.#parts = value.split(/(\s+|[^\p{L}\p{M}\d]+)/u).filter((part) => part !== "");
    this.#before = [...this.#parts];
    const known = this.#places.map((_, i) => confidences[i] ?? 1);
    const least = Math.min(...known);
    this.#chosen = least < 1 ? known.indexOf(least) : this.#places.findIndex((i) => /\p{L}/u.test(this.#parts[i]));
    this.#chosen = Math.max(0, this.#chosen);
    this.#draw(known);
  }

  // Another value for the same place; what was chosen stays so where it can.
  replace(value) {
    const chosen = this.#chosen;
    const before = this.#before;
    this.show(value);
    this.#before = before;
    this.#chosen = Math.min(chosen, Math.max(0, this.#places.length - 1));
    this.#draw([]);
    this.#changed();
  }

  choose(number) {
    const count = this.#places.length;
    if (count === 0) return;
    this.#chosen = (number + count) % count;
    this.#draw();
  }

  move(step) { this.choose(this.#chosen + step); }
  tone(tone) { this.#put((syllable) => withTone(syllable, tone)); }
  cycleTone(step) { this.#put((syllable) => nextTone(syllable, step)); }
  cycleMark() { this.#put(nextMark); }

  #put(change) {
    const at = this.#places[this.#chosen];
    if (at === undefined) return;
    this.#parts[at] = change(this.#parts[at]);
    this.#draw();
    this.#changed();
  }

  #confidences = [];
  #draw(confidences = this.#confidences) {
    this.#confidences = confidences;
    const places = this.#places;
    this.#box.replaceChildren(...this.#parts.map((part, i) => {
      const number = places.indexOf(i);
      if (number < 0) return part;
      const node = element("button", { type: "button", className: "syllable", tabIndex: -1, "aria-pressed": String(number === this.#chosen) }, part);
      if ((confidences[number] ?? 1) < UNSURE) node.classList.add("unsure");
      if (part !== this.#before[i]) node.classList.add("changed");
      node.onclick = () => this.choose(number);
      return node;
    }));
  }
}
