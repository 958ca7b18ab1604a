// Everything that floats: one dialog, one menu and one toast at a time.

import { h, icon, iconButton, on, setAttribute } from "./dom.js";

/** `checked`: one of several; with `many`: on or off by itself. @typedef {{label: string, icon?: string, key?: string, checked?: boolean, many?: boolean, disabled?: boolean, danger?: boolean, run: () => void}} MenuItem */

export class Dialogs {
  /** @type {HTMLDialogElement|null} */
  #open = null;
  /** @type {(() => void)|null} */
  #endToast = null;
  /** @type {Floating|null} */
  #menu = null;

  /**
   * A modal dialog. The browser traps focus in it and gives it back; Escape closes it.
   * @param {HTMLElement} content  @param {{label: string, class?: string, onClose?: () => void}} options
   * @returns {HTMLDialogElement}
   */
  show(content, { label, class: name = "dialog", onClose }) {
    this.#open?.close();
    const dialog = h("dialog", { class: `float ${name}`, "aria-label": label }, content);
    dialog.addEventListener("close", () => {
      this.#open = null;
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
   * A question with a safe answer, focused and on the left, and the action it names.
   * @param {{title: string, text: string, cancel: string, confirm: string, danger?: boolean}} words
   * @returns {Promise<boolean>}
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
      const content = h(
        "div",
        {},
        h("h2", { text: title }),
        h("p", { text }),
        h("div", { class: "dialog__do" }, safe, go),
      );
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
   * A menu at an element or a point. Arrows move; Escape, Tab, a press elsewhere and its own button close it.
   * @param {HTMLElement|{x: number, y: number}} at  @param {(MenuItem|null)[]} items  null: a line between
   */
  menu(at, items) {
    const again = this.#menu?.at === at;
    this.#menu?.close();
    if (again) return;
    const list = h("div", { class: "float menu", role: "menu" });
    list.append(
      ...items.map((item) => (item ? this.#item(item) : h("div", { class: "menu__sep", role: "separator" }))),
    );
    list.addEventListener("keydown", (event) => moveInMenu(list, event));
    list.addEventListener("keydown", (event) => event.key === "Tab" && (event.preventDefault(), this.#menu?.close()));
    this.#menu = openFloating(list, at, () => (this.#menu = null));
    /** @type {HTMLElement|null} */ (list.querySelector("button:not(:disabled)"))?.focus();
  }

  /** @param {MenuItem} item */
  #item(item) {
    const role = item.checked === undefined ? "menuitem" : item.many ? "menuitemcheckbox" : "menuitemradio";
    const sign = item.checked ? "check" : item.icon;
    const button = h(
      "button",
      {
        type: "button",
        class: item.danger ? "item item--danger" : "item",
        role,
        disabled: Boolean(item.disabled),
        "aria-checked": item.checked === undefined ? null : item.checked,
      },
      sign ? icon(sign, "s") : h("span", { class: "icon icon--s" }),
      h("span", { class: "item__name", text: item.label }),
      item.key ? h("span", { text: item.key }) : null,
    );
    button.addEventListener("click", () => {
      this.#menu?.close();
      item.run();
    });
    return button;
  }

  /**
   * A sentence at the bottom for 8 s, held by hover or focus.
   * @param {string} text  @param {{label: string, run: () => void}} [action]
   */
  toast(text, action) {
    this.endToast();
    const ended = new AbortController();
    const close = iconButton("close", "Close this message");
    const toast = h(
      "div",
      { class: "float toast", role: "status" },
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
    let timer = setTimeout(end, 8000);
    const { signal } = ended;
    on(toast, "pointerenter", () => clearTimeout(timer), { signal });
    on(toast, "focusin", () => clearTimeout(timer), { signal });
    on(toast, "pointerleave", () => (timer = setTimeout(end, 8000)), { signal });
    on(close, "click", end, { signal });
    const act = toast.querySelector(".toast__undo");
    if (act && action) on(act, "click", () => (end(), action.run()), { signal });
    // beneath a photo the page is inert, and beneath a dialog everything: the toast would lie there dead
    (this.#open ?? document.body).append(toast);
  }

  /** What was said is of no use any more. */
  endToast() {
    this.#endToast?.();
    this.#endToast = null;
  }
}

/** @typedef {{at: HTMLElement|{x: number, y: number}, close: () => void}} Floating */

/**
 * Shows a box above everything until Escape, a press elsewhere, a turn of the wheel elsewhere, or its end. By hand and
 * not as popover="auto": a right button that is let go would close that one again, and a press on its own button open it.
 * @param {HTMLElement} box  @param {HTMLElement|{x: number, y: number}} at  @param {() => void} onClose
 * @returns {Floating}
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
  /** @param {Event} event */
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
  box.popover = "manual";
  document.body.append(box);
  box.showPopover();
  positionBox(box, at);
  if (button) setAttribute(button, "aria-expanded", true);
  return { at, close };
}

/** @param {HTMLElement} list  @param {KeyboardEvent} event */
function moveInMenu(list, event) {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const items = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("button:not(:disabled)")]);
  const now = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = Number.isFinite(step) ? (now + step + items.length) % items.length : step < 0 ? 0 : items.length - 1;
  items[next]?.focus();
}

/** Keep a floating element inside the window. @param {HTMLElement} box  @param {HTMLElement|{x: number, y: number}} at */
export function positionBox(box, at) {
  const anchor = at instanceof HTMLElement ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0);
  const { width, height } = box.getBoundingClientRect();
  const below = anchor.bottom + 4;
  const top = below + height <= innerHeight - 8 ? below : Math.max(8, anchor.top - height - 4);
  box.style.margin = "0";
  box.style.inset = "auto";
  box.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - width - 8))}px`;
  box.style.top = `${top}px`;
}
