/**
 * @file The layer that the viewer lies in: over the whole page while it is open, with focus and keys for itself, and
 * with a live region that tells screen readers which photo is shown.
 */

import { h } from "../../core/dom.js";
import { showPlaceTitle, showTitle } from "../../core/window-title.js";
import { t } from "../../pure/text/texts.js";
import { fadeWhenIdle } from "./controls.js";

/** @typedef {import("../../core/types.js").Context} Context */

/** Opens and closes the viewer's layer. */
export class Overlay {
  /** @type {Element|null} */
  #before = null; // had the focus before
  #live = h("div", { class: "sr", "aria-live": "polite" });
  #name = "";
  #context;
  #root;
  #bars;

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {HTMLElement} root - The element of the viewer.
   * @param {HTMLElement[]} parts - What lies in it.
   */
  constructor(context, root, parts) {
    this.#context = context;
    this.#root = root;
    root.className = "viewer";
    root.hidden = true;
    root.tabIndex = -1;
    root.setAttribute("role", "dialog");
    root.setAttribute("aria-modal", "true");
    root.replaceChildren(...parts, this.#live);
    root.setAttribute("aria-label", t("viewer-photo"));
    this.#bars = fadeWhenIdle(root);
  }

  /** Whether the viewer is open. */
  get isOpen() {
    return !this.#root.hidden;
  }

  /** Show the layer and give it the focus. */
  open() {
    this.#before = document.activeElement;
    this.#context.dialogs.endToast(); // it spoke of the photos
    this.#root.hidden = false;
    this.#root.focus({ preventScroll: true });
    this.#bars.wake();
  }

  /**
   * Hide the layer.
   * @param {string} farewell - A message to show; "": none.
   */
  close(farewell) {
    this.#root.hidden = true;
    this.#root.classList.remove("is-idle");
    this.#context.dialogs.endToast();
    if (farewell) this.#context.dialogs.toast(farewell);
  }

  /**
   * Give the focus back after closing. The grid gives it to the photo; only where it does not, the element that had it
   * before gets it.
   */
  returnFocus() {
    const before = this.#before;
    requestAnimationFrame(
      () =>
        document.activeElement === document.body &&
        before instanceof HTMLElement &&
        before.isConnected &&
        before.focus(),
    );
  }

  /** Take the focus when the part that had it is gone, so that the keys stay the viewer's. */
  keepFocus() {
    if (document.activeElement === document.body && this.isOpen) this.#root.focus();
  }

  /**
   * Tell screen readers which photo is shown.
   * @param {string} name - Name of the photo.
   * @param {string} said - What to say.
   */
  announce(name, said) {
    this.say(said);
    this.name = name;
  }

  /** @param {string} name - Name of the photo; "": not known, as until the next one's details have come. */
  set name(name) {
    this.#name = name;
    this.#root.setAttribute("aria-label", name ? t("viewer-photo-name", { name }) : t("viewer-photo"));
    if (name) showTitle(name); // until the viewer is closed (toolbar.js)
    else queueMicrotask(() => this.#name || showPlaceTitle(this.#context)); // the name of the next may be known already
  }

  /** @param {string} text - What to tell screen readers. */
  say(text) {
    this.#live.textContent = text;
  }

  /** Show the controls or hide them: a finger's tap. */
  toggleBars() {
    this.#bars.toggle();
  }

  /** Stop what is under way. */
  stop() {
    this.#bars.stop();
  }
}
