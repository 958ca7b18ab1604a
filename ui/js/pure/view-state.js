/** @file The view state as a text, and which values it may have: gallery/settings/view_state.py checks the same. */

/** @typedef {import("./api-types.js").ViewState} ViewState */

const ORDERS = ["date", "date-asc", "name", "name-desc", "modified", "modified-asc", "size", "size-asc"];
const THEMES = ["system", "light", "dark"];
/** The languages of the page (ui/languages), each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch" };
const MAX_OPEN = 10_000; // folders unfolded

/** @param {unknown} value - What was read. */
const isId = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @param {unknown} value - What was read. */
const isIdOrNull = (value) => value === null || isId(value);
/** @param {unknown} value - What was read. */
const isBoolean = (value) => typeof value === "boolean";

/** @type {{[K in keyof ViewState]: (value: any) => boolean}} */
const IS_VALID = {
  folder: isIdOrNull,
  subfolders: isBoolean,
  order: (value) => ORDERS.includes(value),
  row: (value) => value === null || (Number.isInteger(value) && value >= 96 && value <= 320),
  theme: (value) => THEMES.includes(value),
  language: (value) => value === "system" || Object.hasOwn(LANGUAGES, value),
  photo: isIdOrNull,
  anchor: (value) => value === null || (isId(value?.photo) && Number.isInteger(value.offset)),
  sidebar: isBoolean,
  side: (value) => value === null || (Number.isInteger(value) && value >= 200 && value <= 800),
  info: isBoolean,
  volume: (value) => Number.isInteger(value) && value >= 0 && value <= 100,
  muted: isBoolean,
  advance: isBoolean,
  names: isBoolean,
  open: (value) => Array.isArray(value) && value.length <= MAX_OPEN && value.every(isId),
};

/**
 * Read a view state from a text. Fields that are missing or make no sense are left out.
 * @param {string|null} text - What was kept; null: nothing.
 * @returns {Partial<ViewState>} The fields that make sense.
 */
export function parseViewState(text) {
  let kept;
  try {
    kept = JSON.parse(text ?? "{}");
  } catch {
    return {}; // not by this page, or cut off
  }
  if (typeof kept !== "object" || kept === null) return {};
  const names = /** @type {(keyof ViewState)[]} */ (Object.keys(IS_VALID));
  return Object.fromEntries(names.filter((name) => IS_VALID[name](kept[name])).map((name) => [name, kept[name]]));
}
