import assert from "node:assert/strict";
import { test } from "node:test";
import { day } from "../../timelines.mjs";
import {
  dayNames,
  dayPlaceTexts,
  fitDayNames,
  fitDayPlace,
  headingSlots,
  rowDaysLabel,
} from "../../../../ui/js/pure/timeline/day-names.js";

const [FRIDAY, MONDAY, OLD] = ["2026-10-23", "2026-10-19", "2019-06-11"].map(day);
const measure = (text) => 10 * text.length;

test("three forms, the year in each when it is not this one", () => {
  assert.deepEqual(dayNames(FRIDAY, 2026), ["Friday 23 October", "Fri 23 Oct", "23 Oct"]);
  assert.deepEqual(dayNames(OLD, 2026), ["Tuesday 11 June 2019", "Tue 11 Jun 2019", "11 Jun 2019"]);
  assert.deepEqual(dayNames(-2147483648, 2026), ["No date", "No date", "No date"]);
});

test("headings beside each other are all long or all short; only a weekday is left out alone", () => {
  assert.deepEqual(fitDayNames([FRIDAY, MONDAY], [170, 170], [], 2026, measure), [
    "Friday 23 October",
    "Monday 19 October",
  ]);
  assert.deepEqual(fitDayNames([FRIDAY, MONDAY], [170, 169], [], 2026, measure), ["Fri 23 Oct", "Mon 19 Oct"]);
  assert.deepEqual(fitDayNames([FRIDAY, MONDAY, OLD], [170, 99, 10], [], 2026, measure), [
    "Fri 23 Oct",
    "19 Oct",
    "11 Jun 2019",
  ]);
});

test("each heading reaches to the next, the last to the end", () => {
  assert.deepEqual(
    headingSlots(
      [
        { left: 0, width: 100 },
        { left: 124.4, width: 100 },
      ],
      400,
    ),
    [
      { left: 0, width: 124 },
      { left: 124, width: 276 },
    ],
  );
});

test("a row says its day, or the days it leads from and to", () => {
  const days = [FRIDAY, MONDAY, OLD];
  assert.equal(rowDaysLabel(days, 1, 2, 2026), "Monday 19 October");
  assert.equal(rowDaysLabel(days, 0, 2, 2026), "Friday 23 October and Monday 19 October");
  assert.equal(rowDaysLabel(days, 0, 3, 2026), "Friday 23 October to Tuesday 11 June 2019");
});

const at = (name) => ({ name, near: false });

test("places of a day: two names at most, and how many more there are", () => {
  const texts = (places, more = 0) => dayPlaceTexts({ day: 1, places, more });
  assert.deepEqual(dayPlaceTexts(null), ["", ""]);
  assert.deepEqual(texts([at("Lisbon")]), ["Lisbon", "Lisbon"]);
  assert.deepEqual(texts([at("Lisbon"), at("Sintra")]), ["Lisbon and Sintra", "Lisbon"]);
  assert.deepEqual(texts([at("Lisbon"), at("Sintra")], 2), ["Lisbon, Sintra and 2 more", "Lisbon"]);
  assert.deepEqual(texts([{ name: "Ghat", near: true }, at("Djanet")]), ["near Ghat and Djanet", "near Ghat"]);
});

test("behind the date stands as much of the places as has room", () => {
  const texts = ["Lisbon and Sintra", "Lisbon"];
  assert.equal(fitDayPlace(texts, 200, measure), "Lisbon and Sintra");
  assert.equal(fitDayPlace(texts, 199, measure), "Lisbon");
  assert.equal(fitDayPlace(texts, 90, measure), "Lisbon");
  assert.equal(fitDayPlace(texts, 89, measure), "");
  assert.equal(fitDayPlace(["", ""], 500, measure), "");
});

test("a shorter date makes room for the places, if that is enough for all of them", () => {
  const fit = (width, places) => fitDayNames([FRIDAY, MONDAY], [width, width], places, 2026, measure);
  assert.deepEqual(fit(260, ["Lisbon", "Ulm"]), ["Friday 23 October", "Monday 19 October"]);
  assert.deepEqual(fit(259, ["Lisbon", "Ulm"]), ["Fri 23 Oct", "Mon 19 Oct"]);
  assert.deepEqual(fit(190, ["Lisbon", ""]), ["Fri 23 Oct", "Mon 19 Oct"]);
  assert.deepEqual(fit(189, ["Lisbon", ""]), ["23 Oct", "Mon 19 Oct"]);
  assert.deepEqual(fit(170, ["San Francisco", ""]), ["Friday 23 October", "Monday 19 October"]);
});
