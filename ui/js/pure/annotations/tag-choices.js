/** @file Which tags all of some photos have, and which only some of them; and what the user makes of it. */

/** @typedef {import("./api-types.js").AnnotationChange} AnnotationChange */
/**
 * Whether photos have a tag.
 * @typedef {"all"|"some"|"none"} Share
 */
/**
 * A tag that can be chosen.
 * @typedef {object} TagChoice
 * @property {string} tag - Its path.
 * @property {number} count - How many of the photos have it.
 * @property {Share} was - Which of the photos have it.
 * @property {Share} now - Which of them are to have it; "some": it stays as it is.
 */

/**
 * Return the tags of photos as choices.
 * @param {readonly import("./api-types.js").TagCount[]} counted - The tags that some of them have.
 * @param {number} photos - How many photos.
 * @returns {TagChoice[]}
 */
export function choicesOf(counted, photos) {
  return counted.map(({ tag, count }) => {
    const was = count >= photos ? "all" : "some";
    return { tag, count, was, now: was };
  });
}

/**
 * Return the choices with a press on one: some, all, none and back; what no photo had goes away again.
 * @param {readonly TagChoice[]} choices - The choices.
 * @param {string} tag - Which one is pressed.
 * @returns {TagChoice[]}
 */
export function toggleChoice(choices, tag) {
  return choices.map((one) => (one.tag === tag ? { ...one, now: next(one) } : one)).filter(isShown);
}

/**
 * @param {TagChoice} choice - The choice.
 * @returns {Share}
 */
function next({ was, now }) {
  if (now === "some") return "all";
  return now === "all" ? "none" : was === "some" ? "some" : "all";
}

/** @param {TagChoice} choice - The choice. */
function isShown({ was, now }) {
  return was !== "none" || now !== "none";
}

/**
 * Return the choices with a tag that all photos are to have; one that is new stands first.
 * @param {readonly TagChoice[]} choices - The choices.
 * @param {string} tag - Path of the tag.
 * @returns {TagChoice[]}
 */
export function addChoice(choices, tag) {
  const isIt = (/** @type {TagChoice} */ one) => one.tag.toLowerCase() === tag.toLowerCase();
  if (choices.some(isIt)) return choices.map((one) => (isIt(one) ? { ...one, now: "all" } : one));
  return [{ tag, count: 0, was: "none", now: "all" }, ...choices];
}

/**
 * Return the choices for tags that were read, with what was chosen while they were on their way.
 * @param {readonly TagChoice[]} read - The choices that were read.
 * @param {readonly TagChoice[]} made - What was chosen before.
 * @returns {readonly TagChoice[]}
 */
export function joinChoices(read, made) {
  return made.toReversed().reduce((choices, { tag }) => addChoice(choices, tag), read);
}

/**
 * Return what the choices say: null where all stays as it is.
 * @param {readonly TagChoice[]} choices - The choices.
 * @returns {AnnotationChange|null}
 */
export function changeOfChoices(choices) {
  const changed = choices.filter(({ was, now }) => was !== now);
  const tags = (/** @type {Share} */ share) => changed.filter(({ now }) => now === share).map(({ tag }) => tag);
  const [add, remove] = [tags("all"), tags("none")];
  if (!add.length && !remove.length) return null;
  return { ...(add.length && { add_tags: add }), ...(remove.length && { remove_tags: remove }) };
}
