// SPDX-License-Identifier: Apache-2.0
//
// The clerk's guide: text alone, in Vietnamese, for the screen and for one sheet of A4. It asks the server nothing.
import { $ } from "./dom.js";

// Paper is white, whatever the screen is.
let theme = "light";
addEventListener("beforeprint", () => {
  theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
});
addEventListener("afterprint", () => { document.documentElement.dataset.theme = theme; });
$("print").onclick = () => print();
