// SPDX-License-Identifier: Apache-2.0
//
// Searches that are kept under a name.
import { isAsked, readAsked, writeAsked } from "./asked.js";
import { $, element, iconButton } from "./dom.js";
import { t } from "./language.js";
import { ask, change } from "./session.js";

let current = {};
let choose = () => {};
let shown = "";

async function fill() {
  const { searches } = await ask("/v1/searches");
  // A list that is the same stays: somebody may be about to press a button in it.
  if (JSON.stringify(searches) === shown && $("saved-list").childElementCount === searches.length) return;
  shown = JSON.stringify(searches);
  $("saved-list").replaceChildren(...searches.map((search) => {
    const open = element("button", { type: "button", className: "kept link" }, search.name);
    open.onclick = () => {
      $("saved").open = false;
      choose(readAsked(search.parameters));
    };
    const remove = iconButton("close", t("saved.remove", { name: search.name }), { className: "remove icon-button small-button" });
    remove.onclick = () => attempt(async () => {
      await change("DELETE", `/v1/searches/${encodeURIComponent(search.id)}`);
      await fill();
      $("saved-title").focus();
    });
    return element("li", {}, open, remove);
  }));
  $("saved-none").hidden = searches.length > 0;
}

async function attempt(work) {
  $("saved-problem").textContent = "";
  try {
    await work();
  } catch (error) {
    $("saved-problem").textContent = t("saved.problem", { why: error.message });
  }
}

// What would be saved now.
export function keepInMind(asked) {
  current = asked;
  $("save").hidden = !isAsked(asked);
}

export function startSaved(whenChosen) {
  choose = whenChosen;
  $("saved").ontoggle = () => {
    if ($("saved").open) attempt(fill);
  };
  $("save").onsubmit = (event) => {
    event.preventDefault();
    attempt(async () => {
      await change("POST", "/v1/searches", { name: $("save-name").value.trim(), parameters: writeAsked(current).toString() });
      $("save-name").value = "";
      await fill();
    });
  };
}
