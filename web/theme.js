// SPDX-License-Identifier: Apache-2.0
//
// Light or dark, before anything is drawn: the one script that is no module, for those run after the first picture of the
// page. "theme" in the browser's store is "light", "dark" or absent (as the system has it).
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  function kept() {
    try { return localStorage.getItem("theme"); } catch { return null; }
  }
  function show() {
    document.documentElement.dataset.theme = kept() ?? (system.matches ? "dark" : "light");
  }
  show();
  system.addEventListener("change", show);
  addEventListener("storage", show);
  document.addEventListener("theme-chosen", show);
})();
