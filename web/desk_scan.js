// SPDX-License-Identifier: Apache-2.0
//
// The scanner: which one and how, files in its place, and what it does or waits for.
//
//   const scan = new Scan(panel, run, { start, files, resume, stop })
//   scan.load(reach)       the devices that are there ("attached" or "network")
//   scan.show(state)       what the desk's scanner does, for the capture that is open
//   scan.settings()        { device, source, duplex, dpi, colour }
import { element } from "./dom.js";
import { known, t } from "./language.js";
import { get } from "./desk_api.js";

const KEPT = "desk-scan";
const RESOLUTIONS = [200, 300, 400];  // where a scanner does not say
const USUAL = 300;  // what is read best
const LEAST = 150;
const MOST = 600;
const CALM = new Set(["done", "stopped"]);

function kept() {
  try { return JSON.parse(localStorage.getItem(KEPT)) ?? {}; } catch { return {}; }
}

export class Scan {
  #panel;
  #run;
  #actions;
  #scanners = [];
  #fields = {};
  #seen = "";

  constructor(panel, run, actions) {
    this.#panel = panel;
    this.#run = run;
    this.#actions = actions;
    this.#build();
  }

  #select(name, options, label, className = "") {
    const select = element("select", { id: `scan-${name}`, onchange: () => { if (name === "device") this.#fit(); this.#keep(); } }, ...options.map(([value, words]) => element("option", { value }, words)));
    this.#fields[name] = select;
    return element("label", { className }, element("span", {}, label), select);
  }

  #build() {
    this.#fields.duplex = element("input", { type: "checkbox", id: "scan-duplex", onchange: () => this.#keep() });
    this.#fields.file = element("input", { type: "file", id: "scan-files", multiple: true, className: "hidden", tabIndex: -1, "aria-label": t("desk.files"), accept: ".pdf,.tif,.tiff,.jpg,.jpeg,.png,.jp2,.webp,.bmp",
      onchange: () => { this.#actions.files([...this.#fields.file.files]); this.#fields.file.value = ""; } });
    this.#panel.append(
      this.#select("device", [], t("desk.device"), "device"),
      this.#select("source", [["", t("desk.source_any")], ["feeder", t("desk.feeder")], ["flatbed", t("desk.flatbed")]], t("desk.source")),
      this.#select("dpi", RESOLUTIONS.map((dpi) => [String(dpi), `${dpi} dpi`]), t("desk.dpi")),
      this.#select("colour", ["colour", "gray", "black_and_white"].map((colour) => [colour, t(`desk.${colour}`)]), t("desk.colours")),
      element("label", { className: "check", for: "scan-duplex" }, this.#fields.duplex, element("span", {}, t("desk.duplex"))),
      element("button", { type: "button", id: "scan-start", className: "primary", onclick: () => this.#actions.start() }, t("desk.scan"), " ", element("kbd", {}, "s")),
      element("button", { type: "button", id: "scan-file", onclick: () => this.chooseFiles() }, t("desk.files"), " ", element("kbd", {}, "t")),
      element("button", { type: "button", id: "scan-network", className: "quiet", onclick: () => this.load("network") }, t("desk.look_again")),
      this.#fields.file);
    const before = kept();
    for (const name of ["source", "dpi", "colour"]) if (before[name]) this.#fields[name].value = before[name];
    if (!before.dpi) this.#fields.dpi.value = String(USUAL);
    this.#fields.duplex.checked = before.duplex ?? true;
  }

  // What the chosen scanner can do, with what was chosen before where it can do that.
  #fit() {
    const scanner = this.#scanners.find((each) => each.uri === this.#fields.device.value);
    if (!scanner) return;
    const { source, dpi, colour, duplex } = this.#fields;
    // What a folder gets is as the copier made it.
    const folder = scanner.uri.startsWith("folder:");
    for (const field of [source, dpi, colour]) field.disabled = folder;
    const able = scanner.resolutions.filter((each) => each >= LEAST && each <= MOST);
    const offered = able.length ? able : scanner.resolutions.length ? scanner.resolutions : RESOLUTIONS;
    const wanted = Number(dpi.value) || USUAL;
    dpi.replaceChildren(...offered.map((each) => element("option", { value: String(each) }, `${each} dpi`)));
    dpi.value = String(offered.find((each) => each >= wanted) ?? offered.at(-1));
    if (scanner.colours.length) {
      const before = colour.value;
      colour.replaceChildren(...scanner.colours.map((each) => element("option", { value: each }, t(`desk.${each}`))));
      colour.value = scanner.colours.includes(before) ? before : scanner.colours[0];
    }
    // One that says nothing of itself may have it all the same.
    duplex.disabled = folder || (!scanner.duplex && scanner.resolutions.length > 0);
  }

  #keep() {
    try { localStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...this.settings() })); } catch { /* then it is for this time alone */ }
  }

  chooseFiles() { this.#fields.file.click(); }

  settings() {
    const { device, source, dpi, colour, duplex } = this.#fields;
    if (device.value.startsWith("folder:")) return { device: device.value };
    return { device: device.value, source: source.value, dpi: Number(dpi.value), colour: colour.value, duplex: duplex.checked && !duplex.disabled };
  }

  async load(reach = "attached") {
    const button = this.#panel.querySelector("#scan-network");
    button.disabled = true;
    try {
      this.#scanners = (await get(`/v1/devices?reach=${reach}`)).scanners;
    } catch { this.#scanners = []; }
    button.disabled = false;
    const chosen = this.#fields.device.value || kept().device;
    this.#fields.device.replaceChildren(...this.#scanners.map((scanner) =>
      element("option", { value: scanner.uri }, scanner.uri.startsWith("folder:") ? t("desk.folder", { folder: scanner.model })
        : [scanner.vendor, scanner.model].filter(Boolean).join(" ") || scanner.uri)));
    if (!this.#scanners.length) this.#fields.device.append(element("option", { value: "" }, t("desk.device_none")));
    if (this.#scanners.some((scanner) => scanner.uri === chosen)) this.#fields.device.value = chosen;
    this.#fit();
    this.#panel.querySelector("#scan-start").disabled = !this.#scanners.length;
  }

  // Of another capture's run nothing is said here but that the scanner is taken.
  show(run, capture) {
    const own = run !== null && run.capture === capture.id;
    const over = run === null || ["done", "stopped", "failed"].includes(run.state);
    this.#panel.hidden = capture.state !== "open";
    this.#panel.querySelector("#scan-start").disabled = !this.#scanners.length || !over;
    if (!own || capture.state !== "open" || (run.state === "done" && !run.left_out.length)) {
      this.#run.hidden = true;
      this.#seen = "";
      return;
    }
    const said = JSON.stringify(run);
    if (said === this.#seen) return;
    this.#seen = said;
    this.#run.hidden = false;
    this.#run.className = `notice ${["failed", "waiting", "no_room"].includes(run.state) ? "bad" : CALM.has(run.state) || run.state === "scanning" ? "calm" : ""}`;
    this.#run.replaceChildren(...this.#words(run), ...this.#buttons(run));
  }

  #words(run) {
    const words = run.state === "waiting" ? known(`device.${run.device_state}`, t("device.error")) : t(`run.${run.state}`);
    const lines = [element("p", {}, words)];
    if (run.state === "waiting") lines.push(element("p", {}, t("desk.resume_at", { sheet: run.next_sheet })));
    if (run.state === "scanning" && run.originals) lines.push(element("p", { className: "soft small" }, t("desk.sheets_safe", { count: run.originals })));
    if (run.state === "failed" && run.message) lines.push(element("p", { className: "small" }, run.message));
    for (const reason of run.left_out) lines.push(element("p", { className: "small" }, t("desk.left_out", { reason })));
    return [element("div", { className: "what" }, ...lines)];
  }

  #buttons(run) {
    if (["done", "stopped", "failed"].includes(run.state)) return [];
    const stop = element("button", { type: "button", id: "run-stop", onclick: () => this.#actions.stop() }, t("desk.stop"), " ", element("kbd", {}, "Esc"));
    if (run.state !== "waiting") return [stop];
    return [element("button", { type: "button", id: "run-resume", className: "primary", onclick: () => this.#actions.resume() }, t("desk.resume"), " ", element("kbd", {}, "c")), stop];
  }
}
