// SPDX-License-Identifier: Apache-2.0
//
// How many pages there are of each kind, and narrowing to one of them.
import { $, element } from "./dom.js";
import { count, known, t } from "./language.js";

// Names of classes, as hits have them.
const classNames = new Map();
export function learnClasses(hits) {
  for (const hit of hits) if (hit.type.label) classNames.set(hit.type.code, hit.type.label);
}

const GROUPS = [
  { name: "type", label: (value) => classNames.get(value) ?? value },
  { name: "agency" },
  { name: "year" },
  { name: "review", label: (value) => known(`review.${value}`, value) },
  { name: "completeness", label: (value) => known(`completeness.${value}`, value) },
];
const SHOWN = 12;  // of a group

// A year stands for its days.
const isChosen = (asked, name, value) =>
  name === "year" ? asked.from === value && asked.to === value : asked[name] === value;
const narrowed = (asked, name, value) => {
  if (name === "year") return { ...asked, from: value, to: value };
  return { ...asked, [name]: value };
};

// `choose` is told what is asked then.
export function showFacets(facets, asked, choose) {
  const groups = GROUPS.map(({ name, label }) => {
    const values = facets?.[name] ?? [];
    const chosen = values.some(({ value }) => isChosen(asked, name, value));
    // What all have in common does not narrow anything.
    if (!chosen && values.length < 2) return null;
    const buttons = values.slice(0, SHOWN).map(({ value, count: pages }) => {
      const pressed = isChosen(asked, name, value);
      const button = element("button", { type: "button", className: "facet", "aria-pressed": String(pressed) },
        element("span", {}, label ? label(value) : value), element("span", { className: "count" }, count(pages)));
      button.dataset.facet = `${name}=${value}`;
      button.onclick = () => choose(narrowed(asked, name, pressed ? "" : value));
      return button;
    });
    const title = t(`facet.${name}`);
    return element("div", { className: "group", role: "group", "aria-label": title }, element("span", { className: "title" }, title), ...buttons);
  });
  $("facets").replaceChildren(...groups.filter(Boolean));
}
