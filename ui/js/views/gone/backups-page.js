/** @file The page of the backups of what was said: which there are, and restoring one of them, which can be undone. */

import { attempt } from "../../core/commands.js";
import { h, icon } from "../../core/dom.js";
import { offsetAt } from "../../core/gone-words.js";
import { describeBackup, describeRestore, nameBackup } from "../../pure/annotations/gone.js";
import { t } from "../../pure/text/texts.js";
import { ShownPage } from "../../core/shown-page.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").Backup} Backup */

/** Shows the page, and restores backups. */
export class BackupsPage {
  #context;
  #page;
  /** @type {Backup[]} */
  #backups = [];

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    this.#page = new ShownPage(context, "backups", () => this.#read());
    this.#page.onPress((name) => void this.#ask(name));
  }

  async #read() {
    const answer = await attempt(this.#context, this.#context.api.get("/api/backups"));
    if (!answer || !this.#page.isShown) return;
    this.#backups = answer.backups;
    this.#page.fill(this.#backups.length ? this.#draw() : [emptyPage()]);
  }

  #draw() {
    const daily = this.#backups.filter((one) => !one.replaced);
    const replaced = this.#backups.filter((one) => one.replaced);
    return [
      h("section", { class: "acts" }, h("h2", { text: t("gone-daily") }),
        h("p", { class: "gone__hint", text: t("gone-daily-why") }),
        h("ul", { role: "list" }, ...daily.map(drawBackup))),
      ...(replaced.length ? [h("section", { class: "acts" }, h("h2", { text: t("gone-replaced") }),
        h("ul", { role: "list" }, ...replaced.map(drawBackup)))] : []),
    ]; // prettier-ignore
  }

  /** @param {string} name - Of the backup whose button was pressed. */
  async #ask(name) {
    const { api, dialogs } = this.#context;
    const backup = this.#backups.find((one) => one.name === name);
    const found = backup && (await attempt(this.#context, api.get(`/api/backups/${encodeURIComponent(name)}`)));
    if (!backup || !found) return;
    const title = t(backup.replaced ? "gone-ask-back" : "gone-ask-restore");
    const text = describeRestore(nameBackup(backup, Date.now(), offsetAt), found.later);
    const words = { title, text, cancel: t("common-cancel"), confirm: t("gone-restore") };
    if (await dialogs.ask(words)) await this.#restore(name, true);
  }

  /**
   * @param {string} name - Of the backup.
   * @param {boolean} canUndo - Whether to offer what was there before.
   */
  async #restore(name, canUndo) {
    const { annotations, dialogs } = this.#context;
    const path = `/api/backups/${encodeURIComponent(name)}/restore`;
    const answer = await attempt(this.#context, annotations.send("POST", path, {}));
    if (!answer) return;
    if (canUndo) annotations.offerUndo(() => void this.#restore(answer.kept, false));
    const undo = { label: t("common-undo"), run: () => void annotations.undo() };
    const text = t(canUndo ? "gone-restored" : "gone-restore-undone");
    dialogs.toast(text, canUndo ? undo : undefined);
    await this.#read();
  }
}

/** @param {Backup} backup - A backup. */
function drawBackup(backup) {
  const name = nameBackup(backup, Date.now(), offsetAt);
  return h("li", { class: "act gone" }, icon(backup.replaced ? "undo" : "box", "s"),
    h("div", { class: "gone__file" }, h("p", { class: "gone__name", text: name }),
      h("p", { class: "gone__where", text: describeBackup(backup, offsetAt) })),
    h("button", { type: "button", class: "button button--bare act__undo", "data-key": backup.name,
      "aria-label": t("gone-restore-of", { name }), text: t("gone-restore-button") })); // prettier-ignore
}

/** Say when there will be backups. */
function emptyPage() {
  return h("div", { class: "empty" }, h("div", { class: "empty__in" },
    h("h2", { text: t("gone-no-backup") }),
    h("p", { text: t("gone-no-backup-why") }))); // prettier-ignore
}
