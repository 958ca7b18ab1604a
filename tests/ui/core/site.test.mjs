import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../../../ui/js/core/api.js";
import { reloadWhenBack } from "../../../ui/js/core/site.js";

const turn = () => new Promise(setImmediate);
const lost = new TypeError("Failed to fetch");

for (const [what, answers, asked, reloads] of /** @type {[string, unknown[], number, number][]} */ ([
  ["is loaded again when the server is back", [lost, new ApiError(502, "failed", "."), lost, {}], 4, 1],
  ["asks no more once it is signed out", [lost, new ApiError(401, "not_entered", ".", true), {}], 2, 0],
])) test(`a page whose first question was not answered ${what}`, async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(Math, "random", () => 0.5);
  let times = 0;
  let reloaded = 0;
  globalThis.location = /** @type {any} */ ({ reload: () => (reloaded += 1) });
  t.after(() => delete (/** @type {any} */ (globalThis).location));
  const get = async () => {
    const answer = answers[times++];
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const done = reloadWhenBack({ get });
  for (const pause of [2000, 4000, 8000, 16_000, 30_000, 30_000]) {
    t.mock.timers.tick(pause - 1);
    await turn();
    const before = times;
    t.mock.timers.tick(1);
    await turn();
    assert.equal(times, Math.min(before + 1, asked), `after ${pause} ms`);
  }
  await done;
  assert.equal(reloaded, reloads);
});
