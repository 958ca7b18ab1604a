/** @file Typing in a list of the sidebar: letters lead to the next row whose name begins with them. */

import { fold } from "../text/fold.js";

const PAUSE = 1000; // ms after which a letter begins a new word
const WORD_SIGN = /^[\p{L}\p{N}]$/u;

/**
 * Return the row that letters lead to; -1: none begins with them.
 * @param {readonly string[]} names - Names of the rows.
 * @param {number} at - The row with the focus.
 * @param {string} typed - The letters. One of them, also repeated, leads on to the next row; more may stay.
 */
export function typedRow(names, at, typed) {
  const wanted = fold(typed);
  const [first, ...others] = wanted;
  const isRepeated = others.every((letter) => letter === first);
  const from = isRepeated ? at + 1 : at;
  const order = names.map((_, i) => (from + i) % names.length);
  const begins = (/** @type {string} */ start) => order.find((i) => fold(names[i]).startsWith(start)) ?? -1;
  const whole = others.length ? begins(wanted) : -1;
  return whole < 0 && isRepeated ? begins(first) : whole;
}

/** Collects what is typed in a list. */
export class TypeAhead {
  #typed = "";
  #time = -Infinity;

  /**
   * Return the row that a key leads to: -1: none; null: the key types nothing.
   * @param {Pick<KeyboardEvent, "key"|"ctrlKey"|"metaKey"|"altKey"|"timeStamp">} event - The key press.
   * @param {readonly string[]} names - Names of the rows.
   * @param {number} at - The row with the focus.
   */
  rowFor({ key, ctrlKey, metaKey, altKey, timeStamp }, names, at) {
    const before = timeStamp - this.#time < PAUSE ? this.#typed : "";
    const isTyped = [...key].length === 1 && (WORD_SIGN.test(key) || before !== "");
    if (ctrlKey || metaKey || altKey || !isTyped) return null;
    this.#typed = before + key;
    this.#time = timeStamp;
    return typedRow(names, at, this.#typed);
  }
}
