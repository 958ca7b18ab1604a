/** @file The button that shows the folder of a visit in the library: in the viewer's bar, while there is a visit. */

import { h, on } from "../../core/dom.js";
import { nameKey } from "../../core/key-names.js";
import { keepVisit } from "../../core/visits.js";
import { t } from "../../pure/text/texts.js";

/**
 * Make the button.
 * @param {import("../../core/types.js").Context} context - What the parts of the page share.
 */
export function createKeepButton(context) {
  const button = h("button", { type: "button", class: "button viewer__keep", text: t("shell-keep-visit") });
  nameKey(button, t("shell-keep-visit"), "viewer/KeyL", false);
  on(button, "click", () => void keepVisit(context));
  context.store.watch((state) => state.place.visit, (visit) => (button.hidden = !visit));
  return button;
}
