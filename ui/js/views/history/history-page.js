/** @file The page of all that was said about photos, the newest first: each act can be taken back, however old. */

import { attempt } from "../../core/commands.js";
import { byId, h, on, textNodes } from "../../core/dom.js";
import { keyCap } from "../../core/key-names.js";
import { drawConflicts, readConflicts } from "./conflicts.js";
import { drawDay, localOffset } from "./history-lines.js";
import { groupByDay } from "../../pure/annotations/history.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").HistoryAct} HistoryAct */

const KEYS = "history"; // its scope of keys

/** Shows the history in place of the photos. */
export class HistoryPage {
  #context;
  #page = byId("history");
  /** @type {HistoryAct[]|null} null: not loaded yet */
  #acts = null;
  /** @type {import("../../pure/annotations/api-types.js").SidecarConflict[]} */
  #conflicts = [];
  /** @type {Set<number>} acts of the runs that are open */
  #open = new Set();
  #isComplete = false;
  #reading = false;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store, keys } = context;
    keys.bind({ scope: KEYS, keys: ["Escape"], group: "", label: t("common-back-to-photos"), run: () =>
      this.#leave() });
    on(this.#page, "click", (event) => this.#onClick(event));
    store.watch((state) => state.place.page === "history" && state.place.photo === null, (shown) => this.#show(shown));
    store.watchAny(
      [(state) => state.status?.generation, (state) => state.status?.sidecars?.conflicts, (state) => state.pending],
      () => this.#refresh(),
    );
  }

  get #isShown() {
    return !this.#page.hidden;
  }

  /** @param {boolean} shown - Whether it is shown. */
  #show(shown) {
    const was = this.#isShown;
    this.#page.hidden = !shown;
    if (shown && !was) void this.#read(null).then(() => this.#page.focus());
    if (shown) return;
    this.#acts = null;
    this.#open.clear();
  }

  #leave() {
    this.#context.route.leavePage();
  }

  /** Read the acts on the page again: another page, or a key, may have done something. */
  #refresh() {
    if (this.#isShown && this.#acts) void this.#read(null);
  }

  /**
   * Read acts, and show them.
   * @param {number|null} before - Those before this one, behind those that are shown; null: the newest.
   */
  async #read(before) {
    if (this.#reading) return;
    this.#reading = true;
    const { api } = this.#context;
    const answer = await attempt(this.#context, api.get(`/api/history${before ? `?before=${before}` : ""}`));
    if (answer) this.#conflicts = await readConflicts(this.#context);
    this.#reading = false;
    if (!answer || !this.#isShown) return;
    this.#acts = before ? [...(this.#acts ?? []), ...answer.acts] : answer.acts;
    this.#isComplete = answer.acts.length === 0 || answer.acts[answer.acts.length - 1].id <= 1;
    this.#draw();
  }

  #draw() {
    const acts = this.#acts ?? [];
    const buttons = () => /** @type {HTMLElement[]} */ ([...this.#page.querySelectorAll("[data-act]")]);
    const at = buttons().findIndex((button) => button === document.activeElement);
    const focused = buttons()[at]?.dataset.act;
    const days = groupByDay(acts, Date.now(), localOffset);
    const more = h("button", { type: "button", class: "button", "data-act": "older", text: t("history-older") });
    this.#page.replaceChildren(
      ...(this.#conflicts.length ? [drawConflicts(this.#context, this.#conflicts, () => void this.#read(null))] : []),
      ...(acts.length ? days.map((day) => drawDay(day, this.#open)) : [emptyPage()]),
      ...(acts.length && !this.#isComplete ? [more] : []),
    );
    if (at < 0) return;
    const now = buttons(); // that of an act that was undone has gone: the next one takes its place
    (now.find((button) => button.dataset.act === focused) ?? now[Math.min(at, now.length - 1)] ?? this.#page).focus();
  }

  /** @param {MouseEvent} event - The event. */
  #onClick({ target }) {
    const act = target instanceof Element ? target.closest("button")?.dataset.act : undefined;
    if (act === "older") void this.#read(this.#acts?.at(-1)?.id ?? null);
    else if (act?.startsWith("open ")) this.#toggle(numbersOf(act));
    else if (act) void this.#undo(numbersOf(act)).then(() => this.#read(null));
  }

  /** @param {number[]} run - The acts of a run that is opened or closed. */
  #toggle(run) {
    const isOpen = run.some((id) => this.#open.has(id));
    for (const id of run) isOpen ? this.#open.delete(id) : this.#open.add(id);
    this.#draw();
  }

  /** @param {number[]} ids - An act, or those of a run. */
  async #undo(ids) {
    const { annotations } = this.#context;
    if (ids.length === 1) await annotations.undoAct(ids[0]);
    else await annotations.undoRun((this.#acts ?? []).filter(({ id }) => ids.includes(id)));
  }
}

/**
 * Return the acts that a button is about.
 * @param {string} act - "12", "12 11 10" or "open 12 11 10".
 */
function numbersOf(act) {
  return act.split(" ").map(Number).filter(Boolean);
}

/** Say how the history begins. */
function emptyPage() {
  return h("div", { class: "empty" }, h("div", { class: "empty__in" },
    h("h2", { text: t("history-empty") }),
    h("p", { text: t("history-empty-why") }),
    h("p", {}, ...textNodes("history-empty-how", {
      favourite: keyCap("grid/KeyF"), one: keyCap("grid/Digit1"), five: keyCap("grid/Digit5"),
      pick: keyCap("grid/KeyP"), reject: keyCap("grid/KeyX") })))); // prettier-ignore
}
