// SPDX-License-Identifier: Apache-2.0
//
// The pages in a real browser, each page's main task by keyboard alone. node page_walks.mjs ADDRESS WALK...
// With SOHOA_SCREENSHOTS=FOLDER pictures for the guides go there (docs/guides/pictures).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pictureOf } from "./guide_pictures.mjs";
import { expectAccessible, focused, walkAll } from "./walking.mjs";

const [address, ...wanted] = process.argv.slice(2);
const shots = process.env.SOHOA_SCREENSHOTS;
const DOSSIER = "000.00.18.H42-181004-0001";

// What the server asks citizens for, and a file that is checked before it is put there.
async function catalogue(page) {
  await page.keyboard.press("d");
  assert.equal(await focused(page), "catalogue-title");
  assert.match(await page.textContent("#catalogue-state"), /Máy chủ đang dùng .*: \d+ thủ tục, nạp lúc/);
  await page.keyboard.press("Tab");
  await page.keyboard.type("khai sinh");
  await page.waitForFunction(() => [...document.querySelectorAll("#catalogue tbody tr")].every((row) => /khai sinh/i.test(row.textContent)));
  for (let i = 0; i < 3 && !(await page.evaluate(() => document.activeElement.matches("#catalogue button"))); ++i) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "procedure-title");
  assert.match(await page.textContent("#procedure"), /Giấy chứng sinh/);
  await expectAccessible(page, "catalogue");
  if (shots) {
    // Where the package puts it.
    await page.evaluate(() => { const state = document.querySelector("#catalogue-state p"); state.textContent = state.textContent.replace(/ \/\S+:/, " /usr/share/sohoa/procedures:"); });
    await pictureOf(page, "#catalogue-card", shots, "danh-muc");
  }
  const file = (text) => page.setInputFiles("#catalogue-file", { name: "moi.toml", mimeType: "application/toml", buffer: Buffer.from(text) });
  await file('[[procedure]]\ncode = "1.001193"\nname = "Đăng ký khai sinh"\nwrong = 1\n');
  await page.waitForFunction(() => /moi.toml: 1 lỗi.*line 4/s.test(document.querySelector("#catalogue-checked").textContent));
  await expectAccessible(page, "catalogue, faults");
  await file('[[procedure]]\ncode = "1.999999"\nname = "Thủ tục mới"\n');
  await page.waitForFunction(() => /không có lỗi.*Thêm: 1\.999999/s.test(document.querySelector("#catalogue-checked").textContent));
  await page.evaluate(() => document.activeElement?.blur());
}

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

  // From a hit to its dossier; through its pages; a field that is looked at is lit; what is missing; where its number stands.
  async dossier(page) {
    await page.goto(`${address}/?q=kien+toan&hit=1`);
    await page.waitForSelector("#sheet polygon");
    await page.keyboard.press("Tab");
    await page.keyboard.press("d");
    await page.waitForSelector("#panel .field");
    assert.equal(await page.textContent("#code"), DOSSIER);
    assert.equal(await page.getAttribute(".pages [aria-current=page]", "aria-label"), "trang 9");
    await page.waitForSelector("#sheet polygon.faint");
    for (const field of await page.$$("#panel .field")) {
      await field.focus();
      if ((await field.textContent()).includes("2157")) break;
    }
    await page.waitForSelector("#sheet polygon:not(.faint)");
    await expectAccessible(page, "dossier");
    await page.keyboard.press("[");
    await page.waitForFunction(() => document.querySelector("#page-name").textContent.startsWith("Kế hoạch"));
    await page.keyboard.press("j");
    await page.waitForSelector(".pages [aria-label='trang 4'][aria-current=page]");
    await page.keyboard.press("2");
    await page.waitForSelector("#panel table");
    assert.match(await page.textContent("#panel table"), /HOÀN THIỆN VĂN BẢN HƯỚNG DẪN/);
    await expectAccessible(page, "dossier, tables");
    await page.keyboard.press("3");
    await page.waitForSelector("#panel .chip.bad");
    assert.match(await page.textContent("#panel"), /Giấy chứng sinh/);
    await page.keyboard.press("5");
    await page.waitForSelector("#panel a");
    assert.equal(await page.textContent("#panel a"), "61/2018/NĐ-CP");
    await page.keyboard.press("6");
    const [file] = await Promise.all([page.waitForEvent("download"), page.click("#panel a >> nth=0")]);
    assert.equal((await readFile(await file.path())).subarray(0, 5).toString(), "%PDF-");
    await expectAccessible(page, "dossier, downloads");
    await page.goBack();
    await page.waitForSelector("#tab-related[aria-selected=true]");
  },

  // Values one after the other: accepted by one key, a tone corrected by two, typed by Telex, not readable, left for later.
  async verify(page) {
    await page.goto(`${address}/verify.html`);
    await page.waitForSelector("#work:not([hidden])");
    let keys = 0;
    const press = async (key) => {
      ++keys;
      await page.keyboard.press(key);
    };
    const shown = () => page.evaluate(() => ({ title: document.querySelector("#task-title").textContent, where: document.querySelector("#task-where").textContent, value: document.querySelector("#syllables").textContent, editing: !document.querySelector("#edit").hidden }));
    const decision = () => page.waitForResponse((response) => response.url().endsWith("/decisions"));
    // To a value that was read, whatever comes before it.
    const toValue = async (is = () => true) => {
      for (let i = 0; i < 20; ++i) {
        const now = await shown();
        if (!now.editing && is(now)) return now;
        const before = await page.textContent("#task-title");
        await page.keyboard.press(now.editing ? "Alt+n" : "n");
        await page.waitForFunction((was) => document.querySelector("#task-title").textContent !== was || document.querySelector("#work").hidden, before).catch(() => {});
      }
      throw new Error("no such value is waiting");
    };
    await page.waitForSelector("#snippet img");
    await page.waitForSelector("#sheet polygon");
    await expectAccessible(page, "verify");

    const accepted = await toValue();
    keys = 0;
    const [taken] = await Promise.all([decision(), press("Enter")]);
    assert.equal(taken.status(), 202, await taken.text());
    assert.deepEqual(JSON.parse(taken.request().postData()).review, "confirmed");
    assert.ok(keys <= 2, `an accepted value takes ${keys} keys`);
    await page.waitForFunction((was) => document.querySelector("#task-title").textContent + document.querySelector("#task-where").textContent !== was, accepted.title + accepted.where);

    const toned = await toValue(({ value }) => /\p{L}{2}/u.test(value));
    const syllable = await page.textContent(".syllable[aria-pressed=true]");
    keys = 0;
    await press("t");
    assert.notEqual(await page.textContent(".syllable[aria-pressed=true]"), syllable);
    const [corrected] = await Promise.all([decision(), press("Enter")]);
    assert.equal(corrected.status(), 202, await corrected.text());
    const said = JSON.parse(corrected.request().postData());
    assert.equal(said.review, "corrected");
    const bare = (text) => text.normalize("NFD").replace(/[\u0300\u0301\u0303\u0309\u0323]/g, "");
    assert.equal(bare(said.value), bare(toned.value), "only a tone is other");
    assert.ok(keys <= 3, `a corrected tone takes ${keys} keys`);
    await page.waitForFunction((was) => document.querySelector("#task-title").textContent + document.querySelector("#task-where").textContent !== was, toned.title + toned.where);

    if (!(await shown()).editing) await page.keyboard.press("e");
    await page.waitForSelector("#edit:not([hidden])");
    await page.fill("#edit", "");
    await page.keyboard.type("UBND huyeenj Vaan Khee");
    assert.equal(await page.inputValue("#edit"), "UBND huyện Vân Khê");
    const [typed] = await Promise.all([decision(), page.keyboard.press("Enter")]);
    assert.equal(typed.status(), 202, await typed.text());
    assert.equal(JSON.parse(typed.request().postData()).value, "UBND huyện Vân Khê");

    await page.waitForSelector("#work:not([hidden])");
    const [unread] = await Promise.all([decision(), page.keyboard.press("Alt+u")]);
    assert.equal(JSON.parse(unread.request().postData()).review, "unreadable");
    await page.waitForFunction(() => /đã xong 4, sửa 2/.test(document.querySelector("#counts").textContent));
  },

  // A class by one key among the likely ones; another one found among all.
  async classes(page) {
    await page.goto(`${address}/verify.html`);
    await page.waitForSelector("#choices .choice");
    assert.equal(await page.textContent("#task-title"), "Loại văn bản");
    await page.waitForSelector("#snippet img");
    await expectAccessible(page, "class");
    if (shots) await page.screenshot({ path: join(shots, "verify-class.png") });
    const decision = () => page.waitForResponse((response) => response.url().endsWith("/decisions"));
    const first = await page.textContent("#task-where");
    const second = await page.textContent("#choices .choice:nth-child(2) .name");
    const [chosen] = await Promise.all([decision(), page.keyboard.press("2")]);
    assert.equal(chosen.status(), 202, await chosen.text());
    const said = JSON.parse(chosen.request().postData());
    assert.deepEqual([said.field, said.review], ["document_class", "corrected"]);
    assert.ok(second.length > 0);
    await page.waitForFunction((was) => document.querySelector("#task-where").textContent !== was && document.querySelector("#choices:not([hidden])"), first);
    await page.keyboard.press("e");
    await page.waitForFunction(() => document.activeElement?.id === "class-filter");
    await page.keyboard.type("to trinh");
    assert.equal(await page.textContent("#choices .choice .name"), "Tờ trình");
    await expectAccessible(page, "class, all");
    const [found] = await Promise.all([decision(), page.keyboard.press("Enter")]);
    assert.equal(found.status(), 202, await found.text());
    assert.equal(JSON.parse(found.request().postData()).value, "TTr");
  },

  // What waits; a worker rests and works again; a page that cannot be read is tried again, and left out with a reason.
  async operate(page) {
    await page.goto(`${address}/operate.html`);
    await page.waitForSelector("#workers [data-worker]");
    await page.waitForSelector("#quarantine .quarantined");
    await expectAccessible(page, "operate");
    // What failed, and at what, in words of the page; the program's own reason beside them.
    assert.match(await page.textContent("#quarantine .quarantined"), /tệp không đọc được.*bước (nhận tệp|giải mã)/s);
    await pictureOf(page, "#quarantine-card", shots, "cach-ly");
    await page.keyboard.press("w");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /nghỉ|làm nốt/.test(document.querySelector("#workers").textContent) && document.querySelector("#workers [data-worker]").textContent === "Làm tiếp");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#workers [data-worker]").textContent === "Cho nghỉ");
    await page.keyboard.press("q");
    const [tried] = await Promise.all([page.waitForResponse((response) => response.url().endsWith("/retry")), page.keyboard.press("Enter")]);
    assert.ok(tried.ok(), await tried.text());
    // It is read again, and is as broken as before.
    await page.waitForFunction(() => document.querySelector("#quarantine .quarantined input"), null, { timeout: 25000 });
    await page.focus("#quarantine input");
    await page.keyboard.type("trang hỏng");
    await page.keyboard.press("Tab");
    const [left] = await Promise.all([page.waitForResponse((response) => response.url().endsWith("/reject")), page.keyboard.press("Enter")]);
    assert.ok(left.ok(), await left.text());
  },

  // Who may what, who did what, and whether the chain of that holds.
  async admin(page) {
    await page.goto(`${address}/admin.html`);
    await page.waitForSelector("#audit tbody tr");
    await page.keyboard.press("c");
    await page.waitForFunction(() => /cả chuỗi [\d.]+ bản ghi liền mạch/.test(document.querySelector("#chain").textContent));
    assert.match(await page.textContent("#audit"), /dossier\.committed/);
    await expectAccessible(page, "admin");
    await page.keyboard.press("l");
    assert.equal(await focused(page), "audit-title");
  },

  // Nobody reads pages: the page says so.
  async alarm(page) {
    await page.goto(`${address}/operate.html`);
    await page.waitForSelector("#alarms [role=alert]");
    assert.match(await page.textContent("#alarms"), /Không có tiến trình đọc nào kết nối/);
    await expectAccessible(page, "alarm");
    await pictureOf(page, "#alarms", shots, "canh-bao");
  },

  // The first administrator: logs in, sees how it goes, lets a worker rest and work again, sees who may what.
  async administrator(page) {
    await page.goto(`${address}/operate.html`);
    await page.waitForFunction(() => document.activeElement?.id === "login-name");
    await expectAccessible(page, "login");
    await pictureOf(page, "#login", shots, "dang-nhap");
    await page.keyboard.type("quan.tri");
    await page.keyboard.press("Tab");
    await page.keyboard.type("mot mat khau dai");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#workers [data-worker]");
    assert.equal(await page.textContent("#who-name"), "quan.tri");
    await page.waitForFunction(() => document.querySelector("#stages .empty") === null);
    if (shots) await page.screenshot({ path: join(shots, "van-hanh.png") });
    await page.keyboard.press("w");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /nghỉ/.test(document.querySelector("#workers").textContent) && document.querySelector("#workers [data-worker]").textContent === "Làm tiếp");
    await page.waitForFunction(() => document.querySelector("#workers .chip").textContent === "nghỉ");
    await pictureOf(page, "#workers-card", shots, "tien-trinh");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#workers [data-worker]").textContent === "Cho nghỉ");
    await page.keyboard.press("Alt+a");
    await page.waitForSelector("#people tbody tr");
    assert.deepEqual(await page.$$eval("#people tbody th", (names) => names.map(({ textContent }) => textContent)), ["an.nguyen", "quan.tri"]);
    await pictureOf(page, "#people-card", shots, "tai-khoan");
    await catalogue(page);
    await page.waitForSelector("#audit tbody tr");
    await page.keyboard.press("c");
    await page.waitForFunction(() => /liền mạch/.test(document.querySelector("#chain").textContent));
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
