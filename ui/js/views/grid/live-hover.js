/** @file The motion of a photo in the grid, as long as the pointer is on its sign. */

import { on } from "../../core/dom.js";
import { Motion } from "../../core/motion.js";

/**
 * Play motions under the pointer.
 * @param {Pick<import("../../core/types.js").Context, "api">} context - What the parts of the page share.
 * @param {import("./grid.js").Grid} grid - The grid.
 * @param {HTMLElement} element - Its element.
 */
export function bindLiveHover({ api }, grid, element) {
  const motion = new Motion();
  on(element, "pointerover", (event) => {
    const sign = event.target instanceof Element && event.target.closest(".chip--live");
    const index = sign ? grid.rows.indexOf(sign) : -1;
    const cell = grid.rows.elementOf(index);
    if (!cell || index < 0) return motion.stop();
    const { ids, versions } = grid.timeline;
    if (!motion.isOn) motion.start(cell, api.media("motion", ids[index], versions[index]));
  });
  on(element, "pointerleave", () => motion.stop());
}
