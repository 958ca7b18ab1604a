/** @file How much of work is done whose whole may grow meanwhile: a share that never runs backwards. */

/**
 * Follows a piece of work from its begin to its end.
 *
 * What is done since the last look takes its part of what was left then. As long as the whole stays the same, that is
 * the share of it; when the whole grows, the share goes on more slowly from where it is, and still ends at 1.
 */
export class ShareDone {
  #done = 0;
  #left = 0;
  #before = 0; // done before this piece of work began
  /** @type {number|null} what is left, as a share; null: none was told since the work began */
  #rest = null;

  /**
   * Take how far the work is.
   * @param {number} done - What is done, in any unit.
   * @param {number} left - What is left, as far as it is known.
   * @param {boolean} isWholeKnown - Whether that is all; the work goes on meanwhile, and the share stays as it is.
   */
  add(done, left, isWholeKnown) {
    if (this.#rest === 0 && left > 0) this.end(); // all was done: what is left now is work of its own
    const step = Math.max(0, done - this.#done, this.#left - left);
    [this.#done, this.#left] = [done, left];
    if (this.#rest === null && left === 0) this.#before = done; // what came before is no part of it
    if (!isWholeKnown) return;
    const all = left + (this.#rest === null ? Math.max(0, done - this.#before) : step);
    if (all > 0) this.#rest = (this.#rest ?? 1) * (left / all);
  }

  /** End this piece of work: what comes next is another one. */
  end() {
    this.#rest = null;
    this.#before = this.#done;
  }

  /** Return how much is done, 0 to 1; null: not known yet. */
  get share() {
    return this.#rest === null ? null : 1 - this.#rest;
  }
}
