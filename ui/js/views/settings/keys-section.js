/** @file The keys on the page of settings: each command, its keys, and the way to give it others. */

import { h } from "../../core/dom.js";
import { changeKeys, listCommands, recordKey, sameKeys } from "../../pure/keys/commands.js";
import { PRESETS } from "../../pure/keys/presets.js";
import { groupRank, keyCaps } from "../../pure/text/key-names.js";
import { t } from "../../pure/text/texts.js";
import { button, row, section, segments } from "./controls.js";

/** @typedef {import("../../pure/keys/commands.js").Command} Command */
/** @typedef {import("../../pure/keys/commands.js").KeyChanges} KeyChanges */

const MAX_SHOWN = 2; // of the usual keys of one command

/** Draws the keys, and takes the next key for a command. */
export class KeysSection {
  #context;
  #kept;
  #draw;
  /** Name in settings of the command that waits for a key; "": none. */
  #waiting = "";
  #giveUp = () => {};

  /**
   * @param {import("../../core/types.js").Context} context - What the parts of the page share.
   * @param {import("../../core/kept-keys.js").KeptKeys} kept - Keeps keys that are not the usual ones.
   * @param {() => void} draw - Draws the page again.
   */
  constructor(context, kept, draw) {
    this.#context = context;
    this.#kept = kept;
    this.#draw = draw;
  }

  get #changes() {
    return this.#kept.now;
  }

  /** @param {KeyChanges} changes - All keys that are not the usual ones. */
  #save(changes) {
    void this.#kept.save(changes).then(() => this.#draw());
    this.#draw();
  }

  /** @returns {Command[]} */
  get #commands() {
    return listCommands(this.#context.keys.usual, this.#changes);
  }

  /** Return the section. */
  draw() {
    const changes = this.#changes;
    const chosen = PRESETS.find((one) => sameKeys(one.changes, changes))?.id ?? "";
    const presets = segments("preset", t("settings-keys-as"),
      PRESETS.map(({ id, name }) => /** @type {const} */ ([id, name])), chosen, (id) => this.#choose(id));
    const commands = this.#commands;
    const isDesktop = this.#context.store.state.status?.desktop ?? false;
    const groups = [...new Set(commands.map(({ group }) => group))].sort((a, b) => groupRank(a) - groupRank(b));
    return section(t("common-keys"),
      row(t("settings-keys-as"), chosen ? null : t("settings-keys-own"), presets,
        chosen !== "shoebox" && button("keys-back", t("settings-keys-back"))),
      ...groups.map((group) => h("div", { class: "set-keys" }, h("h3", { text: group }),
        group === t("keys-video") && isDesktop && h("p", { class: "quiet", text: t("settings-keys-player") }),
        ...commands.filter((one) => one.group === group).map((one) => this.#drawCommand(one))))); // prettier-ignore
  }

  /** @param {Command} command - A command. */
  #drawCommand({ ids: [id], label, keys, isChanged, others }) {
    const waits = this.#waiting === id;
    const ask = h("span", { class: "set-key__wait", text: t("settings-key-wait") });
    const caps = waits ? [ask] : drawKeys(keys, isChanged);
    const spoken = t(waits ? "settings-key-waits" : "settings-key-now", { label, keys: sayKeys(keys) });
    return h("div", { class: "set-key" },
      h("div", { class: "set__what" }, h("p", { text: label }),
        others.length > 0 && h("p", { class: "set__warning", text: t("settings-key-also",
          { commands: others.join(", ") }) })),
      isChanged && h("button", { type: "button", class: "link", "data-key": `back ${id}`,
        text: t("settings-key-reset"), "aria-label": t("settings-key-reset-of", { label }) }),
      h("button", { type: "button", class: "button button--bare set-key__keys", "data-key": `key ${id}`,
        title: t("settings-key-change"), "aria-pressed": waits ? "true" : null },
        h("span", { class: "sr", text: spoken }),
        h("span", { class: "set-key__shown", "aria-hidden": "true" }, ...caps))); // prettier-ignore
  }

  /**
   * Do what a button of the section says.
   * @param {string} key - Its data-key.
   */
  press(key) {
    this.#giveUp();
    if (key === "keys-back") return this.#save({});
    const [, what, id] = /^(key|back) (.+)$/.exec(key) ?? [];
    const command = this.#commands.find(({ ids }) => ids[0] === id);
    if (!command) return;
    if (what === "back") this.#save(changeKeys(this.#changes, command.ids, null));
    else this.#wait(command);
  }

  /** Wait no longer for a key. */
  end() {
    this.#giveUp();
  }

  /** @param {string} id - Of a preset. */
  #choose(id) {
    this.#giveUp();
    this.#save(PRESETS.find((one) => one.id === id)?.changes ?? {});
  }

  /** @param {Command} command - The command that gets the next key. */
  #wait({ ids }) {
    const take = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Tab") return this.#giveUp();
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return; // still the Enter that pressed "Change"
      const keys = recordKey(event);
      if (!keys && event.key !== "Escape") return; // the other key of the two is still to come
      this.#giveUp();
      if (keys) this.#save(changeKeys(this.#changes, ids, keys));
    };
    const end = () => {
      this.#giveUp = () => {};
      this.#waiting = "";
      window.removeEventListener("keydown", take, true);
      window.removeEventListener("click", leave, true);
    };
    const leave = () => (end(), setTimeout(() => this.#draw())); // a switch that is pressed must stay until it is
    this.#giveUp = () => (end(), this.#draw());
    window.addEventListener("keydown", take, true);
    window.addEventListener("click", leave, true);
    this.#waiting = ids[0];
    this.#draw();
  }
}

/**
 * @param {string[]} keys - Keys of a command.
 * @param {boolean} isChanged - Whether they are other names of one key.
 */
function drawKeys(keys, isChanged) {
  if (!keys.length) return [h("span", { class: "quiet", text: t("settings-key-none") })];
  return shownKeys(keys, isChanged).flatMap((key, i) => [i > 0 && h("i", { text: "/" }),
    h("span", { class: "set-key__caps" }, ...keyCaps(key).map((cap) => h("kbd", { text: cap })))]);
}

/** @param {string[]} keys - Keys of a command. */
function sayKeys(keys) {
  const [one, other] = shownKeys(keys, false).map((key) => keyCaps(key).join(" "));
  if (!one) return t("settings-no-key");
  return other ? t("settings-key-or", { one, other }) : one;
}

/**
 * Return the keys that are shown: names of the same key are one.
 * @param {string[]} keys - Keys of a command.
 * @param {boolean} isChanged - Whether they are other names of one key.
 */
function shownKeys(keys, isChanged) {
  const seen = new Map(keys.map((key) => [keyCaps(key).join(" "), key]));
  return [...seen.values()].slice(0, isChanged ? 1 : MAX_SHOWN);
}
