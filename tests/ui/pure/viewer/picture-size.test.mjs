import assert from "node:assert/strict";
import { test } from "node:test";

import { fillsStage, pictureSize, UNKNOWN_HEIGHT } from "../../../../ui/js/pure/viewer/picture-size.js";

const details = (width, height, codecs = []) => ({ width, height, codecs });

test("the size is that of the details, and until they are there of the right shape", () => {
  assert.deepEqual(pictureSize({ aspect: 1.5 }, details(60, 40)), { width: 60, height: 40 });
  for (const unknown of [null, details(null, null), details(60, null)])
    assert.deepEqual(pictureSize({ aspect: 2 }, unknown), { width: 2 * UNKNOWN_HEIGHT, height: UNKNOWN_HEIGHT });
});

test("a video fills the stage, a photo does not", () => {
  assert.equal(fillsStage(null), false);
  assert.equal(fillsStage(details(60, 40)), false);
  assert.equal(fillsStage(details(60, 40, ["h264"])), true);
});
