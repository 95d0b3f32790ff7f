// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese or English. All words of the pages stand in words.js, once for both.
//
//   t("search.none")                    the words, in the language that is chosen
//   t("search.page", { page: 3 })      with {page} put in
//   count(1234.5), share(0.25), day("2018-10-04"), time(...)   as the language writes them
//   <h1 data-t="search.heading">         filled in by fill(); data-t-label, data-t-placeholder and data-t-title for attributes
import { WORDS } from "./words.js";

function kept() {
  try { return localStorage.getItem("language"); } catch { return null; }
}

export const language = kept() === "en" ? "en" : "vi";
const column = language === "en" ? 1 : 0;
const locale = language === "en" ? "en-GB" : "vi-VN";

export function t(key, values = {}) {
  const words = WORDS[key];
  if (!words) return key;
  return words[column].replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));
}

// Where the server has a word for it that the dictionary may not know (classes, kinds of events).
export const known = (key, otherwise) => (WORDS[key] ? t(key) : otherwise);

const ATTRIBUTES = [["t", null], ["tLabel", "aria-label"], ["tPlaceholder", "placeholder"], ["tTitle", "title"]];

export function fill(root = document) {
  document.documentElement.lang = language;
  for (const [name, attribute] of ATTRIBUTES) {
    const selector = `[data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}]`;
    for (const node of root.querySelectorAll(selector)) {
      if (attribute) node.setAttribute(attribute, t(node.dataset[name]));
      else node.textContent = t(node.dataset[name]);
    }
  }
}

// The page is made anew: what it shows stands in its address.
export function chooseLanguage(wanted) {
  try { localStorage.setItem("language", wanted); } catch { /* then it is for this page alone */ }
  location.reload();
}

export const count = (value, digits = 1) => (value === null || value === undefined ? "" : value.toLocaleString(locale, { maximumFractionDigits: digits }));
export const share = (value, digits = 1) =>
  (value === null || value === undefined ? "" : value.toLocaleString(locale, { style: "percent", maximumFractionDigits: digits }));
export const seconds = (given) => {
  const value = Math.max(given, 0.001);
  return `${value.toLocaleString(locale, { maximumFractionDigits: value < 0.1 ? 3 : value < 10 ? 2 : 0 })} ${t("unit.seconds")}`;
};

// "2018-10-04" as a day; a day that was not read ("2018-04-XX") stays as it is.
export function day(text) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(text ?? "");
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : text ?? "";
}
// "2026-11-27T16:10:22.000+07:00", told in Vietnam's time as it stands there.
export function time(text) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(text ?? "");
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]} ${parts[4]}` : text ?? "";
}
// How long something lasts, in the largest unit that says it.
export function lasting(milliseconds) {
  const units = [["unit.days", 86_400_000], ["unit.hours", 3_600_000], ["unit.minutes", 60_000]];
  const [unit, size] = units.find(([, least]) => milliseconds >= least) ?? ["unit.seconds", 1000];
  return `${count(Math.floor(milliseconds / size), 0)} ${t(unit)}`;
}
export function bytes(value) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  while (value >= 1000 && at + 1 < units.length) { value /= 1000; ++at; }
  return `${count(value, value < 10 && at > 0 ? 1 : 0)} ${units[at]}`;
}
