// The layer that the viewer lies in: over the whole page while it is open, with the focus and the keys for itself, and with a voice.

import { h } from "../../core/dom.js";
import { fadeWhenIdle } from "./controls.js";

/** @typedef {import("../../core/types.js").Context} Context */

export class Overlay {
  /** @type {Element|null} */
  #before = null; // had the focus before
  #live = h("div", { class: "sr", "aria-live": "polite" });
  #context;
  #root;
  #bars;

  /** @param {Context} context  @param {HTMLElement} root  @param {HTMLElement[]} parts */
  constructor(context, root, parts) {
    this.#context = context;
    this.#root = root;
    root.className = "viewer";
    root.hidden = true;
    root.tabIndex = -1;
    root.setAttribute("role", "dialog");
    root.setAttribute("aria-modal", "true");
    root.setAttribute("aria-label", "Photo");
    root.replaceChildren(...parts, this.#live);
    this.#bars = fadeWhenIdle(root);
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  open() {
    this.#before = document.activeElement;
    this.#context.dialogs.endToast(); // it spoke of the photos
    this.#root.hidden = false;
    this.#context.keys.activeScope = "viewer";
    this.#root.focus({ preventScroll: true });
    this.#bars.wake();
  }

  /** @param {string} farewell  what there is to say once it is closed, or "" */
  close(farewell) {
    this.#root.hidden = true;
    this.#root.classList.remove("is-idle");
    this.#context.keys.activeScope = "grid";
    this.#context.dialogs.endToast();
    if (farewell) this.#context.dialogs.toast(farewell);
  }

  /** After closing: the grid gives the focus to the photo; only where it does not, whoever had it has it again. */
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

  /** A part that had the focus has gone: the keys are the viewer's all the same. */
  keepFocus() {
    if (document.activeElement === document.body && this.isOpen) this.#root.focus();
  }

  /** @param {string} name  of the photo  @param {string} said */
  announce(name, said) {
    this.#live.textContent = said;
    this.#root.setAttribute("aria-label", `Photo ${name}`);
  }

  /** A finger's tap. */
  toggleBars() {
    this.#bars.toggle();
  }

  /** Nothing is under way any more. */
  stop() {
    this.#bars.stop();
  }
}
