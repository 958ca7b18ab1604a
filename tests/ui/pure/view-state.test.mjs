import assert from "node:assert/strict";
import { test } from "node:test";
import { parseViewState } from "../../../ui/js/pure/view-state.js";

const VIEW = {
  folder: 3,
  subfolders: false,
  order: "name",
  row: 168,
  theme: "dark",
  photo: null,
  anchor: { photo: 7, offset: -12 },
  sidebar: true,
  side: 300,
  info: false,
  open: [1, 2],
  volume: 70,
  muted: true,
};

test("what was kept comes back", () => assert.deepEqual(parseViewState(JSON.stringify(VIEW)), VIEW));

for (const text of [null, "", "null", "7", "[]", '"dark"', "{", '{"constructor":1,"__proto__":{"theme":"dark"}}'])
  test(`nothing is made of ${text}`, () => assert.deepEqual(parseViewState(text), {}));

for (const [name, values] of Object.entries({
  folder: [-1, 1.5, "3", [], true],
  subfolders: [1, null],
  order: ["newest", null, ["date"]],
  row: [95, 321, 168.5, "168"],
  theme: ["blue", null],
  photo: [{}, 2 ** 60],
  anchor: [7, {}, { photo: 7 }, { photo: "7", offset: 1 }, { photo: 7, offset: 0.5 }],
  sidebar: ["true"],
  side: [199, 801, 200.5, "200"],
  info: [0],
  volume: [-1, 101, 0.5, "70", null],
  muted: [0, null],
  open: [null, [1, "2"], [-1], { length: 1 }, Array(10_001).fill(1)],
})) {
  for (const value of values) {
    test(`a field that makes no sense is left out: ${name} ${JSON.stringify(value).slice(0, 40)}`, () => {
      const rest = Object.entries(VIEW).filter(([other]) => other !== name);
      assert.deepEqual(parseViewState(JSON.stringify({ ...VIEW, [name]: value })), Object.fromEntries(rest));
    });
  }
}
