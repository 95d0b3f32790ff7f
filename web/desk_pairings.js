// SPDX-License-Identifier: Apache-2.0
//
// At the desk itself: a code for a browser of another host, and those that are paired.
//
//   await showPairings(dialog)
import { element, iconButton } from "./dom.js";
import { t, time } from "./language.js";
import { get, post } from "./desk_api.js";

export async function showPairings(dialog) {
  const code = element("p", { id: "pairing-code", role: "status", "aria-live": "polite" });
  const list = element("ul", { id: "paired" });
  const problem = element("p", { className: "problem", role: "alert" });

  async function fillList() {
    const { browsers } = await get("/v1/pairings");
    list.replaceChildren(...browsers.map((browser) => element("li", {},
      element("span", {}, browser.name || t("pair.unnamed")), element("span", { className: "soft small" }, time(browser.paired)),
      element("button", { type: "button", className: "small-button", onclick: () => act(() => post(`/v1/pairings/${browser.id}`, {}, "DELETE")) }, t("pair.take_back")))));
    if (!browsers.length) list.append(element("li", { className: "soft" }, t("pair.none")));
  }

  async function act(work) {
    problem.textContent = "";
    try {
      const answer = await work();
      if (answer?.code) {
        code.replaceChildren(element("strong", { className: "pairing-code" }, answer.code), element("span", {}, t("pair.say", { address: answer.address, until: time(answer.until) })));
      }
      await fillList();
    } catch (error) {
      problem.textContent = error.message;
    }
  }

  dialog.replaceChildren(
    element("div", { className: "card-head" }, element("h2", { id: "pairings-title" }, t("pair.others")), iconButton("close", t("shell.close"), { onclick: () => dialog.close() })),
    element("button", { type: "button", id: "pairing-new", className: "primary", onclick: () => act(() => post("/v1/pairings")) }, t("pair.new_code")),
    code, element("h3", {}, t("pair.paired")), list, problem);
  dialog.showModal();
  await act(async () => null);
}
