// What is typed for dates, shifts and points, and dates in words.

import assert from "node:assert/strict";
import test from "node:test";
import { LANGUAGES } from "../../english.mjs";
import { readTypedDate } from "../../../../ui/js/pure/dates/read-typed.js";
import * as inexact from "../../../../ui/js/pure/dates/inexact.js";
import { readShift, shiftDate, shiftWords } from "../../../../ui/js/pure/dates/shift.js";
import { readPoint, writePlace } from "../../../../ui/js/pure/places/point.js";
import * as format from "../../../../ui/js/pure/text/format.js";
import { setTexts } from "../../../../ui/js/pure/text/texts.js";
import { dayNames } from "../../../../ui/js/pure/timeline/day-names.js";

const TYPED = {
  "2024-11-14T15:30:00": ["14.11.2024 15:30", "14 Nov 2024, 15:30", "Nov 14, 2024 3:30 pm", "2024:11:14 15:30:00",
    "Thursday 14 November 2024, 15:30", "2024-11-14 15:30",
    "Do, 14. Nov. 2024, 15:30 Uhr", "am 14. November 2024 um 15:30",
    "2024-11-14T15:30", "3:30pm 14/11/2024"],
  "2024-11-14T15:30:00+02:00": ["14.11.2024 15:30 +2", "2024-11-14T15:30+02:00", "14 Nov 2024 15:30 UTC+02:00",
    "Thursday 14 November 2024, 15:30 (UTC+02:00)"],
  "2024-11-14T15:30:00+00:00": ["14.11.2024 15:30 UTC", "2024-11-14T15:30:00Z"],
  "2024-11-14T15:30:05.120": ["2024-11-14 15:30:05.12"],
  "2024-11-14T15:00:00": ["14 nov 2024 3pm", "14 nov 2024 3 p.m."],
  "2024-11-14": ["14.11.2024", "14/11/24", "11/14/2024", "20241114", "14th of November 2024", "nov 14th, 2024",
    "Thu, 14 Nov 2024"],
  "1990-03": ["March 1990", "mar 1990", "3/1990", "03.1990", "1990-03", "in march 1990", "Mar. '90",
    "März 1990", "im März 1990", "Mrz 1990"],
  "1984-22": ["summer 1984", "Summer of 1984", "1984 summer", "1984-22", "Sommer 1984", "im Sommer 1984"],
  "1984-24": ["winter 1984", "winter 1984/85"],
  "1984-23": ["fall 1984", "autumn 1984"],
  "1975": ["1975", " 1975 ", "in 1975"],
  "1975~": ["around 1975", "c. 1975", "ca 1975", "~1975", "1975?", "1975~", "about 1975", "circa 1975",
    "um 1975", "etwa 1975"],
  "1984-22~": ["around summer 1984"],
  "196X": ["1960s", "1960's", "the 1960s", "196x", "1960er", "1960er Jahre", "in den 1960er Jahren"],
};

test("what people type for a date is understood", () => {
  for (const [date, texts] of Object.entries(TYPED))
    for (const text of texts) assert.deepEqual(readTypedDate(text), { date }, text);
});

test("what is no date is told in a sentence", () => {
  const told = {
    "": /Write a date/, "holiday": /Write a date/, "31.11.2024": /November 2024 has no day 31/,
    "5.13.2024": /no month 13/,
    "november": /Write a date|Write the year/, "nov 14": /the year/, "summer": /the year/, "0099": /A year is/,
    "1975 15:30": /needs a day/, "14.11.2024 25:00": /0:00 to 23:59/, "14.11.2024 13 pm": /1 to 12/,
    "around 14.11.2024 15:30": /exact/, "1.2.3.4": /Write a date/, "14.11.2024 15:30 +19": /14 hours/,
    "1975-13": /no month 13/, "29.2.2023": /has no day 29/,
  }; // prettier-ignore
  for (const [text, sentence] of Object.entries(told)) {
    const { date, problem } = readTypedDate(text);
    assert.equal(date, undefined, text);
    assert.match(problem, sentence, text);
    assert.match(problem, /\.$/);
  }
});

for (const tag of Object.keys(LANGUAGES)) test(`a date is understood as written and as said: ${tag}`, () => {
  setTexts(LANGUAGES[tag]);
  for (let year = 1000; year < 2200; year += 7)
    for (const tail of ["", "~", "-02", "-12~", "-21", "-24~", "-02-28", "-12-31~", "-06-11T00:00:00",
      "-06-11T23:59:59"]) {
      const date = `${String(year)}${tail}`;
      const parts = inexact.readDate(date);
      assert.equal(inexact.writeDate(parts), date);
      assert.deepEqual(readTypedDate(date), { date });
      assert.deepEqual(readTypedDate(inexact.dateWords(parts)), { date }, inexact.dateWords(parts));
    }
  setTexts(LANGUAGES.en);
});

test("what a language gives as examples is understood", () => {
  for (const table of Object.values(LANGUAGES)) {
    setTexts(table);
    const dates = /(14.*), (N.*), (.*), (.*) \S+ (1975)/.exec(table["dates-write"]).slice(1);
    const such = [...dates, ...table["dates-way-set-such"].split(", "), table["dates-spring-typed"],
      table["dates-summer-typed"], table["dates-autumn-typed"], table["dates-winter-typed"]]; // prettier-ignore
    for (const text of such) assert.ok(readTypedDate(text).date, text);
    for (const text of table["dates-way-shift-such"].split(", ")) assert.ok(readShift(text).seconds, text);
    const missing = readTypedDate("nov 14").problem;
    assert.ok(missing.includes("November 1990"), missing);
    for (const seconds of [-1_209_600, 93_600, 3661]) assert.deepEqual(readShift(shiftWords(seconds)), { seconds });
  }
  setTexts(LANGUAGES.en);
});

test("headings say how exact a date is, and never a day that nobody knows", () => {
  const heading = (date) => {
    const { ms, precision } = inexact.readDate(date);
    return ms / 86_400_000 + (precision > 1 ? precision * 2 ** 24 : 0);
  };
  const said = { "1975": "1975", "1984-22": "Summer 1984", "1990-03": "March 1990", "196X": "1960s",
    "1960~": "Around 1960", "1984-22~": "Around summer 1984", "1990-03-02~": "Around 2 March 1990" }; // prettier-ignore
  for (const [date, words] of Object.entries(said)) {
    assert.equal(format.formatDay(heading(date), 1975), words);
    assert.equal(format.formatMonth(heading(date)), words);
    assert.deepEqual(dayNames(heading(date), 1975), [words, words, words]);
  }
  assert.equal(format.formatDay(heading("1990-03-02")), "Friday 2 March 1990");
  assert.equal(format.formatDay(-1), "Wednesday 31 December 1969");
  assert.equal(format.formatDay(format.UNDATED), "No date");
  assert.deepEqual(format.monthOf(heading("1984-22")), { year: 1984, month: 5 });
});

test("how far a clock was wrong is understood and said", () => {
  const typed = { "+1h": 3600, "1 hour later": 3600, "-1 day": -86_400, "1 day earlier": -86_400, "1d 2h": 93_600,
    "2 days 3 hours later": 183_600, "-1:30": -5400, "+0:00:05": 5, "1.5h": 5400, "2 weeks back": -1_209_600,
    "1 hour and 5 min": 3900, "90s": 90,
    "1 Tag früher": -86_400, "2 Std und 5 Minuten später": 7500, "1 Woche vor": 604_800 }; // prettier-ignore
  for (const [text, seconds] of Object.entries(typed)) {
    assert.deepEqual(readShift(text), { seconds }, text);
    assert.deepEqual(readShift(shiftWords(seconds)), { seconds }, shiftWords(seconds));
  }
  for (const text of ["", "later", "1 fortnight", "0h", "1 year", "2 Monate", "5", "1h x", "999999 weeks"])
    assert.match(readShift(text).problem, /\.$/, text);
  const shifted = (date, seconds) => inexact.writeDate(shiftDate(inexact.readDate(date), seconds));
  assert.equal(shifted("2024-12-31T23:30:00", 3600), "2025-01-01T00:30:00");
  assert.equal(shifted("2024-12-31", 86_400), "2025-01-01");
  assert.equal(shifted("2024-12-31", 3600), "2024-12-31");
  assert.equal(shifted("1975", 86_400), "1975");
});

test("points are understood as maps write them", () => {
  const near = (text, latitude, longitude) => {
    const found = readPoint(text);
    const far = found && Math.max(Math.abs(found.latitude - latitude), Math.abs(found.longitude - longitude));
    assert.ok(far !== null && far < 1e-6, text);
  };
  near("48.8584, 2.2945", 48.8584, 2.2945);
  near("geo:48.8584,2.2945", 48.8584, 2.2945);
  near("48°51'30\"N 2°17'40\"E", 48.858333333, 2.294444444);
  near("33.8568° S, 151.2153° E", -33.8568, 151.2153);
  near("151.2153 E, 33.8568 S", -33.8568, 151.2153);
  near("-33.8568 151.2153", -33.8568, 151.2153);
  for (const text of ["", "Paris", "48.8", "91, 0", "0, 181", "1 N, 2 N", "N 1 N, 2", "48°61'N 2°E"])
    assert.equal(readPoint(text), null, text);
  assert.equal(writePlace({ latitude: -0.00000001, longitude: 2.29448123 }, "Here"), "0,2.294481 Here");
});
