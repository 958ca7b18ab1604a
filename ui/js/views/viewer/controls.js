/**
 * @file The controls of the viewer: its bar, the edges that turn pages and the zoom control, and how they fade at rest.
 */

import { h, icon, iconButton, on, setAttribute } from "../../core/dom.js";
import { keyedButton } from "../../core/key-names.js";
import { splitName } from "../../pure/text/file-name.js";
import { t } from "../../pure/text/texts.js";

/**
 * @typedef {object} ViewerCommands  what buttons and hands do
 * @property {() => void} leave
 * @property {(step: 1|-1) => void} turn
 * @property {(() => void)|null} fullScreen  null: this browser cannot
 * @property {() => void} toggleInfo
 * @property {((at: HTMLElement|{x: number, y: number}) => void)|null} openMenu  null: there is nothing in it
 * @property {HTMLAnchorElement|null} download  keeps the photo's file; null: it is on this computer
 * @property {HTMLElement|null} said  what the user says about the photo; null: nothing may be said
 * @property {HTMLElement|null} keep  shows the folder of a visit in the library; null: there are no visits
 * @property {(direction: 1|-1) => void} zoom
 * @property {() => void} fit
 * @property {() => void} toggleBars  a finger on the photo
 * @property {(held: boolean) => void} hold  the pointer rests on the photo: it may move
 * @property {() => boolean} isMoving  whether it moves
 */

const SHORT = 24; // characters: a name of these is not shortened
const TAIL = 6; // characters of a longer one that stay before its extension
const IDLE_DELAY = 2500; // ms without pointer or key
const BARS = ".viewer__top, .filmstrip, .player, .variants, .zoom";

/**
 * Make the bar above the photo.
 * @param {ViewerCommands} commands - What the buttons do.
 */
export function createTopBar(commands) {
  const title = h("strong", { class: "clip" });
  const place = h("span", { class: "quiet" });
  const file = h("span", { class: "viewer__file", "aria-hidden": "true" }); // the viewer itself is called so
  const info = onPress(keyedButton("info", t("viewer-about-photo"), "viewer/KeyI"), commands.toggleInfo);
  const { openMenu } = commands;
  const more = openMenu && iconButton("more", t("page-more"), { "aria-haspopup": "menu", "aria-expanded": "false" });
  if (more) on(more, "click", () => openMenu(more));
  const element = h("header", { class: "viewer__top" },
    onPress(keyedButton("back", t("viewer-back"), "viewer/Escape"), commands.leave),
    h("h1", { class: "viewer__name" }, title, place),
    commands.keep, commands.said, commands.download,
    commands.fullScreen && onPress(keyedButton("full", t("common-full-screen"), "app/F11",
      { class: "button button--bare button--icon viewer__full" }), commands.fullScreen), info, more);
  return {
    element,
    /** @param {string} text - When the photo was taken. */
    set title(text) {
      title.textContent = text;
    },
    /** @param {string} name - The name of its file; "": not known, or it is the title. */
    set name(name) {
      const [head, tail] = splitName(name, TAIL, SHORT);
      file.replaceChildren(h("span", { class: "clip", text: head }), h("span", { text: tail }));
      file.title = name;
      if (name) place.after(file);
      else file.remove();
    },
    /** @param {string} text - Its place in the timeline. */
    set place(text) {
      place.textContent = text;
    },
    /** @param {boolean} shown - Whether the details panel is shown. */
    set info(shown) {
      setAttribute(info, "aria-pressed", shown);
    },
  };
}

/**
 * Make the two buttons that turn pages: the outer 96 px of the stage.
 * @param {ViewerCommands} commands - What the buttons do.
 */
export function createPageButtons(commands) {
  /**
   * @param {string} name - Its style classes.
   * @param {string} label - Its spoken label.
   * @param {string} sign - Name of its icon.
   * @param {1|-1} step - 1: next; -1: previous.
   */
  const make = (name, label, sign, step) =>
    onPress(h("button", { type: "button", class: name, "aria-label": label }, h("i", {}, icon(sign))), () =>
      commands.turn(step),
    );
  const previous = make("turn", t("viewer-previous-photo"), "left", -1);
  const next = make("turn turn--next", t("viewer-next-photo"), "right", 1);
  return {
    elements: [previous, next],
    /**
     * Show the buttons that have a page to turn to.
     * @param {boolean} before - Whether there is a previous photo.
     * @param {boolean} after - Whether there is a next one.
     */
    allow(before, after) {
      previous.hidden = !before;
      next.hidden = !after;
    },
  };
}

/**
 * Make the zoom control.
 * @param {ViewerCommands} commands - What the buttons do.
 */
export function createZoomControl(commands) {
  const out = onPress(keyedButton("minus", t("viewer-zoom-out"), "viewer/-"), () => commands.zoom(-1));
  const closer = onPress(keyedButton("plus", t("viewer-zoom-in"), "viewer/+"), () => commands.zoom(1));
  const fit = onPress(keyedButton("fit", t("viewer-fit"), "viewer/Ctrl+Digit0"), commands.fit);
  const percent = h("output", { "aria-live": "off", "aria-label": t("viewer-zoom") });
  return {
    element: h("div", { class: "zoom", role: "group", "aria-label": t("viewer-zoom") }, out, percent, closer, fit),
    /**
     * Show the zoom.
     * @param {string} text - The zoom in per cent; "": not known, for the size of the photo is not.
     * @param {boolean} fitted - Whether the whole photo is shown.
     */
    show(text, fitted) {
      percent.textContent = text || (fitted ? t("viewer-is-fitted") : "–");
      setAttribute(out, "aria-disabled", fitted || null);
      setAttribute(fit, "aria-disabled", fitted || null);
    },
  };
}

/**
 * @template {HTMLElement} T
 * @param {T} button - The button.
 * @param {() => void} run - What to do.
 * @returns {T}
 */
function onPress(button, run) {
  on(button, "click", run);
  return button;
}

/**
 * Hide the controls after a while without pointer or key. Not while the focus, the pointer or a menu is on them, nor
 * while there is no picture to look at.
 * @param {HTMLElement} viewer - The viewer.
 */
export function fadeWhenIdle(viewer) {
  let timer = 0;
  let x = -1;
  let y = -1;
  const rest = () => {
    if (isBusy(viewer)) wake();
    else viewer.classList.add("is-idle");
  };
  const wake = () => {
    viewer.classList.remove("is-idle");
    clearTimeout(timer);
    timer = window.setTimeout(rest, IDLE_DELAY);
  };
  on(viewer, "pointermove", (event) => {
    if (event.screenX === x && event.screenY === y) return; // the page moved under the mouse, not the mouse
    [x, y] = [event.screenX, event.screenY];
    if (event.pointerType !== "touch") wake();
  });
  on(viewer, "pointerdown", (event) => event.pointerType !== "touch" && wake());
  on(viewer, "keydown", wake);
  on(viewer, "focusin", wake);
  return {
    wake,
    /** A finger's tap asks for the chrome, or sends it away. */
    toggle: () => (viewer.classList.contains("is-idle") ? wake() : rest()),
    stop: () => clearTimeout(timer),
  };
}

/** @param {HTMLElement} viewer - The viewer. */
function isBusy(viewer) {
  const focused = document.activeElement;
  if (focused?.matches(":focus-visible") && focused.closest(`${BARS}, .turn`)) return true;
  const keepsChrome = 'dialog[open], .menu, .stage__problem:not([hidden]), .variants[aria-busy="true"]';
  if (document.querySelector(keepsChrome)) return true;
  return [...viewer.querySelectorAll(BARS)].some((bar) => bar.matches(":hover"));
}
