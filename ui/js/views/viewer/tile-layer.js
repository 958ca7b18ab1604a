/**
 * @file The tiles of a very large picture, over its rendition: those that are seen, of the level that the zoom asks
 * for. Of the original a browser would hold all pixels, a gigabyte and more.
 */

import { ApiError } from "../../core/api.js";
import { h } from "../../core/dom.js";
import { seenTiles } from "../../pure/viewer/tiles.js";
import { loadImage } from "./load-image.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/viewer/tiles.js").Tile} Tile */
/** @typedef {import("../../pure/viewer/zoom.js").Part} Part */
/** @typedef {import("../../pure/viewer/zoom.js").Size} Size */
/**
 * The picture whose tiles are shown.
 * @typedef {object} TiledPicture
 * @property {number} id - Id of the photo.
 * @property {number} version - Its version.
 * @property {string} variant - Which of its pictures; "": the photo itself.
 * @property {Size} size - In px.
 */
/**
 * What the layer tells.
 * @typedef {object} TileEvents
 * @property {() => void} onSharp - All that is seen is there, after some of it was not.
 * @property {() => void} onFailed - There are no tiles of this picture.
 * @property {(waits: boolean) => void} onWaiting - They take long to be made, or no longer.
 */
/** @typedef {{load: import("../../pure/viewer/preload.js").Pending<HTMLImageElement>, isShown: boolean}} HeldTile */

const RETRY_DELAY = 1000; // ms
const MAX_TRIES = 24; // with the 5 s that the server waits each time: longer than it tries to decode a picture, twice
const LATE = 400; // ms

/** Shows tiles in the element of the picture. */
export class TileLayer {
  /** Whether every pixel of what is seen is there. */
  isSharp = false;
  /** @type {TiledPicture|null} */
  #picture = null;
  #begun = new AbortController();
  #isMade = false; // the server has the tiles
  #isLate = false; // they take long to be made
  #isThere = false; // all that is seen
  /** @type {Tile[]} */
  #wanted = [];
  #level = 0;
  /** @type {Map<string, HeldTile>} by name */
  #held = new Map();
  // as large as the picture in its own px: in CSS px, a tile would begin between two px of a screen of other density
  #area = h("div", { class: "stage__tiles" });
  #context;
  #figure;
  #events;

  /**
   * @param {Pick<Context, "api"|"pictures">} context - What the parts of the page share.
   * @param {HTMLElement} figure - What the picture lies in.
   * @param {TileEvents} events - What the layer tells.
   */
  constructor(context, figure, events) {
    this.#context = context;
    this.#figure = figure;
    this.#events = events;
  }

  /**
   * Show what is seen of a picture in tiles; the first time the server makes all of them.
   * @param {TiledPicture} picture - The picture: the same until clear().
   * @param {number} width - Width of the element that the picture lies in, CSS px.
   * @param {number} zoom - Device px per pixel of the picture.
   * @param {Part} part - What is seen of it.
   */
  show(picture, width, zoom, part) {
    this.#area.style.transform = `scale(${width / picture.size.width})`;
    const { level, tiles } = seenTiles(picture.size, zoom, part);
    this.#level = level;
    this.#wanted = tiles;
    if (this.#isMade) return this.#load();
    if (this.#picture) return;
    this.#picture = picture;
    void this.#make(this.#begun.signal);
  }

  /** Let all tiles go. */
  clear() {
    this.#begun.abort();
    this.#begun = new AbortController();
    this.#wait(false);
    for (const name of [...this.#held.keys()]) this.#drop(name);
    this.#area.remove();
    this.#picture = null;
    this.#wanted = [];
    this.isSharp = this.#isMade = this.#isThere = false;
  }

  /**
   * Have the tiles made, however long it takes: ask for one of them until it is there.
   * @param {AbortSignal} signal - Ends it.
   */
  async #make(signal) {
    const late = setTimeout(() => this.#wait(true), LATE);
    signal.addEventListener("abort", () => clearTimeout(late));
    const isMade = await this.#ask(signal);
    if (signal.aborted) return;
    clearTimeout(late);
    this.#wait(false);
    this.#isMade = isMade;
    if (isMade) this.#load();
    else this.#events.onFailed();
  }

  /** @param {boolean} isLate - Whether they take long. */
  #wait(isLate) {
    if (isLate !== this.#isLate) this.#events.onWaiting(isLate);
    this.#isLate = isLate;
  }

  /** @param {AbortSignal} signal - Ends it. */
  async #ask(signal) {
    for (let tries = 0; tries < MAX_TRIES && !signal.aborted; tries++) {
      const middle = this.#wanted[this.#wanted.length >> 1];
      const why = await this.#context.api.bytes(this.#url(middle.name), signal).then(() => null, (error) => error);
      if (!why) return true;
      if (why instanceof ApiError && why.status < 500) return false;
      await new Promise((done) => setTimeout(done, RETRY_DELAY)); // they are still being made, or nobody answers
    }
    return false;
  }

  /**
   * Load what is seen and not there; give up what is seen no more. Of other levels it stays until all is there, below
   * which it lies: else a long move over a picture would gather all of it.
   */
  #load() {
    const names = new Set(this.#wanted.map(({ name }) => name));
    for (const [name, { isShown }] of this.#held) {
      const isOfLevel = name.startsWith(`${this.#level}-`);
      if (!names.has(name) && (isOfLevel || !isShown)) this.#drop(name);
    }
    for (const tile of this.#wanted) if (!this.#held.has(tile.name)) this.#start(tile);
    this.#settle();
  }

  /**
   * @param {Tile} tile - The tile.
   * @param {number} [tries] - How often it has failed.
   */
  #start(tile, tries = 0) {
    const load = loadImage(this.#context.pictures, this.#url(tile.name), "high");
    const held = { load, isShown: false };
    this.#held.set(tile.name, held);
    const isHeld = () => this.#held.get(tile.name) === held;
    load.ready.then((image) => isHeld() && this.#place(image, tile, held), () => {
      if (tries < MAX_TRIES) setTimeout(() => isHeld() && this.#start(tile, tries + 1), RETRY_DELAY);
    });
  }

  /**
   * @param {HTMLImageElement} image - The tile, decoded.
   * @param {Tile} tile - Where it lies.
   * @param {HeldTile} held - What is held of it.
   */
  #place(image, { left, top, width, height }, held) {
    image.style.inset = `${top}px auto auto ${left}px`;
    image.style.width = `${width}px`;
    image.style.height = `${height}px`;
    this.#area.append(image);
    if (this.#area.parentElement !== this.#figure) this.#figure.append(this.#area);
    held.isShown = true;
    this.#settle();
  }

  /** Let go of what lies below or beside, once all is there that is seen. */
  #settle() {
    const wasThere = this.#isThere;
    this.#isThere = this.#wanted.every(({ name }) => this.#held.get(name)?.isShown);
    this.isSharp = this.#isThere && this.#level === 0;
    if (!this.#isThere) return;
    const names = new Set(this.#wanted.map(({ name }) => name));
    for (const name of [...this.#held.keys()]) if (!names.has(name)) this.#drop(name);
    if (!wasThere) this.#events.onSharp();
  }

  /** @param {string} name - Name of the tile. */
  #drop(name) {
    const held = this.#held.get(name);
    this.#held.delete(name);
    held?.load.ready.then((image) => image.remove(), () => {});
    held?.load.cancel();
  }

  /** @param {string} name - Name of the tile. */
  #url(name) {
    const { id, version, variant } = /** @type {TiledPicture} */ (this.#picture);
    return `${this.#context.api.media("tile", id, version, undefined, variant)}&tile=${name}`;
  }
}
