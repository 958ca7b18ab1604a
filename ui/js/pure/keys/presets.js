/** @file Keys as people know them from other programs: what differs from Shoebox's own, by command (commands.js). */

/** @typedef {import("./commands.js").KeyChanges} KeyChanges */
/**
 * Keys of another program.
 * @typedef {object} Preset
 * @property {string} id - Its name in code.
 * @property {string} name - Its name for people.
 * @property {KeyChanges} changes - Keys that are not Shoebox's own.
 */

/**
 * Give a command of the grid and of the viewer the same keys.
 * @param {string} key - The usual key of both.
 * @param {string[]} keys - The keys.
 */
function inBoth(key, keys) {
  return { [`grid/${key}`]: keys, [`viewer/${key}`]: keys };
}

/** F fills the screen, also with a video: that key of the player's own would be the same. */
const FULL_SCREEN = { "app/F11": ["f", "KeyF", "F11"], "video/KeyF": [], ...inBoth("KeyF", ["."]) };
const RATINGS = [0, 1, 2, 3, 4, 5].map((n) => inBoth(`Digit${n}`, [`Alt+Digit${n}`]));

/** @type {readonly Preset[]} */
export const PRESETS = [
  { id: "shoebox", name: "Shoebox", changes: {} },
  {
    id: "lightroom",
    name: "Lightroom",
    changes: {
      ...FULL_SCREEN,
      "grid/Enter": ["e", "KeyE", "Enter"],
      "viewer/Escape": ["g", "KeyG"],
      "grid//": ["Ctrl+f", "Ctrl+KeyF", "/"],
      "grid/\\": ["F7"],
      ...inBoth("KeyT", ["Ctrl+k", "Ctrl+KeyK"]),
      ...inBoth("Ctrl+Enter", ["Ctrl+r", "Ctrl+KeyR"]),
    },
  },
  {
    id: "xnview",
    name: "XnView, qimgv",
    changes: Object.assign({ ...FULL_SCREEN, "viewer/Ctrl+Digit0": ["1", "Digit1"],
      "viewer/Ctrl+Digit1": ["3", "Digit3"] }, ...RATINGS), // prettier-ignore
  },
];
