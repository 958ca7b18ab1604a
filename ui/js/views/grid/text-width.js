/** @file Widths of texts in the font of an element. */

const MAX_WIDTHS = 500; // texts whose width is remembered

/**
 * Measures texts on a canvas, without the layout that asking an element would cost in the middle of a frame, and
 * remembers the widths.
 */
export class TextWidth {
  #font = "";
  #context = document.createElement("canvas").getContext("2d");
  /** @type {Map<string, number>} */
  #known = new Map();

  /**
   * Measure in the font of an element.
   * @param {HTMLElement} element - An element in the page.
   */
  setFont(element) {
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(element); // "font" is empty where it cannot say all
    const font = `${fontWeight} ${fontSize} ${fontFamily}`;
    if (!this.#context || this.#font === font) return;
    this.#font = font;
    this.#context.font = font;
    this.#known.clear();
  }

  /**
   * Return the width of a text, px.
   * @param {string} text - The text.
   */
  measure(text) {
    let width = this.#known.get(text);
    if (this.#known.size > MAX_WIDTHS) this.#known.clear();
    if (width === undefined) this.#known.set(text, (width = this.#context?.measureText(text).width ?? 0));
    return width;
  }
}
