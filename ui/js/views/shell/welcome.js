/**
 * @file The page of the first start: the folder of pictures with a few of them, other folders that hold some, and the
 * one button that shows them. Nothing is added before.
 */

import { addFolder, attempt, commandLineHelp } from "../../core/commands.js";
import { h, icon, on } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { countProposed, nameProposal } from "../../pure/sidebar/proposals.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/sidebar/proposals.js").Proposal} Proposal */

const LOOK_AGAIN = 400; // ms, while the server still looks
const ASK_AGAIN = 3000; // ms, after a request that failed

/** Draws the page, and adds what is chosen there. */
export class Welcome {
  #context;
  /** @type {Proposal[]} */
  #proposals = [];
  #element = h("div", { class: "welcome__found" });
  #timer = 0;
  #drawn = "";
  #isAdding = false;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    on(window, "focus", () => this.#element.isConnected && void this.#look());
    on(this.#element, "click", ({ target }) => {
      const number = target instanceof Element ? target.closest("button")?.dataset.number : undefined;
      if (number) void this.#add(Number(number));
    });
  }

  /**
   * Make the page.
   * @param {boolean} desktop - Whether there is a window with dialogs.
   */
  draw(desktop) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look());
    return [
      h("h1", { text: t("shell-welcome") }),
      h("p", {
        class: "welcome__lead",
        text: t("shell-welcome-lead"),
      }),
      this.#element,
      h("div", { class: "welcome__do" }, ...(desktop ? this.#choosing() : commandLineHelp())),
    ];
  }

  #choosing() {
    const button = h("button", { type: "button", class: "button button--large welcome__choose",
      text: t("shell-choose-folder") }); // prettier-ignore
    on(button, "click", () => void addFolder(this.#context));
    return [button, h("span", { class: "quiet", text: t("shell-or-drop") })];
  }

  /** Ask what was found, and ask again while more may come. */
  async #look() {
    clearTimeout(this.#timer);
    const told = await this.#context.api.get("/api/proposals").catch(() => null); // without any the page is whole, too
    if (!this.#element.isConnected) return;
    if (told) this.#proposals = told.proposals;
    this.#show();
    if (!told || told.searching) this.#timer = setTimeout(() => void this.#look(), told ? LOOK_AGAIN : ASK_AGAIN);
  }

  #show() {
    const now = JSON.stringify(this.#proposals);
    if (now === this.#drawn) return;
    this.#drawn = now;
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset.number;
    const [first, ...others] = this.#proposals;
    const main = first && first.kind === "pictures" ? first : null;
    const rest = main ? others : this.#proposals;
    const title = t(main ? "shell-photos-also-here" : "shell-photos-here");
    this.#element.replaceChildren(
      ...(main ? this.#drawMain(main) : []),
      ...(rest.length ? [h("h2", { class: "welcome__also", text: title }),
        h("ul", { role: "list" }, ...rest.map(drawPlace))] : [])); // prettier-ignore
    const again = focused ? this.#element.querySelector(`[data-number="${focused}"]`) : null;
    if (again instanceof HTMLElement) again.focus();
    this.#enable(); // those that are drawn while one is added, too
  }

  /** @param {Proposal} place - The folder of pictures. */
  #drawMain(place) {
    const name = nameProposal(place);
    const strip = h("div", { class: "welcome__strip", "aria-hidden": "true" },
      ...place.samples.map((photo) => this.#picture(photo)));
    return [
      h("p", { class: "welcome__place" }, icon("folder"), h("strong", { text: name }),
        h("span", { class: "quiet", text: countProposed(place) })),
      strip,
      h("button", { type: "button", class: "button button--main button--large", "data-number": String(place.number),
        text: t("shell-show-these") }),
    ]; // prettier-ignore
  }

  /** @param {number} photo - Id of a picture that is in no folder of the library. */
  #picture(photo) {
    const { api, pictures } = this.#context;
    const image = h("img", { alt: "", decoding: "async" });
    on(image, "error", () => image.remove());
    pictures.setSource(image, api.media("thumb", photo, 0, 512), () => true);
    return image;
  }

  /** @param {number} number - Of what was proposed. */
  async #add(number) {
    if (this.#isAdding) return; // once
    this.#isAdding = true;
    this.#enable();
    const answer = await attempt(this.#context, this.#context.api.send("POST", `/api/proposals/${number}/add`, {}));
    this.#isAdding = false;
    this.#enable();
    if (answer) this.#context.route.go({ folder: answer.folder, photo: null, q: "" });
  }

  #enable() {
    for (const button of this.#element.querySelectorAll("button")) button.disabled = this.#isAdding;
  }
}

/** @param {Proposal} place - A folder that holds photos, too. */
function drawPlace(place) {
  const name = nameProposal(place);
  return h("li", { class: "welcome__other" }, icon(place.kind === "card" ? "camera" : "folder"),
    h("div", { class: "set__what" }, h("p", { class: "clip", text: name }),
      h("p", { class: "clip quiet", title: place.path, text: place.path })),
    h("span", { class: "count", text: place.complete ? t("count-photos", { count: place.photos }) : "" }),
    h("button", { type: "button", class: "button", "data-number": String(place.number),
      "aria-label": t("shell-show-folder", { name }), text: t("shell-show") })); // prettier-ignore
}
