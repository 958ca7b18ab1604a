/** @file Which way a video can be played: by the page itself, by the window's player, or by neither. */

/** @typedef {import("../api-types.js").Photo} Photo */
/** @typedef {"page"|"window"} Way */

// one profile of each: what a browser plays at all; what it does not, the element tells
/** @type {Readonly<Record<string, string>>} */
const VIDEO = {
  h264: "avc1.640028", hevc: "hvc1.1.6.L93.B0", vp8: "vp8", vp9: "vp09.00.10.08", av1: "av01.0.08M.08",
  theora: "theora",
};
/** @type {Readonly<Record<string, string>>} */
const SOUND = { aac: "mp4a.40.2", mp3: "mp3", opus: "opus", vorbis: "vorbis", flac: "flac", ac3: "ac-3", eac3: "ec-3" };
/** @type {Readonly<Record<string, string>>} */
const CONTAINERS = {
  mp4: "video/mp4", mov: "video/mp4", "3gp": "video/mp4", webm: "video/webm", mkv: "video/x-matroska",
};

/**
 * Return the media types to ask a browser for, RFC 6381: QuickTime as MP4, which it is asked for in vain though it
 * plays it; so it is with Matroska in some browsers, which is asked for as WebM, too. Sound that has no name there is
 * left out. None: no browser plays it.
 * @param {Pick<Photo, "format"|"codecs">} video - The details.
 */
function mediaTypes({ format, codecs }) {
  const container = CONTAINERS[format ?? ""];
  const [picture, ...sound] = codecs;
  if (!container || !VIDEO[picture]) return [];
  const names = [VIDEO[picture], ...sound.map((codec) => SOUND[codec])].filter(Boolean);
  const containers = format === "mkv" ? [container, CONTAINERS.webm] : [container];
  return containers.map((name) => `${name}; codecs="${names.join(", ")}"`);
}

/**
 * Return the ways to try, the best first.
 * @param {Pick<Photo, "format"|"codecs"|"broken"|"offline">} video - The details.
 * @param {(type: string) => string} canPlay - As `canPlayType` of a video element.
 * @param {boolean} desktop - Whether there is a window.
 * @returns {Way[]}
 */
export function waysToPlay(video, canPlay, desktop) {
  if (!video.codecs.length || video.broken || video.offline) return [];
  /** @type {Way[]} */
  const page = mediaTypes(video).some(canPlay) ? ["page"] : [];
  if (!desktop) return page;
  const isHeard = video.codecs.slice(1).every((codec) => SOUND[codec]); // of other sound a page may play the video mute
  return isHeard ? [...page, "window"] : ["window", ...page];
}
