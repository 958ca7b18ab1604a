/** @file The keys that say something about photos, bound in the grid and in the viewer. */

import { takesText } from "./dom.js";
import { changeOf, keyWords, SAY_KEYS } from "../pure/annotations/keys.js";
import { withShift } from "../pure/keys/commands.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("../pure/annotations/keys.js").SayKey} SayKey */
/** @typedef {import("../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/**
 * The photos that a key speaks of.
 * @typedef {object} Meant
 * @property {number[]} ids - Ids of the photos.
 * @property {(wanted: AnnotationChange) => boolean} allHave - Whether all of them have these values already.
 */
/**
 * Where keys are heard, and of what they speak.
 * @typedef {object} SayPlace
 * @property {string} scope - Scope of the keys.
 * @property {(event: KeyboardEvent) => Meant|null} meant - Returns the photos; null: none, or the key is not for them.
 * @property {() => void} next - Goes on to the next photo.
 * @property {(index: number) => void} goTo - Goes to the photo of an index of the timeline.
 */

/**
 * Bind the keys.
 * @param {import("./types.js").Context} context - What the parts of the page share.
 * @param {SayPlace} place - Where they are heard.
 */
export function bindSayKeys({ keys, store, annotations }, { scope, meant, next, goTo }) {
  const goBack = (/** @type {number} */ id) => {
    if (keys.scope === scope) goTo(store.state.timeline?.indexOf(id) ?? -1);
  };
  const run = (/** @type {SayKey} */ key, /** @type {KeyboardEvent} */ event, /** @type {boolean} */ goOn) => {
    const photos = event.repeat || takesText(event.target) ? null : meant(event);
    if (!photos) return false;
    const [id, ...others] = photos.ids;
    const onUndone = goOn && !others.length ? () => goBack(id) : undefined;
    void annotations.say(photos.ids, changeOf(key, photos.allHave), onUndone);
    if (goOn) next();
  };
  for (const key of SAY_KEYS) {
    keys.bind({ scope, keys: key.keys, group: t("keys-say"), ...keyWords(key),
      run: (event) => run(key, event, store.state.view.advance) }); // prettier-ignore
    keys.bind({ scope, keys: key.keys.flatMap(withShift), shiftOf: key.keys, group: t("keys-say"),
      label: t("core-same-and-on"), run: (event) => run(key, event, true) }); // prettier-ignore
  }
}
