/** @file The page of a search that finds nothing: which part finds nothing, what the others find, and what may help. */

import { h, on } from "../../core/dom.js";
import { alternativeSearches, emptyLead, emptyTitle } from "../../pure/search/explanation.js";
import { formatCount } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/search/api-types.js").Explanation} Explanation */

const UNKNOWN = { parts: [], everywhere: 0, mistakes: [] }; // the server does not answer

/** Fills the page of an empty search. */
export class NoResults {
  #context;
  #onDrawn;
  #box = h("div", { class: "empty__in", role: "status" });
  /** @type {AbortController|null} */
  #request = null;
  #shown = ""; // the query that the page explains

  /**
   * @param {Context} context - What the parts of the page share.
   * @param {(hadFocus: boolean) => void} onDrawn - Called when the page has its content, with whether the focus was in
   *   what stood there before.
   */
  constructor(context, onDrawn) {
    this.#context = context;
    this.#onDrawn = onDrawn;
  }

  /** Return the page for the search of the place; its content comes with the server's answer. */
  page() {
    void this.#ask();
    return this.#box;
  }

  async #ask() {
    const { place, view } = this.#context.store.state;
    const query = new URLSearchParams({ q: place.q });
    if (place.folder !== null) {
      query.set("folder", String(place.folder));
      query.set("sub", view.subfolders ? "1" : "0");
    }
    this.#request?.abort();
    const request = (this.#request = new AbortController());
    if (this.#shown !== query.toString()) this.#box.replaceChildren();
    const explanation = await this.#context.api.get(`/api/explain?${query}`, request.signal).catch(() => UNKNOWN);
    if (request.signal.aborted) return;
    this.#shown = query.toString();
    this.#draw(explanation);
  }

  /** @param {Explanation} explanation - The server's explanation. */
  #draw(explanation) {
    const { q, folder } = this.#context.store.state.place;
    const lead = emptyLead(explanation);
    const searches = alternativeSearches(explanation, q, folder !== null);
    const help = [t("search-help-words"), ...(this.#context.isOwner ? [t("search-help-said")] : [])];
    const hadFocus = this.#box.contains(document.activeElement);
    this.#box.replaceChildren(
      h("h2", { text: emptyTitle(explanation, q) }),
      ...explanation.mistakes.map(({ message }) => h("p", { text: message })),
      ...(lead ? [h("p", { text: lead }), termList(explanation)] : []),
      ...(searches.length ? [] : help.map((text) => h("p", { text }))),
      h("div", { class: "empty__do" },
        ...searches.map(({ label, query, everywhere }, i) => this.#button(label, i === 0,
          () => this.#context.route.go(everywhere ? { q: query, folder: null } : { q: query }))),
        this.#button(t("search-clear"), !searches.length, () => this.#context.route.go({ q: "" }))), // prettier-ignore
    );
    this.#onDrawn(hadFocus);
  }

  /**
   * @param {string} text - Its label.
   * @param {boolean} main - Whether it is the one that most people want.
   * @param {() => void} run - What to do.
   */
  #button(text, main, run) {
    const button = h("button", { type: "button", class: main ? "button button--main" : "button", text });
    on(button, "click", run);
    return button;
  }
}

/** @param {Explanation} explanation - The server's explanation. */
function termList({ parts }) {
  return h("ul", { class: "terms", "aria-label": t("search-terms") },
    ...parts.map(({ text, count }) => h("li", {},
      h("code", { class: count ? "" : "is-wrong", text }),
      h("span", { class: "count", text: count ? formatCount(count) : t("common-none") })))); // prettier-ignore
}
