/** @file What the page of settings tells of the network: every socket of the program, as the system has it. */

import { h, icon } from "../../core/dom.js";
import { formatMany } from "../../pure/text/format.js";
import { button, row, section } from "./controls.js";

/** @typedef {import("../../pure/keys/settings-types.js").NetworkState} NetworkState */

/**
 * Draw what is known of the network.
 * @param {NetworkState} network - As the server tells it.
 */
export function drawPrivacy(network) {
  return section("Privacy", drawLeaving(network), drawListening(network), network.decoders && drawDecoders(network),
    row("", sayHow(network), button("network", "Look again", "Look at the network again"))); // prettier-ignore
}

/** @param {NetworkState} network - As the server tells it. */
function drawLeaving({ outside, read, unread }) {
  if (!outside.length) return row("What leaves this computer", sayNothingLeaves(read, unread));
  const text = `Connections lead to other computers, or are open to them: ${outside.join(", ")}.`;
  return row("What leaves this computer", h("p", { class: "set__warning" }, icon("warning", "s"), text));
}

/**
 * @param {boolean} read - Whether the system tells of connections.
 * @param {number} unread - Processes of which it does not.
 */
function sayNothingLeaves(read, unread) {
  if (!read) return "Nothing. Shoebox has no account, no statistics and no search for updates.";
  if (unread) return "No connection that the system tells of leads to another computer, or can be made from one.";
  return "Nothing. No connection leads to another computer, and none can be made to Shoebox from one.";
}

/** @param {NetworkState} network - As the server tells it. */
function drawListening({ listening, inside }) {
  const where = h("p", {}, "Shoebox listens at ", h("span", { class: "mono", text: listening.join(", ") }),
    ", which only this computer can reach. It answers this page alone",
    inside ? `; ${formatMany(inside, "connection")} of this computer ${inside === 1 ? "is" : "are"} open now.` : ".");
  return row("What listens", where);
}

/** @param {NetworkState} network - As the server tells it. */
function drawDecoders({ decoders }) {
  const { processes = 0, sockets = 0 } = decoders ?? {};
  const have = sockets ? `They hold ${formatMany(sockets, "network socket")}.` : "They hold no network socket.";
  const who = `${formatMany(processes, "process", "processes")} of ${processes === 1 ? "its" : "their"} own. ${have}`;
  return row("What reads your files", processes ? who : "Processes of their own, started when they are needed.");
}

/** @param {NetworkState} network - As the server tells it. */
function sayHow({ read, unread }) {
  if (!read) return "This system does not tell which sockets a program holds: this is what Shoebox has opened itself.";
  const who = `${formatMany(unread, "process", "processes")} of the window`;
  const hidden = unread ? ` Of ${who} it does not tell, because ${unread === 1 ? "it is" : "they are"} sandboxed.` : "";
  return `Asked of the system just now, for Shoebox and all that it has started.${hidden}`;
}
