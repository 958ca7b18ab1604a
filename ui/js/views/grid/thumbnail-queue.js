// Thumbnails in the order the eye wants them: four at a time, none while flying past, none for cells that have left.

const MAX_LOADING = 4; // of six connections: one is the feed's, one is left for the API
const FLING_SPEED = 4; // px/ms
const RESTART = 70; // ms of calm before a flight's end is believed
const RETRIES = [1000, 5000]; // ms: the server answers 503 while it is busy, and <img> cannot see the number
const LAST_RETRY = 15_000; // ms: by then the tile says that there is no picture, but it may still come
const LOADED = "is-there"; // until then an image draws nothing, or the browser would frame it
const NO_FADE = 80; // ms after its cell: a picture that was this quick does not fade in

/** @typedef {{image: HTMLImageElement, url: string, tries: number, since: number, state: "waiting"|"loading"|"pausing"|"done", timer: number}} Job */

export class ThumbnailQueue {
  /** @type {Map<HTMLImageElement, Job>} */
  #jobs = new Map();
  /** @type {HTMLImageElement[]} */
  #order = [];
  #loading = 0;
  #timer = 0;
  #speed;
  #events;

  /**
   * @param {() => number} speed  of scrolling, px/ms
   * @param {{onShown: (image: HTMLImageElement, late: boolean) => void, onFailed: (image: HTMLImageElement) => void}} events
   */
  constructor(speed, events) {
    this.#speed = speed;
    this.#events = events;
  }

  /**
   * This picture belongs in this image from now on.
   * @param {HTMLImageElement} image  @param {string} url  @param {boolean} [same]  it shows the photo in another size, and may meanwhile
   */
  want(image, url, same = false) {
    if (this.#jobs.get(image)?.url === url) return;
    if (same) this.#forget(image);
    else this.drop(image);
    this.#jobs.set(image, { image, url, tries: 0, since: performance.now(), state: "waiting", timer: 0 });
  }

  /** The cell has left. Without src the browser gives the connection up. @param {HTMLImageElement} image */
  drop(image) {
    if (!this.#forget(image)) return;
    image.removeAttribute("src");
    image.classList.remove(LOADED);
  }

  /** @param {HTMLImageElement} image */
  #forget(image) {
    const job = this.#jobs.get(image);
    if (!job) return false;
    this.#jobs.delete(image);
    clearTimeout(job.timer);
    image.onload = image.onerror = null;
    if (job.state === "loading") this.#loading -= 1;
    return true;
  }

  /** Nearest to the eye first. @param {HTMLImageElement[]} images */
  setOrder(images) {
    this.#order = images;
    this.pump();
  }

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
    this.#timer = setTimeout(() => this.pump(), RESTART);
  }

  /** @param {Job} job */
  #start(job) {
    job.state = "loading";
    this.#loading += 1;
    job.image.onload = () => this.#ended(job, "done");
    job.image.onerror = () => this.#ended(job, "failed");
    job.image.src = job.url;
  }

  /** @param {Job} job  @param {"done"|"failed"} how */
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

  /** @param {Job} job */
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
