/** @file The dialog that puts photos into an album: one that there is, or a new one, by typing its name. */

import { addToAlbum, loadAlbums, makeAlbum } from "./albums.js";
import { coverOf } from "./album-cover.js";
import { h, icon, on } from "./dom.js";
import { activateOption } from "./listbox.js";
import { albumText, completeAlbum, MAX_ALBUM_NAME } from "../pure/albums/albums.js";
import { formatCount } from "../pure/text/format.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/albums/api-types.js").Album} Album */
/**
 * A line of the list: an album, or the name of a new one.
 * @typedef {{album: Album, name?: undefined}|{album?: undefined, name: string}} Choice
 */

const MAX_SHOWN = 50;
let dialogs = 0; // so that each has ids of its own

/**
 * Ask for an album, and put photos into it.
 * @param {Context} context - What the parts of the page share.
 * @param {number[]} ids - Ids of the photos.
 */
export function askToAddToAlbum(context, ids) {
  new AlbumDialog(context, ids);
}

/** The dialog. */
class AlbumDialog {
  #context;
  #ids;
  #id = `album-list-${++dialogs}`;
  #input;
  #list;
  #dialog;
  /** @type {Choice[]} */
  #choices = [];
  #active = 0;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {number[]} ids - Ids of the photos.
   */
  constructor(context, ids) {
    this.#context = context;
    this.#ids = ids;
    this.#input = h("input", { type: "text", role: "combobox", placeholder: t("core-find-album"),
      autocomplete: "off", spellcheck: false, maxLength: MAX_ALBUM_NAME, "aria-label": t("core-album"),
      "aria-autocomplete": "list", "aria-expanded": "true", "aria-controls": this.#id }); // prettier-ignore
    const albums = t("common-albums");
    this.#list = h("div", { class: "album-list scroll", role: "listbox", id: this.#id, "aria-label": albums });
    const title = t("core-add-to-album", { count: ids.length });
    const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
    const add = h("button", { class: "button button--main", text: t("core-add") });
    const form = h("form", {}, h("h2", { text: title }),
      h("div", { class: "field album-field" }, icon("album", "s"), this.#input), this.#list,
      h("div", { class: "dialog__do" }, cancel, add)); // prettier-ignore
    this.#dialog = context.dialogs.show(form, { label: title });
    on(cancel, "click", () => this.#dialog.close());
    on(form, "submit", (event) => (event.preventDefault(), this.#choose(this.#active)));
    on(this.#input, "input", () => this.#draw());
    on(this.#input, "keydown", (event) => this.#onKeydown(event));
    on(this.#list, "pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    on(this.#list, "click", (event) => this.#onClick(event));
    this.#draw();
    void loadAlbums(context).then(() => this.#draw());
    this.#input.focus();
  }

  #draw() {
    const albums = this.#context.store.state.albums ?? [];
    const text = this.#input.value.replace(/\s+/g, " ").trim();
    const found = completeAlbum(albums, text, MAX_SHOWN);
    const same = text.replace(/\s*\/\s*/g, " / ").toLowerCase();
    const known = found.some(({ id }) => albumText(albums, id).toLowerCase() === same);
    /** @type {Choice[]} */
    const choices = found.map((album) => ({ album }));
    this.#choices = text && !known ? [...choices, { name: text }] : choices;
    this.#list.replaceChildren(...this.#choices.map((choice, i) => this.#option(choice, i)));
    this.#list.role = this.#choices.length ? "listbox" : "status"; // a list without options is none
    if (!this.#choices.length) this.#list.append(h("p", { text: t("core-no-albums") }));
    this.#activate(0);
  }

  /**
   * @param {Choice} choice - The album, or the name.
   * @param {number} i - Its place in the list.
   */
  #option({ album, name }, i) {
    const albums = this.#context.store.state.albums ?? [];
    const option = h("div", { class: "item album-option", role: "option", id: `${this.#id}-${i}` });
    if (album)
      option.append(coverOf(this.#context, album),
        h("span", { class: "item__name clip", text: albumText(albums, album.id) }),
        h("span", { text: formatCount(album.count) })); // prettier-ignore
    else option.append(h("span", { class: "cover cover--none" }, icon("plus", "s")),
      h("span", { class: "item__name clip", text: t("core-new-album-named", { name }) })); // prettier-ignore
    return option;
  }

  /** @param {number} i - Place in the list. */
  #activate(i) {
    this.#active = i;
    activateOption(this.#input, this.#list, i);
  }

  /** @param {KeyboardEvent} event - The event. */
  #onKeydown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.isComposing || !this.#choices.length) return;
    event.preventDefault();
    this.#activate((this.#active + step + this.#choices.length) % this.#choices.length);
  }

  /** @param {MouseEvent} event - The event. */
  #onClick({ target }) {
    const option = target instanceof Element ? target.closest(".album-option") : null;
    if (option) this.#choose([...this.#list.children].indexOf(option));
  }

  /** @param {number} i - Place in the list. */
  #choose(i) {
    const choice = this.#choices[i];
    if (!choice) return this.#input.focus();
    this.#dialog.close();
    if (choice.album) void addToAlbum(this.#context, choice.album, this.#ids);
    else void makeAlbum(this.#context, choice.name, { ids: this.#ids });
  }
}
