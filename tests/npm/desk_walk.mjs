// SPDX-License-Identifier: Apache-2.0
//
// A dossier at the desk by keyboard alone, from a network scanner: scanned, put right, checked, sent, its receipt.
// node desk_walk.mjs ADDRESS_OF_THE_DESK ADDRESS_OF_THE_SCANNER [FOLDER_FOR_SCREENSHOTS]
import assert from "node:assert/strict";
import { join } from "node:path";
import { pictureOf, withNumbers } from "./guide_pictures.mjs";
import { expectAccessible, focused, walkAll } from "./walking.mjs";

const [address, scanner, shots] = process.argv.slice(2);
const CODE = "000.00.18.H42-261127-0007";

const control = async (what) => assert.ok((await fetch(`${scanner}/control/${what}`, { method: "POST" })).ok, what);
const sheetsAt = (page, count) => page.waitForFunction((wanted) => document.querySelectorAll("#sheets .desk-sheet").length === wanted, count);
const keys = (page) => page.evaluate(() => [...document.querySelectorAll("#sheets .desk-sheet")].map((node) => node.dataset.key));
const shoot = async (page, name) => { if (shots) await page.screenshot({ path: join(shots, `${name}.png`) }); };

// From where the focus is, on to an element, as a person without a mouse goes.
async function tabTo(page, id) {
  for (let i = 0; i < 60 && (await focused(page)) !== id; ++i) await page.keyboard.press("Tab");
  assert.equal(await focused(page), id);
}

// The clerk's guide, out of the program: opened from the keys, and one sheet of A4 in print, in the dark as well.
async function guide(page) {
  const [opened] = await Promise.all([page.waitForEvent("popup"), page.click("#help-guide")]);
  await opened.waitForSelector(".guide-steps li");
  assert.equal(new URL(opened.url()).origin, address);
  for (const picture of await opened.$$eval("img", (all) => all.map(({ naturalWidth }) => naturalWidth))) assert.ok(picture > 0);
  await expectAccessible(opened, "guide");
  await opened.evaluate(() => { document.documentElement.dataset.theme = "dark"; });
  const pdf = await opened.pdf({ preferCSSPageSize: true, path: shots ? join(shots, "guide.pdf") : undefined });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1, "the guide is one sheet");
  assert.equal(await opened.evaluate(() => document.documentElement.dataset.theme), "dark");
  await opened.close();
}

async function desk(page) {
  await page.goto(`${address}/`);
  await page.waitForSelector("body[data-ready]");
  await expectAccessible(page, "welcome");
  // What the desk answers late overwrites nothing that was typed meanwhile.
  await page.route("**/head", async (route) => {
    const response = await route.fetch();
    await page.waitForTimeout(400);
    await route.fulfill({ response });
  });
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.activeElement?.id === "code");
  await page.keyboard.type(CODE);
  await page.keyboard.press("Tab");
  await page.keyboard.type("1.001193");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Nguyễn Thị Mẫu");
  await tabTo(page, "scan-network");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#scan-device").options[0]?.value);
  await page.waitForFunction(() => document.querySelector("#procedure").value.startsWith("1.001193 – "));
  assert.equal(await page.inputValue("#applicant"), "Nguyễn Thị Mẫu");
  await page.unrouteAll({ behavior: "wait" });
  await page.keyboard.press("Escape");
  await control("load?sheets=5");
  await tabTo(page, "pages-title").catch(() => {});
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("s");
  await sheetsAt(page, 10);
  await page.waitForSelector("#run", { state: "hidden" });

  // The pages by arrows; one is turned, one taken out and back, one moved.
  await page.evaluate(() => document.querySelector("#sheets [tabindex='0']").focus());
  const arrived = await keys(page);
  await page.keyboard.press("End");
  await page.keyboard.press("r");
  await page.waitForSelector(`[data-key="${arrived[9]}"] img.r90`);
  await page.keyboard.press("u");
  await page.waitForFunction(() => !document.querySelector("#sheets img.r90"));
  await page.keyboard.press("Home");
  await page.keyboard.press("Delete");
  await sheetsAt(page, 9);
  await page.waitForSelector("#aside:not([hidden])");
  await page.keyboard.press("u");
  await sheetsAt(page, 10);
  await page.keyboard.press("Home");
  await page.keyboard.press("Alt+ArrowRight");
  await page.waitForFunction((first) => document.querySelector("#sheets .desk-sheet")?.dataset.key !== first, arrived[0]);
  assert.deepEqual((await keys(page)).slice(0, 2), [arrived[1], arrived[0]]);
  await page.keyboard.press("u");
  await page.waitForFunction((first) => document.querySelector("#sheets .desk-sheet")?.dataset.key === first, arrived[0]);

  // A jam while a page is put between: what to do, and where it goes on.
  await page.keyboard.press("Home");
  await page.keyboard.press("i");
  await page.waitForSelector("#placement");
  await control("load?sheets=2");
  await control("fault?kind=jam&sheet=7");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("s");
  await page.waitForSelector("#run-resume");
  assert.match(await page.textContent("#run"), /Kẹt giấy.*từ tờ số 2 trở đi/s);
  await sheetsAt(page, 12);
  await expectAccessible(page, "jam");
  await shoot(page, "desk-jam");
  await pictureOf(page, "#run", shots, "guide-jam");
  await control("put-back?sheet=7");
  await control("clear");
  await page.keyboard.press("c");
  await sheetsAt(page, 14);
  const after = await keys(page);
  assert.deepEqual([after[0], ...after.slice(5)], arrived);

  // What is read of it, while the paper is here.
  await page.waitForSelector("#papers li", { timeout: 60_000 });
  await page.waitForSelector("#documents li");
  await expectAccessible(page, "pages");
  await shoot(page, "desk");
  if (shots) await withNumbers(page, { width: 1200, height: 570 }, ["#new", "#scan-start", "#sheets", "#side h2", "#finish"], join(shots, "guide-desk.png"));
  await page.evaluate(() => document.querySelector("#sheets [tabindex='0']").focus());
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("#large[open] img")?.naturalWidth > 400);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#large", { state: "hidden" });

  await page.keyboard.press("f");
  await page.waitForSelector("#receipt", { timeout: 60_000 });
  assert.match(await page.textContent("#receipt"), new RegExp(`${CODE.replaceAll(".", "\\.")}.*14.*Máy chủ đã ký`, "s"));
  await page.waitForFunction(() => document.querySelector("#captures").textContent.includes("tra cứu được"), null, { timeout: 90_000 });
  await expectAccessible(page, "receipt");
  await shoot(page, "desk-receipt");
  await pictureOf(page, "#receipt", shots, "guide-receipt");
  const pdf = await page.evaluate(async () => (await (await fetch(document.querySelector("#print-receipt").href)).text()).slice(0, 5));
  assert.equal(pdf, "%PDF-");

  await page.keyboard.press("?");
  await page.waitForSelector("#help[open]");
  await expectAccessible(page, "keys");
  await guide(page);
  await page.keyboard.press("Escape");
  await page.click("#language");
  await page.waitForFunction(() => document.documentElement.lang === "en" && document.querySelector("#receipt"));
  assert.match(await page.textContent("#receipt"), /Signed by the coordinator/);

  // One whose code stands on its cover: offered, and taken by a key.
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.activeElement?.id === "code" && document.querySelectorAll("#sheets .desk-sheet").length === 0);
  await page.evaluate(async (code) => {
    const cover = await (await fetch(`/v1/sheet.pdf?dossier=${code}`)).arrayBuffer();
    await fetch(`/v1/captures/${location.hash.slice(1)}/files?name=bia.pdf`, { method: "POST", body: cover });
  }, "H42.18-261127-0008");
  await page.waitForSelector("#found-codes button");
  await expectAccessible(page, "a code that was found");
  assert.equal(await page.inputValue("#code"), "");
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("m");
  await page.waitForSelector("#found-codes", { state: "hidden" });
  assert.equal(await page.inputValue("#code"), "H42.18-261127-0008");

  await page.evaluate(() => document.activeElement?.blur());
  // What a browser of another host sees before it is paired; the code is asked for by its own server.
  const pair = await page.context().newPage();
  await pair.goto(`${address}/desk_pair.html`);
  await pair.waitForFunction(() => document.querySelector("#pair button").textContent);
  await expectAccessible(pair, "pairing");
  await pair.close();

  // One whose code a reader of barcodes types, wherever the focus is.
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press("n");
  await page.waitForFunction(() => document.activeElement?.id === "code" && document.querySelectorAll("#sheets .desk-sheet").length === 0);
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.type("000.00.18.H42-261127-0009\n");
  await page.waitForFunction(() => document.querySelector("#captures [aria-current]")?.textContent.includes("000.00.18.H42-261127-0009"));
}

await walkAll(address, { desk }, ["desk"]);
