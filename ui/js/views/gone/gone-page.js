/**
 * @file The page of what was said about files that are gone, and of the questions which file a photo is. Nothing is
 * guessed: the user says it, and can take it back.
 */

import { attempt } from "../../core/commands.js";
import { h, icon } from "../../core/dom.js";
import { describeFile, sendGiven } from "../../core/gone-words.js";
import { formatCount, formatMany } from "../../pure/text/format.js";
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
      ...(cards.length ? [h("section", { class: "acts" }, h("h2", { text: "Which file is it?" }), ...cards,
        left > 0 && h("p", { class: "gone__more", text: `and ${formatMany(left, "question")} more` }))] : []),
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
        h("p", { class: "asked__ask", text: many
          ? "You said something about these files, which are not there any more. Is this photo one of them?"
          : "You said something about this file, which is not there any more. Is this photo that file?" }),
        h("ul", { role: "list" }, ...candidates.map((file) => h("li", { class: "act gone" }, describeFile(file),
          h("button", { type: "button", class: "button", "data-key": `answer ${photo} ${file.item}`,
            "aria-label": `Yes, ${name} is ${file.name}`, text: many ? "It is this one" : "Yes, it is" })))),
        h("button", { type: "button", class: "button button--bare asked__none", "data-key": `answer ${photo} none`,
          "aria-label": `No, ${name} is another photo`,
          text: many ? "None of them: it is another photo" : "No, it is another photo" }))); // prettier-ignore
  }

  /** @param {string} key - The button: what it does, and numbers. */
  async #onPress(key) {
    const [what, ...numbers] = key.split(" ");
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
  return h("section", { class: "acts" }, h("h2", { text: `Said about ${formatMany(count, "file")} that ${
    count === 1 ? "is" : "are"} gone` }),
    h("p", { class: "gone__hint", text: "Nothing of it is lost: a file that comes back has its words again by " +
      "itself, also under another name. Or give them to the photo that it is now." }),
    h("ul", { role: "list" }, ...files.map((file) => h("li", { class: "act gone" }, describeFile(file),
      h("button", { type: "button", class: "button button--bare act__undo", "data-key": `choose ${file.item}`,
        "aria-label": `Choose the photo that ${file.name} is now`, text: "It is this photo…" })))),
    left > 0 && h("p", { class: "gone__more", text: `and ${formatCount(left)} more` })); // prettier-ignore
}

/** @param {GoneFolder} folder - A folder that is not connected, whose files are elsewhere, too. */
function drawFolder({ item, folder, photos }) {
  const many = photos === 1 ? "photo is the same as a file" : "photos are the same as files";
  return h("div", { class: "asked" }, icon("drive"),
    h("div", { class: "asked__body" },
      h("p", { class: "gone__name", text: `${formatCount(photos)} ${many} of ${folder}` }),
      h("p", { class: "asked__ask", text: "That folder is not connected, and you said something about its files. " +
        "Are these the photos themselves, in a new place, or copies of them?" }),
      h("div", { class: "asked__do" },
        h("button", { type: "button", class: "button", "data-key": `folder ${item} same`,
          text: "They are the photos, in a new place" }),
        h("button", { type: "button", class: "button", "data-key": `folder ${item} copies`,
          text: "They are copies" })))); // prettier-ignore
}

/** Say what would be listed here. */
function emptyPage() {
  return h("div", { class: "empty" }, h("div", { class: "empty__in" },
    h("h2", { text: "Nothing said is missing its file" }),
    h("p", { text: "When a file is deleted, what you said about it is kept and listed here. It comes back with the " +
      "file, or you give it to another photo." }))); // prettier-ignore
}
