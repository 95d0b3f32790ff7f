// SPDX-License-Identifier: Apache-2.0
//
// What walks over pages share (Playwright, Debian's Chromium): axe's rules light and dark and as wide as a telephone, and
// that a page neither complains nor asks anybody else for anything.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Serious faults and worse, of WCAG 2.2 AA and what axe holds for good practice.
export async function expectAccessible(page, what) {
  const before = page.viewportSize();
  for (const [width, theme] of [[1366, "light"], [1366, "dark"], [390, "light"]]) {
    await page.setViewportSize({ width, height: 844 });
    await page.evaluate((wanted_) => { document.documentElement.dataset.theme = wanted_; }, theme);
    await page.waitForTimeout(200);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    const faults = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    assert.deepEqual(faults.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`), [], `${what}, ${width} ${theme}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${what}, ${width}: wider than the window by ${wide}`);
  }
  await page.setViewportSize(before);
}

export const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

// Each of `walks` that is wanted, in a window of its own.
export async function walkAll(address, walks, wanted) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  try {
    for (const name of wanted) {
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "vi-VN", reducedMotion: "reduce", timezoneId: "Asia/Ho_Chi_Minh" });
      context.setDefaultTimeout(25_000);
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(error.message));
      // Of a page that cannot be decoded there is no picture, which the browser tells.
      page.on("console", (message) => { if (message.type() === "error" && !message.location().url.endsWith("/sample")) complaints.push(message.text()); });
      page.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${address}/`)) complaints.push(`asked ${request.url()}`); });
      await walks[name](page, context);
      assert.deepEqual(complaints, [], name);
      await context.close();
      console.log(`${name}: walked`);
    }
  } finally {
    await browser.close();
  }
}
