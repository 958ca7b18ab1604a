/** @file A drag along the date rail: the grid follows as fast as there are pictures of the places that it goes to. */

/** Moves the grid from place to place; of places that the pointer has left meanwhile none is shown. */
export class Scrub {
  #prepare;
  #jumpTo;
  #target = NaN;
  #isMoving = false;
  #drags = 0; // that have ended

  /**
   * @param {(y: number) => Promise<void>} prepare - Waits for the pictures of a place, for a moment at most.
   * @param {(y: number) => void} jumpTo - Goes to a place.
   */
  constructor(prepare, jumpTo) {
    this.#prepare = prepare;
    this.#jumpTo = jumpTo;
  }

  /**
   * Go to a place when its pictures are here.
   * @param {number} y - Place in the layout, px.
   */
  moveTo(y) {
    this.#target = y;
    if (!this.#isMoving) void this.#move();
  }

  /** Go to where the pointer is now. */
  finish() {
    const y = this.#target;
    this.#target = NaN;
    this.#drags += 1;
    if (!Number.isNaN(y)) this.#jumpTo(y);
  }

  async #move() {
    this.#isMoving = true;
    while (!Number.isNaN(this.#target)) {
      const [y, drag] = [this.#target, this.#drags];
      await this.#prepare(y);
      if (drag !== this.#drags) continue;
      if (this.#target === y) this.#target = NaN;
      this.#jumpTo(y);
    }
    this.#isMoving = false;
  }
}
