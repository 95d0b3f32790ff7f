// SPDX-License-Identifier: Apache-2.0
//
// A desk and its coordinator that are killed, cut off and full again and again: every page whose arrival the desk confirmed
// is in the archive once, in order. Under sohoa-power-cut.so a kill is a cut of power: what was not synced is gone.
//
//   node desk_faults.mjs --bin BUILD_FOLDER [--runs 10] [--seed 1] [--folder FOLDER]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const options = { runs: "10", seed: "1" };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const bin = resolve(options.bin);
const folder = options.folder ?? await mkdtemp(join(tmpdir(), "sohoa-desk-faults-"));
const PATIENCE = 120_000;

// The same numbers for the same seed (mulberry32).
let state = Number(options.seed) >>> 0;
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

// A small gray page whose bytes are like no other's.
let drawn = 0;
function page() {
  const [width, height] = [240, 340];
  const pixels = Buffer.alloc(width * height, 255);
  const number = ++drawn;
  for (let line = 0; line < 12; ++line) {
    const wide = 40 + ((line * 37 + number * 53) % 120);
    for (let y = 20 + 25 * line; y < 28 + 25 * line; ++y) for (let x = 20; x < 20 + wide; ++x) if (x % 7 < 5) pixels[y * width + x] = 16;
  }
  pixels.writeUInt32BE(number, 0);
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), pixels]);
}

// A program that is there again after each end, as under a service manager.
class Program {
  constructor(name, words, power) {
    this.name = name;
    this.words = words;
    this.environment = { ...process.env, OMP_THREAD_LIMIT: "1" };
    if (power && existsSync(join(bin, "sohoa-power-cut.so"))) {
      this.environment.LD_PRELOAD = join(bin, "sohoa-power-cut.so");
      this.environment.POWER_CUT_UNDER = power;
    }
  }
  start() {
    this.out = "";
    this.process = spawn(join(bin, "sohoa"), this.words, { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout.on("data", (text) => { this.out += text; });
    this.process.stderr.on("data", (text) => { this.err = ((this.err ?? "") + text).slice(-4000); });
    this.process.once("exit", (_, signal) => { if (!this.ended) setTimeout(() => this.start(), signal ? 0 : 300); });
  }
  async kill() {
    const gone = this.process;
    gone.kill("SIGKILL");
    while (this.process === gone) await sleep(5);
  }
  stop() {
    this.ended = true;
    this.process.kill("SIGKILL");
  }
}

await mkdir(folder, { recursive: true });
await writeFile(join(folder, "sohoa.toml"), '[reader]\nengine = "null"\n[log]\nlevel = "warning"\n');
const archive = join(folder, "archive");
const common = ["--config", join(folder, "sohoa.toml"), "--archive", archive];
const server = new Program("serve", [...common, "serve", "--http", "127.0.0.1:0", "--workers", "1"], archive);
const desk = new Program("desk", [...common, "--json", "desk", "--http", "127.0.0.1:0", "--spool", join(folder, "spool")], join(folder, "spool"));
server.start();
desk.start();

async function until(what, work) {
  const end = Date.now() + PATIENCE;
  for (let last = "";;) {
    try {
      const value = await work();
      if (value) return value;
    } catch (error) { last = error.message; }
    if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE} ms (${last})\n${server.err ?? ""}\n${desk.err ?? ""}`);
    await sleep(25);
  }
}

const address = () => until("the desk's address", async () => JSON.parse(desk.out.split("\n")[0]).http.slice(0, -1));

async function call(method, path, body) {
  const response = await fetch((await address()) + path, { method, body, signal: AbortSignal.timeout(20_000) });
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error(`${method} ${path}: ${response.status} ${text}`), { status: response.status });
  return JSON.parse(text);
}

// What is wrong with the world for a moment, `after` so many milliseconds.
const faults = {
  async desk() { await desk.kill(); },
  async coordinator() { await server.kill(); },
  async both() { await Promise.all([desk.kill(), server.kill()]); },
  async line() {
    server.process.kill("SIGSTOP");
    await sleep(200 + random(600));
    server.process.kill("SIGCONT");
  },
};

// Each page is sent until its arrival is confirmed; one that was confirmed is never sent again.
async function oneDossier(run) {
  const code = `H42.18-261127-${String(run).padStart(6, "0")}`;
  const capture = await until("a capture", () => call("POST", "/v1/captures", JSON.stringify({ dossier: code })));
  const pages = Array.from({ length: 2 + random(5) }, page);
  const names = Object.keys(faults);
  const plan = Array.from({ length: 1 + random(3) }, () => ({ fault: names[random(names.length)], after: random(500) }));
  const broken = (async () => {
    for (const { fault, after } of plan) {
      await sleep(after);
      await faults[fault]();
    }
  })();
  let sent = 0;
  for (const [i, bytes] of pages.entries()) {
    await until(`page ${i}`, async () => {
      // An answer that did not come says nothing: the desk is asked what it has before the page is sent once more.
      const there = await call("GET", `/v1/captures/${capture.id}`);
      if (there.page_list.some((each) => each.name === `${i}.pnm`)) return true;
      ++sent;
      await call("POST", `/v1/captures/${capture.id}/files?name=${i}.pnm`, bytes);
      return true;
    });
  }
  // Some order of its own.
  const wanted = pages.map((bytes) => hash(bytes));
  if (random(2) === 0) {
    const list = (await until("the pages", () => call("GET", `/v1/captures/${capture.id}`))).page_list;
    const from = random(list.length);
    await until("an edit", async () => {
      const now = await call("GET", `/v1/captures/${capture.id}`);
      if (now.edits === 0) await call("POST", `/v1/captures/${capture.id}/edits`, JSON.stringify({ edits: [{ kind: "move", page: list[from].key, other: "" }] }));
      return true;
    });
    wanted.unshift(...wanted.splice(from, 1));
  }
  await until("the end", async () => {
    const now = await call("GET", `/v1/captures/${capture.id}`);
    if (now.state === "open") await call("POST", `/v1/captures/${capture.id}/finish`);
    return true;
  });
  await broken;
  await until(`${code} searchable`, async () => (await call("GET", `/v1/captures/${capture.id}`)).state === "searchable");
  const shown = await until(`${code} shown`, () => show(code));
  const found = shown.documents.flatMap((document) => document.pages).concat(shown.blank ?? []).sort((a, b) => a.page - b.page).map((each) => each.sha256);
  assert.deepEqual(found, wanted, `${code} of run ${run}: other pages, or another order, than the desk confirmed`);
  return { plan, sent, pages: pages.length };
}

function show(code) {
  return new Promise((done, failed) => {
    const child = spawn(join(bin, "sohoa"), [...common, "--json", "show", code], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.on("data", (text) => { out += text; });
    child.on("exit", (result) => (result === 0 ? done(JSON.parse(out)) : failed(new Error(`show ${code}: exit ${result}`))));
  });
}

const counts = { desk: 0, coordinator: 0, both: 0, line: 0 };
let pages = 0;
let resent = 0;
const begun = Date.now();
try {
  for (let run = 1; run <= Number(options.runs); ++run) {
    const done = await oneDossier(run);
    for (const { fault } of done.plan) ++counts[fault];
    pages += done.pages;
    resent += done.sent - done.pages;
    if (run % 50 === 0) console.log(`${run} runs, ${Math.round((Date.now() - begun) / 1000)} s`);
  }
  console.log(`${options.runs} dossiers, ${pages} pages, each there once and in order; sent again for want of an answer ${resent}; ` +
    `desk killed ${counts.desk + counts.both}, coordinator ${counts.coordinator + counts.both}, line cut ${counts.line} times; seed ${options.seed}`);
} finally {
  server.process.kill("SIGCONT");
  server.stop();
  desk.stop();
  if (!options.folder) await rm(folder, { recursive: true, force: true });
}
process.exit();
