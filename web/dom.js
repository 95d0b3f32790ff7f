// SPDX-License-Identifier: Apache-2.0
//
// Making parts of a page. Text is always text: nothing here or elsewhere writes markup out of what it was given.
//
//   $("id")                                       the element
//   element("button", { className: "quiet" }, "Text", child)   a new one; null children are left out
//   drawing("path", { d: "M0 0" })                 the same in SVG, by attributes
//   icon("search")                                 one of ours, as large as the text beside it

export const $ = (id) => document.getElementById(id);

export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property.includes("-") || property === "role" || property === "for") node.setAttribute(property, value);
    else node[property] = value;
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function drawing(name, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  node.append(...children);
  return node;
}

const ICONS = {
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
  check: "M4 12.5 9.5 18 20 6.5",
  gauge: "M4 18a9 9 0 1 1 16 0M12 15l4-6",
  chart: "M4 20V4M4 20h16M8 16v-5M12.5 16V7M17 16v-3",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 4.5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.6 3.5 5.5",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3 19 19M5 19l1.7-1.7M17.3 6.7 19 5",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
  question: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.2",
  close: "M6 6l12 12M18 6 6 18",
  minus: "M5 12h14",
  plus: "M5 12h14M12 5v14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14",
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  quote: "M6 17c3-1 4-3 4-6V7H4v5h4M16 17c3-1 4-3 4-6V7h-6v5h4",
  page: "M6 3h9l4 4v14H6zM15 3v4h4",
  filter: "M4 5h16l-6.5 7.5V20l-3-2v-5.5z",
};

export function icon(name) {
  const shape = drawing("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" });
  shape.append(drawing("path", { d: ICONS[name] }));
  return shape;
}

// A button with a picture, whose name is read out and shown as a tip.
export function iconButton(name, label, properties = {}) {
  return element("button", { type: "button", className: "icon-button", title: label, "aria-label": label, ...properties }, icon(name));
}
