// What the page says of an answer that is an error: the text of its key, in its own language, else the sentence sent.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Api } from "../../ui/js/core/api.js";
import { setTexts } from "../../ui/js/pure/text/texts.js";
import { LANGUAGES } from "./english.mjs";

const fetched = globalThis.fetch;

afterEach(() => {
  globalThis.fetch = fetched;
  setTexts(LANGUAGES.en);
});

async function messageOf(error) {
  const body = error && JSON.stringify({ error });
  globalThis.fetch = async () => new Response(body, { status: 409 });
  return new Api("key", () => {}).get("/api/status").then(assert.fail, (failure) => failure.message);
}

test("an error is said in the language of the page", async () => {
  const error = { code: "usage", message: "An album needs a name.", key: "error-album-needs-name", values: {} };
  assert.equal(await messageOf(error), "An album needs a name.");
  setTexts(LANGUAGES.de);
  assert.equal(await messageOf(error), "Ein Album braucht einen Namen.");
  const many = { code: "usage", message: "…", key: "error-album-number", values: { count: 10000 } };
  assert.equal(await messageOf(many), "Es kann höchstens 10.000 Alben geben.");
});

test("a sentence within a sentence is said in that language, too", async () => {
  setTexts(LANGUAGES.de);
  const why = { message: "The disk …", key: "error-disk-full", values: { path: "/home/a" } };
  const error = { code: "annotations", message: "This was not kept. …", key: "error-not-kept", values: { why } };
  assert.equal(await messageOf(error), "Das wurde nicht gespeichert. Der Datenträger von /home/a ist voll. " +
    "Platz schaffen; Shoebox macht dann von selbst weiter."); // prettier-ignore
});

test("what stands in no table is shown as it came", async () => {
  setTexts(LANGUAGES.de);
  assert.equal(await messageOf({ code: "bad_request", message: "Send JSON." }), "Send JSON.");
  assert.equal(await messageOf({ code: "x", message: "Later.", key: "error-of-tomorrow", values: {} }), "Later.");
  assert.equal(await messageOf(null), "Der Server hat mit 409 geantwortet.");
});
