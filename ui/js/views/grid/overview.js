/**
 * @file The overview: all months or years of the timeline at once, in place of the grid, where one zooms out further
 * than photos can be small. It is a part of the address, so that Back returns to it.
 */

import { byId, h, icon, on } from "../../core/dom.js";
import { isOfPlace, overviewLevel } from "../../core/scope.js";
import { timelineQuery } from "../../core/timeline-loader.js";
import { formatCount } from "../../pure/text/format.js";
import { stopAt } from "../../pure/timeline/date-rail.js";
import { groupBeside, overviewGroups } from "../../pure/timeline/overview.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */
/** @typedef {import("../../pure/timeline/overview.js").Group} Group */
/** @typedef {import("../../pure/timeline/overview.js").Level} Level */
/** @typedef {import("./grid.js").Grid} Grid */

const KEYS = "overview"; // its scope of keys
const AHEAD = "400px"; // pictures are loaded so far outside of the view
const FIELDS = "input, textarea"; // have keys of their own: the slider of the size is one
const SIZE = 320; // px: long side of the thumbnails

/** Shows months or years in place of the grid. */
export class Overview {
  #context;
  #grid;
  #page = byId("overview");
  /** @type {Group[]} */
  #groups = [];
  /** @type {HTMLElement[]} the tile of each group */
  #tiles = [];
  /** @type {Map<string, HTMLElement>} tiles by what they show */
  #made = new Map();
  /** @type {Level|""} */
  #shown = "";
  /** photo to go to when the overview comes */
  #photo = -1;
  #nearby = new IntersectionObserver((entries) => this.#load(entries), { root: this.#page, rootMargin: AHEAD });

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Grid} grid - The grid.
   */
  constructor(context, grid) {
    this.#context = context;
    this.#grid = grid;
    this.#bindKeys();
    on(this.#page, "click", (event) => this.#enter(event.target));
    context.store.watchAny([(state) => state.place.over, (state) => state.timeline, timelineQuery], () => this.#draw());
  }

  /** The level that is shown; "": the grid is. */
  get level() {
    return this.#shown;
  }

  /** Whether there is one: the photos are in the order of their dates. */
  get isThere() {
    return (this.#context.store.state.timeline?.days.length ?? 0) > 0;
  }

  /** Show less of more: months in place of photos, years in place of months. */
  out() {
    if (!this.#shown) this.show("months");
    else if (this.#shown === "months") this.show("years");
  }

  /**
   * Show a level, at what is in sight now.
   * @param {Level} level - The level.
   */
  show(level) {
    if (!this.isThere || level === this.#shown) return;
    this.#context.route.go({ over: level }, { replace: this.#shown !== "" });
  }

  /**
   * Show more of less: the months of a year, the photos of a month.
   * @param {EventTarget|null} [target] - The tile, or a picture in it, to go to; anything else: that with the focus.
   */
  in(target = null) {
    const isTile = target instanceof Element && target.closest(".over__tile") !== null;
    this.#enter(isTile ? target : this.#tiles[this.#focused]);
  }

  /** Show the grid as it was left. */
  leave() {
    this.#context.route.leaveOverview();
  }

  /** The tile with the focus, or that would get it. */
  get #focused() {
    return Math.max(0, this.#tiles.findIndex((tile) => tile.tabIndex === 0));
  }

  #bindKeys() {
    const { keys } = this.#context;
    const group = t("keys-months");
    /** @type {(names: string[], label: string, run: () => void) => void} */
    const bind = (names, label, run) => keys.bind({ scope: KEYS, keys: names, group, label, run });
    /** @type {(key: string, label: string, to: () => number) => void} */
    const move = (key, label, to) => keys.bind({ scope: KEYS, keys: [key], group, label,
      run: ({ target }) => target instanceof Element && target.matches(FIELDS) ? false : this.#focus(to()) });
    move("ArrowLeft", t("grid-before"), () => this.#focused - 1);
    move("ArrowRight", t("grid-after"), () => this.#focused + 1);
    move("ArrowUp", t("grid-above"), () => groupBeside(this.#places(), this.#focused, -1));
    move("ArrowDown", t("grid-below"), () => groupBeside(this.#places(), this.#focused, 1));
    move("Home", t("grid-first"), () => 0);
    move("End", t("grid-last"), () => this.#tiles.length - 1);
    bind(["+", "=", "Ctrl+=", "Ctrl++"], t("grid-closer"), () => this.in());
    bind(["-", "Ctrl+-"], t("grid-years"), () => this.out());
    bind(["Escape"], t("common-back-to-photos"), () => this.leave());
  }

  #places() {
    return this.#tiles.map((tile) => tile.getBoundingClientRect());
  }

  /** @param {number} at - Which tile; there may be none. */
  #focus(at) {
    const tile = this.#tiles[at];
    if (!tile) return;
    for (const one of this.#tiles) one.tabIndex = one === tile ? 0 : -1;
    // who moves the slider of the size keeps it
    if (!document.activeElement?.matches(FIELDS)) tile.focus({ preventScroll: true });
    tile.scrollIntoView({ block: "nearest" });
  }

  /** @param {EventTarget|null} target - A tile, or what is in it. */
  #enter(target) {
    if (!(target instanceof HTMLElement)) return;
    const group = this.#groups[this.#tiles.findIndex((tile) => tile.contains(target))];
    if (!group) return;
    const picture = Number(target.closest("[data-photo]")?.getAttribute("data-photo") ?? -1);
    const photo = group.photos.includes(picture) ? picture : group.index;
    if (this.#shown === "years") {
      this.#photo = photo;
      this.#context.route.go({ over: "months" });
      return;
    }
    this.#context.route.go({ over: undefined }); // Back returns to the overview
    this.#grid.jumpToPhoto(photo);
    this.#grid.focus(photo);
  }

  #draw() {
    const { state } = this.#context.store;
    const { place, timeline } = state;
    const level = overviewLevel(state);
    byId("timeline").classList.toggle("is-over", level !== "");
    if (level && !isOfPlace(state)) return; // what was shown stays until the timeline of the place comes
    const was = this.#shown;
    if (level && was !== level && this.#photo < 0) this.#photo = this.#current();
    this.#shown = level;
    this.#page.hidden = !level;
    if (level && timeline) this.#fill(timeline, level, was);
    else this.#clear();
    // another order: there are no months
    if (place.over && timeline?.n && !level) this.leave();
  }

  #clear() {
    this.#page.replaceChildren();
    this.#groups = this.#tiles = [];
    this.#made.clear();
    this.#nearby.disconnect();
  }

  /**
   * @param {Timeline} timeline - The timeline.
   * @param {Level} level - What a tile is.
   * @param {string} was - What was shown before.
   */
  #fill(timeline, level, was) {
    const focused = this.#groups[this.#focused]?.name;
    const hasFocus = this.#page.contains(document.activeElement);
    this.#groups = overviewGroups(timeline, level);
    const made = new Map(this.#groups.map((group) => this.#tile(timeline, group, level)));
    const isSame = level === was && [...made.keys()].join() === [...this.#made.keys()].join();
    this.#made = made;
    this.#tiles = [...made.values()];
    if (isSame) return; // but for places in the timeline
    const { scrollTop } = this.#page;
    this.#page.setAttribute("aria-label", t(level === "months" ? "grid-months" : "grid-years"));
    this.#page.dataset.level = level;
    this.#page.replaceChildren(...this.#sections(level));
    if (level !== was) return this.#come();
    const at = this.#groups.findIndex(({ name }) => name === focused);
    this.#page.scrollTop = scrollTop;
    this.#tiles[Math.max(0, at)].tabIndex = 0;
    if (hasFocus) this.#tiles[Math.max(0, at)].focus({ preventScroll: true });
  }

  /** Return the photo that one is at: that with the focus, if it is in sight. */
  #current() {
    const { focus } = this.#context.store.state;
    if (this.#shown) return this.#groups[this.#focused].index;
    return focus >= 0 && this.#grid.isVisible(focus) ? focus : this.#grid.firstVisible();
  }

  /** Begin at the photo that one comes from. */
  #come() {
    const at = Math.max(0, stopAt(this.#groups, this.#photo));
    this.#photo = -1;
    this.#focus(at);
    this.#tiles[at].scrollIntoView({ block: "center" });
  }

  /**
   * Put the tiles of each year below its name; years stand below none.
   * @param {Level} level - What a tile is.
   */
  #sections(level) {
    const lists = new Map();
    this.#groups.forEach(({ year, count }, i) => {
      const key = level === "months" ? year : "";
      if (!lists.has(key)) lists.set(key, { count: 0, tiles: [] });
      lists.get(key).count += count;
      lists.get(key).tiles.push(h("li", {}, this.#tiles[i]));
    });
    return [...lists].map(([year, { count, tiles }]) => h("section", { class: "over__year" },
      year && h("h2", {}, year, h("span", { class: "count", text: formatCount(count) })),
      h("ul", { class: "over__tiles", role: "list" }, ...tiles)));
  }

  /**
   * Return what a tile shows, and the tile; the one of before if it shows the same.
   * @param {Timeline} timeline - The timeline.
   * @param {Group} group - The group.
   * @param {Level} level - What a tile is.
   * @returns {[string, HTMLElement]}
   */
  #tile(timeline, { name, count, photos }, level) {
    const ids = photos.map((photo) => `${timeline.ids[photo]}.${timeline.versions[photo]}${sign(timeline, photo)}`);
    const key = `${level} ${name} ${count} ${ids.join(" ")}`;
    const tile = this.#made.get(key) ?? this.#make(name, count, photos.map((photo) => this.#picture(timeline, photo)));
    // where they are now
    tile.querySelectorAll("[data-photo]").forEach((one, i) => one.setAttribute("data-photo", String(photos[i])));
    return [key, tile];
  }

  /**
   * @param {Timeline} timeline - The timeline.
   * @param {number} photo - Index of a photo.
   */
  #picture(timeline, photo) {
    if (timeline.has(photo, "broken"))
      return h("span", { class: "over__photo is-broken", "data-photo": photo }, icon("broken"));
    const address = this.#context.api.media("thumb", timeline.ids[photo], timeline.versions[photo], SIZE);
    return h("span", { class: "over__photo", "data-photo": photo, "--c": timeline.colour(photo) || "var(--sunk)" },
      h("img", { alt: "", "data-address": address }));
  }

  /**
   * @param {string} name - Name of the group.
   * @param {number} count - How many photos it has.
   * @param {HTMLElement[]} pictures - Those that stand for it.
   */
  #make(name, count, pictures) {
    const label = t("sidebar-with-count", { name, count: t("count-photos", { count }) });
    const tile = h("button", { type: "button", class: "over__tile", tabIndex: -1, "aria-label": label },
      h("span", { class: "over__mosaic", "data-count": pictures.length }, ...pictures),
      h("span", { class: "over__name" }, name, " ", h("span", { class: "count", text: formatCount(count) })));
    this.#nearby.observe(tile);
    return tile;
  }

  /** @param {IntersectionObserverEntry[]} entries - Tiles that have come near, or gone. */
  #load(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#nearby.unobserve(target);
      for (const picture of target.querySelectorAll("img"))
        this.#context.pictures.setSource(picture, picture.dataset.address ?? "", () => target.isConnected);
    }
  }
}

/**
 * Return what tells a photo of which there is no picture from one that has one.
 * @param {Timeline} timeline - The timeline.
 * @param {number} photo - Index of a photo.
 */
function sign(timeline, photo) {
  return timeline.has(photo, "broken") ? "!" : "";
}
