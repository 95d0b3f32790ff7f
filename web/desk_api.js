// SPDX-License-Identifier: Apache-2.0
//
// Asking the desk's own server, which is on this host.
//
//   await get("/v1/state")                     JSON, or an Error with the server's words, `status` and `code`
//   await post(`/v1/captures/${id}/finish`)    likewise
//   await sendFile(id, file, { after })        a file from the browser
//   watch(changed)                             called at once and whenever something at the desk is otherwise

async function answerOf(response) {
  const text = await response.text();
  const body = text && response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text || null;
  if (response.ok) return body;
  const error = new Error(body?.detail || body?.title || String(response.status));
  error.status = response.status;
  error.code = body?.code;
  throw error;
}

export const get = async (path) => answerOf(await fetch(path, { headers: { accept: "application/json" } }));

export const post = async (path, body = {}, method = "POST") =>
  answerOf(await fetch(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }));

export async function sendFile(capture, file, placement = {}) {
  const query = new URLSearchParams({ name: file.name, ...placement });
  return answerOf(await fetch(`/v1/captures/${capture}/files?${query}`, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: file }));
}

// `lost`: the desk's program does not answer; it is asked again by itself.
export function watch(changed, lost) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(async () => {
      waiting = false;
      try { await changed(); } catch { lost(); }
    }, 60);
  };
  const events = new EventSource("/v1/events");
  events.addEventListener("change", soon);
  events.onerror = lost;
  events.onopen = soon;
  soon();
}
