/**
 * @file Hints: one at a time, in a line of its own below the photos, so that none lies over anything. The server keeps
 * which were shown and answers whether one may be: so none is shown twice, in whichever window.
 */

import { byId, h, icon, iconButton, on, takesText, textNodes } from "../../core/dom.js";
import { wantHints } from "../../core/hint-switch.js";
import { nextHint } from "../../pure/hints.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/hints.js").Hint} Hint */

const REST = 1200; // ms that nothing changes before a hint comes
const PAUSE = 45_000; // ms between the end of one and the next
const READ = 8000; // ms after which it is gone with the place that it was shown at
const SCREENS = 4; // of photos passed
const BUSY = "dialog[open], .menu, .question, .toast";

/** Shows hints. */
export class HintLine {
  #context;
  #line = byId("hint");
  #done = { opened: 0, folders: 0, searched: false, scrolled: false };
  /** @type {Hint|null} the one that is shown, or waits until the photos are seen again */
  #hint = null;
  #timer = 0;
  #isAsking = false;
  #drawn = "";
  #shownAt = 0;
  #endedAt = -PAUSE;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { keys, store } = context;
    // before the others of the key: it does what it is for, too
    keys.bind({ scope: "grid", keys: ["Escape"], group: "", label: t("hint-label"), run: () => (this.#end(), false) });
    store.watch(({ place }) => place.photo, (photo) => this.#leave(photo === null, "opened"));
    store.watch(({ place }) => `${place.folder} ${place.album}`, () => this.#leave(this.#state.place.folder !== null,
      "folders"));
    store.watch(({ place }) => place.q, (q) => (this.#done.searched ||= q !== ""));
    on(byId("scroller"), "scroll", ({ target }) => this.#onScroll(/** @type {Element} */ (target)), { passive: true });
    store.watchAny([(state) => state.selection, (state) => state.focus, (state) => state.place, (state) =>
      state.timeline, ({ status }) => status?.hints, ({ status }) => JSON.stringify(status?.keys)],
      () => this.#follow()); // prettier-ignore
  }

  get #state() {
    return this.#context.store.state;
  }

  /**
   * Count what was done. A hint that was there long enough ends with its place.
   * @param {boolean} counts - Whether it is what is counted.
   * @param {"opened"|"folders"} what - What is counted.
   */
  #leave(counts, what) {
    if (!this.#state.timeline) return; // the page begins here
    if (counts) this.#done[what] += 1;
    if (this.#drawn && performance.now() - this.#shownAt > READ) this.#end();
  }

  /** @param {Element} scroller - What is scrolled. */
  #onScroll({ scrollTop, clientHeight }) {
    if (this.#done.scrolled || scrollTop < SCREENS * clientHeight) return;
    this.#done.scrolled = true;
    this.#follow();
  }

  /** Show the hint where it may be shown; where there is none, look for one when all is at rest. */
  #follow() {
    if (this.#hint && !this.#state.status?.hints?.wanted) this.#end();
    this.#draw();
    clearTimeout(this.#timer);
    if (!this.#hint) this.#timer = window.setTimeout(() => void this.#look(), REST);
  }

  /** Whether the photos are seen, and nothing else is asked or said. */
  get #isQuiet() {
    const { timeline, loading, dropHover } = this.#state;
    const typing = takesText(document.activeElement);
    return Boolean(timeline?.n) && !loading && !dropHover && !typing && !document.hidden &&
      this.#context.keys.scope === "grid" && !document.querySelector(BUSY); // prettier-ignore
  }

  async #look() {
    const hints = this.#state.status?.hints;
    if (this.#isAsking || !hints?.wanted || performance.now() - this.#endedAt < PAUSE || !this.#isQuiet) return;
    const { api, keys, store } = this.#context;
    const { timeline, selection, focus } = this.#state;
    const now = { selected: selection?.count ?? 0, focused: focus >= 0, dated: Boolean(timeline?.days.length) };
    const hint = nextHint({ ...this.#done, ...now }, hints.shown, (key) => keys.named(key));
    if (!hint) return;
    this.#isAsking = true;
    const told = await api.send("POST", "/api/hints", { show: hint.name }).catch(() => null); // kept: or never shown
    this.#isAsking = false;
    if (told?.may_show) this.#hint = hint;
    if (told) store.updateStatus({ hints: told.hints });
  }

  #draw() {
    const { scope } = this.#context.keys;
    if (scope === "viewer" || scope === "dialog") return; // beneath them it stays as it is
    const hint = scope === "grid" ? this.#hint : null;
    const names = Object.entries(hint?.keys ?? {}).map(([name, key]) => [name, this.#context.keys.named(key)]);
    const now = hint ? `${hint.name} ${names.join()}` : "";
    if (now === this.#drawn) return; // who is about to press its button finds it there
    if (!this.#drawn) this.#shownAt = performance.now();
    this.#drawn = now;
    this.#line.replaceChildren(...(hint ? this.#content(hint, names) : []));
  }

  /**
   * @param {Hint} hint - The hint.
   * @param {string[][]} names - Its variables, each with what the key is called.
   */
  #content({ text }, names) {
    const caps = names.map(([name, key]) => [name, h("kbd", { text: key })]);
    const none = h("button", { type: "button", class: "button button--bare", text: t("hint-no-more") });
    const close = iconButton("close", t("common-close-key"));
    on(none, "click", () => void wantHints(this.#context, false));
    on(close, "click", () => this.#end());
    const label = h("strong", { text: `${t("hint-label")}: ` });
    const words = h("p", {}, label, ...textNodes(text, Object.fromEntries(caps)));
    return [icon("info", "s"), words, h("div", { class: "hint-line__do" }, none, close)];
  }

  #end() {
    if (!this.#hint) return;
    const inside = this.#line.contains(document.activeElement);
    this.#hint = null;
    this.#endedAt = performance.now();
    this.#draw();
    if (inside) byId("scroller").focus();
  }
}
