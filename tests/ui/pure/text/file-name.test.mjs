import assert from "node:assert/strict";
import test from "node:test";
import { splitName } from "../../../../ui/js/pure/text/file-name.js";

test("a long name keeps its extension and the characters before it", () => {
  assert.deepEqual(splitName("IMG_2041.JPG", 6, 24), ["IMG_2041.JPG", ""]);
  assert.deepEqual(splitName("holiday in the mountains 0042.jpeg", 6, 24), ["holiday in the mountain", "s 0042.jpeg"]);
  assert.deepEqual(splitName("many words without an extension", 6, 24), ["many words without an ext", "ension"]);
});

test("both parts together are the name, and no letter is cut into two", () => {
  const families = "👨‍👩‍👧".repeat(30);
  const names = [`${families}.png`, `${"é".repeat(40)}.tif`, ".hidden but with a very long name", "x".repeat(300)];
  for (const name of names) assert.equal(splitName(name, 6, 24).join(""), name);
  assert.equal(splitName(`${families}.png`, 6, 24)[1], `${"👨‍👩‍👧".repeat(6)}.png`);
});

test("of letters from right to left only the extension is apart", () => {
  const name = "تصاوير من العطلة الصيفية في الجبل.jpg";
  assert.deepEqual(splitName(name, 6, 24), [name.slice(0, -4), ".jpg"]);
});

test("where there is little room a short name keeps its end, too", () => {
  const names = ["IMG_2041.JPG", "Anna.jpeg", "DSC00012345.ARW", ".hidden", "", "7.png", "v1.2 final", "ملف.jpg"];
  assert.deepEqual(names.map((name) => splitName(name, 4)), [["IMG_", "2041.JPG"], ["Anna.jpeg", ""],
    ["DSC0001", "2345.ARW"], [".hi", "dden"], ["", ""], ["7.png", ""], ["v1.2 f", "inal"], ["ملف", ".jpg"]]);
});
