import assert from "node:assert/strict";
import { test } from "node:test";
import { countProposed, nameProposal } from "../../../../ui/js/pure/sidebar/proposals.js";

const place = { number: 1, kind: "pictures", name: "Pictures", path: "/home/ada/Pictures", photos: 18204,
  complete: true, samples: [1, 2] };

test("a proposal says how many there are, as far as that is known", () => {
  assert.equal(countProposed(place), "18,204 photos and videos, the newest first");
  assert.equal(countProposed({ ...place, complete: false }), "more than 18,204 photos and videos, the newest first");
  assert.equal(countProposed({ ...place, photos: 1, samples: [1] }), "1 photo or video");
});

for (const [path, name] of [
  ["/run/media/ada/EOS_DIGITAL/DCIM", "Camera or phone: EOS_DIGITAL"],
  ["E:\\DCIM", "Camera or phone: E:"],
  ["/Volumes/NIKON D50/DCIM", "Camera or phone: NIKON D50"],
]) test(`the camera folder ${path}`, () => assert.equal(nameProposal({ ...place, kind: "card", path }), name));
