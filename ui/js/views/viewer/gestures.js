/**
 * @file Gestures on the stage: drag, pinch, swipe, wheel and double-click become commands of the stage and the viewer.
 */

import { on } from "../../core/dom.js";
import { swipe, wheelFactor, WheelPages } from "../../pure/viewer/gestures.js";
import { lineDirection } from "../../pure/text/texts.js";

/** @typedef {import("../../pure/viewer/zoom.js").Point} Point */
/**
 * A point of the window, CSS px.
 * @typedef {object} WindowPoint
 * @property {number} x - From the left.
 * @property {number} y - From the top.
 */
/** @typedef {import("./controls.js").ViewerCommands} ViewerCommands */

const DRAG_DISTANCE = 6; // px before a press becomes a drag
const HOLD_DELAY = 300; // ms before a press becomes a hold

/** Listens to pointers and wheel. */
export class Gestures {
  /** @type {WindowPoint|null} the pointer over the stage; null: elsewhere */
  pointer = null;
  /** @type {Map<number, WindowPoint>} */
  #down = new Map();
  /** @type {{x: number, y: number, at: number, moved: boolean, touch: boolean}} */
  #start = { x: 0, y: 0, at: -Infinity, moved: false, touch: false };
  #beganHere = false; // whether the first press of a double click was here: that on a photo of the grid opens it
  #pages = new WheelPages();
  #holding = 0;
  #held = false;
  #stage;
  #commands;

  /**
   * @param {import("./stage.js").Stage} stage - The stage.
   * @param {HTMLElement} around - The viewer around it.
   * @param {ViewerCommands} commands - What gestures do.
   */
  constructor(stage, around, commands) {
    this.#stage = stage;
    this.#commands = commands;
    const area = stage.element;
    on(area, "pointerdown", (event) => this.#onPointerDown(event));
    on(area, "pointermove", (event) => this.#onPointerMove(event));
    on(area, "pointerup", (event) => this.#onPointerEnd(event, true));
    on(area, "pointercancel", (event) => this.#onPointerEnd(event, false));
    on(area, "pointerleave", () => (this.pointer = null));
    on(window, "mousedown", ({ detail, target }) => {
      if (detail === 1) this.#beganHere = area.contains(/** @type {Node} */ (target));
    }, { capture: true }); // prettier-ignore
    on(area, "dblclick", (event) => this.#onDoubleClick(event));
    on(area, "contextmenu", (event) => this.#onContextMenu(event));
    on(area, "mousedown", (event) => event.button === 1 && event.preventDefault()); // no autoscroll under a pan
    on(around, "wheel", (event) => this.#onWheel(event), { passive: false });
  }

  /**
   * Where keys zoom: at the pointer; undefined: in the middle.
   * @returns {Point|undefined} On the stage.
   */
  get point() {
    return this.pointer ? this.#stage.pointOf({ clientX: this.pointer.x, clientY: this.pointer.y }) : undefined;
  }

  /** @param {PointerEvent} event - The event. */
  #onPointerDown(event) {
    if (event.button > 1 || onControl(event)) return;
    this.#down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const second = this.#down.size > 1;
    this.#start = {
      x: event.clientX,
      y: event.clientY,
      at: event.timeStamp,
      moved: second,
      touch: event.pointerType === "touch",
    };
    if (second) this.#stage.dragAside(0, 0, true);
    this.#release();
    this.#held = false;
    if (!second && !onTurn(event)) this.#holding = window.setTimeout(() => this.#hold(), HOLD_DELAY);
  }

  /** The pointer rests: the photo may move. */
  #hold() {
    this.#held = true;
    this.#commands.hold(true);
  }

  #release() {
    clearTimeout(this.#holding);
    this.#commands.hold(false);
  }

  /** @param {PointerEvent} event - The event. */
  #onPointerMove(event) {
    if (event.pointerType === "mouse") this.pointer = { x: event.clientX, y: event.clientY };
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const far = Math.hypot(now.x - this.#start.x, now.y - this.#start.y) > DRAG_DISTANCE;
    if (!this.#start.moved && !far) return;
    if (!this.#start.moved) this.#begin(event);
    if (this.#down.size > 1) this.#pinch(event.pointerId, now);
    else this.#drag(before, now);
    this.#down.set(event.pointerId, now);
  }

  /**
   * Begin to drag: the button below gets no click.
   * @param {PointerEvent} event - The event.
   */
  #begin(event) {
    this.#start.moved = true;
    this.#release();
    this.#stage.element.setPointerCapture(event.pointerId);
    this.#stage.element.classList.add("is-dragged");
  }

  /**
   * @param {WindowPoint} before - Where the pointer was.
   * @param {WindowPoint} now - Where it is.
   */
  #drag(before, now) {
    if (!this.#stage.isFitted) this.#stage.pan(now.x - before.x, now.y - before.y);
    else if (this.#start.touch) this.#stage.dragAside(now.x - this.#start.x, Math.max(0, now.y - this.#start.y), true);
  }

  /**
   * @param {number} id - The pointer that moved.
   * @param {WindowPoint} now - Where it is.
   */
  #pinch(id, now) {
    const other = [...this.#down].find(([key]) => key !== id)?.[1];
    const before = this.#down.get(id);
    if (other && before) this.#stage.pinch(this.#span(before, other), this.#span(now, other));
  }

  /**
   * @param {WindowPoint} a - One pointer.
   * @param {WindowPoint} b - The other.
   */
  #span(a, b) {
    const middle = this.#stage.pointOf({ clientX: (a.x + b.x) / 2, clientY: (a.y + b.y) / 2 });
    return { middle, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  /**
   * @param {PointerEvent} event - The event.
   * @param {boolean} meant - False: the system took the pointer away.
   */
  #onPointerEnd(event, meant) {
    if (!this.#down.delete(event.pointerId) || this.#down.size) return;
    this.#stage.element.classList.remove("is-dragged");
    const wasMoving = this.#held && this.#commands.isMoving();
    this.#release();
    const { x, y, at, moved, touch } = this.#start;
    if (!touch) return;
    if (meant && !moved) return wasMoving ? undefined : this.#commands.toggleBars();
    const forward = lineDirection() * (event.clientX - x);
    const what = meant && this.#stage.isFitted ? swipe(forward, event.clientY - y, event.timeStamp - at) : null;
    this.#stage.dragAside(0, 0, false);
    if (what === "close") this.#commands.leave();
    else if (what) this.#commands.turn(what === "next" ? 1 : -1);
  }

  /** @param {MouseEvent} event - The event. */
  #onDoubleClick(event) {
    if (onControl(event) || onTurn(event)) return;
    if (!this.#beganHere) return;
    if (this.#start.touch) this.#stage.toggleZoom(this.#stage.pointOf(event));
    else this.#commands.fullScreen?.();
  }

  /** @param {MouseEvent} event - The event. */
  #onContextMenu(event) {
    if (onControl(event) || !this.#commands.openMenu) return;
    event.preventDefault();
    if (this.#commands.isMoving()) return; // a finger that holds the photo to see it move
    this.#commands.openMenu({ x: event.clientX, y: event.clientY });
  }

  /** @param {WheelEvent} event - The event. */
  #onWheel(event) {
    const inPanel = event.target instanceof Element && event.target.closest(".panel");
    if (inPanel && !event.ctrlKey) return;
    event.preventDefault(); // with Ctrl the browser would zoom the page
    if (inPanel) return;
    if (event.ctrlKey || event.metaKey) return this.#stage.zoomBy(wheelFactor(event), this.#stage.pointOf(event));
    if (!this.#stage.isFitted) return this.#stage.pan(-event.deltaX, -event.deltaY);
    const step = this.#pages.turn(event);
    if (step) this.#commands.turn(step);
  }
}

/**
 * Return whether an event is on one of the controls or messages of the stage.
 * @param {Event} event - The event.
 */
function onControl(event) {
  const controls = ".variants, .zoom, .stage__play, .stage__problem, .stage__note, .stage__signs";
  return event.target instanceof Element && event.target.closest(controls) !== null;
}

/**
 * Return whether an event is on one of the page buttons.
 * @param {Event} event - The event.
 */
function onTurn(event) {
  return event.target instanceof Element && event.target.closest(".turn") !== null;
}
