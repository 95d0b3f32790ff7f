// SPDX-License-Identifier: Apache-2.0
//
// The pages in a real browser, each page's main task by keyboard alone. node page_walks.mjs ADDRESS WALK...
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { expectAccessible, focused, walkAll } from "./walking.mjs";

const [address, ...wanted] = process.argv.slice(2);
const DOSSIER = "000.00.18.H42-181004-0001";

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

await walkAll(address, walks, wanted);
