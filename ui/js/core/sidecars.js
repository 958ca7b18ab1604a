/** @file Whether a copy of what is said is kept beside the photos: asked once, and changed in the settings. */

import { attempt } from "./commands.js";
import { byId, h, iconButton, on } from "./dom.js";
import { t } from "../pure/text/texts.js";

/** @typedef {import("./types.js").Context} Context */
/** @typedef {import("../pure/annotations/api-types.js").SidecarStatus} SidecarStatus */

/**
 * Return whether copies are kept; null: it was not asked yet, or the server knows no copies.
 * @param {Context} context - What the parts of the page share.
 */
export function sidecarAnswer({ store }) {
  return store.state.status?.sidecars?.answer ?? null;
}

/**
 * Set whether copies are kept.
 * @param {Context} context - What the parts of the page share.
 * @param {NonNullable<SidecarStatus["answer"]>} answer - later: it is not decided, and not asked again.
 */
export async function setSidecars(context, answer) {
  const told = await attempt(context, context.api.send("PUT", "/api/sidecars", { answer }));
  if (!told) return;
  context.store.updateStatus({ sidecars: told.sidecars });
  if (answer === "yes") context.dialogs.toast(t("core-sidecars-kept"));
}

/**
 * Ask the question when something has been said for the first time. It waits in the corner of the grid, takes no key,
 * and lies over no open photo: who rates goes on rating.
 * @param {Context} context - What the parts of the page share.
 */
export function askAboutSidecars(context) {
  const { store, annotations } = context;
  /** @type {HTMLElement|null} */
  let card = null;
  const close = () => {
    card?.remove();
    card = null;
  };
  annotations.onSaid = () => {
    const { status } = store.state;
    if (card || !status?.sidecars || status.sidecars.answer !== null) return;
    card = drawQuestion((answer) => (close(), void setSidecars(context, answer)));
    byId("timeline").append(card);
  };
  store.watch((state) => state.status?.sidecars?.answer ?? null, (answer) => answer && close()); // in another window
}

/** @param {(answer: NonNullable<SidecarStatus["answer"]>) => void} onAnswer - Called with the answer. */
function drawQuestion(onAnswer) {
  const close = iconButton("close", t("core-sidecars-later"));
  const no = h("button", { type: "button", class: "button", text: t("core-sidecars-no") });
  const yes = h("button", { type: "button", class: "button button--main", text: t("core-sidecars-yes") });
  on(close, "click", () => onAnswer("later"));
  on(no, "click", () => onAnswer("no"));
  on(yes, "click", () => onAnswer("yes"));
  return h("section", { class: "float question", role: "region", "aria-label": t("core-question") },
    h("div", { class: "question__head" }, h("h2", { text: t("core-sidecars-question") }), close),
    h("p", { text: t("core-sidecars-why") }),
    h("div", { class: "question__do" }, no, yes)); // prettier-ignore
}
