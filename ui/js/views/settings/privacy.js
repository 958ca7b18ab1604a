/** @file What the page of settings tells of the network: every socket of the program, as the system has it. */

import { h, icon, textNodes } from "../../core/dom.js";
import { t } from "../../pure/text/texts.js";
import { button, row, section } from "./controls.js";

/** @typedef {import("../../pure/keys/settings-types.js").NetworkState} NetworkState */

/**
 * Draw what is known of the network.
 * @param {NetworkState} network - As the server tells it.
 */
export function drawPrivacy(network) {
  return section(t("settings-privacy"), drawLeaving(network), drawListening(network),
    network.decoders && drawDecoders(network),
    row("", sayHow(network), button("network", t("common-look-again"), t("settings-look-network")))); // prettier-ignore
}

/** @param {NetworkState} network - As the server tells it. */
function drawLeaving({ outside, read, unread }) {
  if (!outside.length) return row(t("settings-leaves"), sayNothingLeaves(read, unread));
  const text = t("settings-leaves-to", { addresses: outside.join(", ") });
  return row(t("settings-leaves"), h("p", { class: "set__warning" }, icon("warning", "s"), text));
}

/**
 * @param {boolean} read - Whether the system tells of connections.
 * @param {number} unread - Processes of which it does not.
 */
function sayNothingLeaves(read, unread) {
  if (!read) return t("settings-leaves-unread");
  return t(unread ? "settings-leaves-hidden" : "settings-leaves-not");
}

/** @param {NetworkState} network - As the server tells it. */
function drawListening({ listening, inside }) {
  const addresses = h("span", { class: "mono", text: listening.join(", ") });
  const where = inside ? textNodes("settings-listens-open", { addresses, count: inside })
    : textNodes("settings-listens", { addresses });
  return row(t("settings-listening"), h("p", {}, ...where));
}

/** @param {NetworkState} network - As the server tells it. */
function drawDecoders({ decoders }) {
  const { processes = 0, sockets = 0 } = decoders ?? {};
  const have = sockets ? t("settings-sockets", { count: sockets }) : t("settings-no-sockets");
  const who = `${t("settings-decoders-own", { count: processes })} ${have}`;
  return row(t("settings-decoders"), processes ? who : t("settings-decoders-none"));
}

/** @param {NetworkState} network - As the server tells it. */
function sayHow({ read, unread }) {
  if (!read) return t("settings-asked-not");
  return unread ? `${t("settings-asked")} ${t("settings-asked-hidden", { count: unread })}` : t("settings-asked");
}
