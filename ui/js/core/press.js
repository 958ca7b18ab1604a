/** @file Whether a photo is pressed: what is under a press stays there until the click that ends it. */

import { on } from "./dom.js";

const MAX_HOLD = 15_000; // ms; the end of a press may be missed

/** Follows presses of the main button in the grid. */
export class Press {
  /** @type {Set<() => void>} called when it ends */
  #onEnd = new Set();
  #isDown = false;

  /** Begin to follow. */
  constructor() {
    const options = { capture: true, passive: true };
    on(window, "pointerdown", (event) => {
      const { target, button } = /** @type {PointerEvent} */ (event);
      this.#isDown = button === 0 && target instanceof Element && target.closest("#grid") !== null;
    }, options); // prettier-ignore
    on(window, "pointerup", () => this.#end(), options);
    on(window, "pointercancel", () => this.#end(), options);
    on(window, "pointermove", (event) => !(/** @type {PointerEvent} */ (event).buttons) && this.#end(), options);
  }

  /** Whether a photo is pressed. */
  get isDown() {
    return this.#isDown;
  }

  /** Wait for the end of the press, and for its click. */
  async ended() {
    await new Promise((resolve) => {
      this.#onEnd.add(() => setTimeout(resolve)); // the click follows at once
      setTimeout(resolve, MAX_HOLD);
    });
  }

  #end() {
    if (!this.#isDown) return;
    this.#isDown = false;
    for (const onEnd of this.#onEnd) onEnd();
    this.#onEnd.clear();
  }
}
