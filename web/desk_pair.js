// SPDX-License-Identifier: Apache-2.0
//
// What a browser of another host sees first: the code that the desk shows makes it one of the desk's.
import { $ } from "./dom.js";
import { fill, t } from "./language.js";
import { post } from "./desk_api.js";

fill();
document.title = t("pair.page_title");
$("pair").onsubmit = async (event) => {
  event.preventDefault();
  $("problem").textContent = "";
  try {
    await post("/v1/pair", { code: $("code").value, name: $("name").value });
    location.replace("/");
  } catch (error) {
    $("problem").textContent = error.code === "denied" ? t("pair.wrong") : error.message;
    $("code").select();
  }
};
