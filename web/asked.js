// SPDX-License-Identifier: Apache-2.0
//
// What is asked, as it stands in the address and in a saved search: the parameters of GET /v1/search.

const NARROWING = ["q", "type", "agency", "review", "completeness", "from", "to", "sort"];

// What is known of these and not empty.
export function readAsked(text) {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(NARROWING.map((name) => [name, parameters.get(name) ?? ""]).filter(([, value]) => value !== ""));
}

export function writeAsked(asked) {
  return new URLSearchParams(NARROWING.filter((name) => asked[name]).map((name) => [name, asked[name]]));
}

// Something to search by, be it a filter alone.
export function isAsked(asked) {
  return NARROWING.some((name) => name !== "sort" && asked[name]);
}
