/** @file The part of the history page where two programs said different things about a photo. */

import { attempt } from "../../core/commands.js";
import { h, on } from "../../core/dom.js";
import { describeConflict } from "../../pure/annotations/conflicts.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").SidecarConflict} SidecarConflict */

/**
 * Read the conflicts; none where the status counts none.
 * @param {Context} context - What the parts of the page share.
 * @returns {Promise<SidecarConflict[]>}
 */
export async function readConflicts(context) {
  if (!context.store.state.status?.sidecars?.conflicts) return [];
  const answer = await attempt(context, context.api.get("/api/sidecars/conflicts"));
  return answer?.conflicts ?? [];
}

/**
 * Draw the conflicts.
 * @param {Context} context - What the parts of the page share.
 * @param {SidecarConflict[]} conflicts - At least one.
 * @param {() => void} onSettled - Called when one is off the list.
 */
export function drawConflicts(context, conflicts, onSettled) {
  const rows = conflicts.map((conflict) => drawConflict(context, conflict, onSettled));
  return h("section", { class: "acts conflicts" },
    h("h2", { text: t("history-conflicts") }),
    h("p", { class: "conflicts__why", text: t("history-conflicts-why") }),
    h("ul", { role: "list" }, ...rows)); // prettier-ignore
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {SidecarConflict} conflict - The field.
 * @param {() => void} onSettled - Called when it is off the list.
 */
function drawConflict(context, conflict, onSettled) {
  const { field, ours, theirs, kept, other } = describeConflict(conflict);
  const take = h("button", { type: "button", class: "button button--bare act__undo", text: other,
    "aria-label": t("history-take-of", { action: other, field, name: conflict.name }) });
  const leave = h("button", { type: "button", class: "button button--bare", text: t("history-leave"),
    "aria-label": t("history-take-of", { action: t("history-leave"), field, name: conflict.name }) });
  const settle = async (/** @type {"other"|"this"} */ which) => {
    const request = context.annotations.send("POST", `/api/sidecars/conflicts/${conflict.id}`, { take: which });
    const told = await attempt(context, request);
    if (told) context.store.updateStatus({ sidecars: told.sidecars });
    onSettled();
  };
  on(take, "click", () => void settle("other"));
  on(leave, "click", () => void settle("this"));
  return h("li", { class: "conflict" },
    h("div", { class: "conflict__what" }, drawName(context, conflict),
      h("span", { class: "conflict__field", text: field })),
    h("dl", { class: "conflict__said" },
      h("dt", { text: t("history-you") }), h("dd", { text: ours }),
      h("dt", { text: t("history-other-program") }), h("dd", { text: theirs })),
    h("div", { class: "conflict__do" }, h("span", { text: kept }), leave, take)); // prettier-ignore
}

/**
 * @param {Context} context - What the parts of the page share.
 * @param {SidecarConflict} conflict - The field.
 */
function drawName({ route }, { photo, name, path }) {
  if (photo === null) return h("span", { class: "conflict__name", text: name, title: path });
  const link = h("button", { type: "button", class: "link conflict__name", text: name, title: path });
  on(link, "click", () => route.go({ photo }));
  return link;
}
