/**
 * @file The page of what was said about files that are gone, and of the questions which file a photo is. Nothing is
 * guessed: the user says it, and can take it back.
 */

import { attempt } from "../../core/commands.js";
import { h, icon } from "../../core/dom.js";
import { describeFile, sendGiven } from "../../core/gone-words.js";
import { t } from "../../pure/text/texts.js";
import { choosePhoto, drawThumb } from "./photo-choice.js";
import { ShownPage } from "../../core/shown-page.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/annotations/api-types.js").GoneAnswer} GoneAnswer */
/** @typedef {import("../../pure/annotations/api-types.js").GoneFile} GoneFile */
/** @typedef {import("../../pure/annotations/api-types.js").GoneQuestion} GoneQuestion */
/** @typedef {import("../../pure/annotations/api-types.js").GoneFolder} GoneFolder */

/** Shows the page, and sends the answers. */
export class GonePage {
  #context;
  #page;
  /** @type {GoneAnswer|null} null: not read yet */
  #found = null;
  #reading = false;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    this.#page = new ShownPage(context, "gone", () => this.#read());
    this.#page.onPress((key) => void this.#onPress(key));
  }

  async #read() {
    if (this.#reading) return;
    this.#reading = true;
    const found = await attempt(this.#context, this.#context.api.get("/api/gone"));
    this.#reading = false;
    if (!found || !this.#page.isShown) return;
    this.#found = found;
    this.#page.fill(this.#draw(found));
  }

  /** @param {GoneAnswer} found - What is gone, and what is asked. */
  #draw({ files, count, questions, question_count: asked, folders }) {
    if (!files.length && !asked && !folders.length) return [emptyPage()];
    const cards = [...folders.map(drawFolder), ...questions.map((one) => this.#drawQuestion(one))];
    const left = asked - questions.length;
    return [
      ...(cards.length ? [h("section", { class: "acts" }, h("h2", { text: t("page-which-file") }), ...cards,
        left > 0 && h("p", { class: "gone__more", text: t("gone-questions-more", { count: left }) }))] : []),
      ...(files.length ? [drawFiles(files, count)] : []),
    ]; // prettier-ignore
  }

  /** @param {GoneQuestion} question - A photo, and the files that it may be. */
  #drawQuestion({ photo, version, name, folder, candidates }) {
    const many = candidates.length > 1;
    return h("div", { class: "asked" },
      drawThumb(this.#context, photo, version),
      h("div", { class: "asked__body" },
        h("p", { class: "gone__name", text: name }), h("p", { class: "gone__where", text: folder }),
        h("p", { class: "asked__ask", text: t(many ? "gone-ask-many" : "gone-ask-one") }),
        h("ul", { role: "list" }, ...candidates.map((file) => h("li", { class: "act gone" }, describeFile(file),
          h("button", { type: "button", class: "button", "data-key": `answer/${photo}/${file.item}`,
            "aria-label": t("gone-yes-of", { name, file: file.name }),
            text: t(many ? "gone-this-one" : "gone-yes") })))),
        h("button", { type: "button", class: "button button--bare asked__none", "data-key": `answer/${photo}/none`,
          "aria-label": t("gone-no-of", { name }), text: t(many ? "gone-none" : "gone-no") }))); // prettier-ignore
  }

  /** @param {string} key - The button: what it does, and numbers. */
  async #onPress(key) {
    const [what, ...numbers] = key.split("/");
    const send = (/** @type {string} */ path, /** @type {object} */ body) => this.#send(path, body);
    if (what === "answer") {
      const item = numbers[1] === "none" ? null : Number(numbers[1]);
      await send(`/api/questions/${numbers[0]}`, { item });
    } else if (what === "folder") {
      await send(`/api/questions/folders/${numbers[0]}`, { same: numbers[1] === "same" });
    } else if (what === "choose") {
      const file = this.#found?.files.find((one) => one.item === Number(numbers[0]));
      const photo = file && (await choosePhoto(this.#context, file));
      if (file && photo) await send(`/api/gone/${file.item}/give`, { photo });
    }
  }

  /**
   * Send an answer, tell what came of it, and show what is left.
   * @param {string} path - Where to.
   * @param {object} body - The answer.
   */
  async #send(path, body) {
    await sendGiven(this.#context, path, body, () => void this.#read());
    await this.#read();
  }
}

/**
 * @param {GoneFile[]} files - What is gone.
 * @param {number} count - How many files are, of which these are the first.
 */
function drawFiles(files, count) {
  const left = count - files.length;
  return h("section", { class: "acts" }, h("h2", { text: t("gone-files", { count }) }),
    h("p", { class: "gone__hint", text: t("gone-files-why") }),
    h("ul", { role: "list" }, ...files.map((file) => h("li", { class: "act gone" }, describeFile(file),
      h("button", { type: "button", class: "button button--bare act__undo", "data-key": `choose/${file.item}`,
        "aria-label": t("gone-choose-of", { file: file.name }), text: t("gone-choose") })))),
    left > 0 && h("p", { class: "gone__more", text: t("common-and-more", { count: left }) })); // prettier-ignore
}

/** @param {GoneFolder} folder - A folder that is not connected, whose files are elsewhere, too. */
function drawFolder({ item, folder, photos }) {
  return h("div", { class: "asked" }, icon("drive"),
    h("div", { class: "asked__body" },
      h("p", { class: "gone__name", text: t("gone-folder", { count: photos, folder }) }),
      h("p", { class: "asked__ask", text: t("gone-folder-ask") }),
      h("div", { class: "asked__do" },
        h("button", { type: "button", class: "button", "data-key": `folder/${item}/same`,
          text: t("gone-folder-same") }),
        h("button", { type: "button", class: "button", "data-key": `folder/${item}/copies`,
          text: t("gone-folder-copies") })))); // prettier-ignore
}

/** Say what would be listed here. */
function emptyPage() {
  return h("div", { class: "empty" }, h("div", { class: "empty__in" },
    h("h2", { text: t("gone-empty") }),
    h("p", { text: t("gone-empty-why") }))); // prettier-ignore
}
