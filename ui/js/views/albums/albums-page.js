/** @file The page of all albums, as cards with their covers, and of the saved searches, which are the smart ones. */

import { askForAlbum, deleteAlbum, renameAlbum } from "../../core/albums.js";
import { coverOf } from "../../core/album-cover.js";
import { albumItems } from "../../core/album-menu.js";
import { byId, h, icon, on, textNodes } from "../../core/dom.js";
import { keyCap } from "../../core/key-names.js";
import { MAX_ALBUM_NAME } from "../../pure/albums/albums.js";
import { sortSearches } from "../../pure/search/saved-searches.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/albums/api-types.js").Album} Album */
/** @typedef {import("../../pure/search/api-types.js").SavedSearch} SavedSearch */

const KEYS = "albums"; // its scope of keys
const COVER = 512; // px: longest side of the thumbnails
const NEWEST = 1; // photos that are asked for to be the cover of a search

/** Shows the albums in place of the photos. */
export class AlbumsPage {
  #context;
  #page = byId("albums-page");
  /** @type {Map<string, {count: number, cover: Album["cover"], generation: number}>} what searches find, by text */
  #found = new Map();

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store, keys } = context;
    keys.bind({ scope: KEYS, keys: ["Escape"], group: "", label: t("common-back-to-photos"), run: () =>
      this.#leave() });
    this.#bind("F2", t("albums-rename-key"), (album) => void this.#rename(album));
    this.#bind("Delete", t("albums-delete-key"), (album) => void deleteAlbum(context, album));
    on(this.#page, "contextmenu", (event) => this.#showMenu(event));
    store.watch((state) => state.place.page === "albums" && state.place.photo === null, (shown) => this.#show(shown));
    store.watchAny([(state) => state.albums, (state) => state.searches], () => this.#draw());
    store.watch((state) => state.status?.generation, () => this.#isShown && void this.#look());
  }

  /**
   * @param {string} key - A key on the card of an album.
   * @param {string} label - What it does, in words.
   * @param {(album: Album) => void} run - What it does with the album.
   */
  #bind(key, label, run) {
    this.#context.keys.bind({ scope: KEYS, keys: [key], group: "", label, run: ({ target }) => {
      const album = this.#albumOf(target)?.album;
      return album ? run(album) : false;
    } }); // prettier-ignore
  }

  get #isShown() {
    return !this.#page.hidden;
  }

  /** @param {boolean} shown - Whether it is shown. */
  #show(shown) {
    const was = this.#isShown;
    this.#page.hidden = !shown;
    byId("main").classList.toggle("is-albums", shown);
    if (!shown || was) return;
    this.#draw();
    this.#page.focus();
    void this.#look();
  }

  #leave() {
    this.#context.route.leavePage();
  }

  #draw() {
    const { albums, searches } = this.#context.store.state;
    if (!this.#isShown || !albums) return;
    const before = [...this.#page.querySelectorAll("[data-card]")];
    const at = before.findIndex((one) => one === document.activeElement);
    const focused = /** @type {HTMLElement|undefined} */ (before[at])?.dataset.card;
    const add = h("button", { type: "button", class: "button", "data-card": "add" }, icon("plus", "s"),
      t("page-new-album"));
    on(add, "click", () => void askForAlbum(this.#context));
    const top = albums.filter(({ parent }) => parent === null);
    this.#page.replaceChildren(
      h("div", { class: "albums__head" }, h("h2", { class: "sr", text: t("common-albums") }),
        h("span", { class: "quiet", text: albums.length ? t("albums-count", { count: albums.length }) : "" }), add),
      top.length ? h("ul", { class: "cards", role: "list" }, ...top.map((album) => this.#card(album))) : emptyNote(),
      ...(searches.length ? this.#smart(searches) : []),
    );
    if (!focused) return;
    const cards = [...this.#page.querySelectorAll("[data-card]")]; // a deleted one leaves its focus to the next
    const next = this.#page.querySelector(`[data-card="${focused}"]`) ?? cards[Math.min(at, cards.length - 1)];
    /** @type {HTMLElement|undefined} */ (next)?.focus();
  }

  /** @param {Album} album - The album. */
  #card(album) {
    const { albums } = this.#context.store.state;
    const inner = (albums ?? []).filter(({ parent }) => parent === album.id).length;
    const photos = t("count-photos", { count: album.count });
    const about = inner ? `${photos}, ${t("albums-count", { count: inner })}` : photos;
    return card(`#/album/${album.id}`, { "data-card": `a${album.id}`, "data-album": album.id },
      coverOf(this.#context, album, COVER), album.name, about); // prettier-ignore
  }

  /** @param {readonly SavedSearch[]} searches - The saved searches. */
  #smart(searches) {
    return [
      h("div", { class: "albums__head" }, h("h2", { text: t("page-smart-albums") })),
      h("p", { class: "quiet", text: t("albums-smart-why") }),
      h("ul", { class: "cards", role: "list" }, ...sortSearches(searches).map((search) => this.#smartCard(search))),
    ];
  }

  /** @param {SavedSearch} search - The search. */
  #smartCard({ id, name, query }) {
    const found = this.#found.get(query);
    const cover = coverOf(this.#context, { cover: found?.cover ?? null }, COVER);
    cover.append(h("span", { class: "chip card__sign", "aria-hidden": "true" }, icon("search", "s")));
    return card(`#/?${new URLSearchParams({ q: query })}`, { "data-card": `s${id}`, title: query }, cover, name,
      found ? t("count-photos", { count: found.count }) : ""); // prettier-ignore
  }

  /** Find the photos of the saved searches, one after the other. */
  async #look() {
    const { api, store } = this.#context;
    const generation = store.state.status?.generation ?? 0;
    for (const { query } of store.state.searches) {
      if (!this.#isShown) return;
      if (this.#found.get(query)?.generation === generation) continue;
      const answer = await api.get(`/api/search?${new URLSearchParams({ q: query })}`).catch(() => null);
      const [photo] = (answer?.ids ?? []).slice(0, NEWEST);
      if (answer) this.#found.set(query, { count: answer.count, generation,
        cover: photo ? { photo, version: this.#versionOf(photo) } : null }); // prettier-ignore
      this.#draw();
    }
  }

  /**
   * Return the version of a photo; 0: not known, which is asked for anew each time.
   * @param {number} photo - Its id.
   */
  #versionOf(photo) {
    const { timeline } = this.#context.store.state;
    const at = timeline?.indexOf(photo) ?? -1;
    return timeline && at >= 0 ? timeline.versions[at] : 0;
  }

  /**
   * Return the card that an event is about, and its album.
   * @param {EventTarget|null} target - Of the event.
   * @returns {{element: HTMLElement, album: Album}|null} Null: it is about none.
   */
  #albumOf(target) {
    const element = target instanceof Element ? target.closest("[data-album]") : null;
    if (!(element instanceof HTMLElement) || !this.#page.contains(element)) return null;
    const album = this.#context.store.state.albums?.find(({ id }) => id === Number(element.dataset.album));
    return album ? { element, album } : null;
  }

  /** @param {MouseEvent} event - The event. */
  #showMenu(event) {
    const found = this.#albumOf(event.target);
    if (!found) return;
    const { album, element } = found;
    event.preventDefault();
    const at = event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : element;
    this.#context.dialogs.menu(at, albumItems(this.#context, album, () => void this.#rename(album)));
  }

  /** @param {Album} album - The album. */
  #rename(album) {
    const words = { title: t("albums-rename"), value: album.name, confirm: t("common-rename"),
      hint: /** @type {false} */ (false), maxLength: MAX_ALBUM_NAME }; // prettier-ignore
    const done = async (/** @type {string} */ name) => (await renameAlbum(this.#context, album, name)) !== null;
    return this.#context.dialogs.askText(words, done);
  }
}

/**
 * Make a card.
 * @param {string} href - Where it leads.
 * @param {Record<string, string|number>} attributes - Of the link.
 * @param {HTMLElement} cover - Its picture.
 * @param {string} name - Its name.
 * @param {string} about - A line below the name.
 */
function card(href, attributes, cover, name, about) {
  return h("li", {}, h("a", { class: "card", href, ...attributes }, cover,
    h("strong", { class: "clip", text: name }), h("span", { class: "count", text: about }))); // prettier-ignore
}

/** Say what albums are for. */
function emptyNote() {
  return h("p", { class: "albums__none" }, ...textNodes("albums-none", { key: keyCap("album/KeyB") }));
}
