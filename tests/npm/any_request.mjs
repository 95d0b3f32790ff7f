// SPDX-License-Identifier: Apache-2.0
//
// Requests of every kind to every operation of a server's /openapi.json (fast-check): node any_request.mjs URL KEY SECONDS SEED.
// Whatever is sent, the answer is one that the operation describes: never a 5xx, a broken connection, or an error that is no
// problem+json; what has a schema is as it says (ajv). A failure is shrunk and printed with its seed; the same seed asks for
// the same things. Prints how many requests were made, and of how many operations.
import { Buffer } from "node:buffer";
import { connect } from "node:net";
import Ajv2020 from "ajv/dist/2020.js";
import fc from "fast-check";

const [url, key, seconds, seed] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const description = await fetch(`${url}/openapi.json`).then((response) => response.json());
const operations = Object.entries(description.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })));

// By the server before any operation is looked for: a head that cannot be read, a body that is too large, a host that is not ours.
const OF_THE_SERVER = [400, 404, 405, 408, 413, 421, 431];

const ajv = new Ajv2020.default({ strict: false });
ajv.addSchema({ $id: "https://sohoa.invalid/openapi.json", components: description.components });
const schemaOf = (reference) => ajv.getSchema(`https://sohoa.invalid/openapi.json${reference}`);

// Bytes as they are, so that nothing mends what is sent; resolves with the head and, where it ends, the body.
function send(bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    const pieces = [];
    const done = () => {
      const answer = Buffer.concat(pieces);
      const end = answer.indexOf("\r\n\r\n");
      if (end < 0) return reject(new Error(`no answer: ${answer.length} bytes`));
      const [first, ...lines] = answer.subarray(0, end).toString("latin1").split("\r\n");
      const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]));
      resolve({ status: Number(first.split(" ")[1]), headers, body: answer.subarray(end + 4) });
    };
    socket.setTimeout(30_000, () => socket.destroy(new Error("no answer within 30 s")));
    socket.on("data", (piece) => {
      pieces.push(piece);
      // A stream has no end.
      if (pieces[0].toString("latin1").split("\r\n\r\n")[0].includes("text/event-stream")) socket.end(() => socket.destroy());
    });
    socket.on("error", (error) => (pieces.length > 0 ? done() : reject(error)));
    socket.on("close", done);
    socket.write(bytes);
  });
}

// What is there, so that requests get beyond "not found".
async function known() {
  const ask = async (path) => {
    const response = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
    return response.ok ? response.json() : {};
  };
  const dossiers = ((await ask("/v1/dossiers")).dossiers ?? []).map((one) => one.dossier);
  const shown = await Promise.all(dossiers.map((code) => ask(`/v1/dossiers/${encodeURIComponent(code)}`)));
  await fetch(`${url}/v1/searches`, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify({ name: "khen", parameters: "q=khen" }) });
  const searches = ((await ask("/v1/searches")).searches ?? []).map((one) => one.id);
  const documents = shown.flatMap((dossier) => dossier.documents ?? []);
  // A dossier that is open, and an upload that waits for its rest.
  const open = "H42.18-261127-0099";
  await fetch(`${url}/v1/dossiers`, { method: "POST", headers: { authorization: `Bearer ${key}`, "content-type": "application/json" }, body: JSON.stringify({ dossier: open, batch: "b1", agency: "H42.18" }) });
  const begun = await fetch(`${url}/v1/dossiers/${open}/originals?batch=b1`, { method: "POST", body: "%PDF-", headers: { authorization: `Bearer ${key}`, "upload-complete": "?0" } });
  return {
    upload: [(begun.headers.get("location") ?? "").split("/").pop()], batch: ["b1"], place: ["1", "2"], lane: ["counter", "workflow", "backlog"], deadline: ["2031-12-01"], agency: ["H42.18"],
    code: [...dossiers, open],
    id: [...searches, ...documents.map((one) => one.id), ...documents.flatMap((one) => one.pages.map((page) => page.id))],
    page: [...documents.flatMap((one) => one.pages.map((page) => page.id)), ...((await ask("/v1/quarantine")).pages ?? []).map((one) => one.id)],
    document: documents.map((one) => one.id),
    field: documents.flatMap((one) => one.fields.map((field) => field.code)),
    name: ["mot-cua", "khen thưởng"],
    region: ["full", "square", "0,0,100,100", "pct:10,10,50,50"], size: ["max", "200,", ",200", "!100,100", "pct:20"], rotation: ["0", "90", "180", "22.5"],
    quality: ["default", "color", "gray", "bitonal"], format: ["jpg", "png", "text", "json", "hocr", "alto", "html", "csv"],
    quarter: ["2026-Q4", "2018-Q4"], number: ["1"], hold: ["1"],
    kind: ["outgoing", "incoming", "dossiers", "documents", "split", "join", "automatic", "move", "rotate", "replace", "set_aside", "restore", "send", "type", "field"],
    dossiers, to: dossiers, dossier: dossiers, turn: ["90", "180"], review: ["confirmed", "corrected", "unreadable", "needs_review"],
    q: ["khen thưởng", "\"tiếp nhận\"", "a AND b OR NOT c*", "date:2018..2019", "số:85", "(a", "người_nộp:an"], sort: ["relevance", "newest", "oldest"],
    from: ["2018-01-01", "1"], to_day: ["2026-12-31"], limit: ["1", "1000"], after: ["0", "1"], return: ["/", "/report.html?quarter=2026-Q4"],
    parameters: ["q=khen&type=QĐ"], maintenance: ["01", "02", "04"], years: ["5"], closed_on: ["2026-11-27"], reason: ["vì sao"], by: ["an"],
    documents_only: ["true"], due: ["2026-12-31"], value: ["QĐ", "ngày 04 tháng 10 năm 2018"], normalized: ["2018-10-04"],
  };
}
const values = await known();

const ODD = ["", " ", "0", "-1", "1", "2", "007", "4294967295", "4294967296", "9223372036854775808", "18446744073709551616", "1e999", "-0", "NaN", "0x10", "1.5", "٣", "9".repeat(400),
  "a".repeat(3_000), "ế".repeat(800), "null", "true", "[]", "{}", "\u0000", "a\u0000b", "\r\nX: y", "\t", "\"", "'", "\\", "../../etc/passwd", "..", "/", "%", "%s%n", "a;b", "a&b=c", "<b>", "😀", "e\u0301",
  "\u202e", "\ufeff", "\ufffe", "(((((", "\"\"", "AND", "NOT NOT", "*", "a*b*", "field:", ":", "date:", "date:2019..2018", "date:9999-99-99..", "2026-02-30", "0000-00-00", "9999-12-31", "2026-Q5", "0000-Q1"].map((text) => Buffer.from(text));
const BAD = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0x61, 0xff, 0x62], [0x80]].map((bytes) => Buffer.from(bytes));

// Bytes of a value for something of this name.
const anyBytes = (name) => {
  const fitting = (values[name] ?? []).map((text) => Buffer.from(text));
  const odd = fc.oneof(fc.constantFrom(...ODD, ...BAD), fc.string({ unit: "binary", maxLength: 40 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)), fc.integer().map((value) => Buffer.from(String(value))));
  return fitting.length > 0 ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...fitting) }, { weight: 1, arbitrary: odd }) : odd;
};
const escaped = (bytes) => [...bytes].map((byte) => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`)).join("");
// Escaped as it should be, mostly.
const anyInAddress = (name) => fc.oneof({ weight: 9, arbitrary: anyBytes(name).map(escaped) }, { weight: 1, arbitrary: fc.constantFrom("%", "%zz", "%f", "%00", "%2", "+", "%C3", "a%FFb", "%u1234", ";", "@", "[", "|", "^", "`", "\"") });

const anyJson = fc.oneof(fc.constantFrom(null, true, 0, -1, 1e308, 9007199254740993, [], {}, [[]], { a: 1 }), fc.jsonValue({ maxDepth: 3 }));
const textOf = (bytes) => bytes.toString("utf8");
function anyBody(schema) {
  const members = Object.keys(schema?.properties ?? {});
  const required = schema?.required ?? [];
  const whole = fc.record(Object.fromEntries(members.map((name) => [name, anyBytes(name).map(textOf)])), { requiredKeys: required }).map((value) => Buffer.from(JSON.stringify(value)));
  const torn = fc.record(Object.fromEntries(members.map((name) => [name, fc.oneof(anyBytes(name).map(textOf), anyJson)])), { requiredKeys: [] }).map((value) => Buffer.from(JSON.stringify(value)));
  const more = fc.dictionary(fc.string({ unit: "binary", maxLength: 10 }), anyJson, { maxKeys: 5 }).map((value) => Buffer.from(JSON.stringify(value)));
  // Bytes that are no UTF-8 in the midst of text; one member twice; deep; no JSON at all.
  const name = members[0] ?? "reason";
  const broken = fc.oneof(anyBytes(name).map((bytes) => Buffer.concat([Buffer.from(`{"${name}": "`), bytes, Buffer.from("\"}")])),
    fc.constantFrom("", "{", "[", "null", "\"\"", "1e999", "{\"a\":1e999}", "[".repeat(20_000), `{"${name}":"a","${name}":1}`, `{"${name}":"\\ud800"}`, `{"${name}":"\\u0000"}`, "\ufeff{}", "a=b", "{}x").map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)), fc.constantFrom(70_000, 1_048_576, 1_048_577).map((size) => Buffer.from(JSON.stringify({ [name]: "a".repeat(size) }))));
  return fc.oneof({ weight: 5, arbitrary: whole }, { weight: 3, arbitrary: torn }, { weight: 1, arbitrary: more }, { weight: 3, arbitrary: broken });
}

// Of kinds that are read, broken or whole as a file of one line can be; of none.
const anyFile = fc.oneof(fc.constantFrom("\x89PNG\r\n\x1a\n", "%PDF-1.4\n%%EOF\n", "\xff\xd8\xff\xe0", "II*\0\b\0\0\0", "", "x", "PK\x03\x04").map((text) => Buffer.from(text, "latin1")), fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(70_000, 1_048_577, 3_000_000).map((size) => Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(size, 0x20)])));

// Values of headers cannot hold the end of a line.
const headerBytes = (bytes) => Buffer.from([...bytes].filter((byte) => byte !== 10 && byte !== 13 && byte !== 0)).toString("latin1");
const HEADERS = ["if-match", "if-none-match", "idempotency-key", "sohoa-purpose", "range", "last-event-id", "accept", "content-type", "cookie", "x-csrf-token", "accept-encoding", "x-forwarded-for", "x-forwarded-proto", "upload-complete", "upload-offset", "upload-length", "repr-digest"];
const FITTING = { "if-match": ["\"1\"", "\"2.abc\"", "*", "\"1\", \"2\""], "if-none-match": ["*", "W/\"a\""], "sohoa-purpose": ["handling", "archive"], range: ["bytes=0-1", "bytes=9-1", "bytes=-1", "bytes=0-,5-"], accept: ["text/html", "application/json"],
  "content-type": ["application/json", "text/plain", "application/partial-upload"], "upload-complete": ["?0", "?1"], "upload-offset": ["0", "5"], "upload-length": ["1", "5", "20"], "last-event-id": ["0", "18446744073709551615"], cookie: ["__Host-sohoa=a", "__Host-sohoa-login=a; __Host-sohoa=", ";;;="], "x-forwarded-for": ["203.0.113.7", "::1, 10.0.0.1", ",", "a"], "x-forwarded-proto": ["https", "x"] };
// Those that an operation names come more often.
const anyHeaders = (named) => fc.array(fc.constantFrom(...HEADERS, ...named, ...named, ...named).chain((name) => fc.tuple(fc.constant(name), fc.oneof(...(FITTING[name] ? [fc.constantFrom(...FITTING[name])] : []), anyBytes(name).map(headerBytes)))), { maxLength: 3 });

function anyRequest(operation) {
  const parameters = (operation.parameters ?? []).filter((one) => one.in === "query").map((one) => one.name);
  const parts = [...operation.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
  const named = (operation.parameters ?? []).filter((one) => one.in === "header").map((one) => one.name.toLowerCase());
  const [type] = Object.keys(operation.requestBody?.content ?? { "application/json": {} });
  const schema = operation.requestBody?.content["application/json"]?.schema;
  return fc.record({
    name: fc.constant(`${operation.method} ${operation.path}`),
    method: operation.method === "GET" ? fc.oneof({ weight: 9, arbitrary: fc.constant("GET") }, { weight: 1, arbitrary: fc.constant("HEAD") }) : fc.constant(operation.method),
    path: fc.tuple(...parts.map(anyInAddress)).map((chosen) => parts.reduce((path, name, i) => path.replace(`{${name}}`, () => chosen[i]), operation.path)),
    query: fc.array(fc.oneof(...parameters.map((name) => anyInAddress(name).map((value) => `${name}=${value}`)), fc.tuple(anyInAddress("name"), anyInAddress("value")).map((pair) => pair.join("=")), fc.constantFrom("field.subject=a", "field.=", "=", "&", "a")), { maxLength: 4 }),
    headers: anyHeaders(named),
    // Known by a key, or on this host while nobody has an account.
    known: fc.boolean(),
    type: fc.constant(type),
    body: type !== "application/json" ? fc.option(anyFile, { freq: 9 }) : schema || operation.method !== "GET" ? fc.option(anyBody(schema), { freq: 9 }) : fc.constant(null),
  });
}

function bytesOf({ method, path, query, headers, known: byKey, type, body }) {
  const target = path + (query.length > 0 ? `?${query.join("&")}` : "");
  const lines = [`${method} ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, "Connection: close"];
  if (byKey) lines.push(`Authorization: Bearer ${key}`);
  const sent = body !== null && !headers.some(([name]) => name === "content-type") ? [...headers, ["content-type", type]] : headers;
  for (const [name, value] of sent) lines.push(`${name}: ${value}`);
  if (body !== null) lines.push(`Content-Length: ${body.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), body ?? Buffer.alloc(0)]);
}

function judge(operation, request, { status, headers, body }) {
  const wrong = (what) => new Error(`${what}\n${bytesOf(request).subarray(0, 1_500).toString("latin1").replace(key, "KEY")}\n-> ${status} ${body.subarray(0, 500)}`);
  if (!(status >= 100 && status < 500)) throw wrong(`status ${status}`);
  const described = operation.responses[String(status)];
  if (!described && !OF_THE_SERVER.includes(status)) throw wrong(`${status} is not described`);
  if (request.method === "HEAD" || status === 304) return;
  const type = (headers["content-type"] ?? "").split(";")[0];
  if (status >= 400) {
    // A page for who asks as a browser does.
    if (type === "text/html" && request.headers.some(([name, value]) => name === "accept" && value.includes("text/html"))) return;
    if (type !== "application/problem+json") throw wrong(`an error of type ${type}`);
    if (!schemaOf("#/components/schemas/Problem")(JSON.parse(body))) throw wrong("no problem as RFC 9457 has it");
    return;
  }
  const content = described?.content ?? {};
  if (type && !content[type]) throw wrong(`type ${type} is not described`);
  const reference = content[type]?.schema?.$ref;
  if (type !== "application/json") return;
  const answer = JSON.parse(body);
  if (!reference) return;
  const validate = schemaOf(reference);
  if (!validate(answer)) throw wrong(`not as ${reference} says: ${JSON.stringify(validate.errors.slice(0, 2))}`);
}

let asked = 0;
const statuses = {};
const reached = new Set();
async function check({ operation, request }) {
  let answer = await send(bytesOf(request));
  // Nobody asks so fast but we.
  for (let i = 0; i < 50 && answer.status === 429 && !answer.headers["retry-after"]; ++i) answer = await send(bytesOf(request));
  ++asked;
  statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  if (answer.status < 400) reached.add(request.name);
  // Limits of requests are for whoever asks so often.
  if (answer.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  judge(operation, request, answer);
}

const every = fc.constantFrom(...operations).chain((operation) => anyRequest(operation).map((request) => ({ operation, request })));
const limit = Number(seconds) * 1_000;
const parameters = { seed: Number(seed), numRuns: 10_000_000, interruptAfterTimeLimit: limit, markInterruptAsFailure: false, endOnFailure: false };
const result = await fc.check(fc.asyncProperty(every, check), parameters);
if (result.failed) {
  const { name } = result.counterexample?.[0].request ?? {};
  console.error(`seed ${result.seed}, path ${result.counterexamplePath}, ${name}\n${result.errorInstance?.message ?? result.error}`);
  process.exit(1);
}
const missed = operations.map(({ method, path }) => `${method} ${path}`).filter((name) => !reached.has(name));
console.error(`seed ${seed}: ${JSON.stringify(statuses)}; never answered well: ${missed.join(", ") || "none"}`);
console.log(`${asked} requests to ${operations.length} operations`);
