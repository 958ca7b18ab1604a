/** @file The keys on the page of settings: each command, its keys, and the way to give it others. */

import { h, iconButton } from "../../core/dom.js";
import { MAX_NAMES, replaceKey, splitKeys } from "../../pure/keys/changes.js";
import { changeKeys, listCommands, recordKey, sameKeys } from "../../pure/keys/commands.js";
import { PRESETS } from "../../pure/keys/presets.js";
import { groupRank, keyCaps } from "../../pure/text/key-names.js";
import { t } from "../../pure/text/texts.js";
import { button, row, section, segments } from "./controls.js";

/** @typedef {import("../../pure/keys/commands.js").Command} Command */
/** @typedef {import("../../pure/keys/commands.js").KeyChanges} KeyChanges */

const NEVER_CHANGED = "Escape";

/** Draws the keys, and takes the next key for a command. */
export class KeysSection {
  #context;
  #kept;
  #draw;
  /** Name in settings of the command that waits for a key, and which of its keys that replaces; "": none. */
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
  #drawCommand(command) {
    const { ids: [id], label, keys, isChanged, others } = command;
    const all = splitKeys(keys);
    const isNew = this.#waiting === `${id} ${all.length}`;
    return h("div", { class: "set-key" },
      h("div", { class: "set__what" }, h("p", { text: label }),
        others.length > 0 && h("p", { class: "set__warning", text: t("settings-key-also",
          { commands: others.join(", ") }) })),
      isChanged && h("button", { type: "button", class: "link", "data-key": `back ${id}`,
        text: t("settings-key-reset"), "aria-label": t("settings-key-reset-of", { label }) }),
      !all.length && !isNew && h("span", { class: "quiet", text: t("settings-key-none") }),
      ...all.flatMap((key, n) => this.#drawKey(command, key, n)),
      ...(isNew ? this.#drawKey(command, [], all.length) : []),
      !isNew && keys.length + 2 <= MAX_NAMES &&
        iconButton("plus", t("settings-key-add", { label }), { "data-key": `key ${id} ${all.length}`,
          class: "button button--bare button--icon set-key__add" })); // prettier-ignore
  }

  /**
   * @param {Command} command - A command.
   * @param {string[]} key - Names of one of its keys; none: it is still to be pressed.
   * @param {number} n - Which of its keys.
   * @returns {HTMLElement[]}
   */
  #drawKey({ ids: [id], label }, key, n) {
    if (key[0] === NEVER_CHANGED) return [h("span", { class: "set-key__fixed" }, ...drawCaps(key[0]))];
    const place = `${id} ${n}`;
    const waits = this.#waiting === place;
    const name = key.length ? keyCaps(key[0]).join(" ") : t("settings-no-key");
    const ask = h("span", { class: "set-key__wait", text: t("settings-key-wait") });
    const main = h("button", { type: "button", class: "button button--bare set-key__keys", "data-key": `key ${place}`,
      title: t("settings-key-change"), "aria-pressed": waits ? "true" : null },
      h("span", { class: "sr", text: t(waits ? "settings-key-waits" : "settings-key-now", { label, keys: name }) }),
      h("span", { class: "set-key__shown", "aria-hidden": "true" }, ...(waits ? [ask] : drawCaps(key[0]))));
    if (!waits || !key.length) return [main];
    return [h("button", { type: "button", class: "link", "data-key": `off ${place}`, text: t("settings-key-remove"),
      "aria-label": t("settings-key-remove-of", { label, key: name }) }), main]; // prettier-ignore
  }

  /**
   * Do what a button of the section says.
   * @param {string} key - Its data-key.
   */
  press(key) {
    this.#giveUp();
    if (key === "keys-back") return this.#save({});
    const [, what, id, n] = /^(key|back|off) (\S+)(?: (\d+))?$/.exec(key) ?? [];
    const command = this.#commands.find(({ ids }) => ids[0] === id);
    if (!command) return;
    const old = splitKeys(command.keys)[Number(n)] ?? [];
    if (what === "back") this.#save(changeKeys(this.#changes, command.ids, null));
    else if (what === "off") this.#save(replaceKey(this.#changes, command, old, []));
    else this.#wait(command, old, `${id} ${n}`);
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

  /**
   * @param {Command} command - The command that gets the next key.
   * @param {string[]} old - Names of the key that it replaces; none: it is one more.
   * @param {string} place - Where it is shown.
   */
  #wait(command, old, place) {
    const take = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Tab") return this.#giveUp();
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return; // still the Enter that pressed "Change"
      const keys = recordKey(event);
      if (!keys && event.key !== "Escape") return; // the other key of the two is still to come
      this.#giveUp();
      if (keys) this.#save(replaceKey(this.#changes, command, old, keys));
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
    this.#waiting = place;
    this.#draw();
  }
}

/** @param {string} name - Name of a key. */
function drawCaps(name) {
  return [h("span", { class: "set-key__caps" }, ...keyCaps(name).map((cap) => h("kbd", { text: cap })))];
}
