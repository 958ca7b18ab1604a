/** @file What pages shown in place of the photos have in common: they come and go with the address, and by Escape. */

import { byId, on } from "./dom.js";
import { patchChildren } from "./patch.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/api-types.js").Place} Place */

/** An element that is shown in place of the photos. */
export class ShownPage {
  #element;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {Exclude<Place["page"], "">} page - Its name in the address, the id of its element, and its scope of keys.
   * @param {() => Promise<void>} read - Reads what it shows, and draws it: when it appears, and after each change.
   * @param {{follows?: boolean}} [how] - Whether it shows the library, and reads again when that has changed.
   */
  constructor(context, page, read, { follows = true } = {}) {
    this.#element = byId(page);
    const { store, keys, route } = context;
    const leave = () => route.leavePage();
    keys.bind({ scope: page, keys: ["Escape"], group: "", label: t("common-back-to-photos"), run: leave });
    store.watch((state) => state.place.page === page && state.place.photo === null, (shown) => this.#show(shown, read));
    if (follows) store.watchAny([(state) => state.status?.generation], () => this.isShown && void read());
  }

  /** Whether it is shown. */
  get isShown() {
    return !this.#element.hidden;
  }

  /**
   * @param {boolean} shown - Whether it is shown.
   * @param {() => Promise<void>} read - Reads what it shows.
   */
  #show(shown, read) {
    const was = this.isShown;
    this.#element.hidden = !shown;
    if (!shown || was) return;
    this.#element.focus(); // at once: who has gone on by then is not called back
    void read();
  }

  /**
   * Show other content. What had the focus has it again, found by the same data-key.
   * @param {Node[]} content - The content.
   */
  fill(content) {
    this.#keepFocus(() => this.#element.replaceChildren(...content));
  }

  /**
   * Show other content, and leave in place what is the same. For content that is drawn while something is done in it,
   * and that tells what is pressed by its data-key alone.
   * @param {Node[]} content - The content.
   */
  update(content) {
    this.#keepFocus(() => patchChildren(this.#element, content));
  }

  /** @param {() => void} change - Shows other content. */
  #keepFocus(change) {
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    const focused = before?.dataset.key;
    change();
    if (focused && before !== document.activeElement) {
      const again = /** @type {HTMLElement[]} */ ([...this.#element.querySelectorAll("[data-key]")]);
      (again.find((one) => one.dataset.key === focused) ?? this.#element).focus({ preventScroll: true });
    }
  }

  /**
   * Call something when a button of the page is pressed.
   * @param {(key: string) => void} run - Called with the data-key of the button.
   */
  onPress(run) {
    on(this.#element, "click", ({ target }) => {
      const key = target instanceof Element ? target.closest("button")?.dataset.key : undefined;
      if (key) run(key);
    });
  }
}
