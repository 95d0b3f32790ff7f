// SPDX-License-Identifier: Apache-2.0
//
// How many pages there are of each kind, and narrowing to one of them.
import { $, element } from "./session.js";

const REVIEW = {
  auto_accepted: "máy chấp nhận", needs_review: "cần kiểm tra", confirmed: "đã xác nhận", corrected: "đã sửa",
  unreadable: "không đọc được",
};
const COMPLETENESS = { unchecked: "chưa đối chiếu", complete: "đủ", incomplete: "thiếu", needs_look: "cần xem" };

// Names of classes, as hits have them.
const classNames = new Map();
export function learnClasses(hits) {
  for (const hit of hits) if (hit.type.label) classNames.set(hit.type.code, hit.type.label);
}

const GROUPS = [
  { name: "type", title: "Loại văn bản", label: (value) => classNames.get(value) ?? value },
  { name: "agency", title: "Cơ quan" },
  { name: "year", title: "Năm ban hành" },
  { name: "review", title: "Kiểm tra", label: (value) => REVIEW[value] ?? value },
  { name: "completeness", title: "Thành phần hồ sơ", label: (value) => COMPLETENESS[value] ?? value },
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
  const groups = GROUPS.map(({ name, title, label }) => {
    const values = facets?.[name] ?? [];
    const chosen = values.some(({ value }) => isChosen(asked, name, value));
    // What all have in common does not narrow anything.
    if (!chosen && values.length < 2) return null;
    const buttons = values.slice(0, SHOWN).map(({ value, count }) => {
      const pressed = isChosen(asked, name, value);
      const button = element("button", { type: "button", className: "facet" },
        `${label ? label(value) : value} (${count.toLocaleString("vi")})`);
      button.setAttribute("aria-pressed", String(pressed));
      button.dataset.facet = `${name}=${value}`;
      button.onclick = () => choose(narrowed(asked, name, pressed ? "" : value));
      return button;
    });
    const group = element("div", { className: "group" }, element("span", { className: "title" }, title), ...buttons);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", title);
    return group;
  });
  $("facets").replaceChildren(...groups.filter(Boolean));
}
