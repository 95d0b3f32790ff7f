// SPDX-License-Identifier: Apache-2.0
//
// The part of a page that a value stands on, with what stands about it.
import { element } from "./dom.js";

const MARGIN = 0.018;  // of the page's width
const LEAST_HEIGHT = 0.05;

// Of a field's locations on one page, in shares: what to cut out, and the places in shares of that.
export function cutOf(locations) {
  const first = locations[0]?.page_id;
  const places = locations.filter(({ page_id: id }) => id === first && id);
  if (places.length === 0) return null;
  const points = places.flatMap(({ polygon }) => polygon);
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const grow = (low, high, by, least) => {
    const more = Math.max(by, (least - (high - low)) / 2);
    const from = Math.max(0, low - more);
    return [from, Math.min(1, high + more) - from];
  };
  const [x, width] = grow(Math.min(...xs), Math.max(...xs), MARGIN * 2, 0.3);
  const [y, height] = grow(Math.min(...ys), Math.max(...ys), MARGIN, LEAST_HEIGHT);
  return { page: first, x, y, width, height };
}

const percent = (value) => (value * 100).toFixed(3);

export const snippetAddress = (cut) =>
  `/v1/iiif/${encodeURIComponent(cut.page)}/pct:${percent(cut.x)},${percent(cut.y)},${percent(cut.width)},${percent(cut.height)}/max/0/default.jpg`;

export function snippetOf(locations, alt) {
  const cut = cutOf(locations);
  return cut ? element("img", { src: snippetAddress(cut), alt }) : null;
}
