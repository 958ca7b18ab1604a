/** @file The page of settings: everything that can be set, in one place. */

import { attempt } from "../../core/commands.js";
import { byId, h, on } from "../../core/dom.js";
import { wantHints } from "../../core/hint-switch.js";
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

/** Values with the keys of their names. */
const THEMES = /** @type {const} */ ([["system", "settings-theme-system"], ["light", "shell-theme-light"],
  ["dark", "shell-theme-dark"]]); // prettier-ignore
const SIZES = /** @type {const} */ ([[96, "settings-smallest"], [120, "settings-small"], [null, "settings-usual"],
  [240, "settings-large"], [320, "settings-largest"]]); // prettier-ignore
const GIGABYTE = 1e9;
const LIMITS = [1, 2, 5, 10, 20, 50, 100];

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
    keys.bind({ scope: "app", keys: ["Ctrl+,", "Ctrl+Comma"], group: t("keys-window"),
      label: t("common-settings"), run: () => route.go({ page: "settings" }) }); // prettier-ignore
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
      ({ status }) => JSON.stringify(status?.keys), ({ status }) => status?.sidecars?.answer,
      ({ status }) => status?.hints?.wanted],
      () => this.#draw()); // prettier-ignore
  }

  async #read() {
    this.#answer = (await attempt(this.#context, this.#context.api.get("/api/settings"))) ?? this.#answer;
    this.#draw();
  }

  #draw() {
    if (!this.#page?.isShown) return;
    const answer = this.#answer;
    this.#page.update([h("div", { class: "settings__in" }, drawFolders(this.#context), this.#drawLook(),
      this.#drawSaid(), answer && this.#drawCache(answer), answer && drawPrivacy(answer.network), this.#drawLanguage(),
      this.#keys.draw())]); // prettier-ignore
  }

  #drawLook() {
    const { store } = this.#context;
    const { theme, row: size, names } = store.state.view;
    return section(t("settings-appearance"),
      row(t("settings-theme"), null, segments("theme", t("settings-theme"), named(THEMES), theme,
        (value) => store.updateView({ theme: value }))),
      row(t("settings-size"), null, segments("size", t("settings-size"), named(SIZES), /** @type {any} */ (size),
        (value) => store.updateView({ row: value }))),
      row(t("settings-names"), null,
        toggle("names", t("settings-names"), names, (on) => store.updateView({ names: on }))),
      row(t("hint-settings"), t("hint-settings-how"), toggle("hints", t("hint-settings"),
        store.state.status?.hints?.wanted ?? true, (on) => void wantHints(this.#context, on)))); // prettier-ignore
  }

  #drawSaid() {
    const { store } = this.#context;
    const copies = sidecarAnswer(this.#context) === "yes";
    return section(t("settings-said"),
      row(t("settings-copies"), t("settings-copies-how"), toggle("copies", t("settings-copies"), copies,
        (on) => void setSidecars(this.#context, on ? "yes" : "no"))),
      row(t("shell-advance"), null, toggle("advance", t("shell-advance"), store.state.view.advance,
        (on) => store.updateView({ advance: on })))); // prettier-ignore
  }

  /** @param {SettingsAnswer} answer - What the server tells. */
  #drawCache({ cache: { bytes, limit, chosen } }) {
    const values = [/** @type {[number|null, string]} */ ([null, t("settings-tenth")]),
      ...LIMITS.map((n) => /** @type {[number|null, string]} */ ([n * GIGABYTE, `${n} GB`]))];
    if (!values.some(([value]) => value === chosen)) values.push([chosen, formatBytes(chosen ?? 0)]);
    const used = t("settings-room-used", { used: formatBytes(bytes), limit: formatBytes(limit) });
    return section(t("sidebar-thumbnails"),
      row(t("settings-room"), used, list("limit", t("settings-at-most"), values, chosen,
        (value) => void this.#change({ cache_limit: value }))),
      row(t("settings-empty"), t("settings-empty-how"),
        button("empty", t("settings-empty-do"), t("settings-empty-thumbnails")))); // prettier-ignore
  }

  #drawLanguage() {
    const { language } = this.#context.store.state.view;
    return section(t("settings-language"), row(t("settings-language"), null,
      list("language", t("settings-language"), languageChoices(), language,
        (tag) => void chooseLanguage(this.#context, tag).then(() => this.#draw())))); // prettier-ignore
  }

  /** @param {string} key - Data-key of the button. */
  #press(key) {
    if (key === "empty") void this.#empty();
    else if (key === "network") void this.#read();
    else if (key === "add" || key.startsWith("root-")) pressFolders(this.#context, key);
    else this.#keys.press(key);
  }

  async #empty() {
    const { api, dialogs } = this.#context;
    const size = formatBytes(this.#answer?.cache.bytes ?? 0);
    const yes = await dialogs.ask({ title: t("settings-empty-ask", { size }), text: t("settings-empty-then"),
      cancel: t("settings-empty-keep"), confirm: t("settings-empty-delete") }); // prettier-ignore
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

/**
 * Return values with their names in the page's language.
 * @template T
 * @param {readonly (readonly [T, string])[]} values - Values with the keys of their names.
 */
function named(values) {
  return values.map(([value, key]) => /** @type {const} */ ([value, t(key)]));
}
