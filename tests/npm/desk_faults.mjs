// SPDX-License-Identifier: Apache-2.0
//
// A desk, its coordinator, its disk and its scanner, with faults again and again: every page whose arrival the desk
// confirmed is in the archive once, in order. One installation for all runs; a run is a dossier, and some clerks work at
// once. A run that fails is told with its seed, and the others go on.
//
//   node desk_faults.mjs --bin BUILD_FOLDER [--runs 10] [--seed 1] [--at-once 3] [--folder FOLDER] [--only FAULT,FAULT]
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Disk, Program, Scanner, freePort, ownMounts, randomOf } from "./fault_stack.mjs";

const options = { runs: "10", seed: "1", "at-once": "3" };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const mounts = ownMounts();
const bin = resolve(options.bin);
const folder = options.folder ?? await mkdtemp(join(tmpdir(), "sohoa-desk-faults-"));
const PATIENCE = 90_000;
const SHEETS = 6;  // that the scanner has

// ---- the installation

await mkdir(folder, { recursive: true });
await writeFile(join(folder, "sohoa.toml"), '[reader]\nengine = "null"\n[log]\nlevel = "warning"\n');
await mkdir(join(folder, "sane.d"), { recursive: true });
await writeFile(join(folder, "sane.d", "dll.conf"), "airscan\n");
await writeFile(join(folder, "sane.d", "airscan.conf"), "[options]\ndiscovery = disable\n");
const archive = join(folder, "archive");
const spool = join(folder, "spool");
const disk = mounts ? await new Disk(spool, 4 * 2 ** 30).mount() : null;
const archiveDisk = mounts ? await new Disk(archive, 8 * 2 ** 30).mount() : null;
if (!mounts) console.log("no disk of our own (not root?): full disks are not tried");
const port = await freePort();
const common = ["--config", join(folder, "sohoa.toml"), "--archive", archive];
const scanner = await new Scanner().start(bin, SHEETS);
const server = new Program(bin, ["sohoa", ...common, "serve", "--http", `127.0.0.1:${port}`, "--workers", "1"],
  { power: archive, environment: { SOHOA_READER: join(bin, "sohoa-null-reader") } }).start();
const desk = new Program(bin, ["sohoa", ...common, "--json", "desk", "--http", "127.0.0.1:0", "--spool", spool],
  { power: spool, environment: { SANE_CONFIG_DIR: join(folder, "sane.d") } }).start();

async function until(what, work) {
  const end = Date.now() + PATIENCE;
  for (let last = "";;) {
    try {
      const value = await work();
      if (value) return value;
    } catch (error) { last = error.message; }
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE} ms (${last})`);
    await sleep(15);
  }
}

const counts = { pages: 0, resent: 0, refused: 0, resumed: 0, restarted: 0 };
const address = () => until("the desk's address", async () => JSON.parse(desk.out.split("\n")[0]).http.slice(0, -1));

async function answer(base, method, path, body) {
  const response = await fetch(base + path, { method, body, signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  if (!response.ok) {
    if (text.includes("disk nearly full")) ++counts.refused;
    throw Object.assign(new Error(`${method} ${path}: ${response.status} ${text}`), { status: response.status });
  }
  return JSON.parse(text);
}
const call = async (method, path, body) => answer(await address(), method, path, body && !Buffer.isBuffer(body) ? JSON.stringify(body) : body);
const dossier = (code) => answer(`http://127.0.0.1:${port}`, "GET", `/v1/dossiers/${code}`);

// One after the other: of the scanner and the disk there is one.
function turns() {
  let last = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
const atTheScanner = turns();
const atTheDisk = turns();

// ---- faults of the world

// A store that could not write at all takes nothing until it is opened again.
async function freeDisk() {
  disk.relax();
  const { room } = await until("the desk's room", () => call("GET", "/v1/state"));
  if (!room.failed) return;
  ++counts.restarted;
  await desk.kill();
}

const faults = {
  desk: () => desk.kill(),
  coordinator: () => server.kill(),
  both: () => Promise.all([desk.kill(), server.kill()]),
  line: (random) => server.hang(100 + random(500)),
  disk: (random) => atTheDisk(async () => {
    disk.squeeze(random(4) === 0 ? 2 * 2 ** 20 : 40 * 2 ** 20);
    await sleep(150 + random(350));
    await freeDisk();
  }),
};
// A coordinator that is killed every few seconds never lives to see that a worker's lease is over, for that takes it five.
// Where somebody has waited for long, no fault begins until they have what they wait for.
const LONG = 8_000;
let waiting = 0;
async function inPeace(work) {
  let counted = false;
  const begin = setTimeout(() => { counted = true; ++waiting; }, LONG);
  try {
    return await work();
  } finally {
    clearTimeout(begin);
    if (counted) --waiting;
  }
}

const paperFaults = ["jam", "cover-open", "double-feed", "cut", "cut-untold", "truncated", "job-gone", "repeat", "busy"];
const wanted = options.only?.split(",") ?? [...Object.keys(faults), ...paperFaults];
const inWorld = Object.keys(faults).filter((name) => wanted.includes(name) && (disk || name !== "disk"));
const inPaper = paperFaults.filter((name) => wanted.includes(name));
// The driver holds on for ten seconds before it says that the scanner is busy.
const choosePaper = (random) => { const name = inPaper[random(inPaper.length)]; return name === "busy" && random(6) > 0 ? "jam" : name; };

// ---- a clerk

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

// A small gray page whose bytes are like no other's.
let drawn = 0;
function page() {
  const pixels = Buffer.alloc(120 * 170, 255);
  pixels.writeUInt32BE(++drawn, 0);
  return Buffer.concat([Buffer.from("P5\n120 170\n255\n"), pixels]);
}

const see = (capture) => call("GET", `/v1/captures/${capture}`);
const live = (there) => there.page_list.filter((each) => !each.aside);

// Each is sent until its arrival is confirmed; one that was confirmed is never sent again.
async function addFiles(capture, random) {
  const pages = Array.from({ length: 2 + random(4) }, page);
  for (const [i, bytes] of pages.entries()) {
    let tries = 0;
    await until(`page ${i}`, async () => {
      // An answer that did not come says nothing: the desk is asked what it has before the page is sent once more.
      if (tries > 0 && (await see(capture)).page_list.some((each) => each.name === `${i}.pnm`)) return true;
      if (++tries > 1) ++counts.resent;
      await call("POST", `/v1/captures/${capture}/files?name=${i}.pnm`, bytes);
      return true;
    });
  }
  return pages.map(hash);
}

// What a person does at the device, as the desk's page says it.
async function tend(capture, run) {
  const { device_state: state, next_sheet: sheet } = run;
  assert.ok(["paper_jam", "cover_open", "broken_frame", "error", "double_feed", "feeder_empty", "gone"].includes(state), `the scanner waits for ${state}`);
  ++counts.resumed;
  await scanner.tell(`put-back?sheet=${sheet}`);
  await scanner.tell("clear");
  await call("POST", "/v1/run/resume");
}

// From sheet `from` on of a stack of `sheets`; ends where the run is over or the desk was killed with it.
async function feed(capture, { from, sheets, duplex, fault }) {
  await scanner.tell("unload");
  await scanner.tell(`load?first=${from}&sheets=${sheets - from}`);
  if (fault) await scanner.tell(`fault?kind=${fault.kind}&sheet=${fault.sheet}&side=${duplex ? fault.side : 0}`);
  await until("the scanner begins", async () => {
    const { run } = await call("GET", "/v1/state");
    if (run && !["done", "stopped", "failed"].includes(run.state)) return run.capture === capture;
    await call("POST", `/v1/captures/${capture}/scan`, { device: scanner.device, source: "feeder", duplex, dpi: 75 });
    return true;
  });
  await until("the scanner ends", async () => {
    const { run } = await call("GET", "/v1/state");
    if (!run || run.capture !== capture || ["done", "stopped", "failed"].includes(run.state)) return true;
    if (run.state === "waiting") await tend(capture, run);
    if (fault?.kind === "busy" && run.state === "retrying") await scanner.tell("clear");
    // A scanner that forgets its job at the back of a sheet gives its front again and again.
    if (["repeat", "job-gone"].includes(fault?.kind) && (await see(capture)).page_list.some(cameTwice)) await scanner.tell("clear");
    return false;
  });
}

const edit = (capture, ...edits) => call("POST", `/v1/captures/${capture}/edits`, { edits });

// As the desk's page marks them; an empty page is like no other, but its file may be.
const cameTwice = (each) => each.looks_like_before || each.same_bytes_as;

// Takes out what came twice, and of a sheet of which one side is there that side; which sheet is due then.
async function tidy(capture, duplex) {
  for (;;) {
    const pages = live(await see(capture));
    const twice = pages.filter(cameTwice);
    if (twice.length) await edit(capture, ...twice.map((each) => ({ kind: "set_aside", page: each.key })));
    else if (duplex && pages.length % 2 === 1) await edit(capture, { kind: "set_aside", page: pages.at(-1).key });
    else return duplex ? pages.length / 2 : pages.length;
  }
}

let sides = [];  // hashes of the scanner's sheets: [front, back]

async function scanPaper(capture, random) {
  const sheets = 2 + random(SHEETS - 2);
  const kind = choosePaper(random);
  // A driver that is given fronts for ever takes every second one for a back.
  const duplex = kind !== "repeat" && random(2) === 0;
  let fault = { kind, sheet: 1 + random(sheets), side: random(2) };
  for (let from = 0; from < sheets; from = await until("tidied", async () => (await tidy(capture, duplex)) || 1e-9)) {
    await feed(capture, { from: Math.round(from), sheets, duplex, fault });
    fault = null;
  }
  const order = sides.slice(0, sheets).flatMap(([front, back]) => (duplex ? [front, back] : [front]));
  assert.deepEqual(live(await until("what was scanned", () => see(capture))).map((each) => each.sha256), order, `after ${kind}: other pages at the desk than went through the scanner`);
  return { order, kind };
}

// Some order of its own.
async function shuffle(capture, order, random) {
  if (random(2) === 0) return;
  const list = live(await until("the pages", () => see(capture)));
  const from = random(list.length);
  const edits = (await until("the edits", async () => ({ count: (await see(capture)).edits }))).count;
  await until("an edit", async () => {
    if ((await see(capture)).edits === edits) await edit(capture, { kind: "move", page: list[from].key, other: "" });
    return true;
  });
  order.unshift(...order.splice(from, 1));
}

async function expectInArchive(code, order) {
  const shown = await until(`${code} shown`, () => dossier(code));
  const found = shown.documents.flatMap((document) => document.pages).concat(shown.blank ?? []).sort((a, b) => a.page - b.page).map((each) => each.sha256);
  assert.deepEqual(found, order, `${code}: other pages, or another order, than the desk confirmed`);
}

const archived = new Map();  // code -> hashes in order

async function oneDossier(run) {
  const random = randomOf(Number(options.seed), run);
  const code = `H42.18-261127-${String(run).padStart(6, "0")}`;
  const plan = Array.from({ length: inWorld.length ? 1 + random(2) : 0 }, () => ({ fault: inWorld[random(inWorld.length)], after: random(500) }));
  const { id } = await until("a capture", () => call("POST", "/v1/captures", { dossier: code }));
  const paper = inPaper.length > 0 && (random(4) === 0 || !inWorld.length);
  const broken = (async () => {
    for (const { fault, after } of plan) {
      await sleep(after);
      while (waiting > 0) await sleep(20);
      await faults[fault](random);
    }
  })();
  broken.catch(() => {});
  let kind;
  let order;
  if (paper) ({ order, kind } = await atTheScanner(() => scanPaper(id, random)));
  else order = await addFiles(id, random);
  await shuffle(id, order, random);
  await until("the end", async () => {
    if ((await see(id)).state === "open") await call("POST", `/v1/captures/${id}/finish`);
    return true;
  });
  await broken;
  await inPeace(() => until(`${code} searchable`, async () => {
    const { state } = await see(id);
    // Nobody waits for the next try of itself.
    if (state !== "searchable") await call("POST", "/v1/line/try");
    return state === "searchable";
  }));
  await expectInArchive(code, order);
  await until(`${code} forgotten at the desk`, async () => {
    await call("DELETE", `/v1/captures/${id}`).catch((error) => { if (error.status !== 404) throw error; });
    return true;
  });
  archived.set(code, order);
  counts.pages += order.length;
  for (const name of [...plan.map((each) => each.fault), ...(kind ? [kind] : [])]) counts[name] = (counts[name] ?? 0) + 1;
}

// What the scanner's sides are as files, once without a fault.
async function learnSides() {
  const { id } = await until("a capture", () => call("POST", "/v1/captures", { dossier: "" }));
  await feed(id, { from: 0, sheets: SHEETS, duplex: true, fault: null });
  const pages = (await see(id)).page_list;
  assert.equal(pages.length, 2 * SHEETS, "the scanner's sheets, without a fault");
  for (let i = 0; i < pages.length; i += 2) sides.push([pages[i].sha256, pages[i + 1].sha256]);
  await call("POST", `/v1/captures/${id}/discard`, { reason: "only looked at" });
}

// ---- all of it

const begun = Date.now();
const failed = [];
let next = 1;
let done = 0;

async function clerk() {
  while (next <= Number(options.runs)) {
    const run = next++;
    try {
      await oneDossier(run);
    } catch (error) {
      failed.push(run);
      console.log(`run ${run} of seed ${options.seed} failed: ${error.message}`);
    }
    if (++done % 50 === 0) console.log(`${done} runs, ${failed.length} failed, ${Math.round((Date.now() - begun) / 1000)} s`);
  }
}

try {
  if (inPaper.length) await learnSides();
  await Promise.all(Array.from({ length: Number(options["at-once"]) }, clerk));
  // Once more at the end: nothing that was there may have gone since.
  for (const [code, order] of archived) await expectInArchive(code, order);
  const told = (names) => names.filter((name) => counts[name]).map((name) => `${name} ${counts[name]}`).join(", ");
  console.log(`${options.runs} runs in ${Math.round((Date.now() - begun) / 1000)} s, seed ${options.seed}, ${options["at-once"]} clerks: ${failed.length} failed; ` +
    `${archived.size} dossiers, ${counts.pages} pages, each there once and in order\n` +
    `faults: ${told([...Object.keys(faults), ...paperFaults])}\n` +
    `sent again for want of an answer ${counts.resent}, refused for want of room ${counts.refused}, a person at the scanner ${counts.resumed}, ` +
    `desk started again after a full disk ${counts.restarted}`);
} catch (error) {
  failed.push(0);
  console.log(`seed ${options.seed}: ${error.stack}`);
} finally {
  if (failed.length) console.log(`coordinator:\n${server.err ?? ""}\ndesk:\n${desk.err ?? ""}`);
  for (const program of [server, desk, scanner]) program.stop();
  for (const each of [disk, archiveDisk]) each?.unmount();
  if (!options.folder) await rm(folder, { recursive: true, force: true, maxRetries: 5 }).catch(() => {});
}
process.exit(failed.length ? 1 : 0);
