import assert from "node:assert/strict";
import { test } from "node:test";
import { folderById } from "../../../../ui/js/pure/sidebar/folders-by-id.js";

test("a folder is found in the list that is asked, and none where there is none", () => {
  const before = [{ id: 1, name: "a" }], after = [{ id: 1, name: "b" }, { id: 2, name: "c" }]; // prettier-ignore
  assert.equal(folderById(before, 1)?.name, "a");
  assert.equal(folderById(after, 1)?.name, "b");
  assert.equal(folderById(before, 2), undefined);
  assert.equal(folderById(after, null), undefined);
});
