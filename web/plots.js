// SPDX-License-Identifier: Apache-2.0
//
// Plots: a row of numbers over time, and bars. Each says in words what it shows, for who does not see it.
import { drawing, element } from "./dom.js";

// `values` at even times, the last is now. `words` is what the plot says.
export function timePlot(values, words) {
  const most = Math.max(1, ...values);
  const x = (i) => (values.length < 2 ? 0 : i / (values.length - 1) * 100);
  const y = (value) => 38 - value / most * 36;
  const points = values.map((value, i) => `${x(i).toFixed(2)},${y(value).toFixed(2)}`);
  return drawing("svg", { viewBox: "0 0 100 40", preserveAspectRatio: "none", class: "plot", role: "img", "aria-label": words },
    drawing("polygon", { class: "area", points: ["0,38", ...points, "100,38"].join(" ") }),
    drawing("polyline", { class: "line", points: points.join(" ") }),
    drawing("line", { class: "base", x1: 0, x2: 100, y1: 38, y2: 38 }));
}

// Rows of { name, low, high, words }: low within high, of the greatest of all.
export function bars(rows) {
  const most = Math.max(...rows.map(({ high }) => high), 1e-9);
  return element("div", { className: "bars" }, ...rows.flatMap(({ name, low, high, words }) => {
    const part = (kind, value) => {
      const fill = element("span", { className: `bar-fill ${kind}` });
      fill.style.width = `${value / most * 100}%`;
      return fill;
    };
    return [element("span", { className: "small" }, name), element("span", { className: "bar-track", "aria-hidden": "true" }, part("p95", high), part("p50", low)), element("span", { className: "small number soft" }, words)];
  }));
}
