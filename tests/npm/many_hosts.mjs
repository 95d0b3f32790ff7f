// SPDX-License-Identifier: Apache-2.0
//
// An installation of many hosts: a desk, a coordinator with a standby, three workers, and where the archive is in Ceph its
// monitor and three OSDs; CURVE keys between them. Each host is a network namespace of its own. Dossiers go in at the
// desk while workers, OSDs and whichever coordinator leads are killed. At the end each page that the desk confirmed is in
// the archive once and in order, and the archive verifies.
//
//   node many_hosts.mjs --bin BUILD_FOLDER [--storage rocksdb|rados] [--dossiers 12] [--seed 1] [--at-once 3]
//                       [--takeovers 2] [--network own|none] [--cluster tests/support/ceph_cluster.sh]
import assert from "node:assert/strict";
import { spawn, execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Program, randomOf } from "./fault_stack.mjs";
import { makeHosts, ownNetwork } from "./host_network.mjs";

const options = { storage: "rocksdb", dossiers: "12", seed: "1", "at-once": "3", takeovers: "2", network: "own" };
for (let i = 2; i + 1 < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const namespaces = options.network === "own" && ownNetwork();
const onCeph = options.storage === "rados";
const bin = resolve(options.bin);
const folder = options.folder ?? await mkdtemp(join(tmpdir(), "sohoa-many-hosts-"));
const PATIENCE = 120_000;
const TAKE_OVER = 10_000;  // a standby serves within so long of the leader's death
const RESTART = 1_000;  // as sohoa-serve.service has it
const WORKERS = ["w1", "w2", "w3"];
const OSDS = ["osd0", "osd1", "osd2"];
const hosts = makeHosts(["a", "b", "desk", ...WORKERS, "office", ...(onCeph ? ["mon", ...OSDS] : [])], namespaces);
const programs = [];

async function until(what, work, patience = PATIENCE) {
  const end = Date.now() + patience;
  for (let last = "";;) {
    try {
      const value = await work();
      if (value) return value;
    } catch (error) { last = error.message; }
    if (Date.now() > end) throw new Error(`${what}: not within ${patience} ms (${last})`);
    await sleep(25);
  }
}

// ---- the installation

// Waits until it can be written to; its end ends the daemons.
async function startCeph() {
  const environment = { ...process.env, HOSTS: ["mon", ...OSDS].map((name) => hosts[name].address).join(" ") };
  if (namespaces) {
    environment.START_mon_a = hosts.mon.prefix.join(" ");
    OSDS.forEach((name, i) => { environment[`START_osd_${i}`] = hosts[name].prefix.join(" "); });
  }
  const cluster = spawn(options.cluster ?? "tests/support/ceph_cluster.sh", [join(folder, "ceph"), String(OSDS.length)], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  programs.push({ stop: () => cluster.kill("SIGTERM") });
  let said = "";
  cluster.stdout.on("data", (text) => { said += text; });
  await until("Ceph", () => said.includes("ready"));
}

async function sohoa(host, ...words) {
  const command = [...hosts[host].prefix, join(bin, "sohoa"), "--config", join(folder, `${host}.toml`), ...words];
  const { stdout } = await promisify(execFile)(command[0], command.slice(1), { maxBuffer: 64 << 20 });
  return stdout;
}

async function makeKey(name) { return JSON.parse(await sohoa("a", "--json", "peer", "make", name, "-o", join(folder, `${name}.key`))).public_key; }

const endpoints = [];
async function writeSettings() {
  const place = onCeph ? "rados:test/archive" : `rocksdb:${join(folder, "archive")}`;
  for (const name of ["a", "b"]) {
    const host = hosts[name];
    host.http = await host.port();
    endpoints.push(`tcp://${host.address}:${await host.port()}`);
    await writeFile(join(folder, `${name}.toml`), `archive = "${place}"\n[serve]\nhttp = "127.0.0.1:${host.http}"\nworkers = 0\nstandby = true\nlisten = ["${endpoints.at(-1)}"]\n` +
      `[transport]\nkey = "${join(folder, "server.key")}"\nallow = "${join(folder, "peers")}"\n[rados]\nceph_conf = "${join(folder, "ceph", "ceph.conf")}"\nhome = "${join(folder, `home-${name}`)}"\n`);
  }
  const server = await makeKey("server");
  for (const [name, role] of [["desk", "desk"], ...WORKERS.map((worker) => [worker, "worker"]), ["office", "operator"]]) {
    await sohoa("a", "peer", "allow", name, "--role", role, "--key", await makeKey(name));
    await writeFile(join(folder, `${name}.toml`), `[transport]\nconnect = ["${endpoints.join('", "')}"]\nkey = "${join(folder, `${name}.key`)}"\nserver_key = "${server}"\n[reader]\nengine = "null"\n`);
  }
}

function start(host, words, restartMs = 0) {
  const command = [...hosts[host].prefix, join(bin, "sohoa"), "--config", join(folder, `${host}.toml`), ...words];
  const program = new Program(namespaces ? "/usr/sbin" : bin, namespaces ? command : ["sohoa", ...command.slice(1)], { restartMs, environment: { SOHOA_READER: join(bin, "sohoa-null-reader") } }).start();
  programs.push(program);
  return program;
}

const coordinators = {};
const workers = {};
let desk;
async function startAll() {
  for (const name of ["a", "b"]) coordinators[name] = start(name, ["serve"], RESTART);
  for (const name of WORKERS) workers[name] = start(name, ["worker"]);
  hosts.desk.http = await hosts.desk.port();
  desk = start("desk", ["--json", "desk", "--http", `127.0.0.1:${hosts.desk.http}`, "--spool", join(folder, "spool")]);
}

async function state(name) {
  const base = `http://127.0.0.1:${hosts[name].http}`;
  const health = await hosts[name].request("GET", `${base}/healthz`);
  const ready = await hosts[name].request("GET", `${base}/readyz`);
  return { status: JSON.parse(health.text).status, ready: ready.status };
}

const isLeading = async (name) => (await state(name).catch(() => ({}))).ready === 200;
const leader = () => until("a leader", async () => (await isLeading("a") ? "a" : await isLeading("b") ? "b" : ""));

// In Ceph each host has a folder of its own.
async function shareReceiptKey(first) {
  if (!onCeph) return;
  const [from, to] = [first, first === "a" ? "b" : "a"].map((name) => join(folder, `home-${name}`));
  await mkdir(to, { recursive: true });
  for (const file of ["receipt.key", "receipt.key.pub"]) await copyFile(join(from, file), join(to, file));
}

// ---- the desk

const call = async (method, path, body) => {
  const { status, text } = await hosts.desk.request(method, `http://127.0.0.1:${hosts.desk.http}${path}`, body && (Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))));
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text);
};
const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");
let drawn = 0;
function page() {
  const pixels = Buffer.alloc(120 * 170, 255);
  pixels.writeUInt32BE(++drawn, 0);
  return Buffer.concat([Buffer.from("P5\n120 170\n255\n"), pixels]);
}

const archived = new Map();  // code -> hashes in order
async function oneDossier(number) {
  const random = randomOf(Number(options.seed), number);
  const code = `H42.18-261127-${String(number).padStart(6, "0")}`;
  const { id } = await until("a capture", () => call("POST", "/v1/captures", { dossier: code }));
  const pages = Array.from({ length: 2 + random(6) }, page);
  for (const [i, bytes] of pages.entries()) {
    await call("POST", `/v1/captures/${id}/files?name=${i}.pnm`, bytes);
    await sleep(random(300));
  }
  await call("POST", `/v1/captures/${id}/finish`);
  await until(`${code} searchable`, async () => (await call("GET", `/v1/captures/${id}`)).state === "searchable");
  archived.set(code, pages.map(hash));
}

async function clerk(next) {
  for (let number = next(); number <= Number(options.dossiers); number = next()) await oneDossier(number);
}

// ---- faults

const counts = { worker: 0, osd: 0, coordinator: 0, asleep: 0 };
const takeOvers = [];

async function killLeader() {
  const dying = await leader();
  const other = dying === "a" ? "b" : "a";
  await until(`${other} stands by`, async () => (await state(other)).status === "standby");
  assert.equal((await state(other)).ready, 503, "a standby is not ready");
  const begun = Date.now();
  ++counts.coordinator;
  const killed = coordinators[dying].kill();  // what starts services starts it again
  // Whichever leads now, only one does.
  const leads = await until("a new leader", leader, TAKE_OVER);
  takeOvers.push(Date.now() - begun);
  await killed;
  const left = leads === "a" ? "b" : "a";
  assert.notEqual((await until("the other one", () => state(left))).ready, 200, "two lead at once");
}

// A leader that sleeps past its lease has lost it when it wakes: it writes nothing more and ends, to be a standby.
async function putLeaderToSleep() {
  const sleeping = await leader();
  const other = sleeping === "a" ? "b" : "a";
  await until(`${other} stands by`, async () => (await state(other)).status === "standby");
  const { process } = coordinators[sleeping];
  const begun = Date.now();
  process.kill("SIGSTOP");
  await until(`${other} leads`, () => isLeading(other), TAKE_OVER);
  takeOvers.push(Date.now() - begun);
  process.kill("SIGCONT");
  ++counts.asleep;
  await until("the end of the leader that slept", () => process.exitCode !== null, TAKE_OVER);
  assert.equal(process.exitCode, 4, "it ends as one that cannot write any more");
  await until(`${sleeping} stands by`, async () => (await state(sleeping)).status === "standby");
}

async function breakThings() {
  const random = randomOf(Number(options.seed), 1000);
  for (let i = 0; i < Number(options.takeovers); ++i) {
    await sleep(700 + random(1500));
    ++counts.worker;
    await workers[WORKERS[random(WORKERS.length)]].kill();
    if (onCeph) {
      ++counts.osd;
      process.kill(Number(readFileSync(join(folder, "ceph", `osd.${random(OSDS.length)}.pid`), "utf8")), "SIGKILL");
      await sleep(500 + random(1500));
    }
    await killLeader();
  }
  // A lock of the kernel is not lost by sleeping.
  if (onCeph) await putLeaderToSleep();
}

// ---- all of it

const begun = Date.now();
let failed = false;
try {
  await mkdir(folder, { recursive: true });
  await writeSettings();
  if (onCeph) await startCeph();
  await startAll();
  await shareReceiptKey(await leader());
  const started = Date.now();
  let last = 0;
  const next = () => ++last;
  await Promise.all([...Array.from({ length: Number(options["at-once"]) }, () => clerk(next)), breakThings()]);
  const worked = Date.now() - started;
  let pages = 0;
  for (const [code, order] of archived) {
    const shown = JSON.parse(await sohoa("office", "--json", "show", code));
    const found = shown.documents.flatMap((document) => document.pages).concat(shown.blank ?? []).sort((a, b) => a.page - b.page).map((each) => each.sha256);
    assert.deepEqual(found, order, `${code}: other pages, or another order, than the desk confirmed`);
    pages += order.length;
  }
  assert.equal(archived.size, Number(options.dossiers));
  const verified = JSON.parse(await sohoa("office", "--json", "verify"));
  assert.deepEqual(verified.problems, [], "the archive verifies");
  console.log(`${archived.size} dossiers, ${pages} pages, each there once and in order; ${options.storage}, ${namespaces ? "a network namespace each" : "loopback"}, seed ${options.seed}, ${Math.round(worked / 1000)} s\n` +
    `killed: ${counts.worker} workers, ${counts.osd} OSDs, ${counts.coordinator} coordinators; put to sleep: ${counts.asleep}; a leader again after ${takeOvers.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}`);
} catch (error) {
  failed = true;
  console.log(`seed ${options.seed}: ${error.stack}`);
  for (const [name, program] of Object.entries({ ...coordinators, ...workers, desk })) console.log(`---- ${name}\n${program?.err ?? ""}`);
} finally {
  for (const program of programs.reverse()) program.stop();
  for (const host of Object.values(hosts)) host.stop();
  await sleep(300);
  if (!options.folder) await rm(folder, { recursive: true, force: true });
  if (!failed) console.log(`${Math.round((Date.now() - begun) / 1000)} s in all`);
  process.exit(failed ? 1 : 0);
}
