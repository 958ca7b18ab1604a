// The viewer: one photo of the current timeline, opened and closed by the address, paged with every habit people have.

import { toggleFullscreen } from "../core/actions.js";
import { h } from "../core/dom.js";
import { formatDay } from "../pure/format.js";
import { folderAway } from "../pure/tree.js";
import { placeIn } from "../pure/words.js";
import { createTop, createTurns, createZoom, fadeWhenIdle } from "./controls.js";
import { Details } from "./details.js";
import { Errands } from "./errands.js";
import { Film } from "./film.js";
import { Gestures } from "./gestures.js";
import { Stage } from "./stage.js";
import { shownAt, shownFrom, shownUnknown, Supply } from "./supply.js";
import { gone, offline, unreadable } from "./trouble.js";
import { bindKeys } from "./viewer-keys.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").Photo} Photo */
/** @typedef {import("../core/types.js").State} State */
/** @typedef {import("./picture.js").Shown} Shown */
/** @typedef {import("../pure/timeline-data.js").Timeline} Timeline */

const HURRY = 150; // ms between two pages of someone who is looking for something
const PATIENCE = 90; // ms of rest after which a photo in passing is worth fetching
const TRIES = 2;
/** @type {((state: State) => unknown)[]} */
const FOLLOWED = [(state) => state.place.photo, (state) => state.timeline, (state) => state.loading];

/** @param {Context} context */
export function createViewer(context) {
  return new Viewer(context, document.getElementById("viewer") ?? document.body.appendChild(h("div", { id: "viewer" })));
}

export class Viewer {
  /** @type {Shown|null} */
  #shown = null;
  /** @type {Photo|null} */
  #photo = null;
  #index = -1;
  #view = ""; // which timeline #index counts in
  /** @type {1|-1} */
  #direction = 1;
  #paged = -Infinity;
  #timer = 0;
  #tries = 0;
  /** @type {Element|null} */
  #before = null; // had the focus before
  #entering = false; // a folder whose first photo is wanted
  #farewell = ""; // what there is to say once it is closed
  #live = h("div", { class: "sr", "aria-live": "polite" });
  #context;
  #root;
  #errands;
  #supply;
  #film;
  #details;
  #top;
  #turns;
  #zoom;
  #idle;

  /** @param {Context} context  @param {HTMLElement} root */
  constructor(context, root) {
    this.#context = context;
    this.#root = root;
    const { api, signal, store } = context;
    this.#errands = new Errands(context);
    this.#supply = new Supply(api);
    this.stage = new Stage(context, this.#supply.images, { zoomed: (text) => this.#zoom.show(text, this.stage.isFitted), failed: () => this.#failed() });
    this.#film = new Film(context, (index) => this.to(index));
    this.#details = new Details(context, this.#errands, () => this.info());
    const deeds = this.#deeds();
    this.#top = createTop(deeds, signal);
    this.#turns = createTurns(deeds, signal);
    this.#zoom = createZoom(deeds, signal);
    this.#mount();
    this.#idle = fadeWhenIdle(root, signal);
    this.gestures = new Gestures(this.stage, root, deeds, signal);
    bindKeys(context, this);
    for (const pick of FOLLOWED) store.watch(pick, () => this.#follow(), signal);
    store.watch((state) => state.view.info, (shown) => this.#panel(shown), signal);
    signal.addEventListener("abort", () => this.#release(), { once: true });
  }

  #mount() {
    const root = this.#root;
    root.className = "viewer";
    root.hidden = true;
    root.tabIndex = -1;
    root.setAttribute("role", "dialog");
    root.setAttribute("aria-modal", "true");
    root.setAttribute("aria-label", "Photo");
    this.stage.element.append(...this.#turns.elements, this.#zoom.element);
    root.replaceChildren(this.#top.element, this.stage.element, this.#film.element, this.#details.element, this.#live);
  }

  /** @returns {import("./controls.js").Deeds} */
  #deeds() {
    return {
      back: () => this.leave(), turn: (step) => this.turn(step), fullScreen: () => void toggleFullscreen(this.#context), info: () => this.info(),
      more: (at) => this.#errands.menu(at, this.#photo), zoom: (direction) => this.stage.step(direction), fit: () => this.stage.fit(),
      tap: () => this.#idle.toggle(),
    };
  }

  #follow() {
    const { place, timeline, loading } = this.#context.store.state;
    if (place.photo === null) return this.#close();
    if (this.#root.hidden) this.#open();
    if (this.#entering && timeline && !loading && timeline.key !== this.#view) return this.#enter(timeline);
    const index = timeline?.indexOf(place.photo) ?? -1;
    if (timeline && index >= 0) return this.#show(shownAt(timeline, index), index, timeline);
    const wasHere = this.#shown?.id === place.photo && this.#index >= 0;
    if (wasHere && loading) return;
    if (wasHere && timeline && timeline.key === this.#view) return this.#vanished(timeline);
    if (this.#shown?.id !== place.photo) this.#alone(place.photo);
  }

  /** The photo was deleted or moved away: its former place shows what is there now. @param {Timeline} timeline */
  #vanished(timeline) {
    const gone = `${this.#photo ? `“${this.#photo.name}”` : "The photo"} was deleted or moved away.`;
    if (timeline.n === 0) {
      this.#farewell = gone;
      return this.leave();
    }
    const last = this.#index >= timeline.n;
    this.#goto(timeline.ids[last ? timeline.n - 1 : this.#index]);
    this.#context.dialogs.toast(`${gone} This is the ${last ? "last" : "next"} one.`);
  }

  /** @param {1|-1} step */
  toFolder(step) {
    const { folders, place } = this.#context.store.state;
    const here = this.#entering ? place.folder : this.#photo?.folder ?? place.folder;
    const folder = folderAway(folders, here, step);
    if (!folder) return;
    this.#entering = true;
    this.#context.route.go({ folder: folder.id, q: "" }, { replace: true });
  }

  /** The folder's photos are here. @param {Timeline} timeline */
  #enter(timeline) {
    this.#entering = false;
    this.#view = timeline.key;
    if (timeline.n === 0) this.leave();
    else if (this.#shown?.id === timeline.ids[0]) this.#follow();
    else this.#goto(timeline.ids[0]);
  }

  copy() {
    if (this.#shown) this.#errands.copy(this.#shown);
  }

  reveal() {
    if (this.#shown && this.#errands.desktop) this.#errands.reveal(this.#shown);
  }

  #open() {
    this.#before = document.activeElement;
    this.#context.dialogs.endToast(); // it spoke of the photos
    this.#root.hidden = false;
    this.#context.keys.place = "viewer";
    this.#root.focus({ preventScroll: true });
    this.#idle.wake();
  }

  #close() {
    if (this.#root.hidden) return;
    this.#root.hidden = true;
    this.#root.classList.remove("is-idle");
    this.#context.keys.place = "grid";
    this.#context.dialogs.endToast();
    if (this.#farewell) this.#context.dialogs.toast(this.#farewell);
    const index = this.#index;
    this.#release();
    if (index >= 0) this.#context.store.set({ focus: index });
    const before = this.#before;
    // the grid gives the focus to the photo; only where it does not, whoever had it has it again
    requestAnimationFrame(() => document.activeElement === document.body && before instanceof HTMLElement && before.isConnected && before.focus());
  }

  #release() {
    clearTimeout(this.#timer);
    this.#idle.stop();
    this.#supply.clear();
    this.stage.clear();
    this.#shown = this.#photo = null;
    this.#index = -1;
    this.#entering = false;
    this.#farewell = "";
  }

  /** @param {Shown} shown  @param {number} index  @param {Timeline|null} timeline */
  #show(shown, index, timeline) {
    const before = this.#shown;
    const same = before?.key === shown.key && before.flags === shown.flags;
    if (!same && before?.key === shown.key) this.#supply.forget(shown.key); // its drive came or went: ask anew
    this.#index = index;
    if (!same) this.#shown = shown;
    this.#view = timeline?.key ?? "";
    this.#film.show(timeline, index);
    this.#turns.allow(index > 0, timeline !== null && index < timeline.n - 1);
    this.#top.place = timeline ? placeIn(index, timeline.n) : "";
    const day = timeline?.dayOf(index) ?? -1;
    if (timeline && day >= 0) this.#top.title = formatDay(timeline.days[day]);
    if (same) this.#load(); // its neighbours may be others now
    else this.#begin(shown);
  }

  /** @param {Shown} shown */
  #begin(shown) {
    this.#tries = 0;
    this.#photo = null;
    const photo = this.#supply.facts.peek(shown.key) ?? null;
    this.stage.show(shown, photo);
    clearTimeout(this.#timer);
    const hurried = performance.now() - this.#paged < HURRY;
    this.#paged = performance.now();
    if (photo) this.#described(photo);
    if (hurried) this.#timer = window.setTimeout(() => this.#load(), PATIENCE);
    else this.#load();
  }

  /** This photo and its neighbours; what was on its way for others is let go. */
  #load() {
    const shown = this.#shown;
    if (!shown) return;
    this.#supply.aim(shown, this.#context.store.state.timeline, this.#index, this.#direction);
    this.stage.follow();
    this.#supply.facts.get(shown.key)?.ready.then(
      (photo) => this.#shown?.key === shown.key && this.#described(photo),
      (error) => this.#shown?.key === shown.key && this.#unknown(error),
    );
  }

  /** @param {Photo} photo */
  #described(photo) {
    const shown = this.#shown;
    if (!shown || this.#photo === photo) return;
    if (shown.version === 0 && !photo.problem) return this.#show(shownFrom(photo), -1, null);
    this.#photo = photo;
    this.stage.describe(photo);
    this.#details.show(photo);
    if (this.#index < 0 || !this.#context.store.state.timeline?.days.length) this.#top.title = formatDay(photo.taken.local);
    this.#announce(photo);
    if (!shown.broken) return;
    this.stage.trouble(unreadable(photo, this.#ways()));
    if (photo.problem?.code === "truncated") this.#asFarAsItGoes(shown);
  }

  /** A file that ends too early is shown as far as it goes. @param {Shown} shown */
  #asFarAsItGoes(shown) {
    this.#shown = { ...shown, broken: false };
    this.#load();
  }

  /** @param {Photo} photo */
  #announce(photo) {
    const timeline = this.#context.store.state.timeline;
    const where = timeline && this.#index >= 0 ? `, ${placeIn(this.#index, timeline.n)}` : "";
    this.#live.textContent = `${photo.title || photo.name}${where}`;
    this.#root.setAttribute("aria-label", `Photo ${photo.name}`);
  }

  /** A photo outside the current timeline: nothing is known of it (version 0) until its details are here. @param {number} id */
  #alone(id) {
    this.#show(shownUnknown(id), -1, null);
  }

  /** The rendition did not come: ask why. */
  async #failed() {
    const shown = this.#shown;
    if (!shown) return;
    const photo = await this.#context.api.get(`/api/photos/${shown.id}`).catch((error) => error);
    if (this.#shown !== shown) return;
    if (photo instanceof Error) return this.#unknown(photo);
    const ways = this.#ways();
    if (photo.problem) this.stage.trouble(unreadable(photo, ways));
    else if (photo.offline) this.stage.hasPixels || this.stage.trouble(offline(photo, ways));
    else if (this.#tries++ < TRIES) this.#timer = window.setTimeout(() => this.#retry(), 1500 * this.#tries);
    else this.stage.trouble(unreadable(photo, ways));
  }

  /** @param {unknown} error */
  #unknown(error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    this.stage.trouble(gone(error instanceof Error ? error.message : "", this.#ways()));
  }

  #retry() {
    if (!this.#shown) return;
    this.#supply.forget(this.#shown.key);
    this.#load();
  }

  /** @returns {import("./trouble.js").Ways} */
  #ways() {
    return { back: () => this.leave(), retry: () => this.#retry(), again: () => this.#errands.again(), errands: this.#errands };
  }

  /** @param {1|-1} step */
  turn(step) {
    if (this.#index >= 0) this.to(this.#index + step);
  }

  /** @param {number} index */
  to(index) {
    const timeline = this.#context.store.state.timeline;
    if (!timeline || this.#index < 0 || index < 0 || index >= timeline.n) return;
    this.#direction = index < this.#index ? -1 : 1;
    this.#goto(timeline.ids[index]);
  }

  get last() {
    return (this.#context.store.state.timeline?.n ?? 0) - 1;
  }

  /** Stepping adds nothing to the history: Back closes. @param {number} id */
  #goto(id) {
    this.#context.route.go({ photo: id }, { replace: true });
  }

  leave() {
    this.#context.route.leavePhoto();
  }

  info() {
    const { view } = this.#context.store.state;
    this.#context.store.set({ view: { ...view, info: !view.info } });
  }

  /** @param {boolean} shown */
  #panel(shown) {
    this.#details.element.hidden = !shown;
    this.#top.info = shown;
    if (!shown && document.activeElement === document.body && !this.#root.hidden) this.#root.focus();
  }
}
