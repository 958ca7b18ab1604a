/** @file The hints of the page: what each says, and the situation in which it is of use. Each is shown once. */

/**
 * What has been done since the page began.
 * @typedef {object} Done
 * @property {number} opened - Photos that were open and are closed again.
 * @property {number} folders - Folders that were gone to.
 * @property {boolean} searched - Whether anything was searched.
 * @property {boolean} scrolled - Whether some screens of photos were passed.
 * @property {number} selected - Photos that are selected now.
 * @property {boolean} focused - Whether a photo has the focus.
 * @property {boolean} dated - Whether the photos stand in the order of their dates.
 */
/**
 * What the server keeps.
 * @typedef {object} KeptHints
 * @property {boolean} wanted - Whether hints are wanted.
 * @property {string[]} shown - Names of those that were shown.
 */
/**
 * A hint.
 * @typedef {object} Hint
 * @property {string} name - Its name in settings.json.
 * @property {string} text - Key of its text.
 * @property {Record<string, string>} keys - The usual keys that the text names, by its variables.
 * @property {(done: Done) => boolean} isOfUse - Whether it is of use now.
 */

const SEVERAL = 3; // photos selected
const MANY = 10;
const FEW_TIMES = 3;

/** The hints; where several are of use, the first comes first. @type {readonly Hint[]} */
export const HINTS = [
  { name: "albums", text: "hint-albums", keys: { key: "B" }, isOfUse: ({ selected }) => selected >= MANY },
  { name: "drag", text: "hint-drag", keys: {}, isOfUse: ({ selected }) => selected >= SEVERAL && selected < MANY },
  { name: "open", text: "hint-open", keys: { key: "Space" },
    isOfUse: ({ opened, focused }) => focused && !opened },
  { name: "stars", text: "hint-stars", keys: { one: "1", five: "5", heart: "F" }, isOfUse: ({ opened }) => opened > 0 },
  { name: "rail", text: "hint-rail", keys: { key: "G" }, isOfUse: ({ scrolled, dated }) => scrolled && dated },
  { name: "folders", text: "hint-folders", keys: {}, isOfUse: ({ folders }) => folders > 0 },
  { name: "search", text: "hint-search", keys: { key: "/" },
    isOfUse: ({ folders, searched }) => folders >= FEW_TIMES && !searched },
  { name: "keys", text: "hint-keys", keys: { key: "?" }, isOfUse: ({ opened }) => opened >= FEW_TIMES },
]; // prettier-ignore

/**
 * Return the hint to show; undefined: none. One that names a key which its command has not is none.
 * @param {Done} done - What has been done.
 * @param {readonly string[]} shown - Names of the hints that were shown.
 * @param {(key: string) => string} nameKey - Returns what a usual key is called now; "": no key does the same.
 */
export function nextHint(done, shown, nameKey) {
  return HINTS.find(({ name, keys, isOfUse }) =>
    !shown.includes(name) && isOfUse(done) && Object.values(keys).every((key) => nameKey(key) !== ""));
}
