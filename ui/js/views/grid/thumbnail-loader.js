/**
 * @file Loads thumbnails in the order in which they are wanted: four at a time, none during a fling, none for cells
 * that are gone.
 */

const MAX_LOADING = 4; // of six connections: one is the feed's, one is left for the API
const FLING_SPEED = 4; // px/ms from which on no picture is loaded
const FLING_CHECK = 70; // ms between two looks whether the fling is over
const RETRIES = [1000, 5000]; // ms: the server answers 503 while it is busy, and <img> cannot see the number
const LAST_RETRY = 15_000; // ms: the cell says by now that there is no picture, but it may still come
const LOADED = "is-there"; // class of loaded images; others are hidden, or the browser would draw a frame
const NO_FADE = 80; // ms: a picture that comes this soon does not fade in

/**
 * A picture to load.
 * @typedef {object} Job
 * @property {HTMLImageElement} image - Where it goes.
 * @property {string} url - Address of the picture.
 * @property {number} tries - How often it has failed.
 * @property {number} since - When it was wanted, ms.
 * @property {"waiting"|"loading"|"pausing"|"done"} state - What happens to it.
 * @property {number} timer - Of the next try.
 */

/**
 * What the queue tells.
 * @typedef {object} ThumbnailEvents
 * @property {(image: HTMLImageElement, late: boolean) => void} onShown - A picture is loaded; `late`:
 *   so late that it may fade in.
 * @property {(image: HTMLImageElement) => void} onFailed - A picture did not come.
 */

/** Loads images into cells. */
export class ThumbnailLoader {
  /** @type {Map<HTMLImageElement, Job>} */
  #jobs = new Map();
  /** @type {HTMLImageElement[]} */
  #order = [];
  #loading = 0;
  #timer = 0;
  #speed;
  #events;

  /**
   * @param {() => number} speed - Returns the speed of scrolling, px/ms.
   * @param {ThumbnailEvents} events - What the queue tells.
   */
  constructor(speed, events) {
    this.#speed = speed;
    this.#events = events;
  }

  /**
   * Load a picture into an image element.
   * @param {HTMLImageElement} image - The image element.
   * @param {string} url - Address of the picture.
   * @param {boolean} [same] - The element shows the same photo in another size, and may until the new one is loaded.
   */
  want(image, url, same = false) {
    if (this.#jobs.get(image)?.url === url) return;
    if (same) this.#forget(image);
    else this.drop(image);
    this.#jobs.set(image, { image, url, tries: 0, since: performance.now(), state: "waiting", timer: 0 });
  }

  /**
   * Let an element go: its cell is gone. Without src the browser gives up the connection.
   * @param {HTMLImageElement} image - The image element.
   */
  drop(image) {
    if (!this.#forget(image)) return;
    image.removeAttribute("src");
    image.classList.remove(LOADED);
  }

  /** @param {HTMLImageElement} image - The image element. */
  #forget(image) {
    const job = this.#jobs.get(image);
    if (!job) return false;
    this.#jobs.delete(image);
    clearTimeout(job.timer);
    image.onload = image.onerror = null;
    if (job.state === "loading") this.#loading -= 1;
    return true;
  }

  /**
   * Set the order of loading.
   * @param {HTMLImageElement[]} images - The image elements, the first one first.
   */
  setOrder(images) {
    this.#order = images;
    this.pump();
  }

  /** Begin to load as many pictures as may be loaded now. */
  pump() {
    if (this.#loading >= MAX_LOADING) return;
    if (this.#speed() > FLING_SPEED) return this.#pumpLater();
    for (const image of this.#order) {
      const job = this.#jobs.get(image);
      if (job?.state === "waiting") this.#start(job);
      if (this.#loading >= MAX_LOADING) return;
    }
  }

  #pumpLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.pump(), FLING_CHECK);
  }

  /** @param {Job} job - The picture. */
  #start(job) {
    job.state = "loading";
    this.#loading += 1;
    job.image.onload = () => this.#ended(job, "done");
    job.image.onerror = () => this.#ended(job, "failed");
    job.image.src = job.url;
  }

  /**
   * @param {Job} job - The picture.
   * @param {"done"|"failed"} how - Whether it came.
   */
  #ended(job, how) {
    if (job.state !== "loading") return;
    this.#loading -= 1;
    job.image.onload = job.image.onerror = null;
    if (how === "failed") return this.#retryLater(job);
    job.state = how;
    job.image.classList.add(LOADED);
    this.#events.onShown(job.image, performance.now() - job.since > NO_FADE);
    this.pump();
  }

  /** @param {Job} job - The picture. */
  #retryLater(job) {
    job.image.removeAttribute("src");
    job.image.classList.remove(LOADED);
    job.state = "pausing";
    const wait = RETRIES[job.tries++] ?? LAST_RETRY;
    job.timer = setTimeout(() => {
      job.state = "waiting";
      this.pump();
    }, wait);
    if (wait === LAST_RETRY) this.#events.onFailed(job.image);
    this.pump();
  }
}
