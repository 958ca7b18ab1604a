// Keys as people call them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { keyCaps, groupBindings } from "../../../../ui/js/pure/text/key-names.js";

test("key caps", () => {
  const rows = [
    ["ArrowLeft", ["←"]],
    ["PageUp", ["Page Up"]],
    ["Ctrl+KeyA", ["Ctrl", "A"]],
    ["Ctrl+Shift+KeyI", ["Ctrl", "Shift", "I"]],
    ["+", ["+"]],
    ["Ctrl++", ["Ctrl", "+"]],
    ["-", ["−"]],
    ["Ctrl+Digit0", ["Ctrl", "0"]],
    [" ", ["Space"]],
    ["Ctrl+ ", ["Ctrl", "Space"]],
    ["Ctrl+Space", ["Ctrl", "Space"]],
    ["Alt+Enter", ["Alt", "Enter"]],
    ["F11", ["F11"]],
    ["?", ["?"]],
    ["z", ["Z"]],
    ["Escape", ["Esc"]],
  ];
  for (const [key, names] of rows) assert.deepEqual(keyCaps(key), names, key);
});

test("groups in a fixed order; one row for one deed; nameless groups stay off", () => {
  const made = groupBindings([
    { group: "One photo", label: "Fit", keys: ["Ctrl+0", "Ctrl+Digit0"] },
    { group: "Move", label: "Next photo", keys: ["ArrowRight"] },
    { group: "", label: "Next photo", keys: ["ArrowDown"] },
    { group: "Move", label: "Next photo", keys: ["PageDown", "ArrowRight"] },
  ]);
  assert.deepEqual(
    made.map(({ name, rows }) => [
      name,
      rows.map(({ label, keys }) => [label, keys.map((key) => keyCaps(key).join(" "))]),
    ]),
    [
      ["Move", [["Next photo", ["→", "Page Down"]]]],
      ["One photo", [["Fit", ["Ctrl 0"]]]],
    ],
  );
  assert.ok(made[0].rows[0].text.includes("right"));
});
