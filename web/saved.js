// SPDX-License-Identifier: Apache-2.0
//
// Searches that are kept under a name.
import { $, ask, change, element } from "./session.js";
import { isAsked, readAsked, writeAsked } from "./asked.js";

let current = {};
let choose = () => {};

async function fill() {
  const { searches } = await ask("/v1/searches");
  $("saved-list").replaceChildren(...searches.map((search) => {
    const open = element("button", { type: "button", className: "kept" }, search.name);
    open.onclick = () => {
      $("saved").open = false;
      choose(readAsked(search.parameters));
    };
    const remove = element("button", { type: "button", className: "remove" }, "✕");
    remove.setAttribute("aria-label", `Bỏ tìm kiếm đã lưu ${search.name}`);
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
    $("saved-problem").textContent = `Không lưu được: ${error.message}`;
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
