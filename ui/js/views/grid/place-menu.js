/** @file The menu of the grid where no photo is: of a day, and of the room between and below the photos. */

import { addFolder, revealItems } from "../../core/commands.js";
import { byId, on } from "../../core/dom.js";
import { Selection } from "../../pure/grid/selection.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../core/menu.js").MenuItem} MenuItem */
/** @typedef {import("./grid.js").Grid} Grid */

/**
 * Show the menu by right click, and by the menu key while the grid itself or the tick of a day has the focus.
 * @param {Context} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 * @param {() => (MenuItem|null)[]} sortItems - Returns the orders that the photos may have.
 */
export function bindPlaceMenu(context, grid, sortItems) {
  on(byId("scroller"), "contextmenu", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest(".cell, .grid-end")) return;
    const head = target.closest(".day__head");
    const day = /** @type {HTMLElement|null} */ (head?.closest(".day") ?? null)?.dataset.day;
    const items = [...dayItems(context, grid, day), ...viewItems(context, grid), ...sortItems()];
    event.preventDefault();
    const box = target.getBoundingClientRect();
    const isAt = event.clientX || event.clientY;
    const at = isAt ? { x: event.clientX, y: event.clientY } : { x: box.left + 16, y: box.top + 16 };
    context.dialogs.menu(at, items);
  });
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 * @param {string|undefined} day - Index of the day; undefined: none is meant.
 * @returns {MenuItem[]}
 */
function dayItems({ isOwner, store }, grid, day) {
  if (!isOwner || day === undefined) return [];
  const { dayFirst, n } = grid.timeline;
  const [first, end] = [dayFirst[Number(day)], dayFirst[Number(day) + 1]];
  const selection = store.state.selection ?? new Selection(n);
  const label = t(selection.covers(first, end) ? "grid-take-day-out" : "grid-select-day");
  return [{ label, icon: "select", run: () => grid.onDaySelect(Number(day)) }];
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {Grid} grid - The grid.
 * @returns {(MenuItem|null)[]}
 */
function viewItems(context, { timeline: { n } }) {
  if (!context.isOwner) return [];
  const all = () => context.store.setSelection(Selection.all(n));
  return [
    { label: t("common-select-all"), icon: "select", key: "Ctrl+A", disabled: n === 0, run: all },
    { label: t("common-add-folder"), icon: "plus", asks: true, run: () => void addFolder(context) },
    ...revealItems(context, context.store.state.place.folder),
    null,
  ];
}
