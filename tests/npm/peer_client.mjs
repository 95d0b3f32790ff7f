// SPDX-License-Identifier: Apache-2.0
//
// Makes a client from a server's /openapi.json (openapi-typescript), compiles client_round_trip.ts with it (typescript) and
// runs that: node peer_client.mjs URL KEY DOSSIER FILE QUERY, of which it hands FILE in. Each answer is held against its schema (ajv). Prints the names of the
// schemas that were seen.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import openapiTS, { astToString } from "openapi-typescript";

const [url, key, dossier, file, query] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const description = await fetch(`${url}/openapi.json`).then((response) => response.json());

const folder = mkdtempSync(join(here, "client-"));
try {
  writeFileSync(join(folder, "api.d.ts"), astToString(await openapiTS(description)));
  copyFileSync(join(here, "client_round_trip.ts"), join(folder, "client_round_trip.ts"));
  const compilerOptions = { strict: true, target: "es2022", lib: ["es2022", "dom"], module: "nodenext", moduleResolution: "nodenext", types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["client_round_trip.ts"] }));
  try {
    execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", folder], { encoding: "utf8", cwd: folder });
  } catch (error) {
    throw new Error(`the client does not compile:\n${error.stdout}`);
  }
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  ajv.addSchema({ $id: "https://sohoa.invalid/openapi.json", components: description.components });
  const seen = new Set();
  const look = (name, answer) => {
    const validate = ajv.getSchema(`https://sohoa.invalid/openapi.json#/components/schemas/${name}`);
    if (!validate) throw new Error(`no schema ${name}`);
    if (!validate(answer)) throw new Error(`${name} is not as its schema says: ${JSON.stringify(validate.errors.slice(0, 3))}`);
    seen.add(name);
  };
  const { roundTrip } = await import(pathToFileURL(join(folder, "client_round_trip.js")).href);
  await roundTrip(url, key, dossier, new Uint8Array(readFileSync(file)), query, look);
  console.log([...seen].sort().join(" "));
} finally {
  rmSync(folder, { recursive: true });
}
