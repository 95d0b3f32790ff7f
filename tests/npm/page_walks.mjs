// SPDX-License-Identifier: Apache-2.0
//
// The pages in a real browser (Playwright, Debian's Chromium), each page's main task by keyboard alone, and axe's rules on
// every page, light and dark and as wide as a telephone. node page_walks.mjs ADDRESS WALK...
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [address, ...wanted] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DOSSIER = "000.00.18.H42-181004-0001";

// Serious faults and worse, of WCAG 2.2 AA and what axe holds for good practice.
async function expectAccessible(page, what) {
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

const focused = (page) => page.evaluate(() => document.activeElement?.id ?? "");

const walks = {
  // Find the plan without marks, see the word lit, go on to the next hit, close.
  async search(page) {
    await page.goto(`${address}/`);
    await page.waitForFunction(() => document.activeElement?.id === "query");
    await page.keyboard.type("kien to");
    await page.waitForSelector("#suggestions [role=option]");
    assert.equal(await page.textContent("#suggestions [role=option]"), "kiện toàn");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".hit");
    assert.equal(await page.inputValue("#query"), "kiện toàn");
    await page.keyboard.press("Tab");
    await page.keyboard.press("j");
    await page.waitForSelector("#sheet polygon");
    assert.match(await page.textContent("#page-title"), /^Quyết định · trang 9/);
    const before = await page.evaluate(() => document.querySelector("#sheet").getBoundingClientRect().width);
    for (let i = 0; i < 4; ++i) await page.keyboard.press("+");
    await page.waitForFunction((was) => document.querySelector("#sheet").getBoundingClientRect().width > was * 2, before);
    await page.waitForSelector("#sheet .tiles img");
    await page.keyboard.press("0");
    await page.keyboard.press("j");
    await page.waitForFunction(() => document.querySelectorAll(".hit")[1]?.getAttribute("aria-current") === "true");
    await expectAccessible(page, "search");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#viewer", { state: "hidden" });
    await page.keyboard.press("?");
    await page.waitForSelector("#help[open]");
    assert.match(await page.textContent("#help"), /Kết quả sau/);
    await expectAccessible(page, "keys");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#help", { state: "hidden" });
    // The other language, and back.
    await page.click("#language");
    await page.waitForFunction(() => document.documentElement.lang === "en" && document.querySelector(".hit"));
    assert.match(await page.textContent("#summary"), /pages/);
    await page.click("#language");
    await page.waitForFunction(() => document.documentElement.lang === "vi" && document.querySelector(".hit"));
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("#export")]);
    const rows = (await readFile(await file.path(), "utf8")).trim().split("\r\n");
    assert.match(rows[0], /^Hồ sơ,Trang,/);
    assert.match(rows[1], new RegExp(`^${DOSSIER},9,QĐ,Quyết định,`));
  },

  async report(page) {
    await page.goto(`${address}/report.html`);
    await page.waitForSelector("tbody tr");
    assert.equal(await focused(page), "quarter");
    await expectAccessible(page, "report");
    await page.keyboard.press("Alt+s");
    await page.waitForSelector("#query");
  },
};

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
try {
  for (const name of wanted) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
    context.setDefaultTimeout(25_000);
    const page = await context.newPage();
    const complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
    page.on("request", (request) => { if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${address}/`)) complaints.push(`asked ${request.url()}`); });
    await walks[name](page, context);
    assert.deepEqual(complaints, [], name);
    await context.close();
    console.log(`${name}: walked`);
  }
} finally {
  await browser.close();
}
