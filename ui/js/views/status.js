// The foot of the sidebar: what happens in the background, and behind it the popover with steps and problems.

import { byId, h, icon, iconButton, on, setAttribute } from "../core/dom.js";
import { place } from "../core/dialog.js";
import { attempt, lookAgain } from "../core/actions.js";
import { formatCount, formatMany } from "../pure/format.js";
import { firstOf, grouped, summary } from "../pure/progress.js";

/** @typedef {import("../core/types.js").Context} Context */
/** @typedef {import("../core/types.js").ProblemRow} ProblemRow */

const ROUND = 2 * Math.PI * 6.5; // length of the ring
const LISTED = 2000; // rows the dialog shows; more is a file for another program

export class StatusFoot {
  #context;
  #button = byId("status");
  #text = h("span", { class: "clip" });
  #sign = h("span", { class: "status__sign" });
  /** @type {HTMLElement|null} */
  #pop = null;
  /** @type {ProblemRow[]} */
  #problems = [];

  /** @param {Context} context */
  constructor(context) {
    this.#context = context;
    const { signal, store } = context;
    this.#button.append(this.#sign, this.#text);
    on(this.#button, "click", () => (this.#pop ? this.#pop.hidePopover() : this.#open()), signal);
    store.watch((state) => state.status, () => this.#draw(), signal);
    store.watch((state) => state.status?.counts.problems, () => this.#pop && this.#readProblems(), signal);
    on(byId("help"), "click", () => context.keys.press("?"), signal);
  }

  #draw() {
    const { status } = this.#context.store.state;
    if (!status) return;
    const now = summary(status);
    this.#text.textContent = now.text;
    this.#sign.replaceChildren(now.share === null ? icon(now.icon, "s") : ring(now.share));
    this.#drawSteps();
  }

  #open() {
    const pop = (this.#pop = h("div", { class: "float pop scroll", popover: "auto", role: "dialog", "aria-label": "Background work" },
      h("div", { class: "pop__head" }), h("ul", { class: "steps" }), h("p", { class: "pop__part pop__wait quiet" }), h("div", { class: "pop__part pop__problems" })));
    pop.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "open") return;
      this.#pop = null;
      pop.remove();
      setAttribute(this.#button, "aria-expanded", false);
    });
    document.body.append(pop);
    this.#drawHead(pop);
    this.#drawSteps();
    this.#drawProblems();
    pop.showPopover();
    place(pop, this.#button);
    setAttribute(this.#button, "aria-expanded", true);
    /** @type {HTMLElement|null} */ (pop.querySelector("button:not([hidden])"))?.focus();
    this.#readProblems();
  }

  /** @param {HTMLElement} pop */
  #drawHead(pop) {
    const { signal } = this.#context;
    const close = iconButton("close", "Close");
    const pause = iconButton("pause", "Pause", { class: "button button--bare button--icon pop__pause" });
    on(close, "click", () => pop.hidePopover(), signal);
    on(pause, "click", () => attempt(this.#context, this.#context.api.send("POST", "/api/scan", { paused: !this.#context.store.state.status?.progress.paused })), signal);
    pop.querySelector(".pop__head")?.append(h("h2"), pause, close);
  }

  #drawSteps() {
    const { status } = this.#context.store.state;
    const pop = this.#pop;
    if (!pop || !status) return;
    const { stage, listed, read, unread, thumbnails, unmade, paused } = status.progress;
    const idle = stage === "idle";
    pop.querySelector("h2")?.replaceChildren(idle ? "Up to date" : paused ? "Paused" : "Adding photos");
    const pause = /** @type {HTMLElement} */ (pop.querySelector(".pop__pause"));
    pause.hidden = idle;
    setAttribute(pause, "aria-label", paused ? "Go on" : "Pause");
    setAttribute(pause, "title", paused ? "Go on" : "Pause");
    pause.replaceChildren(icon(paused ? "play" : "pause"));
    pop.querySelector(".steps")?.replaceChildren(
      step("folder", "Files found", formatCount(idle ? status.counts.photos : listed), null, stage !== "listing"),
      step("calendar", "Dates and cameras", idle ? "" : `${formatCount(read)} of ${formatCount(read + unread)}`, idle ? null : read / (read + unread || 1), idle || (stage !== "listing" && !unread)),
      step("photos", "Thumbnails", idle ? "" : `${formatCount(thumbnails)} of ${formatCount(thumbnails + unmade)}`, idle ? null : thumbnails / (thumbnails + unmade || 1), idle));
    const wait = /** @type {HTMLElement} */ (pop.querySelector(".pop__wait"));
    wait.hidden = idle;
    wait.textContent = paused ? "Nothing is read while paused. What is on screen is still shown." : "Look around meanwhile: what is on screen comes first.";
  }

  async #readProblems() {
    const answer = await this.#context.api.get("/api/problems").catch(() => null);
    if (!answer) return;
    this.#problems = answer.problems;
    this.#drawProblems();
    if (this.#pop) place(this.#pop, this.#button);
  }

  #drawProblems() {
    const part = /** @type {HTMLElement|null} */ (this.#pop?.querySelector(".pop__problems") ?? null);
    if (!part) return;
    part.hidden = this.#problems.length === 0;
    const groups = grouped(this.#problems);
    const all = h("button", { type: "button", class: "link", text: "Show all" });
    const again = h("button", { type: "button", class: "button", text: "Look again" });
    on(all, "click", () => this.#showAll(), this.#context.signal);
    on(again, "click", () => lookAgain(this.#context, { problems: true }), this.#context.signal);
    part.replaceChildren(h("h3", {}, `${formatMany(this.#problems.length, "file")} could not be read`, all),
      h("ul", {}, ...groups.slice(0, 4).map((group) => h("li", { class: "problem" }, icon(group.icon),
        h("strong", { text: group.title }), h("span", { class: "count", text: formatCount(group.rows.length) }), h("p", { text: group.message }),
        h("p", { class: "mono", text: firstOf(group, this.#context.store.state.status?.roots ?? []), title: group.rows[0].path })))), again);
  }

  #showAll() {
    this.#pop?.hidePopover();
    const rows = this.#problems.slice(0, LISTED);
    const close = iconButton("close", "Close");
    const again = h("button", { type: "button", class: "button", text: "Look again" });
    const table = h("ul", { class: "problems scroll", tabIndex: 0 }, ...rows.map((row) => h("li", {},
      h("strong", { text: row.name }), h("span", { class: "quiet", text: row.message }), h("span", { class: "count", text: row.path }))));
    const dialog = this.#context.dialogs.show(h("div", { class: "dialog__tall" },
      h("header", {}, h("h2", { text: `${formatMany(this.#problems.length, "file")} could not be read` }), again, close), table), { label: "Problems", class: "dialog dialog--wide" });
    on(close, "click", () => dialog.close(), this.#context.signal);
    on(again, "click", () => (dialog.close(), lookAgain(this.#context, { problems: true })), this.#context.signal);
    table.focus();
  }
}

/** @param {string} name  @param {string} label  @param {string} count  @param {number|null} share  @param {boolean} done */
function step(name, label, count, share, done) {
  return h("li", { class: done ? "" : "is-now" }, icon(done ? "check" : name), h("span", { text: label }), h("span", { class: "count", text: count }),
    share !== null && !done && h("div", { class: "progress", role: "progressbar", "aria-label": label, "aria-valuenow": Math.round(100 * share) }, h("i", { "--share": share.toFixed(4) })));
}

/** @param {number} share */
function ring(share) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  setAttribute(svg, "class", "status__ring");
  setAttribute(svg, "viewBox", "0 0 16 16");
  setAttribute(svg, "aria-hidden", "true");
  for (const [name, length] of /** @type {[string, number][]} */ ([["ring__all", ROUND], ["ring__done", Math.max(0.5, share * ROUND)]])) {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [key, value] of Object.entries({ class: name, cx: 8, cy: 8, r: 6.5, "stroke-dasharray": `${length} ${ROUND}` })) setAttribute(circle, key, value);
    svg.append(circle);
  }
  return svg;
}
