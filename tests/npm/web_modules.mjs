// SPDX-License-Identifier: Apache-2.0
//
// The modules of web/ that need no browser, and what holds for all of them. node web_modules.mjs FOLDER_OF_WEB
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const web = process.argv[2];
// As modules, wherever node stands with files that no package.json names.
const copy = await mkdtemp(join(tmpdir(), "sohoa-web-"));
process.on("exit", () => rm(copy, { recursive: true, force: true }));
await cp(web, copy, { recursive: true });
await writeFile(join(copy, "package.json"), '{"type":"module"}');
const load = (name) => import(join(copy, name));
const files = await readdir(web);
const text = async (extension) => Object.fromEntries(await Promise.all(
  files.filter((file) => file.endsWith(extension)).map(async (file) => [file, await readFile(join(web, file), "utf8")])));

let done = 0;
async function check(what, work) {
  try {
    await work();
    ++done;
  } catch (error) {
    console.error(`${what}: ${error.stack}`);
    process.exitCode = 1;
  }
}

const { WORDS } = await load("words.js");

await check("each key has words in both languages, in NFC", () => {
  for (const [key, words] of Object.entries(WORDS)) {
    assert.equal(words.length, 2, key);
    for (const each of words) {
      assert.ok(each.trim().length > 0, key);
      assert.equal(each, each.normalize("NFC"), key);
    }
    const values = (words_) => [...words_.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort().join();
    assert.equal(values(words[0]), values(words[1]), `${key}: what is put in`);
  }
});

await check("no key stands there twice", async () => {
  const keys = [...(await readFile(join(web, "words.js"), "utf8")).matchAll(/^  "([a-z_.0-9-]+)":/gm)].map(([, key]) => key);
  assert.equal(keys.length, Object.keys(WORDS).length, keys.filter((key, i) => keys.indexOf(key) !== i).join());
});

await check("each key that is used is there, and each that is there is used", async () => {
  const sources = { ...await text(".html"), ...await text(".js") };
  delete sources["words.js"];
  const groups = new Set(Object.keys(WORDS).map((key) => key.split(".")[0]));
  const used = new Set();
  const families = [];
  for (const [file, source] of Object.entries(sources)) {
    for (const [, key] of source.matchAll(/data-t(?:-[a-z]+)?="([^"]+)"/g)) {
      assert.ok(WORDS[key], `${file} uses ${key}`);
      used.add(key);
    }
    for (const [, key] of source.matchAll(/["`]([a-z]+\.[a-z_0-9]+)["`]/g)) {
      if (!groups.has(key.split(".")[0]) || /\.(js|css|svg|html)$/.test(key)) continue;
      assert.ok(WORDS[key], `${file} uses ${key}`);
      used.add(key);
    }
    // t(`page.${name}`): all of that family.
    for (const [, family] of source.matchAll(/`([a-z]+\.[a-z_]*)\$\{/g)) families.push(family);
  }
  for (const key of Object.keys(WORDS)) assert.ok(used.has(key) || families.some((family) => key.startsWith(family)), `nothing uses ${key}`);
});

await check("no page has a script or style in itself", async () => {
  for (const [file, source] of Object.entries(await text(".html"))) {
    assert.doesNotMatch(source, /<style|\sstyle=|\son[a-z]+=|<script>/, file);
    assert.doesNotMatch(source, /https?:\/\//, file);
  }
});

await check("only tokens.css has colours", async () => {
  for (const [file, source] of Object.entries(await text(".css"))) {
    if (file === "tokens.css") continue;
    // A page that was scanned is white, and what lies over it does not change with the theme.
    const own = source.split("\n").filter((line) => !/\.(sheet|thumbnail|snippet|sample)\b|shadow|backdrop/.test(line)).join("\n");
    assert.doesNotMatch(own, /#[0-9a-f]{3,8}\b|rgb\(/i, file);
  }
});

await check("text and ground are apart enough, light and dark", async () => {
  const tokens = (await text(".css"))["tokens.css"];
  const blocks = [/:root \{([^}]*--ground[^}]*)\}/, /data-theme="dark"\] \{([^}]*)\}/].map((block) =>
    Object.fromEntries([...block.exec(tokens)[1].matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value])));
  const luminance = (colour) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const pairs = [["accent", "accent-soft"], ["on-accent", "accent"], ["good", "good-soft"], ["warn", "warn-soft"], ["bad", "bad-soft"], ["mark-ink", "mark"], ["ink", "warn-soft"]];
  for (const ground of ["ground", "surface", "raised", "sunken"]) for (const ink of ["ink", "soft", "link", "good", "bad", "warn"]) pairs.push([ink, ground]);
  for (const [i, colours] of blocks.entries()) {
    for (const [ink, ground] of pairs) assert.ok(contrast(colours[ink], colours[ground]) >= 4.5, `${i ? "dark" : "light"}: ${ink} on ${ground} ${contrast(colours[ink], colours[ground]).toFixed(2)}`);
    for (const ground of ["ground", "surface", "raised"]) assert.ok(contrast(colours["line-strong"], colours[ground]) >= 3, `edge of a field on ${ground}`);
  }
});

await check("marks are ranges of bytes", async () => {
  const { pieces, completions } = await load("marked_text.js");
  assert.deepEqual(pieces("Khen thưởng tập thể", [[5, 14]]), [{ text: "Khen ", marked: false }, { text: "thưởng", marked: true }, { text: " tập thể", marked: false }]);
  assert.deepEqual(pieces("a", [[0, 9]]), [{ text: "a", marked: false }]);
  const hit = (snippet, ...marks) => ({ snippet, snippet_marks: marks });
  assert.deepEqual(completions([hit("Về Kiện toàn Bộ", [4, 10], [11, 16]), hit("kiện toàn; kiện", [0, 6], [7, 12], [14, 20])], 2), ["kiện toàn"]);
  assert.deepEqual(completions([hit("kiện, toàn", [0, 6], [8, 13])], 2), [], "not side by side");
});

const TELEX = {"kieejn toanf": "kiện toàn", "quyeets ddinhj": "quyết định", "huwowngs": "hướng", "dduowcj": "được", "ddwowcj": "được", "nguwowif": "người", "thuowr": "thuở", "muaw": "mưa", "mua": "mua", "hoaf": "hoà", "hofa": "hoà", "thuys": "thuý", "khoer": "khoẻ", "quys": "quý", "giaf": "già", "giof": "giò", "gif": "gì", "cuar": "của", "vieetj": "việt", "Vieetj": "Việt", "vietje": "việt", "truongwf": "trường", "truwowngf": "trường", "DDOOCJ LAAPJ": "ĐỘC LẬP", "QDD": "QĐ", "UBND": "UBND", "ass": "as", "aaa": "aa", "ddd": "dd", "tw": "tư", "w": "ư", "uww": "uw", "dduwowngf": "đường", "nghieeng": "nghiêng", "khuyas": "khuýa", "nguyeenx": "nguyễn", "yeeus": "yếu", "xoaif": "xoài", "toansz": "toan", "oanhs": "oánh", "test": "tét", "Nguyeenx Vawn An": "Nguyễn Văn An", "rieeng": "riêng", "boiws": "bới", "tuyeets": "tuyết", "thuees": "thuế", "huyeenj": "huyện", "oowr": "ở", "uwr": "ử", "hocj": "học", "sacsh": "sách", "caachs": "cấch", "ddaays": "đấy", "ddoongf": "đồng", "dongdf": "đòng", "phof": "phò", "khoawn": "khoăn", "xuaan": "xuân", "luaatj": "luật", "buwoms": "bướm", "cuoocj": "cuộc", "giuwxa": "giữa", "quowr": "quở", "quangr": "quảng", "Quangr Ngaix": "Quảng Ngãi", "iar": "ỉa", "gieengs": "giếng", "chieeuf": "chiều", "hieeur": "hiểu", "ruwowuj": "rượu", "cuwus": "cứu", "muwowif": "mười", "loaij": "loại", "ngoaif": "ngoài", "oas": "oá"};
const VNI = {"kie65n toan2": "kiện toàn", "quye61t d9inh5": "quyết định", "hu7o7ng1": "hướng", "d9uo7c5": "được", "ngu7o7i2": "người", "Vie65t": "Việt", "2018": "2018", "hoa2": "hoà", "D9O65C LA65P": "ĐỘC LẬP", "a8n": "ăn", "na8m": "năm", "truong72": "trường", "11": "11", "a11": "a1", "thuo73": "thuở", "uo7ng": "ương"};

await check("Telex and VNI write what they are known to write, with tones where the program puts them", async () => {
  const { typed } = await load("vietnamese_typing.js");
  const type = (keys, method) => {
    let now = { text: "", caret: 0 };
    for (const key of keys) now = typed(now.text, now.caret, key, method) ?? { text: now.text + key, caret: now.caret + 1 };
    return now.text;
  };
  for (const [keys, text] of Object.entries(TELEX)) assert.equal(type(keys, "telex"), text, keys);
  for (const [keys, text] of Object.entries(VNI)) assert.equal(type(keys, "vni"), text, keys);
  assert.equal(type("quyeets 11", "off"), "quyeets 11");
  // In the midst of a text, and with marks that came apart.
  assert.deepEqual(typed("Kê hoạch", 2, "s", "telex"), { text: "Kế hoạch", caret: 2 });
  assert.deepEqual(typed("toa\u0300n", 4, "s", "telex").text, "toán".normalize("NFC"));
});

await check("tones and marks of a syllable go round", async () => {
  const { nextTone, nextMark, withTone } = await load("vietnamese_typing.js");
  let word = "kiến";
  const round = Array.from({ length: 6 }, () => (word = nextTone(word)));
  assert.deepEqual(round, ["kiền", "kiển", "kiễn", "kiện", "kiên", "kiến"]);
  assert.equal(nextTone("kiến", -1), "kiên");
  assert.equal(nextMark("nen"), "nên");
  assert.equal(nextMark("nến"), "nén");
  assert.equal(nextMark("DINH"), "ĐINH");
  assert.equal(withTone("hòa", 2), "hoà", "the program's place for it");
  assert.equal(withTone("QUYÊT", 1), "QUYẾT");
  assert.equal(withTone("2018", 1), "2018");
});

await check("a snippet has what stands about a value, and no more than the page", async () => {
  const { cutOf } = await load("snippet.js");
  const at = (page_id, ...polygon) => ({ page_id, polygon });
  const cut = cutOf([at("p1", [0.5, 0.99], [0.9, 0.99], [0.9, 1], [0.5, 1]), at("p2", [0, 0], [1, 1])]);
  assert.equal(cut.page, "p1");
  assert.ok(cut.x < 0.5 && cut.x + cut.width > 0.9 && cut.y + cut.height <= 1 && cut.height < 0.1);
  assert.equal(cutOf([]), null);
});

await check("a citation has what the document says and no more", async () => {
  const { citationOf } = await load("citation.js");
  const field = (code, value, normalized) => ({ code, value, normalized: normalized ?? value });
  const document = { type: { code: "QĐ", label: "Quyết định" }, fields: [field("code_number", "2157"), field("code_notation", "QĐ-UBND"), field("issued_date", "ngày 28 tháng 9 năm 2018", "2018-09-28"), field("organ_name", "ỦY BAN NHÂN DÂN HUYỆN VÂN KHÊ", "UBND huyện Vân Khê"), field("subject", null)] };
  assert.equal(citationOf(document, "H42.18-181004-0001", 9), "Quyết định số 2157/QĐ-UBND ngày 28/09/2018 của UBND huyện Vân Khê; hồ sơ H42.18-181004-0001, trang 9.");
  assert.equal(citationOf({ type: { code: "KH", label: "Kế hoạch" }, fields: [] }, "A-1", 2), "Kế hoạch; hồ sơ A-1, trang 2.");
});

console.log(`${done} checks`);
