// SPDX-License-Identifier: Apache-2.0
//
// What a workflow system does with a dossier, from handing it in to deciding on it, by a client made from /openapi.json: every path, parameter and member below is
// checked by the compiler against that description.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Field = components["schemas"]["Field"];
type Progress = components["schemas"]["Progress"];

export async function roundTrip(url: string, key: string, code: string, paper: Uint8Array<ArrayBuffer>, query: string, look: (name: string, answer: unknown) => void): Promise<void> {
  const client = createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${key}` } });
  function expect<T>(what: string, value: T | undefined | null | false): T {
    if (value === undefined || value === null || value === false) throw new Error(`not as described: ${what}`);
    return value;
  }
  const ofDossier = { params: { path: { code } } };

  // Opened, handed in, sealed.
  const opened = await client.POST("/v1/dossiers", { body: { dossier: code, lane: "workflow" } });
  if (opened.error) throw new Error(`${opened.error.code}: ${opened.error.detail}`);
  look("Opened", opened.data);
  const { batch } = opened.data;
  const handedIn = await client.POST("/v1/dossiers/{code}/originals", {
    params: { path: { code }, query: { batch, place: "1", name: "giay-tiep-nhan.png" } },
    body: paper,
    bodySerializer: (body) => body as Uint8Array<ArrayBuffer>,
    headers: { "content-type": "application/octet-stream" },
  });
  if (handedIn.error) throw new Error(`${handedIn.error.code}: ${handedIn.error.detail}`);
  look("ReceiptOrBegun", handedIn.data);
  look("Receipt", handedIn.data);
  expect("a receipt", "accepted" in handedIn.data && handedIn.data.accepted === 1 && handedIn.data.quarantined === 0);
  const sealed = await client.POST("/v1/dossiers/{code}/seal", { params: { path: { code }, query: { batch } } });
  if (sealed.error) throw new Error(`${sealed.error.code}: ${sealed.error.detail}`);
  look("Progress", sealed.data);
  expect("where the job is", sealed.response.status === 202 && sealed.response.headers.get("location") === `/v1/jobs/${code}`);

  const visible = async (least: number): Promise<Progress> => {
    for (let i = 0; i < 600; ++i) {
      const { data, error } = await client.GET("/v1/jobs/{code}", ofDossier);
      if (error) throw new Error(`${error.code}: ${error.detail}`);
      look("Progress", data);
      if (data.all_visible && data.version >= least) return data;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("it does not become visible");
  };
  const progress = await visible(1);
  expect("pages", progress.pages > 0 && progress.pages_quarantined === 0);

  const session = expect("session", (await client.GET("/v1/session")).data);
  look("Session", session);
  expect("login", session.login === "done" && session.roles.includes("verifier"));

  const dossier = expect("dossier", (await client.GET("/v1/dossiers/{code}", ofDossier)).data);
  look("Dossier", dossier);
  const document = expect("a document", dossier.documents[0]);
  const list = expect("dossiers", (await client.GET("/v1/dossiers", { params: { query: { limit: "10" } } })).data);
  look("Dossiers", list);
  expect("it among the dossiers", list.dossiers.some((one) => one.dossier === code && one.version === dossier.version));
  const shown = expect("document", (await client.GET("/v1/documents/{id}", { params: { path: { id: document.id } } })).data);
  look("Document", shown);

  const found = expect("hits", (await client.GET("/v1/search", { params: { query: { q: query } } })).data);
  look("SearchAnswer", found);
  expect("a hit in it", found.hits.some((hit) => hit.dossier === code));

  const path = { code, id: document.id };
  const answer = await client.GET("/v1/dossiers/{code}/documents/{id}/fields", { params: { path } });
  const fields = expect("fields", answer.data);
  look("Fields", fields);
  const tag = expect("an entity tag", answer.response.headers.get("etag"));
  const field: Field = expect("a field with a value", fields.fields.find((one) => one.value !== null));

  // A decision on what was seen, which comes with the next version.
  const decision = { params: { path: { ...path, field: field.code } }, body: { review: "confirmed", reason: "compared with the paper" } };
  const stale = await client.PATCH("/v1/dossiers/{code}/documents/{id}/fields/{field}", { ...decision, headers: { "if-match": "\"999\"" } });
  expect("a conflict", stale.response.status === 412 && stale.error?.status === 412);
  const decided = await client.PATCH("/v1/dossiers/{code}/documents/{id}/fields/{field}", { ...decision, headers: { "if-match": tag } });
  if (decided.error) throw new Error(`${decided.error.code}: ${decided.error.detail}`);
  look("Decided", decided.data);
  await visible(fields.version + 1);
  const after = expect("fields", (await client.GET("/v1/dossiers/{code}/documents/{id}/fields", { params: { path } })).data);
  look("Fields", after);
  expect("the decision", after.fields.find((one) => one.code === field.code)?.review.state === "confirmed");

  const events = expect("events", (await client.GET("/v1/events", { params: { query: { after: "0" } } })).data);
  look("Events", events);
  expect("that both versions were told of", events.events.filter((event) => event.kind === "dossier.committed" && event.dossier === code).length === 2);

  // Errors are typed too.
  const absent = await client.GET("/v1/documents/{id}", { params: { path: { id: "absent" } } });
  const problem = expect("a problem", absent.error);
  look("Problem", problem);
  expect("404", problem.status === 404 && problem.code === "not_found");
}
