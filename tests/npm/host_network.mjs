// SPDX-License-Identifier: Apache-2.0
//
// Hosts of a test: each a network namespace of its own with an address of its own, on one bridge; or, where namespaces
// cannot be made (not root), loopback for all of them. Nothing is left of them afterwards.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePort } from "./fault_stack.mjs";

const BRIDGE = "10.77.0.1";
const run = (...words) => execFileSync(words[0], words.slice(1), { stdio: "pipe" });

// Runs this program again in namespaces for mounts and the network; false where there can be none.
export function ownNetwork() {
  if (process.env.SOHOA_OWN_NETWORK) return true;
  if (process.getuid() !== 0 || spawnSync("unshare", ["-m", "-n", "sh", "-c", "ip link add x type bridge"]).status !== 0) return false;
  const again = spawnSync("unshare", ["-m", "-n", process.execPath, ...process.argv.slice(1)], { stdio: "inherit", env: { ...process.env, SOHOA_OWN_NETWORK: "1" } });
  process.exit(again.status ?? 1);
}

// One host. Only its own programs reach its 127.0.0.1, so requests to it are made by an agent in it.
class Host {
  constructor(name, address, inNamespace) {
    this.name = name;
    this.address = address;
    // What stands in front of a command that runs there.
    this.prefix = inNamespace ? ["ip", "netns", "exec", name] : [];
  }

  async port() { return freePort(); }

  // { status, text }; throws where nobody answers.
  async request(method, url, body) {
    if (!this.prefix.length) return answerOf({ method, url, body });
    this.#startAgent();
    const id = ++this.last;
    const answered = new Promise((done, fail) => this.waiting.set(id, { done, fail }));
    this.agent.stdin.write(`${JSON.stringify({ id, method, url, body: body?.toString("base64") })}\n`);
    return answered;
  }

  #startAgent() {
    if (this.agent) return;
    this.last = 0;
    this.waiting = new Map();
    this.agent = spawn(this.prefix[0], [...this.prefix.slice(1), process.execPath, fileURLToPath(import.meta.url), "--agent"], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.agent.stdout }).on("line", (line) => {
      const { id, status, text, error } = JSON.parse(line);
      const { done, fail } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) fail(new Error(error)); else done({ status, text });
    });
  }

  stop() { this.agent?.kill("SIGKILL"); }
}

async function answerOf({ method, url, body }) {
  const response = await fetch(url, { method, body, signal: AbortSignal.timeout(20_000) });
  return { status: response.status, text: await response.text() };
}

// By their names.
export function makeHosts(names, inNamespaces) {
  if (!inNamespaces) return Object.fromEntries(names.map((name) => [name, new Host(name, "127.0.0.1", false)]));
  mkdirSync("/run/netns", { recursive: true });
  run("mount", "-t", "tmpfs", "tmpfs", "/run/netns");
  run("ip", "link", "set", "lo", "up");
  run("ip", "link", "add", "hosts", "type", "bridge");
  run("ip", "addr", "add", `${BRIDGE}/24`, "dev", "hosts");
  run("ip", "link", "set", "hosts", "up");
  return Object.fromEntries(names.map((name, i) => {
    const address = `10.77.0.${10 + i}`;
    run("ip", "netns", "add", name);
    run("ip", "link", "add", `v${i}`, "type", "veth", "peer", "name", "eth0", "netns", name);
    run("ip", "link", "set", `v${i}`, "master", "hosts", "up");
    run("ip", "-n", name, "addr", "add", `${address}/24`, "dev", "eth0");
    run("ip", "-n", name, "link", "set", "eth0", "up");
    run("ip", "-n", name, "link", "set", "lo", "up");
    return [name, new Host(name, address, true)];
  }));
}

// As an agent: requests come as lines on stdin, and their answers go as lines to stdout.
if (process.argv[2] === "--agent") {
  createInterface({ input: process.stdin }).on("line", async (line) => {
    const { id, method, url, body } = JSON.parse(line);
    let answer;
    try {
      answer = await answerOf({ method, url, body: body === undefined ? undefined : Buffer.from(body, "base64") });
    } catch (error) { answer = { error: error.message }; }
    process.stdout.write(`${JSON.stringify({ id, ...answer })}\n`);
  }).on("close", () => process.exit(0));
}
