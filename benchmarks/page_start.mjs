// SPDX-License-Identifier: Apache-2.0
//
// How long each page takes until it can be used: from the click to the first field that takes a key, with its data shown.
//   node page_start.mjs http://127.0.0.1:8080 [--times 10] [--query "quyết định"] [--dossier CODE] [--limit 1000]
// Each time in a browser window without anything kept; median and worst in ms of each page, exit code 1 where one is over
// the limit. Run it from the folder of a build that has Playwright (build/ci/npm), against a server without accounts.
// CODE is of a dossier whose pages have pictures, which those of archive_bench lack; the first one where it is not given.
import { chromium } from "playwright-core";

const [address, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => (rest.includes(`--${name}`) ? rest[rest.indexOf(`--${name}`) + 1] : otherwise);
const times = Number(option("times", 10));
const query = option("query", "quyết định");
const limit = Number(option("limit", 1000));
const dossier = option("dossier", "") || (await (await fetch(`${address}/v1/dossiers?limit=1`)).json()).dossiers[0].dossier;

// Where it can be used: what it is for stands there.
const PAGES = [
  ["search", "/", () => document.activeElement?.id === "query"],
  ["hits", `/?q=${encodeURIComponent(query)}`, () => document.querySelector(".hit") !== null],
  ["dossier", `/dossier.html?code=${encodeURIComponent(dossier)}`, () => document.querySelector("#panel .field, #panel p") !== null && document.querySelector("#sheet img")?.naturalWidth > 0],
  ["verify", "/verify.html", () => {
    const nothing = document.querySelector("#nothing");
    const looks = /Đang xem qua|Looking through/.test(nothing?.textContent ?? "");
    return document.querySelector("#work:not([hidden])") !== null || (nothing !== null && !nothing.hidden && !looks && nothing.textContent.trim() !== "");
  }],
  ["operate", "/operate.html", () => document.querySelector("#figures .figure") !== null],
  ["report", "/report.html", () => document.querySelector("tbody tr") !== null],
  ["admin", "/admin.html", () => document.querySelector("#audit tbody tr") !== null],
];

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
let over = 0;
console.log("page      median ms   worst ms");
for (const [name, path, isReady] of PAGES) {
  const taken = [];
  for (let i = 0; i < times; ++i) {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "vi-VN" });
    const page = await context.newPage();
    await page.goto(address + path, { waitUntil: "commit" });
    // In the page's own time, which begins when it was asked for.
    const handle = await page.waitForFunction(new Function(`return (${isReady})() && performance.now();`), null, { polling: "raf", timeout: 120_000 });
    taken.push(await handle.jsonValue());
    await context.close();
  }
  taken.sort((a, b) => a - b);
  const worst = taken.at(-1);
  over += worst > limit;
  console.log(`${name.padEnd(10)}${taken[Math.floor((times - 1) / 2)].toFixed(0).padStart(9)}${worst.toFixed(0).padStart(11)}${worst > limit ? "  over the limit" : ""}`);
}
await browser.close();
process.exitCode = over ? 1 : 0;
