// SPDX-License-Identifier: Apache-2.0
//
// PageView: the picture of a page, as near as one likes, with places of it lit. Pictures come by IIIF Image API 3: the
// whole page small, and over it tiles of what is in sight as fine as it is shown. The paper scrolls as all else does, by
// wheel, finger, keys and dragging; Ctrl with the wheel, + and - come nearer.
//
//   const view = new PageView(paper, sheet)        two elements, one in the other; the paper scrolls
//   await view.show({ id, alt })                   a page; what was asked for before is thrown away
//   view.light([{ polygon, kind, name }], { look: true })   polygons in shares of the page; kind is a class of theirs
//   view.zoomBy(1.25); view.fit("width" | "page"); view.clear()
import { drawing, element } from "./dom.js";
import { ask } from "./session.js";

const TILE = 1024;
const LEAST = 0.2;
const MOST = 8;

export class PageView {
  #paper;
  #sheet;
  #info = null;
  #zoom = 1;  // the sheet's width in widths of the paper
  #latest = 0;
  #base = null;
  #tiles = element("div", { className: "tiles" });
  #marks = drawing("svg", { viewBox: "0 0 1 1", preserveAspectRatio: "none", "aria-hidden": "true" });
  #waiting = false;

  constructor(paper, sheet) {
    this.#paper = paper;
    this.#sheet = sheet;
    paper.addEventListener("scroll", () => this.#sharpenSoon(), { passive: true });
    new ResizeObserver(() => this.#sharpenSoon()).observe(paper);
    paper.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.zoomBy(event.deltaY < 0 ? 1.2 : 1 / 1.2, event);
    }, { passive: false });
    this.#dragWithMouse();
  }

  get zoom() { return this.#zoom; }

  async show({ id, alt }) {
    const mine = ++this.#latest;
    const info = await ask(`/v1/iiif/${encodeURIComponent(id)}/info.json`);
    if (mine !== this.#latest) return false;
    this.#info = { ...info, id };
    const wide = Math.min(info.width, Math.ceil(Math.max(600, this.#paper.clientWidth) * Math.min(devicePixelRatio, 2)));
    this.#base = element("img", {
      src: this.#address("full", wide === info.width ? "max" : `${wide},`), alt, width: info.width, height: info.height, draggable: false,
    });
    this.#base.dataset.wide = wide;
    this.#tiles.replaceChildren();
    this.#marks.replaceChildren();
    this.#sheet.replaceChildren(this.#base, this.#tiles, this.#marks);
    this.#sheet.style.aspectRatio = `${info.width} / ${info.height}`;
    this.#setWidth();
    await this.#base.decode().catch(() => {});
    this.#sharpenSoon();
    return mine === this.#latest;
  }

  clear() {
    ++this.#latest;
    this.#info = null;
    this.#zoom = 1;
    this.#sheet.replaceChildren();
  }

  light(places, { look = false } = {}) {
    this.#marks.replaceChildren(...places.map(({ polygon, kind = "", name = "" }) => {
      const shape = drawing("polygon", { points: polygon.map(([x, y]) => `${x},${y}`).join(" "), class: kind });
      if (name) shape.append(drawing("title", {}, name));
      return shape;
    }));
    if (look) this.lookAt(0);
  }

  // The sheet under the pointer, or else in the middle, stays where it is.
  zoomBy(factor, at = null) {
    const paper = this.#paper.getBoundingClientRect();
    const x = at ? at.clientX - paper.left : paper.width / 2;
    const y = at ? at.clientY - paper.top : paper.height / 2;
    const before = this.#sheet.getBoundingClientRect();
    const inX = (paper.left + x - before.left) / before.width;
    const inY = (paper.top + y - before.top) / before.height;
    this.#zoom = Math.min(MOST, Math.max(LEAST, this.#zoom * factor));
    this.#setWidth();
    const after = this.#sheet.getBoundingClientRect();
    this.#paper.scrollLeft += after.left + inX * after.width - (paper.left + x);
    this.#paper.scrollTop += after.top + inY * after.height - (paper.top + y);
    this.#sharpenSoon();
  }

  fit(how = "width") {
    this.#zoom = 1;
    if (how === "page" && this.#info) {
      const room = (this.#paper.clientHeight - 24) / this.#paper.clientWidth;
      this.#zoom = Math.max(LEAST, Math.min(1, room * this.#info.width / this.#info.height));
    }
    this.#setWidth();
    this.#sharpenSoon();
  }

  // Brings a lit place into the middle, so near that it can be read.
  lookAt(number, share = 0) {
    const shape = this.#marks.children[number];
    if (!shape) return;
    if (share > 0) {
      const wide = shape.getBoundingClientRect().width / this.#sheet.getBoundingClientRect().width;
      this.#zoom = Math.min(3, Math.max(1, share / Math.max(wide, 0.01)));
      this.#setWidth();
    }
    const paper = this.#paper.getBoundingClientRect();
    const place = shape.getBoundingClientRect();
    this.#paper.scrollLeft += place.left + place.width / 2 - paper.left - paper.width / 2;
    this.#paper.scrollTop += place.top + place.height / 2 - paper.top - paper.height / 2;
    this.#sharpenSoon();
  }

  #address(region, size) {
    return `/v1/iiif/${encodeURIComponent(this.#info.id)}/${region}/${size}/0/default.jpg`;
  }

  #setWidth() {
    this.#sheet.style.width = `${Math.round(this.#zoom * 1000) / 10}%`;
  }

  #sharpenSoon() {
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#sharpen();
    }, 120);
  }

  // Tiles of the coarsest level that is fine enough, where the paper shows them; others go when these are there.
  async #sharpen() {
    if (!this.#info || !this.#sheet.isConnected) return;
    const { width, height } = this.#info;
    const shown = this.#sheet.getBoundingClientRect();
    const needed = shown.width * Math.min(devicePixelRatio, 2);
    if (needed <= this.#base.dataset.wide * 1.15 || shown.width === 0) {
      this.#tiles.replaceChildren();
      return;
    }
    let factor = 1;
    while (width / (factor * 2) >= needed) factor *= 2;
    const paper = this.#paper.getBoundingClientRect();
    const step = TILE * factor;
    const from = (low, sheet, size, whole) => Math.max(0, Math.floor((low - sheet) / size * whole / step));
    const to = (high, sheet, size, whole) => Math.min(Math.ceil(whole / step), Math.ceil((high - sheet) / size * whole / step));
    const wanted = [];
    for (let row = from(paper.top, shown.top, shown.height, height); row < to(paper.bottom, shown.top, shown.height, height); ++row) {
      for (let column = from(paper.left, shown.left, shown.width, width); column < to(paper.right, shown.left, shown.width, width); ++column) {
        wanted.push(this.#tile(column * step, row * step, step, factor));
      }
    }
    const mine = this.#latest;
    await Promise.all(wanted.map((tile) => tile.decode().catch(() => {})));
    if (mine !== this.#latest) return;
    for (const old of [...this.#tiles.children]) if (!wanted.includes(old)) old.remove();
  }

  #tile(x, y, step, factor) {
    const { width, height } = this.#info;
    const w = Math.min(step, width - x);
    const h = Math.min(step, height - y);
    const name = `${factor}/${x},${y}`;
    const there = [...this.#tiles.children].find((tile) => tile.dataset.name === name);
    if (there) return there;
    const tile = element("img", { src: this.#address(`${x},${y},${w},${h}`, factor === 1 ? "max" : `${Math.ceil(w / factor)},`), alt: "", draggable: false });
    tile.dataset.name = name;
    Object.assign(tile.style, { left: `${x / width * 100}%`, top: `${y / height * 100}%`, width: `${w / width * 100}%`, height: `${h / height * 100}%` });
    this.#tiles.append(tile);
    return tile;
  }

  #dragWithMouse() {
    let held = null;
    this.#paper.addEventListener("pointerdown", (event) => {
      if (event.pointerType !== "mouse" || event.button !== 0 || event.target === this.#paper) return;
      held = { x: event.clientX, y: event.clientY };
    });
    addEventListener("pointermove", (event) => {
      if (!held) return;
      this.#paper.classList.add("held");
      this.#paper.scrollLeft -= event.clientX - held.x;
      this.#paper.scrollTop -= event.clientY - held.y;
      held = { x: event.clientX, y: event.clientY };
    });
    addEventListener("pointerup", () => {
      held = null;
      this.#paper.classList.remove("held");
    });
  }
}
