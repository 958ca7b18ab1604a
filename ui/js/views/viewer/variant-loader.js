/**
 * @file Loads the other pictures of one photo: asks again while one is being made, and finds out why one does not come.
 */

import { Preloader } from "../../pure/viewer/preload.js";
import { problemText } from "../../pure/viewer/problem-text.js";
import { t } from "../../pure/text/texts.js";
import { loadImage } from "./load-image.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").Problem} Problem */
/** @typedef {import("./progressive-image.js").TimelinePhoto} TimelinePhoto */

const RETRY_DELAY = 1000; // ms
const MAX_WAIT = 150_000; // ms: longer than the server tries to develop a file, twice

/** Holds the picture on the stage, and the pages beside it. */
export class VariantLoader {
  /** @type {Preloader<HTMLImageElement>} */
  #images;
  #context;

  /** @param {Pick<Context, "api"|"pictures">} context - What the parts of the page share. */
  constructor(context) {
    const { api, pictures } = (this.#context = context);
    this.#images = new Preloader((key) => {
      const [id, version, name] = key.split(":");
      return loadImage(pictures, api.media("screen", Number(id), Number(version), undefined, name), "high");
    });
  }

  /** Let everything go. */
  clear() {
    this.#images.hold([]);
  }

  /**
   * Load a picture, however long it takes to make it.
   * @param {TimelinePhoto} photo - The photo.
   * @param {string} name - Name of the picture; "": the photo itself.
   * @param {string[]} around - Names of what is to be loaded, this one first.
   * @param {() => boolean} isWanted - Returns whether it is still to be loaded.
   * @returns {Promise<{image: HTMLImageElement|null, why: string}>} The picture, decoded; or why it does not come.
   */
  async load(photo, name, around, isWanted) {
    const until = performance.now() + MAX_WAIT;
    const key = keyOf(photo, name);
    while (isWanted()) {
      this.#images.hold(around.map((other) => keyOf(photo, other)));
      const image = (await this.#images.get(key)?.ready.catch(() => null)) ?? null;
      if (image || !isWanted()) return { image, why: "" };
      this.#images.forget(key);
      const why = performance.now() > until ? t("viewer-too-long") : await this.#whyNot(photo, name);
      if (why) return { image: null, why };
      await new Promise((done) => setTimeout(done, RETRY_DELAY)); // it is still being made
    }
    return { image: null, why: "" };
  }

  /**
   * Ask what is wrong with another picture of a photo; null: nothing is known.
   * @param {TimelinePhoto} photo - The photo.
   * @param {string} name - Name of the picture.
   * @returns {Promise<Problem|null>}
   */
  async findProblem({ id }, name) {
    const answer = await this.#context.api.get(`/api/photos/${id}/problem?variant=${name}`).catch(() => null);
    return answer?.problem ?? null;
  }

  /**
   * Say why a picture cannot come; "": nothing stands in its way.
   * @param {TimelinePhoto} photo - The photo.
   * @param {string} name - Name of the picture.
   * @returns {Promise<string>}
   */
  async #whyNot(photo, name) {
    const problem = name ? await this.findProblem(photo, name) : null;
    if (problem) return problemText(problem, false);
    const now = await this.#context.api.get(`/api/photos/${photo.id}`).catch((error) => error);
    if (now instanceof Error) return now.message;
    return now.offline ? t("viewer-away") : "";
  }
}

/**
 * @param {TimelinePhoto} photo - The photo.
 * @param {string} name - Name of one of its pictures.
 */
function keyOf(photo, name) {
  return `${photo.id}:${photo.version}:${name}`;
}
