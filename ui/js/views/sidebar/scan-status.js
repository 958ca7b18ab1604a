/** @file The foot of the sidebar: what happens in the background, and behind it the popover with steps and problems. */

import { byId, h, icon, iconButton, on, setAttribute } from "../../core/dom.js";
import { openFloating, positionBox } from "../../core/dialogs.js";
import { rescan, setPaused } from "../../core/commands.js";
import { formatCount } from "../../pure/text/format.js";
import {
  describeOffline, firstProblemPath, formatProblemCount, groupProblems, isResting, ScanShares, summarizeProblems,
  summarizeStatus,
} from "../../pure/sidebar/scan-status.js";
import { TimeLeft } from "../../pure/sidebar/time-left.js";
import { countAll } from "../../pure/sidebar/photo-counts.js";
import { showProblems } from "./problems-dialog.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/api-types.js").ProblemRow} ProblemRow */

const RING_LENGTH = 2 * Math.PI * 6.5; // px of its viewBox
const MAX_GROUPS = 4; // of problems that the popover names

/** Shows the progress of the background work, and the files with a problem. */
export class ScanStatus {
  #context;
  #button = byId("status");
  #text = h("span", { class: "clip" });
  #icon = h("span", { class: "status__sign" });
  /** @type {HTMLElement|null} */
  #popover = null;
  /** @type {import("../../core/dialogs.js").Floating|null} */
  #floating = null;
  /** @type {ProblemRow[]} */
  #problems = [];
  #timeLeft = new TimeLeft();
  #shares = new ScanShares();

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { store } = context;
    this.#button.append(this.#icon, this.#text);
    if (context.isOwner) on(this.#button, "click", () => (this.#floating ? this.#floating.close() : this.#open()));
    else on(this.#button, "click", () => void this.#showProblems());
    store.watch((state) => state.status, () => this.#draw());
    store.watch((state) => state.status?.counts.problems, () => this.#popover && this.#loadProblems());
    on(byId("help"), "click", () => context.keys.press("?"));
  }

  #draw() {
    const { status } = this.#context.store.state;
    if (!status) return;
    this.#shares.add(status.progress);
    const now = this.#context.isOwner ? summarizeStatus(status, this.#shares.all) : summarizeProblems(status);
    this.#button.hidden = now === null;
    if (!now) return;
    this.#timeLeft.add(status.progress, performance.now());
    this.#text.textContent = now.text;
    this.#icon.replaceChildren(now.share === null ? icon(now.icon, "s") : ring(now.share));
    this.#drawSteps();
  }

  /** Show the files with a problem: all there is to say where the background work is nobody's business. */
  async #showProblems() {
    await this.#loadProblems();
    if (this.#problems.length) showProblems(this.#context, this.#problems);
  }

  #open() {
    const pop = (this.#popover = h(
      "div",
      { class: "float pop scroll", role: "dialog", "aria-label": t("sidebar-work") },
      h("div", { class: "pop__head" }),
      h("ul", { class: "steps" }),
      h("p", { class: "pop__part pop__wait quiet" }),
      h("div", { class: "pop__part pop__problems" }),
    ));
    this.#drawHead(pop);
    this.#drawSteps();
    this.#drawProblems();
    this.#floating = openFloating(pop, this.#button, () => (this.#popover = this.#floating = null));
    /** @type {HTMLElement|null} */ (pop.querySelector("button:not([hidden])"))?.focus();
    void this.#loadProblems();
  }

  /** @param {HTMLElement} pop - The popover. */
  #drawHead(pop) {
    const close = iconButton("close", t("common-close"));
    const pause = iconButton("pause", t("sidebar-pause"), { class: "button button--bare button--icon pop__pause" });
    on(close, "click", () => this.#floating?.close());
    on(pause, "click", () => setPaused(this.#context, !this.#context.store.state.status?.progress.paused));
    pop.querySelector(".pop__head")?.append(h("h2"), pause, close);
  }

  #drawSteps() {
    const { status } = this.#context.store.state;
    const pop = this.#popover;
    if (!pop || !status) return;
    const { stage, listed, read, unread, thumbnails, unmade, paused } = status.progress;
    const idle = isResting(status.progress);
    const isListed = stage !== "listing" && !idle;
    const isRead = isListed && !unread;
    const photos = countAll(this.#context.store.state) ?? 0;
    const offline = idle && !paused ? describeOffline(status) : "";
    const rest = t(offline ? "sidebar-not-connected" : "sidebar-up-to-date");
    pop.querySelector("h2")?.replaceChildren(paused ? t("sidebar-paused") : idle ? rest : t("sidebar-adding"));
    this.#drawPause(pop, paused, idle && !paused);
    pop
      .querySelector(".steps")
      ?.replaceChildren(
        step("folder", t("sidebar-files-found"), formatCount(idle ? photos : listed), null, stage !== "listing"),
        step(
          "calendar",
          t("sidebar-dates-cameras"),
          idle ? "" : isListed ? t("common-of", { n: read, total: read + unread }) : t("sidebar-read", { count: read }),
          isListed ? this.#shares.headers : null,
          idle || isRead,
        ),
        step(
          "photos",
          t("sidebar-thumbnails"),
          idle ? "" : isRead ? t("common-of", { n: thumbnails, total: thumbnails + unmade })
            : t("sidebar-made", { count: thumbnails }),
          isRead ? this.#shares.thumbnails : null,
          idle,
        ),
      );
    const wait = /** @type {HTMLElement} */ (pop.querySelector(".pop__wait"));
    wait.hidden = idle && !paused && !offline;
    const left = this.#timeLeft.words(performance.now());
    wait.textContent = offline ? offline : paused
      ? t("sidebar-while-paused")
      : left ? t("sidebar-time-left", { left }) : t("sidebar-meanwhile");
  }

  /**
   * @param {HTMLElement} pop - The popover.
   * @param {boolean} paused - Whether the work is paused.
   * @param {boolean} needless - Whether there is nothing to pause.
   */
  #drawPause(pop, paused, needless) {
    const pause = /** @type {HTMLElement} */ (pop.querySelector(".pop__pause"));
    const focused = pause === document.activeElement;
    pause.hidden = needless;
    if (needless && focused) /** @type {HTMLElement} */ (pause.nextElementSibling).focus();
    pause.className = `button ${paused ? "" : "button--bare button--icon "}pop__pause`;
    setAttribute(pause, "aria-label", t(paused ? "sidebar-go-on" : "sidebar-pause"));
    setAttribute(pause, "title", paused ? null : t("sidebar-pause"));
    pause.replaceChildren(icon(paused ? "play" : "pause"), paused ? t("sidebar-go-on") : "");
  }

  async #loadProblems() {
    const answer = await this.#context.api.get("/api/problems").catch(() => null);
    if (!answer) return;
    this.#problems = answer.problems;
    this.#drawProblems();
    if (this.#popover) positionBox(this.#popover, this.#button);
  }

  #drawProblems() {
    const part = /** @type {HTMLElement|null} */ (this.#popover?.querySelector(".pop__problems") ?? null);
    if (!part) return;
    const focused = part.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.do
      : undefined;
    part.hidden = this.#problems.length === 0;
    const groups = groupProblems(this.#problems);
    const more = groups.length - MAX_GROUPS;
    const all = h("button", { type: "button", class: "link", "data-do": "all", text: t("common-show-all") });
    const again = h("button", { type: "button", class: "button", "data-do": "again", text: t("common-look-again") });
    on(all, "click", () => (this.#floating?.close(), showProblems(this.#context, this.#problems)));
    on(again, "click", () => rescan(this.#context, { problems: true }));
    part.replaceChildren(
      h("h3", {}, formatProblemCount(this.#problems.length), all),
      h(
        "ul",
        {},
        ...groups
          .slice(0, MAX_GROUPS)
          .map((group) =>
            h(
              "li",
              { class: "problem" },
              icon(group.icon),
              h("strong", { text: group.title }),
              h("span", { class: "count", text: formatCount(group.rows.length) }),
              h("p", { text: group.message }),
              h("p", {
                class: "mono",
                text: firstProblemPath(group, this.#context.store.state.status?.roots ?? []),
                title: group.rows[0].path,
              }),
            ),
          ),
      ),
      more > 0
        ? h("p", { class: "quiet problem__more", text: t("sidebar-other-kinds", { count: more }) })
        : "",
      again,
    );
    if (focused) /** @type {HTMLElement|null} */ (part.querySelector(`[data-do="${focused}"]`))?.focus();
  }
}

/**
 * @param {string} name - Name of the icon.
 * @param {string} label - What the step does.
 * @param {string} count - How much is done.
 * @param {number|null} share - How much is done, 0 to 1; null: no bar.
 * @param {boolean} done - Whether all is done.
 */
function step(name, label, count, share, done) {
  return h(
    "li",
    { class: done ? "" : "is-now" },
    icon(done ? "check" : name),
    h("span", { text: label }),
    h("span", { class: "count", text: count }),
    share !== null &&
      !done &&
      h(
        "div",
        { class: "progress", role: "progressbar", "aria-label": label, "aria-valuenow": Math.round(100 * share) },
        h("i", { "--share": share.toFixed(4) }),
      ),
  );
}

/** @param {number} share - How much is done, 0 to 1. */
function ring(share) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  setAttribute(svg, "class", "status__ring");
  setAttribute(svg, "viewBox", "0 0 16 16");
  setAttribute(svg, "aria-hidden", "true");
  for (const [name, length] of /** @type {[string, number][]} */ ([
    ["ring__all", RING_LENGTH],
    ["ring__done", Math.max(0.5, share * RING_LENGTH)],
  ])) {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [key, value] of Object.entries({
      class: name,
      cx: 8,
      cy: 8,
      r: 6.5,
      "stroke-dasharray": `${length} ${RING_LENGTH}`,
    }))
      setAttribute(circle, key, value);
    svg.append(circle);
  }
  return svg;
}
