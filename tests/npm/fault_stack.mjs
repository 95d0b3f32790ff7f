// SPDX-License-Identifier: Apache-2.0
//
// What runs of faults stand on: numbers that follow from a seed, programs that are there again after each end, a disk of
// their own that can be made small, a network scanner that can be led.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, statfsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// The same numbers for the same seed and stream (mulberry32).
export function randomOf(seed, stream = 0) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

// Mounts of this program's own, so that nothing is left of them; false where it may not have any.
export function ownMounts() {
  if (process.env.SOHOA_OWN_MOUNTS) return true;
  if (process.getuid() !== 0 || spawnSync("unshare", ["-m", "true"]).status !== 0) return false;
  const again = spawnSync("unshare", ["-m", process.execPath, ...process.argv.slice(1)], { stdio: "inherit", env: { ...process.env, SOHOA_OWN_MOUNTS: "1" } });
  process.exit(again.status ?? 1);
}

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

// Under sohoa-power-cut.so a kill is a cut of power: what was not synced below `power` is gone.
export class Program {
  constructor(bin, words, { power = "", environment = {}, restartMs = 0 } = {}) {
    this.bin = bin;
    this.restartMs = restartMs;
    this.words = words;
    this.environment = { ...process.env, OMP_THREAD_LIMIT: "1", ...environment };
    if (power && existsSync(join(bin, "sohoa-power-cut.so"))) {
      this.environment.LD_PRELOAD = join(bin, "sohoa-power-cut.so");
      this.environment.POWER_CUT_UNDER = power;
    }
  }

  start() {
    this.out = "";
    this.process = spawn(join(this.bin, this.words[0]), this.words.slice(1), { env: this.environment, stdio: ["ignore", "pipe", "pipe"] });
    this.process.stdout.on("data", (text) => { this.out += text; });
    this.process.stderr.on("data", (text) => { this.err = ((this.err ?? "") + text).slice(-4000); });
    // Started again at once (or after restartMs) after a kill, and a moment after an end of its own, as by a service manager.
    this.process.once("exit", (_, signal) => { if (!this.ended) setTimeout(() => { if (!this.ended) this.start(); }, signal ? this.restartMs : 300); });
    return this;
  }

  async kill() {
    const gone = this.process;
    gone.kill("SIGKILL");
    while (this.process === gone && !this.ended) await sleep(5);
  }

  async hang(ms) {
    const held = this.process;
    held.kill("SIGSTOP");
    await sleep(ms);
    held.kill("SIGCONT");
  }

  stop() {
    this.ended = true;
    this.process?.kill("SIGKILL");
  }
}

// A disk in memory. `squeeze` leaves so many bytes on it.
export class Disk {
  constructor(folder, bytes) {
    this.folder = folder;
    this.bytes = bytes;
  }

  async mount() {
    await mkdir(this.folder, { recursive: true });
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${this.bytes}`, "tmpfs", this.folder]);
    return this;
  }

  #resize(bytes) { execFileSync("mount", ["-o", `remount,size=${bytes}`, this.folder], { stdio: "pipe" }); }

  squeeze(room) {
    // No disk gets smaller than what is on it, and that may have grown since it was asked.
    for (let tries = 5; ; --tries) {
      const { blocks, bfree, bsize } = statfsSync(this.folder);
      try {
        return this.#resize((blocks - bfree) * bsize + room);
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
  }

  relax() { this.#resize(this.bytes); }
  unmount() { execFileSync("umount", ["-l", this.folder]); }
}

// tests/scanners/escl_server.h, as a program.
export class Scanner {
  async start(bin, sheets) {
    this.sheets = sheets;
    this.program = new Program(bin, ["escl-scanner", "--sheets", String(sheets), "--loaded", "0", "--dpi", "75", "--pace-ms", "25"]).start();
    while (this.program.out.split("\n").length < 3) await sleep(10);
    const [url, device] = this.program.out.split("\n");
    this.control = `${new URL(url).origin}/control`;
    this.device = device;
    return this;
  }

  async tell(what) {
    const response = await fetch(`${this.control}/${what}`, { method: "POST" });
    if (!response.ok) throw new Error(`scanner: ${what}: ${response.status}`);
  }

  stop() { this.program?.stop(); }
}
