// The viewer: one photo of the current timeline, opened and closed by the address, paged with every habit people have.

import { toggleFullscreen } from "../../core/commands.js";
import { h } from "../../core/dom.js";
import { formatDay } from "../../pure/text/format.js";
import { folderAway } from "../../pure/sidebar/folder-tree.js";
import { placeIn } from "../../pure/viewer/photo-text.js";
import { Arrival } from "./photo-loader.js";
import { createTop, createTurns, createZoom } from "./controls.js";
import { Details } from "./details-panel.js";
import { Errands } from "./photo-actions.js";
import { Film } from "./filmstrip.js";
import { Gestures } from "./gestures.js";
import { Layer } from "./overlay.js";
import { shownAt, shownUnknown } from "./photo-cache.js";
import { bindKeys } from "./viewer-keys.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("./progressive-image.js").Shown} Shown */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/** @param {Context} context */
export function createViewer(context) {
  return new Viewer(context, document.getElementById("viewer") ?? document.body.appendChild(h("div", { id: "viewer" })));
}

export class Viewer {
  #index = -1;
  #view = ""; // which timeline #index counts in
  /** @type {1|-1} */
  #direction = 1;
  #entering = false; // a folder whose first photo is wanted
  #farewell = ""; // what there is to say once it is closed
  #context;
  #errands;
  #arrival;
  #film;
  #details;
  #top;
  #turns;
  #zoom;
  #layer;

  /** @param {Context} context  @param {HTMLElement} root */
  constructor(context, root) {
    this.#context = context;
    const { store } = context;
    this.#errands = new Errands(context);
    this.#arrival = new Arrival(context, this.#errands, this.#host());
    this.stage = this.#arrival.stage;
    this.#film = new Film(context, (index) => this.to(index));
    this.#details = new Details(this.#errands, () => this.info());
    const deeds = this.#deeds();
    this.#top = createTop(deeds);
    this.#turns = createTurns(deeds);
    this.#zoom = createZoom(deeds);
    this.stage.element.append(...this.#turns.elements, this.#zoom.element);
    this.#layer = new Layer(context, root, [this.#top.element, this.stage.element, this.#film.element, this.#details.element]);
    this.gestures = new Gestures(this.stage, root, deeds);
    bindKeys(context, this);
    store.watchAny([(state) => state.place.photo, (state) => state.timeline, (state) => state.loading], () => this.#follow());
    store.watch((state) => state.view.info, (shown) => this.#panel(shown));
  }

  /** @returns {import("./photo-loader.js").Host} */
  #host() {
    return {
      where: () => ({ index: this.#index, direction: this.#direction }), known: (shown) => this.#show(shown, -1, null),
      described: (photo) => this.#described(photo), zoomed: (text) => this.#zoom.show(text, this.stage.isFitted), back: () => this.leave(),
    };
  }

  /** @returns {import("./controls.js").Deeds} */
  #deeds() {
    return {
      back: () => this.leave(), turn: (step) => this.turn(step), fullScreen: () => void toggleFullscreen(this.#context), info: () => this.info(),
      more: (at) => this.#errands.menu(at, this.#arrival.photo), zoom: (direction) => this.stage.step(direction), fit: () => this.stage.fit(),
      tap: () => this.#layer.toggleBars(),
    };
  }

  #follow() {
    const { place, timeline, loading } = this.#context.store.state;
    if (place.photo === null) return this.#close();
    if (!this.#layer.isOpen) this.#layer.open();
    if (this.#entering && timeline && !loading && timeline.key !== this.#view) return this.#enter(timeline);
    const index = timeline?.indexOf(place.photo) ?? -1;
    if (timeline && index >= 0) return this.#show(shownAt(timeline, index), index, timeline);
    const current = this.#arrival.shown?.id === place.photo;
    const wasHere = current && this.#index >= 0;
    if (wasHere && loading) return;
    if (wasHere && timeline && timeline.key === this.#view) return this.#vanished(timeline);
    if (!current) this.#show(shownUnknown(place.photo), -1, null);
  }

  /** The photo was deleted or moved away: its former place shows what is there now. @param {Timeline} timeline */
  #vanished(timeline) {
    const { photo } = this.#arrival;
    const gone = `${photo ? `“${photo.name}”` : "The photo"} was deleted or moved away.`;
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
    const here = this.#entering ? place.folder : this.#arrival.photo?.folder ?? place.folder;
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
    else if (this.#arrival.shown?.id === timeline.ids[0]) this.#follow();
    else this.#goto(timeline.ids[0]);
  }

  copy() {
    if (this.#arrival.shown) this.#errands.copy(this.#arrival.shown);
  }

  reveal() {
    if (this.#arrival.shown && this.#errands.desktop) this.#errands.reveal(this.#arrival.shown);
  }

  #close() {
    if (!this.#layer.isOpen) return;
    this.#layer.close(this.#farewell);
    const index = this.#index;
    this.#release();
    if (index >= 0) this.#context.store.setFocus(index);
    this.#layer.giveBack();
  }

  #release() {
    this.#layer.stop();
    this.#arrival.clear();
    this.#index = -1;
    this.#entering = false;
    this.#farewell = "";
  }

  /** @param {Shown} shown  @param {number} index  -1: in no timeline  @param {Timeline|null} timeline */
  #show(shown, index, timeline) {
    this.#index = index;
    this.#view = timeline?.key ?? "";
    this.#film.show(timeline, index);
    this.#turns.allow(index > 0, timeline !== null && index < timeline.n - 1);
    this.#top.place = timeline ? placeIn(index, timeline.n) : "";
    const day = timeline?.dayOf(index) ?? -1;
    if (timeline && day >= 0) this.#top.title = formatDay(timeline.days[day]);
    this.#arrival.show(shown);
  }

  /** @param {Photo} photo */
  #described(photo) {
    const { timeline } = this.#context.store.state;
    this.#details.show(photo);
    if (this.#index < 0 || !timeline?.days.length) this.#top.title = formatDay(photo.taken.local);
    const where = timeline && this.#index >= 0 ? `, ${placeIn(this.#index, timeline.n)}` : "";
    this.#layer.announce(photo.name, `${photo.title || photo.name}${where}`);
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
    const { store } = this.#context;
    store.updateView({ info: !store.state.view.info });
  }

  /** @param {boolean} shown */
  #panel(shown) {
    this.#details.element.hidden = !shown;
    this.#top.info = shown;
    if (!shown) this.#layer.catchFocus();
  }
}
