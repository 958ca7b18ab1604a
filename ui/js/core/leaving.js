/** @file What is still to be said when the page is left: closed, reloaded, or gone with its window. */

/** @typedef {import("./types.js").Context} Context */

/**
 * Say what stands in a field when the page is left, and let it outlive the page. A window that closes has the page do
 * it before, and waits as long as `data-sending` stands at the root of the document.
 * @param {Pick<Context, "api"|"annotations">} context - What the parts of the page share.
 */
export function finishWhenLeft({ api, annotations }) {
  api.onSending = (isSending) => void document.documentElement.toggleAttribute("data-sending", isSending);
  window.addEventListener("pagehide", () => {
    api.setLeaving(true);
    annotations.leave();
    const field = document.activeElement; // what is written is said when its field is left
    if (field instanceof HTMLElement) field.blur();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    api.setLeaving(false);
    annotations.comeBack();
  });
}
