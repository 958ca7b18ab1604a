/** @file Points on the earth as people paste them: "48.8584, 2.2945", "48°51'30\"N 2°17'40\"E", "S 33.86 E 151.21". */

/** @typedef {{latitude: number, longitude: number}} Point */

const NUMBER = String.raw`(\d+(?:\.\d+)?)\s*`;
const MINUTES = String.raw`(?:${NUMBER}['′]\s*(?:${NUMBER}(?:"|″|'')\s*)?)?`;
const PART = String.raw`([NSEW])?\s*([+-]?\d+(?:\.\d+)?)\s*°?\s*${MINUTES}([NSEW])?`;
const FORM = new RegExp(String.raw`^${PART}(?:\s*[,;]\s*|\s+)${PART}$`);

/**
 * Read a point; null: the text is none, perhaps a name.
 * @param {string} text - What was typed or pasted.
 * @returns {Point|null}
 */
export function readPoint(text) {
  const plain = text.normalize("NFC").toUpperCase().replace(/^GEO:/, "").replace(/[’‘]/g, "'").replace(/[”“]/g, '"');
  const match = FORM.exec(plain.replace(/[\u2010-\u2015\u2212]/g, "-").trim());
  if (!match) return null;
  const [one, other] = [degrees(match.slice(1, 6)), degrees(match.slice(6, 11))];
  if (!one || !other) return null;
  const isSwapped = /[EW]/.test(one.letter) || /[NS]/.test(other.letter);
  const [north, east] = isSwapped ? [other, one] : [one, other];
  if (/[EW]/.test(north.letter) || /[NS]/.test(east.letter)) return null;
  return Math.abs(north.value) > 90 || Math.abs(east.value) > 180
    ? null
    : { latitude: north.value, longitude: east.value };
}

/** @param {(string|undefined)[]} part - Letter, degrees, minutes, seconds, letter. */
function degrees([before, whole = "", minutes = "0", seconds = "0", after]) {
  if ((before && after) || Number(minutes) >= 60 || Number(seconds) >= 60) return null;
  const letter = before ?? after ?? "";
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3600;
  const isNegative = whole.startsWith("-") !== /[SW]/.test(letter);
  return { letter, value: isNegative ? -size : size };
}

/**
 * Write a point as the server takes it, to a tenth of a metre, and the name by which it was chosen.
 * @param {Point} point - The point.
 * @param {string} [name] - The name.
 */
export function writePlace({ latitude, longitude }, name = "") {
  const [north, east] = [latitude, longitude].map((value) => String(Number(value.toFixed(6)) + 0));
  return name ? `${north},${east} ${name}` : `${north},${east}`;
}
