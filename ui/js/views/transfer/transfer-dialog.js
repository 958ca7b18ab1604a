/** @file The dialog in which what was said is brought in from other programs, and taken out as one file. */

import { attempt } from "../../core/commands.js";
import { h, icon, iconButton, on } from "../../core/dom.js";
import { decodeText, MAX_SENT_BYTES, originName } from "../../pure/annotations/transfer.js";
import { t } from "../../pure/text/texts.js";
import { showPreview } from "./import-preview.js";

/** @typedef {import("../../core/types.js").Context} Context */

const BESIDE = /** @type {const} */ ([
  ["picasa", "transfer-picasa"],
  ["takeout", "transfer-takeout"],
]);

/**
 * Show the dialog.
 * @param {Context} context - What the parts of the page share.
 */
export function showTransfer(context) {
  const isDesktop = Boolean(context.store.state.status?.desktop);
  const title = t("shell-bring-in");
  const close = iconButton("close", t("common-close"));
  const saying = h("p", { class: "transfer__state", role: "status" });
  const body = h("div", { class: "transfer scroll" }, ...bringIn(isDesktop), saying, ...takeOut());
  const dialog = context.dialogs.show(
    h("div", { class: "dialog__tall" }, h("header", {}, h("h2", { text: title }), close), body),
    { label: title, class: "dialog dialog--wide" },
  );
  on(close, "click", () => dialog.close());
  const run = (/** @type {string} */ word, /** @type {() => Promise<void>} */ work) =>
    whileBusy(body, saying, word, work, () => dialog.open);
  on(body, "click", ({ target }) => {
    const action = target instanceof Element ? target.closest("button")?.dataset.do : undefined;
    if (action === "json" || action === "csv")
      void run(t("transfer-writing"), () => takeOutAs(context, action, isDesktop));
    else if (action) void run(t("transfer-reading"), () => preview(context, { from: action }));
  });
  on(body, "change", ({ target }) => {
    const file = target instanceof HTMLInputElement ? target.files?.[0] : null;
    if (file) void run(t("transfer-reading"), () => sendFile(context, file));
  });
}

/**
 * Do something that takes a while, and say so; meanwhile nothing else can be begun.
 * @param {HTMLElement} body - The dialog's content.
 * @param {HTMLElement} saying - Where it is said.
 * @param {string} word - What is done.
 * @param {() => Promise<void>} work - Does it.
 * @param {() => boolean} isOpen - Whether the dialog is still there.
 */
async function whileBusy(body, saying, word, work, isOpen) {
  const controls = /** @type {HTMLButtonElement[]} */ ([...body.querySelectorAll("button, input")]);
  saying.textContent = word;
  for (const one of controls) one.disabled = true;
  await work();
  if (!isOpen()) return;
  saying.textContent = "";
  for (const one of controls) one.disabled = false;
}

/** @param {boolean} isDesktop - Whether there is a window, whose dialog chooses files. */
function bringIn(isDesktop) {
  const about = t(isDesktop ? "transfer-file-window" : "transfer-file-browser");
  const choose = isDesktop
    ? h("button", { type: "button", class: "button", "data-do": "file", text: t("transfer-choose") })
    : h("label", { class: "button transfer__file" }, t("transfer-choose"),
        h("input", { type: "file", class: "sr", accept: ".json,.csv", "aria-label": t("transfer-choose-file") }));
  return [
    h("h3", { text: t("transfer-bring-in") }),
    h("p", { text: t("transfer-bring-in-why") }),
    h("ul", { role: "list" },
      line("text", t("transfer-file"), about, choose),
      ...BESIDE.map(([from, words]) => line("folder", originName(from), t(words),
        h("button", { type: "button", class: "button", "data-do": from, text: t("transfer-look"),
          "aria-label": t("transfer-look-for", { name: originName(from) }) })))),
  ]; // prettier-ignore
}

function takeOut() {
  const button = (/** @type {string} */ form, /** @type {string} */ text) =>
    h("button", { type: "button", class: "button", "data-do": form, text,
      "aria-label": t("transfer-save-as", { form: text }) });
  return [
    h("h3", { text: t("transfer-take-out") }),
    h("p", { text: t("transfer-take-out-why") }),
    h("div", { class: "transfer__forms" }, button("json", "JSON"), button("csv", "CSV")),
  ]; // prettier-ignore
}

/**
 * @param {string} sign - Name of the icon.
 * @param {string} name - What it is.
 * @param {string} words - What comes from it.
 * @param {HTMLElement} action - The button.
 */
function line(sign, name, words, action) {
  const text = h("div", {}, h("strong", { text: name }), h("p", { text: words }));
  return h("li", { class: "transfer__line" }, icon(sign), text, action);
}

/**
 * Ask for a preview, and show it in place of this dialog.
 * @param {Context} context - What the parts of the page share.
 * @param {object} body - What is asked for.
 */
async function preview(context, body) {
  const answer = await attempt(context, context.api.send("POST", "/api/imports", body));
  if (answer?.preview) showPreview(context, answer.preview);
}

/**
 * Send the content of a file that the browser has read: the server takes no paths.
 * @param {Context} context - What the parts of the page share.
 * @param {File} file - The file.
 */
async function sendFile(context, file) {
  if (file.size > MAX_SENT_BYTES)
    return context.dialogs.toast(t("transfer-too-large"));
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return context.dialogs.toast(t("transfer-unreadable"));
  await preview(context, { from: "content", name: file.name, text: decodeText(bytes) });
}

/**
 * Write all that was said: where the user chooses in the window, or as a download.
 * @param {Context} context - What the parts of the page share.
 * @param {"json"|"csv"} form - Which form.
 * @param {boolean} isDesktop - Whether there is a window.
 */
async function takeOutAs(context, form, isDesktop) {
  const { api, dialogs } = context;
  if (!isDesktop) {
    const bytes = await attempt(context, api.bytes(`/api/export?form=${form}`));
    if (bytes) download(new Blob([bytes]), `shoebox.${form}`);
    return;
  }
  const answer = await attempt(context, api.send("POST", "/api/export", { form }));
  if (answer?.written) dialogs.toast(
    t("transfer-written", { name: answer.written.name, photos: t("count-photos", { count: answer.written.photos }) }));
}

/**
 * Have the browser save a file.
 * @param {Blob} content - What is in it.
 * @param {string} name - What it is called.
 */
function download(content, name) {
  const link = h("a", { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it after the click
}
