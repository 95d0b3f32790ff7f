// SPDX-License-Identifier: Apache-2.0
//
// A scripted person who knows the truth verifies drawn papers, for the way from decisions to calibration (docs/VERIFYING.md).
//   sohoa-samples --out drawn --papers 10 --seed 7001
//   node verify_drawn.mjs http://127.0.0.1:8080 drawn [--at-once 20]
//   sohoa outcomes --scores -o scores.tsv; python3 training/calibrate_fields.py scores.tsv --least 100 --out table.cpp
// Each paper is handed in as a dossier of its own, to a server without accounts. Says what was confirmed, corrected and
// not there; values that the program accepted unseen are never asked for.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const [address, folder, ...rest] = process.argv.slice(2);
const AT_ONCE = Number(rest.includes("--at-once") ? rest[rest.indexOf("--at-once") + 1] : 20);

async function ask(method, path, body) {
  for (;;) {
    const response = await fetch(address + path, { method, body: body === undefined || body instanceof Buffer ? body : JSON.stringify(body) });
    if (response.status === 503 || response.status === 429) {
      await new Promise((resolve) => { setTimeout(resolve, 1000 * Number(response.headers.get("retry-after") ?? 1)); });
      continue;
    }
    const text = await response.text();
    return { status: response.status, json: text.startsWith("{") ? JSON.parse(text) : null };
  }
}

const truths = new Map();
let number = 0;
for (const file of (await readdir(join(folder, "dossier"))).sort()) {
  const code = `H42.18-261127-${String(++number).padStart(5, "0")}`;
  truths.set(code, JSON.parse(await readFile(join(folder, "truth", file.replace(/\.[a-z]+$/, ".json")), "utf8")));
  await ask("POST", "/v1/dossiers", { dossier: code, agency: "H42.18", batch: "b", lane: "backlog" });
  const { status } = await ask("POST", `/v1/dossiers/${code}/originals?batch=b&place=1&name=${encodeURIComponent(file)}`, await readFile(join(folder, "dossier", file)));
  if (status !== 201) throw new Error(`${file}: ${status}`);
  await ask("POST", `/v1/dossiers/${code}/seal?batch=b`);
}
console.log(`${number} papers handed in`);
for (const code of truths.keys()) {
  while (!(await ask("GET", `/v1/jobs/${code}`)).json.all_visible) await new Promise((resolve) => { setTimeout(resolve, 500); });
}

const same = (a, b) => (a ?? "").normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim() === (b ?? "").normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim();

// What a person who sees the paper says.
function saidOf(one, truth) {
  if (one.kind === "class") return same(one.value.normalized, truth.class) ? { review: "confirmed" } : { review: "corrected", value: truth.class };
  const field = truth.fields.filter(({ code }) => code === one.field)[one.number - 1];
  if (!field) return { review: "unreadable" };  // the paper does not say it
  return one.value.value && same(one.value.normalized, field.normalized) ? { review: "confirmed" } : { review: "corrected", value: field.value };
}

const counts = {};
let quiet = 0;
const began = Date.now();
while (quiet < 20) {
  const { json } = await ask("POST", "/v1/review/claims", { count: String(AT_ONCE) });
  const mine = json.values.filter(({ dossier }) => truths.has(dossier));
  for (const one of mine) {
    const said = saidOf(one, truths.get(one.dossier));
    const { status } = await ask("POST", `/v1/review/${one.page}/decisions`, { field: one.field, number: String(one.number), ...said });
    const name = status === 202 ? `${one.kind} ${said.review}` : `answered ${status}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  // New versions bring what depends on a class.
  quiet = mine.length ? 0 : quiet + 1;
  if (!mine.length) await new Promise((resolve) => { setTimeout(resolve, 500); });
}
console.log(counts, `${((Date.now() - began) / 1000).toFixed(0)} s`);
