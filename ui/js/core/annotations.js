/**
 * @file What the user says about photos: shown at once, sent to the server, taken back when it is refused, undone and
 * done again.
 */

import { takesText } from "./dom.js";
import { ApiError } from "./api.js";
import { describeRunUndo } from "../pure/annotations/runs.js";
import { describeAct, describeUndecided, describeUndo } from "../pure/annotations/sentences.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/annotations/api-types.js").AnnotationChange} AnnotationChange */
/** @typedef {import("../pure/annotations/api-types.js").SayAnswer} SayAnswer */
/** @typedef {import("../pure/annotations/api-types.js").UndoAnswer} UndoAnswer */
/** @typedef {(reason: string) => boolean} OnRefused - Returns whether it told the reason; else a toast does. */

const BRIEF = 4000; // ms that is shown what was said about one photo: one sees it on the photo, too

/** Sends what the user says, one act after the other. */
export class Annotations {
  #api;
  #store;
  #dialogs;
  /** @type {Promise<unknown>} the last request, which the next one waits for: an undo must not overtake its act */
  #last = Promise.resolve();
  #leave = () => {};
  /** @type {Promise<void>} settled when the page is left: nothing waits for its turn any more */
  #left = new Promise((resolve) => (this.#leave = resolve));
  #numbers = 0;
  /** @type {(() => void)|null} takes back what the page itself did last */
  #undoHere = null;
  /** @type {Set<number>} photos about which this page has said something */
  #said = new Set();
  /** @type {(() => void)|null} called when the server has kept something */
  onSaid = null;

  /** @type {((answer: UndoAnswer) => void)|null} called when something was undone or done again */
  onTakenBack = null;

  /** @type {Map<number, () => void>} what is to be called when an act of this page is taken back */
  #onUndone = new Map();

  /** @param {Pick<Context, "api"|"store"|"dialogs">} context - What the parts of the page share. */
  constructor({ api, store, dialogs }) {
    this.#api = api;
    this.#store = store;
    this.#dialogs = dialogs;
  }

  /**
   * Say something about photos. The screen shows it at once; a toast tells when the server has kept it, or why not.
   * @param {number[]} ids - Ids of the photos.
   * @param {AnnotationChange} change - What is said.
   * @param {() => void} [onUndone] - Called when it was taken back: one has gone on to another photo since.
   * @param {OnRefused} [onRefused] - Called when it was refused.
   * @returns {Promise<boolean>} Whether the server has kept it.
   */
  async say(ids, change, onUndone, onRefused) {
    if (!ids.length) return false;
    const id = ++this.#numbers;
    this.#undoHere = null;
    this.noteSaid(ids);
    this.#store.addPending({ id, ids, change, revision: null });
    const answer = await this.#send("/api/annotations", { ids, set: change }, onRefused);
    if (!answer) return (this.#store.dropPending(id), false);
    this.#store.settlePending(id, answer.revision);
    if (onUndone && answer.act !== null) this.#onUndone.set(answer.act, onUndone);
    this.#tell(change, answer);
    return true;
  }

  /**
   * Have the server say something about photos that it finds itself; a toast tells when it has kept it, or why not.
   * @param {string} path - Where to ask for it.
   * @param {object} body - What is sent.
   * @param {AnnotationChange} change - What the act says, in the words of the history.
   * @param {() => void} [onUndone] - Called when this page takes it back.
   * @returns {Promise<boolean>} Whether the server has kept it.
   */
  async sayOfAll(path, body, change, onUndone) {
    this.#undoHere = null;
    const answer = await this.#send(path, body);
    if (!answer) return false;
    if (onUndone && answer.act !== null) this.#onUndone.set(answer.act, onUndone);
    this.#tell(change, answer);
    return true;
  }

  /**
   * @param {AnnotationChange} change - What was said.
   * @param {SayAnswer} answer - What the server did.
   */
  #tell(change, { act, photos, undecided }) {
    const left = undecided && describeUndecided(undecided);
    if (act === null) return void (left && this.#dialogs.toast(left)); // the others had it already
    const undo = { label: t("common-undo"), run: () => void this.undoAct(act) };
    const done = describeAct(change, photos);
    this.#dialogs.toast(left ? `${done}. ${left}` : done, undo, photos === 1 && !left ? BRIEF : undefined);
    this.onSaid?.();
  }

  /**
   * Note that this page says something about photos.
   * @param {number[]} ids - Ids of the photos.
   */
  noteSaid(ids) {
    for (const one of ids) this.#said.add(one);
  }

  /**
   * Return whether this page has said something about a photo: that may be why it left the view.
   * @param {number} id - Id of the photo.
   */
  hasSaid(id) {
    return this.#said.has(id);
  }

  /**
   * Offer to take back something that is none of the server's acts, as long as nothing else is done.
   * @param {() => void} run - Takes it back.
   */
  offerUndo(run) {
    this.#undoHere = run;
  }

  /** Send at once what waits for its turn, and what is said from now on: the page is being left. */
  leave() {
    this.#leave();
  }

  /** Send one after the other again: the page was left, and is shown again. */
  comeBack() {
    this.#left = new Promise((resolve) => (this.#leave = resolve));
  }

  /** Resolves when all that was sent is answered. */
  get idle() {
    return this.#last;
  }

  /** Take back what was done last. */
  undo() {
    const here = this.#undoHere;
    this.#undoHere = null;
    if (!here) return this.#takeBack("/api/undo", "undone");
    this.#dialogs.endToast();
    here();
    return Promise.resolve(null);
  }

  /** Do again what was taken back last. */
  redo() {
    return this.#takeBack("/api/redo", "again");
  }

  /**
   * Take back one act, however long ago.
   * @param {number} act - Its number in the history.
   */
  undoAct(act) {
    return this.#takeBack(`/api/history/${act}/undo`, "undone");
  }

  /**
   * Take back the acts of a run at once, or do them again; a toast tells of them all.
   * @param {readonly import("../pure/annotations/api-types.js").HistoryAct[]} run - The acts.
   * @param {"undone"|"again"} what - Which of the two.
   */
  async undoRun(run, what = "undone") {
    const path = `/api/history/${what === "undone" ? "undo" : "redo"}`;
    /** @type {import("../pure/annotations/api-types.js").UndoneActs|null} */
    const answer = await this.#send(path, { ids: run.map(({ id }) => id) });
    if (!answer) return;
    this.#showMarks(answer);
    const undone = run.filter(({ id }) => answer.acts.some(({ act, state }) => act === id && state === "undone"));
    const again = { label: t("core-redo"), run: () => void this.undoRun(undone, "again") };
    this.#dialogs.toast(describeRunUndo(run, answer.acts, what), undone.length ? again : undefined);
    for (const { id } of undone) this.#onUndone.get(id)?.();
  }

  /** @param {Pick<UndoAnswer, "marks"|"revision">} answer - What the server did; shown until timelines hold it. */
  #showMarks({ marks, revision }) {
    const pending = marks.map(({ set: change, ids }) => ({ id: ++this.#numbers, ids, change, revision }));
    if (pending.length) this.#store.addPending(...pending);
  }

  /**
   * @param {string} path - Where to ask for it.
   * @param {"undone"|"again"} what - Which of the two.
   * @returns {Promise<UndoAnswer|null>} What the server did; null: it failed.
   */
  async #takeBack(path, what) {
    /** @type {UndoAnswer|null} */
    const answer = await this.#send(path, {});
    if (!answer) return null;
    this.#showMarks(answer);
    const again = { label: t("core-redo"), run: () => void this.redo() };
    const did = answer.photos > 0 || (answer.set.album !== undefined && answer.state === "undone");
    const canRedo = what === "undone" && answer.act !== null && did;
    this.#dialogs.toast(describeUndo(answer, what), canRedo ? again : undefined);
    if (canRedo) this.#onUndone.get(/** @type {number} */ (answer.act))?.();
    this.onTakenBack?.(answer);
    return answer;
  }

  /**
   * Send an act behind all others: an undo must not overtake it. Rejects when it fails.
   * @param {"POST"|"PUT"|"DELETE"} method - Of the request.
   * @param {string} path - Where to.
   * @param {object} body - What is sent.
   * @returns {Promise<any>} The answer.
   */
  send(method, path, body) {
    this.#undoHere = null;
    const request = Promise.race([this.#last, this.#left]).then(() => this.#api.send(method, path, body));
    this.#last = request.catch(() => {});
    return request;
  }

  /**
   * @param {string} path - Where to.
   * @param {object} body - What is sent.
   * @param {OnRefused} [onRefused] - Called when it failed.
   * @returns {Promise<any>} The answer; null: it failed, and the user was told why.
   */
  async #send(path, body, onRefused) {
    try {
      return await this.send("POST", path, body);
    } catch (error) {
      const reason = error instanceof ApiError ? error.message : t("core-silent");
      if (!onRefused?.(reason)) this.#dialogs.toast(t("core-unchanged", { reason }));
      return null;
    }
  }
}

/**
 * Bind the keys that undo and do again, wherever one is. In a text field they are the field's.
 * @param {Context} context - What the parts of the page share.
 */
export function bindUndoKeys({ keys, annotations }) {
  const bind = (/** @type {string[]} */ names, /** @type {string} */ label, /** @type {() => void} */ run) =>
    keys.bind({
      scope: "app",
      keys: names,
      group: t("keys-change"),
      label,
      run: (event) => (takesText(event.target) ? false : run()),
    });
  bind(["Ctrl+KeyZ"], t("common-undo"), () => void annotations.undo());
  bind(["Ctrl+Shift+KeyZ", "Ctrl+KeyY"], t("core-redo"), () => void annotations.redo());
}
