// SPDX-License-Identifier: Apache-2.0
//
// Pictures for the guides (docs/guides/pictures), taken on a walk: of a part of a page, or of a page with numbers on it.
import { join } from "node:path";

// Of what `selector` finds; nothing where no folder is named.
export async function pictureOf(page, selector, folder, name) {
  if (folder) await page.locator(selector).screenshot({ path: join(folder, `${name}.png`) });
}

// The window, as large as `size`, with 1, 2, 3 ... at the left upper corners of the first elements that `selectors` find.
export async function withNumbers(page, size, selectors, path) {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await page.evaluate((all) => {
    for (const scrolled of document.querySelectorAll(".desk-work, .desk-side")) scrolled.scrollTop = 0;
    all.forEach((selector, i) => {
      const place = document.querySelector(selector).getBoundingClientRect();
      const mark = document.createElement("span");
      mark.className = "guide-number";
      mark.textContent = String(i + 1);
      Object.assign(mark.style, { position: "fixed", left: `${Math.max(2, place.left - 20)}px`, top: `${place.top - 12}px`, width: "28px", height: "28px", borderRadius: "50%", zIndex: 99,
        background: "#1a56a0", color: "#fff", font: "700 17px/28px sans-serif", textAlign: "center", border: "2px solid #fff" });
      document.body.append(mark);
    });
  }, selectors);
  await page.screenshot({ path, scale: "device" });
  await page.evaluate(() => document.querySelectorAll(".guide-number").forEach((mark) => mark.remove()));
  await page.setViewportSize(before);
}
