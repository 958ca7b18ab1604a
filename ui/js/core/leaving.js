/** @file What is still to be said when the page is left: closed, reloaded, or gone with its window. */

/** @typedef {import("./types.js").Context} Context */

/**
 * Say what stands in a field when the page is left, and let it outlive the page. A window that closes has the page do
 * it before, and waits as long as `data-sending` stands at the root of the document.
 * @param {Pick<Context, "api"|"annotations">} context - What the parts of the page share.
 */
export function finishWhenLeft({ api, annotations }) {
  const show = () => document.documentElement.toggleAttribute("data-sending", api.isSending);
  // between two acts of a queue nothing is being sent, but it is not over
  api.onSending = (isSending) => void (isSending ? show() : annotations.idle.then(show));
  window.addEventListener("pagehide", ({ isTrusted }) => {
    if (isTrusted) {
      api.setLeaving(true);
      annotations.leave();
    } // else the window waits, and each act its turn
    const field = document.activeElement; // what is written is said when its field is left
    if (field instanceof HTMLElement) field.blur();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    api.setLeaving(false);
    annotations.comeBack();
  });
}
