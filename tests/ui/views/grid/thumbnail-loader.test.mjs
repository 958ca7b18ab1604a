import assert from "node:assert/strict";
import { test } from "node:test";
import { ThumbnailLoader } from "../../../../ui/js/views/grid/thumbnail-loader.js";

/** As much of an <img> as is needed, and the pool it is in. */
function made() {
  const classes = new Set();
  const image = {
    src: "",
    onload: null,
    onerror: null,
    classList: { add: (name) => classes.add(name), remove: (name) => classes.delete(name) },
    removeAttribute: () => (image.src = ""),
  };
  const heard = [];
  const page = { lost: false };
  const events = { onShown: () => heard.push("shown"), onFailed: () => heard.push("failed") };
  const thumbs = new ThumbnailLoader(() => 0, events, undefined, () => page.lost);
  thumbs.want(image, "/one");
  thumbs.setOrder([image]);
  return { image, classes, heard, thumbs, page };
}

test("a picture that is refused is said to be missing, and comes by itself all the same", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { image, classes, heard } = made();
  for (const wait of [1000, 5000, 15_000, 15_000]) {
    assert.equal(image.src, "/one");
    image.onerror();
    assert.equal(image.src, "", "no broken frame meanwhile");
    context.mock.timers.tick(wait);
  }
  assert.deepEqual(heard, ["failed", "failed"]);
  image.onload();
  assert.deepEqual([heard.at(-1), [...classes]], ["shown", ["is-there"]]);
});

test("a cell that has left asks no more", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { image, classes, thumbs } = made();
  image.onload();
  thumbs.drop(image);
  assert.deepEqual([image.src, classes.size], ["", 0]);
  thumbs.want(image, "/two");
  thumbs.setOrder([image]);
  image.onerror();
  thumbs.drop(image);
  context.mock.timers.tick(60_000);
  assert.equal(image.src, "");
});

test("a page that is signed out does not go on asking for pictures; one whose server is back does", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { image, page } = made();
  image.onerror();
  page.lost = true;
  for (let i = 0; i < 8; i += 1) context.mock.timers.tick(15_000);
  assert.equal(image.src, "");
  page.lost = false;
  context.mock.timers.tick(15_000);
  assert.equal(image.src, "/one");
});
