/**
 * @file The viewer: one photo of the current timeline, opened and closed by the address, paged by every usual key and
 * gesture.
 */

import { h } from "../../core/dom.js";
import { canFillScreen, toggleFullscreen } from "../../core/full-screen.js";
import { formatDay } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";
import { neighbourFolder } from "../../pure/sidebar/folder-tree.js";
import { takenDay } from "../../pure/viewer/date-text.js";
import { formatPlaceIn } from "../../pure/viewer/photo-text.js";
import { PhotoLoader } from "./photo-loader.js";
import { createTopBar, createPageButtons, createZoomControl } from "./controls.js";
import { DetailsPanel } from "./details-panel.js";
import { DownloadLink } from "./download-link.js";
import { PhotoActions } from "./photo-actions.js";
import { PhotoCommands } from "./photo-commands.js";
import { PhotoSaid } from "./photo-said.js";
import { Filmstrip } from "./filmstrip.js";
import { Gestures } from "./gestures.js";
import { GroupBadges } from "./group-badges.js";
import { createKeepButton } from "./keep-button.js";
import { Overlay } from "./overlay.js";
import { PhotoGroup } from "./photo-group.js";
import { photoAt, unknownPhoto, visitedPhoto } from "./photo-cache.js";
import { bindKeys } from "./viewer-keys.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Photo} Photo */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */
/** @typedef {import("../../pure/timeline/timeline.js").Timeline} Timeline */

/**
 * Make the viewer in the page's element for it.
 * @param {Context} context - What the parts of the page share.
 */
export function createViewer(context) {
  const root = document.getElementById("viewer") ?? document.body.appendChild(h("div", { id: "viewer" }));
  return new Viewer(context, root);
}

/** Shows the photo of the place. */
export class Viewer {
  #index = -1;
  #timelineKey = ""; // which timeline #index counts in
  /** @type {1|-1} */
  #direction = 1;
  #entering = false; // a folder whose first photo is wanted
  #closingMessage = ""; // what there is to say once it is closed
  #context;
  #actions;
  /** @type {PhotoSaid|null} */
  #said = null; // null: nothing may be said
  #loader;
  #filmstrip;
  #details;
  #topBar;
  /** @type {DownloadLink|null} */
  #download = null; // keeps the photo's file; null: on this computer it is there already
  #pageButtons;
  #zoom;
  #signs;
  #overlay;
  #group = new PhotoGroup();

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {HTMLElement} root - The element of the viewer.
   */
  constructor(context, root) {
    this.#context = context;
    const { store } = context;
    this.#actions = new PhotoActions(context);
    if (context.site) this.#download = new DownloadLink(this.#actions);
    this.#loader = new PhotoLoader(context, this.#actions, this.#loaderEvents());
    this.stage = this.#loader.stage;
    this.#filmstrip = new Filmstrip(context, (index) => this.goTo(index));
    this.commands = new PhotoCommands(this.#actions, this.#loader, this.#download);
    const openPanel = () => store.updateView({ info: true });
    const turns = { next: () => this.turn(1), goTo: (/** @type {number} */ index) => this.goTo(index) };
    if (context.isOwner) this.#said = new PhotoSaid(context, { ...turns, openPanel });
    this.#details = new DetailsPanel(this.#actions, () => this.toggleInfo(), this.#said);
    const commands = this.#commands();
    this.#topBar = createTopBar(commands);
    this.#pageButtons = createPageButtons(commands);
    this.#zoom = createZoomControl(commands);
    this.#signs = new GroupBadges(context, this.stage, openPanel);
    this.stage.element.append(...this.#pageButtons.elements, this.#zoom.element, this.#signs.element);
    this.#overlay = new Overlay(context, root, [
      this.#topBar.element,
      this.stage.element,
      this.#filmstrip.element,
      this.stage.video.bar.element,
      this.#details.element,
    ]);
    this.gestures = new Gestures(this.stage, root, commands);
    bindKeys(context, this);
    this.#said?.bindKeys();
    store.watchAny([(state) => state.place.photo, (state) => state.timeline, (state) => state.loading,
      (state) => state.visit?.complete], () => this.#follow()); // prettier-ignore
    store.watch((state) => state.lost, (lost) => this.commands.followDownload(lost !== null));
    store.watch((state) => state.view.info, (shown) => this.#panel(shown));
  }

  /** @returns {import("./photo-loader.js").PhotoLoaderEvents} */
  #loaderEvents() {
    return {
      position: () => ({ index: this.#index, direction: this.#direction }),
      onOutsideTimeline: (shown) => this.#show(shown, -1, null),
      onDetails: (photo) => this.#onDetails(photo),
      onVariant: (text) => (this.#details.shown = text), onSaid: (text) => this.#overlay.say(text),
      onZoomed: (text) => this.#zoom.show(text, this.stage.isFitted),
      onLeave: () => this.leave(),
    };
  }

  /** @returns {import("./controls.js").ViewerCommands} */
  #commands() {
    return {
      leave: () => this.leave(),
      turn: (step) => this.turn(step),
      fullScreen: canFillScreen(this.#context) ? () => void toggleFullscreen(this.#context) : null,
      download: this.#download?.element ?? null,
      said: this.#said?.bar ?? null,
      keep: this.#context.isOwner ? createKeepButton(this.#context) : null,
      toggleInfo: () => this.toggleInfo(),
      openMenu: this.#said && ((at) => this.#actions.menu(at, this.#loader.details, this.#said?.menuItems())),
      zoom: (direction) => this.stage.zoomStep(direction), fit: () => this.stage.fit(),
      toggleBars: () => this.#overlay.toggleBars(),
      hold: (held) => this.#signs.hold(held), isMoving: () => this.#signs.isMoving,
    };
  }

  #follow() {
    const { place, timeline, loading } = this.#context.store.state;
    if (place.photo === null) return this.#close();
    if (!this.#overlay.isOpen) this.#overlay.open();
    if (this.#entering && timeline && !loading && timeline.key !== this.#timelineKey) return this.#enter(timeline);
    const index = timeline ? this.#group.indexOf(timeline, place.photo) : -1;
    const member = timeline?.ids[index] === place.photo ? null : this.#group.member(place.photo);
    if (timeline && index >= 0) return this.#show(member ?? photoAt(timeline, index), index, timeline);
    const shown = this.#loader.current?.id === place.photo ? this.#loader.current : null;
    if (shown && (this.#index < 0 || loading)) return;
    if (shown && timeline && timeline.key === this.#timelineKey) return this.#vanished(timeline);
    // alone: by its address, or opened from the photos of the place before while those of this one were on their way
    this.#show(shown ?? (place.visit ? visitedPhoto(place.photo) : unknownPhoto(place.photo)), -1, null);
  }

  /**
   * Show the photo that has come to the place of one that was deleted or moved away.
   * @param {Timeline} timeline - The new timeline.
   */
  #vanished(timeline) {
    const { details, current } = this.#loader;
    const { annotations, store, dialogs } = this.#context;
    // who takes the stars off a photo sees it leave the search for photos with stars, and is not told that it is gone;
    // so is one that is taken out of the album
    const { place } = store.state;
    const isExpected = (place.q !== "" || place.album !== null) && current !== null && annotations.hasSaid(current.id);
    const gone = isExpected ? "" : details ? t("viewer-lost", { name: details.name }) : t("viewer-lost-unknown");
    if (timeline.n === 0) {
      this.#closingMessage = gone;
      return this.leave();
    }
    const last = this.#index >= timeline.n;
    this.#replacePhoto(timeline.ids[last ? timeline.n - 1 : this.#index]);
    if (gone) dialogs.toast(t(last ? "viewer-lost-last" : "viewer-lost-next", { lost: gone }));
  }

  /**
   * Show the first photo of the next or the previous folder.
   * @param {1|-1} step - 1: next; -1: previous.
   */
  goToFolder(step) {
    const { folders, place } = this.#context.store.state;
    const here = this.#entering ? place.folder : this.#loader.details?.folder ?? place.folder;
    const folder = neighbourFolder(folders, here, step);
    if (!folder || place.visit) return; // a visit is one folder, and none of these
    this.#entering = true;
    this.#context.route.go({ folder: folder.id, q: "" }, { replace: true });
  }

  /**
   * Show the first photo of the folder whose timeline has come.
   * @param {Timeline} timeline - The timeline shown.
   */
  #enter(timeline) {
    this.#entering = false;
    this.#timelineKey = timeline.key;
    if (timeline.n === 0) this.leave();
    else if (this.#loader.current?.id === timeline.ids[0]) this.#follow();
    else this.#replacePhoto(timeline.ids[0]);
  }

  #close() {
    if (!this.#overlay.isOpen) return;
    this.#overlay.close(this.#closingMessage);
    const index = this.#index, { store } = this.#context, { timeline } = store.state; // prettier-ignore
    this.#release();
    if (index >= 0 && index < (timeline?.n ?? 0)) store.setFocus(index); // the last photo may have been deleted
    this.#overlay.returnFocus();
  }

  #release() {
    this.#overlay.stop();
    this.#signs.show(null);
    this.#said?.follow(-1, -1);
    this.#loader.clear();
    this.#index = -1;
    this.#entering = false;
    this.#closingMessage = "";
  }

  /**
   * @param {TimelinePhoto} shown - The photo.
   * @param {number} index - Its index; -1: in no timeline.
   * @param {Timeline|null} timeline - The timeline; null: none.
   */
  #show(shown, index, timeline) {
    this.#index = index;
    this.#timelineKey = timeline?.key ?? "";
    this.#filmstrip.show(timeline, index);
    this.#pageButtons.allow(index > 0, timeline !== null && index < timeline.n - 1);
    this.#topBar.place = formatPlaceIn(this.#context.store.state, index);
    const day = timeline?.dayOf(index) ?? -1;
    if (timeline && day >= 0) this.#topBar.title = formatDay(timeline.days[day]);
    this.#signs.show(this.#loader.details?.id === shown.id ? this.#loader.details : null);
    this.#said?.follow(shown.id, index);
    if (this.#loader.current?.id !== shown.id) this.#topBar.name = this.#overlay.name = "";
    this.#loader.show(shown);
    this.commands.followDownload(this.#context.store.state.lost !== null);
  }

  /** @param {Photo} photo - The details. */
  #onDetails(photo) {
    const { timeline, place } = this.#context.store.state;
    this.#details.show(photo);
    this.#said?.show(photo);
    this.#signs.show(photo);
    this.#group.take(photo);
    if (this.#index < 0 && photo.group.length) this.#follow(); // a member: its tile is known now
    if (this.#index < 0 || !timeline?.days.length)
      this.#topBar.title = place.visit ? photo.name : takenDay(photo.taken);
    this.#topBar.name = place.visit ? "" : photo.name; // of a visit it is the title
    const where = formatPlaceIn(this.#context.store.state, this.#index);
    this.#overlay.announce(photo.name, [photo.title || photo.name, where].filter(Boolean).join(", "));
  }

  /**
   * Show the next or the previous photo.
   * @param {1|-1} step - 1: next; -1: previous.
   */
  turn(step) {
    if (this.#index >= 0) this.goTo(this.#index + step);
  }

  /**
   * Show another photo of the timeline.
   * @param {number} index - Index of the photo in the timeline.
   */
  goTo(index) {
    const timeline = this.#context.store.state.timeline;
    if (!timeline || this.#index < 0 || index < 0 || index >= timeline.n) return;
    this.#direction = index < this.#index ? -1 : 1;
    this.#replacePhoto(timeline.ids[index]);
  }

  /** Index of the last photo; -1: there are none. */
  get last() {
    return (this.#context.store.state.timeline?.n ?? 0) - 1;
  }

  /**
   * Show a photo without a new entry in the history: Back closes the viewer.
   * @param {number} id - Id of the photo.
   */
  #replacePhoto(id) {
    this.#context.route.go({ photo: id }, { replace: true });
  }

  /** Go back to the grid. */
  leave() {
    this.#context.route.leavePhoto();
  }

  /** Show the details panel or hide it. */
  toggleInfo() {
    const { store } = this.#context;
    store.updateView({ info: !store.state.view.info });
  }

  /** @param {boolean} shown - Whether it is shown. */
  #panel(shown) {
    this.#details.element.hidden = !shown;
    this.#topBar.info = shown;
    if (!shown) this.#overlay.keepFocus();
  }
}
