/** @file The page of settings: everything that can be set, in one place. */

import { attempt } from "../../core/commands.js";
import { byId, h, on } from "../../core/dom.js";
import { KeptKeys } from "../../core/kept-keys.js";
import { ShownPage } from "../../core/shown-page.js";
import { setSidecars, sidecarAnswer } from "../../core/sidecars.js";
import { chooseLanguage, languageChoices } from "../../core/language.js";
import { formatBytes } from "../../pure/text/format.js";
import { t } from "../../pure/text/texts.js";
import { button, list, row, section, segments, toggle } from "./controls.js";
import { drawFolders, pressFolders } from "./folders.js";
import { KeysSection } from "./keys-section.js";
import { drawPrivacy } from "./privacy.js";

/** @typedef {import("../../core/types.js").Context} Context */
/** @typedef {import("../../pure/keys/settings-types.js").SettingsAnswer} SettingsAnswer */

const THEMES = /** @type {const} */ ([["system", "System"], ["light", "Light"], ["dark", "Dark"]]);
const SIZES = /** @type {const} */ ([[96, "Smallest"], [120, "Small"], [null, "Usual"], [240, "Large"],
  [320, "Largest"]]); // prettier-ignore
const GIGABYTE = 1e9;
const LIMITS = [1, 2, 5, 10, 20, 50, 100];
const COPIES = "Small files beside the photos (photo.jpg.xmp) with stars, labels, tags and words, as Lightroom, " +
  "digiKam and darktable read them. The photos themselves stay as they are.";

/** Shows the page, and changes what is set. */
export class SettingsPage {
  #context;
  #page;
  #keys;
  /** @type {SettingsAnswer|null} null: not read yet */
  #answer = null;

  /** @param {Context} context - What the parts of the page share. */
  constructor(context) {
    this.#context = context;
    const { keys, route, store } = context;
    this.#page = new ShownPage(context, "settings", () => this.#read(), { follows: false });
    const kept = new KeptKeys(context);
    this.#keys = new KeysSection(context, kept, () => this.#draw());
    this.#page.onPress((key) => this.#press(key));
    keys.bind({ scope: "app", keys: ["Ctrl+,", "Ctrl+Comma"], group: "Window", label: "Settings",
      run: () => route.go({ page: "settings" }) }); // prettier-ignore
    const place = byId("to-settings");
    place.hidden = false;
    on(place, "click", (event) => (event.preventDefault(), route.go({ page: "settings" })));
    store.watch((state) => state.place.page === "settings", (here) => {
      place.setAttribute("aria-current", String(here));
      if (!here) this.#keys.end();
    });
    // by what they say: each status has others, and a list that is open is closed when it is drawn again
    store.watchAny([({ view }) => view.theme, ({ view }) => view.row, ({ view }) => view.names,
      ({ view }) => view.advance, ({ status }) => JSON.stringify(status?.roots),
      ({ status }) => JSON.stringify(status?.keys), ({ status }) => status?.sidecars?.answer],
      () => this.#draw()); // prettier-ignore
  }

  async #read() {
    this.#answer = (await attempt(this.#context, this.#context.api.get("/api/settings"))) ?? this.#answer;
    this.#draw();
  }

  #draw() {
    if (!this.#page?.isShown) return;
    const answer = this.#answer;
    this.#page.fill([h("div", { class: "settings__in" }, drawFolders(this.#context), this.#drawLook(), this.#drawSaid(),
      answer && this.#drawCache(answer), answer && drawPrivacy(answer.network), this.#drawLanguage(),
      this.#keys.draw())]); // prettier-ignore
  }

  #drawLook() {
    const { store } = this.#context;
    const { theme, row: size, names } = store.state.view;
    return section("Appearance",
      row("Theme", null, segments("theme", "Theme", THEMES, theme, (value) => store.updateView({ theme: value }))),
      row("Photo size", null, segments("size", "Photo size", SIZES, /** @type {any} */ (size),
        (value) => store.updateView({ row: value }))),
      row("File names below photos", null,
        toggle("names", "File names below photos", names, (on) => store.updateView({ names: on })))); // prettier-ignore
  }

  #drawSaid() {
    const { store } = this.#context;
    const copies = sidecarAnswer(this.#context) === "yes";
    return section("What you say about photos",
      row("Keep a copy beside photos", COPIES, toggle("copies", "Keep a copy beside photos", copies,
        (on) => void setSidecars(this.#context, on ? "yes" : "no"))),
      row(t("shell-advance"), null, toggle("advance", t("shell-advance"), store.state.view.advance,
        (on) => store.updateView({ advance: on })))); // prettier-ignore
  }

  /** @param {SettingsAnswer} answer - What the server tells. */
  #drawCache({ cache: { bytes, limit, chosen } }) {
    const values = [/** @type {[number|null, string]} */ ([null, "A tenth of the free space"]),
      ...LIMITS.map((n) => /** @type {[number|null, string]} */ ([n * GIGABYTE, `${n} GB`]))];
    if (!values.some(([value]) => value === chosen)) values.push([chosen, formatBytes(chosen ?? 0)]);
    return section("Thumbnails",
      row("Room", `${formatBytes(bytes)} of at most ${formatBytes(limit)} are used. The oldest go first; they ` +
        "are made again when needed.", list("limit", "Thumbnails take at most", values, chosen,
        (value) => void this.#change({ cache_limit: value }))),
      row("Empty", "Thumbnails are made again as you look; the rest after the next start. " +
        "Nothing that you said is lost.", button("empty", "Empty it", "Empty the thumbnails"))); // prettier-ignore
  }

  #drawLanguage() {
    const { language } = this.#context.store.state.view;
    return section(t("settings-language"), row(t("settings-language"), null,
      list("language", t("settings-language"), languageChoices(), language,
        (tag) => void chooseLanguage(this.#context, tag)))); // prettier-ignore
  }

  /** @param {string} key - Data-key of the button. */
  #press(key) {
    if (key === "empty") void this.#empty();
    else if (key === "network") void this.#read();
    else if (key === "add" || key.startsWith("root ")) pressFolders(this.#context, key);
    else this.#keys.press(key);
  }

  async #empty() {
    const { api, dialogs } = this.#context;
    const size = formatBytes(this.#answer?.cache.bytes ?? 0);
    const text = "Thumbnails are made again as you look. Your photos, and what you said about them, stay.";
    const yes = await dialogs.ask({ title: `Delete ${size} of thumbnails?`, text, cancel: "Keep them",
      confirm: "Delete thumbnails" }); // prettier-ignore
    const told = yes && (await attempt(this.#context, api.send("POST", "/api/cache/empty", {})));
    if (told) this.#take(told);
  }

  /** @param {Record<string, unknown>} change - What is set. */
  async #change(change) {
    const told = await attempt(this.#context, this.#context.api.send("PUT", "/api/settings", change));
    if (told) this.#take(told);
    else this.#draw(); // as it was
  }

  /** @param {Partial<SettingsAnswer>} told - What the server tells after a change. */
  #take({ cache }) {
    if (this.#answer && cache) this.#answer = { ...this.#answer, cache };
    this.#draw();
  }
}
