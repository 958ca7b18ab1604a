/** @file What floats above the page: one dialog, one menu and one toast at a time. */

import { h, iconButton, on, setAttribute } from "./dom.js";
import { keyCaps } from "../pure/text/key-names.js";
import { drawMenuItems, moveInMenu } from "./menu.js";
import { lineDirection, t } from "../pure/text/texts.js";

/** @typedef {import("./menu.js").MenuItem} MenuItem */
/**
 * What a dialog with one field says.
 * @typedef {object} TextQuestion
 * @property {string} title - Its title.
 * @property {string} value - What the field says at first.
 * @property {string} confirm - Label of the main button.
 * @property {HTMLElement|false} hint - A line between title and field.
 * @property {number} maxLength - Most characters.
 * @property {string} [label] - Label of the field; "Name" where none is given.
 */

const TOAST_TIME = 8000; // ms

/** Shows dialogs, menus and toasts. */
export class Dialogs {
  /** @type {HTMLDialogElement|null} */
  #open = null;
  /** @type {(() => void)|null} */
  #endToast = null;
  /** @type {Floating|null} */
  #menu = null;
  /** What the key of a menu's entry is called. @type {(key: string) => string} */
  nameKey = (key) => key;

  /**
   * Show a modal dialog. The browser keeps the focus in it and gives it back; Escape closes it.
   * @param {HTMLElement} content - What is in it.
   * @param {{label: string, class?: string, onClose?: () => void}} options - Its spoken label, its style class, and
   *   what to call when it is closed.
   * @returns {HTMLDialogElement} The dialog, open.
   */
  show(content, { label, class: name = "dialog", onClose }) {
    this.#open?.close();
    const dialog = h("dialog", { class: `float ${name}`, "aria-label": label }, content);
    dialog.addEventListener("close", () => {
      if (this.#open === dialog) this.#open = null; // another may have taken its place
      document.body.append(...dialog.querySelectorAll(".toast")); // what was said in it is not lost with it
      dialog.remove();
      onClose?.();
    });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    dialog.showModal();
    this.#open = dialog;
    return dialog;
  }

  /**
   * Ask a question. The button that changes nothing is on the left and has the focus.
   * @param {{title: string, text: string, cancel: string, confirm: string, danger?: boolean}} words - Title, text, and
   *   the labels of the two buttons.
   * @returns {Promise<boolean>} Whether the action was confirmed.
   */
  ask({ title, text, cancel, confirm, danger = false }) {
    return new Promise((resolve) => {
      let answer = false;
      const safe = h("button", { type: "button", class: "button", autofocus: true, text: cancel });
      const go = h("button", {
        type: "button",
        class: `button ${danger ? "button--danger" : "button--main"}`,
        text: confirm,
      });
      const buttons = h("div", { class: "dialog__do" }, safe, go);
      const content = h("div", {}, h("h2", { text: title }), h("p", { text }), buttons);
      const dialog = this.show(content, { label: title, onClose: () => resolve(answer) });
      safe.addEventListener("click", () => dialog.close());
      go.addEventListener("click", () => {
        answer = true;
        dialog.close();
      });
      safe.focus();
    });
  }

  /**
   * Ask for a text in a dialog with one field. It stays open until `done` returns true.
   * @param {TextQuestion} words - What the dialog says.
   * @param {(text: string) => Promise<boolean>} done - Called with the text on Enter; returns whether to close.
   * @returns {Promise<void>} Resolves when the dialog is closed.
   */
  askText({ title, value, confirm, hint, maxLength, label = t("core-name") }, done) {
    return new Promise((resolve) => {
      const input = h("input", { type: "text", value, maxLength, autocomplete: "off", spellcheck: false });
      const cancel = h("button", { type: "button", class: "button", text: t("common-cancel") });
      const form = h("form", {}, h("h2", { text: title }), hint,
        h("label", { class: "dialog__field" }, h("span", { text: label }), h("span", { class: "field" }, input)),
        h("div", { class: "dialog__do" }, cancel, h("button", { class: "button button--main", text: confirm })));
      const dialog = this.show(form, { label: title, onClose: resolve });
      let busy = false; // a second Enter saves nothing
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        if (await done(input.value)) dialog.close();
        busy = false;
      });
      cancel.addEventListener("click", () => dialog.close());
      input.select();
      input.focus();
    });
  }

  /**
   * Show a menu. Arrow keys move in it; Escape, Tab, a press elsewhere and its own button close it.
   * @param {HTMLElement|{x: number, y: number}} at - The button it belongs to, or a point of the window.
   * @param {(MenuItem|null)[]} items - Its entries; null: a line between two.
   */
  menu(at, items) {
    const again = this.#menu?.at === at;
    this.#menu?.close();
    if (again) return;
    const list = h("div", { class: "float menu", role: "menu" });
    list.append(...drawMenuItems(items.map((item) => item && this.#withKeyNow(item)), () => this.#menu?.close()));
    list.addEventListener("keydown", (event) => moveInMenu(list, event));
    list.addEventListener("keydown", (event) => event.key === "Tab" && (event.preventDefault(), this.#menu?.close()));
    this.#menu = openFloating(list, at, () => (this.#menu = null));
    /** @type {HTMLElement|null} */ (list.querySelector("button:not(:disabled)"))?.focus();
  }

  /**
   * Return an entry with the keys that do the same now. Those of no command are what they are.
   * @param {MenuItem} item - The entry, with the usual keys.
   * @returns {MenuItem}
   */
  #withKeyNow(item) {
    const row = item.row?.map((one) => this.#withKeyNow(one));
    const key = item.ownKey ? keyCaps(item.ownKey).join("+") : item.key && this.nameKey(item.key);
    return { ...item, ...(key && { key }), ...(row && { row }) };
  }

  /**
   * Show a sentence at the bottom of the page for a while, longer while the pointer or the focus is on it.
   * @param {string} text - The sentence.
   * @param {{label: string, run: () => void}} [action] - A button beside it.
   * @param {number} [time] - How long, ms.
   */
  toast(text, action, time = TOAST_TIME) {
    const isNext = this.#endToast !== null && document.querySelector(".toast") !== null;
    this.endToast();
    const ended = new AbortController();
    const close = iconButton("close", t("core-close-message"));
    const toast = h(
      "div",
      { class: isNext ? "float toast is-next" : "float toast", role: "status" },
      h("span", { text }),
      h(
        "div",
        { class: "toast__do" },
        action ? h("button", { type: "button", class: "button button--bare toast__undo", text: action.label }) : null,
        close,
      ),
    );
    const end = (this.#endToast = () => {
      clearTimeout(timer);
      ended.abort();
      toast.remove();
    });
    let timer = setTimeout(end, time);
    const { signal } = ended;
    on(toast, "pointerenter", () => clearTimeout(timer), { signal });
    on(toast, "focusin", () => clearTimeout(timer), { signal });
    on(toast, "pointerleave", () => (timer = setTimeout(end, time)), { signal });
    on(close, "click", end, { signal });
    const act = toast.querySelector(".toast__undo");
    if (act && action) on(act, "click", () => (end(), action.run()), { signal });
    // beneath a photo the page is inert, and beneath a dialog everything: the toast would lie there dead
    (this.#open ?? document.body).append(toast);
  }

  /** Take the toast away: what it says is of no use any more. */
  endToast() {
    this.#endToast?.();
    this.#endToast = null;
  }
}

/**
 * A floating box that is open.
 * @typedef {object} Floating
 * @property {HTMLElement|{x: number, y: number}} at - The button it belongs to, or a point of the window.
 * @property {() => void} close - Closes it.
 */

/**
 * Show a box above everything until Escape, a press elsewhere, a turn of the wheel elsewhere, or its close(). Not as
 * popover="auto": letting go of the right button would close that one again, and a press on its own button would open
 * it again.
 * @param {HTMLElement} box - The box.
 * @param {HTMLElement|{x: number, y: number}} at - The button it belongs to, or a point of the window.
 * @param {() => void} onClose - Called when it is closed.
 * @returns {Floating} How to close it.
 */
export function openFloating(box, at, onClose) {
  const ended = new AbortController();
  const { signal } = ended;
  const own = at instanceof HTMLElement ? at : null;
  const button = own?.hasAttribute("aria-haspopup") ? own : null;
  const before = document.activeElement;
  const close = () => {
    if (signal.aborted) return;
    const inside = box.contains(document.activeElement);
    ended.abort();
    box.remove();
    if (button) setAttribute(button, "aria-expanded", false);
    onClose();
    if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  /** @param {Event} event - What happened somewhere in the page. */
  const elsewhere = (event) =>
    event.target instanceof Node && !box.contains(event.target) && !own?.contains(event.target) && close();
  const early = { capture: true, signal };
  on(document, "pointerdown", elsewhere, early);
  on(document, "wheel", elsewhere, { ...early, passive: true });
  on(
    document,
    "keydown",
    (event) => event.key === "Escape" && (event.preventDefault(), event.stopPropagation(), close()),
    early,
  );
  on(window, /** @type {keyof HTMLElementEventMap} */ ("popstate"), close, { signal });
  on(window, "resize", close, { signal });
  on(box, "wheel", (event) => event.stopPropagation()); // it turns no page of what lies around
  box.popover = "manual";
  // into the part of the page that it belongs to: around the viewer nothing is there for those who listen
  const below = own ?? (at instanceof HTMLElement ? null : document.elementFromPoint(at.x, at.y));
  (below?.closest("dialog, [role=dialog], main, nav") ?? document.body).append(box);
  box.showPopover();
  positionBox(box, at);
  if (button) setAttribute(button, "aria-expanded", true);
  return { at, close };
}

/**
 * Place a floating box below an element, inside the window.
 * @param {HTMLElement} box - The box.
 * @param {HTMLElement|{x: number, y: number}} at - The element, or a point of the window.
 */
export function positionBox(box, at) {
  const anchor = at instanceof HTMLElement ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0);
  const { width, height } = box.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height <= innerHeight - 8 ? below : Math.max(8, anchor.top - height - 4);
  box.style.margin = "0";
  box.style.inset = "auto";
  const left = lineDirection() > 0 ? anchor.left : anchor.right - width;
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  box.style.top = `${top}px`;
}
