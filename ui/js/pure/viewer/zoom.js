/**
 * @file Where a photo lies on the stage: fitting, zooming at a point, and how far it may be moved. Numbers in, numbers
 * out.
 */

import { formatNumber, t } from "../text/texts.js";

/**
 * Width and height; px of the picture or CSS px.
 * @typedef {object} Size
 * @property {number} width
 * @property {number} height
 */

/**
 * A point of the stage, CSS px from its middle.
 * @typedef {object} Point
 * @property {number} x - To the right.
 * @property {number} y - Down.
 */

/**
 * Picture and stage.
 * @typedef {object} Scene
 * @property {Size} picture - In its own pixels.
 * @property {Size} stage - In CSS px.
 * @property {number} ratio - Device px per CSS px.
 * @property {boolean} [fills] - It fills the stage, however small it is: a video.
 */

/**
 * How the picture lies on the stage.
 * @typedef {object} Transform
 * @property {number} zoom - Device px per picture pixel; 1 is 100 %.
 * @property {number} x - The middle of the picture, CSS px from the middle of the stage.
 * @property {number} y - The middle of the picture, CSS px from the middle of the stage.
 */

/**
 * What is seen of a picture: shares of its width and height, 0 to 1.
 * @typedef {object} Part
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 */

const ZOOM_STEPS = [
  1 / 64, 1 / 48, 1 / 32, 1 / 24, 1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3,
  1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64,
];
const MAX_ZOOM = 8; // beyond 800 % there is nothing more to see, save in a picture smaller than the stage
const TINY = 64; // px: an icon or a stamp, that is shown larger than it is
const TINY_ZOOM = 8;
const THINNEST = 2; // CSS px: what is left of a strip whose other side fills the stage
const SAME_ZOOM = 1.001; // factor below which two zooms are the same to the eye

/**
 * Return the zoom at which the picture reaches two edges of the stage.
 * @param {Scene} scene - Picture and stage.
 */
function fillZoom({ picture, stage, ratio }) {
  return Math.min((stage.width * ratio) / picture.width, (stage.height * ratio) / picture.height);
}

/**
 * Return the zoom that shows the whole photo. A photo smaller than the stage is not enlarged, but a tiny one is: by a
 * whole number, so that each of its pixels is a square, and so is a video.
 * @param {Scene} scene - Picture and stage.
 */
export function fitZoom(scene) {
  const fill = fillZoom(scene);
  if (scene.fills) return fill;
  return isTiny(scene.picture) && fill >= 2 ? Math.min(TINY_ZOOM, Math.ceil(fill / 2)) : Math.min(1, fill);
}

/**
 * Return whether a picture is so small that one wants to see its pixels.
 * @param {Size} picture - The picture.
 */
export function isTiny({ width, height }) {
  return Math.max(width, height) <= TINY;
}

/**
 * Return the largest zoom.
 * @param {Scene} scene - Picture and stage.
 */
export function maxZoom(scene) {
  return Math.max(MAX_ZOOM, fillZoom(scene));
}

/**
 * Return the transform that shows the whole photo in the middle.
 * @param {Scene} scene - Picture and stage.
 * @returns {Transform}
 */
export function fitTransform(scene) {
  return { zoom: fitZoom(scene), x: 0, y: 0 };
}

/**
 * Return whether a transform shows the whole photo.
 * @param {Transform} transform - The transform.
 * @param {Scene} scene - Picture and stage.
 */
export function isFitted(transform, scene) {
  return transform.zoom <= fitZoom(scene) * SAME_ZOOM;
}

/**
 * Return the next zoom of the usual steps (25, 33, 50 % …), between the fit and the largest zoom.
 * @param {number} zoom - The zoom to start from.
 * @param {1|-1} direction - 1: closer; -1: further.
 * @param {Scene} scene - Picture and stage.
 */
export function nextZoomStep(zoom, direction, scene) {
  const step =
    direction > 0
      ? ZOOM_STEPS.find((step) => step > zoom * SAME_ZOOM)
      : ZOOM_STEPS.findLast((step) => step < zoom / SAME_ZOOM);
  return clampZoom(step ?? zoom, scene);
}

/**
 * Return the other one of fit and 100 %. Where the fit is 100 % or more, the other one fills the stage.
 * @param {number} zoom - The zoom to start from.
 * @param {Scene} scene - Picture and stage.
 */
export function toggledZoom(zoom, scene) {
  const fit = fitZoom(scene);
  if (zoom > fit * SAME_ZOOM || zoom < fit / SAME_ZOOM) return fit;
  const full = Math.max(Math.floor(fillZoom(scene)), 2); // whole, as pixels are squares then
  return fit * SAME_ZOOM < 1 || full < fit * SAME_ZOOM ? 1 : full;
}

/**
 * Return the nearest zoom between the fit, or 100 % if that is less, and the largest.
 * @param {number} zoom - The zoom.
 * @param {Scene} scene - Picture and stage.
 */
function clampZoom(zoom, scene) {
  return Math.min(maxZoom(scene), Math.max(Math.min(1, fitZoom(scene)), zoom));
}

/**
 * Zoom so that what is under a point stays under it.
 * @param {Transform} transform - The transform to start from.
 * @param {Point} point - The point on the stage.
 * @param {number} zoom - The new zoom.
 * @param {Scene} scene - Picture and stage.
 * @returns {Transform} The new transform.
 */
export function zoomAt(transform, point, zoom, scene) {
  const to = clampZoom(zoom, scene);
  const grown = to / transform.zoom;
  return clampTransform(
    { zoom: to, x: point.x - (point.x - transform.x) * grown, y: point.y - (point.y - transform.y) * grown },
    scene,
  );
}

/**
 * Move the picture.
 * @param {Transform} transform - The transform to start from.
 * @param {number} dx - Way to the right, CSS px.
 * @param {number} dy - Way down, CSS px.
 * @param {Scene} scene - Picture and stage.
 * @returns {Transform} The new transform.
 */
export function panBy(transform, dx, dy, scene) {
  return clampTransform({ zoom: transform.zoom, x: transform.x + dx, y: transform.y + dy }, scene);
}

/**
 * Return whether the picture reaches beyond the stage in one direction.
 * @param {number} zoom - The zoom.
 * @param {"width"|"height"} side - Its side in that direction.
 * @param {Scene} scene - Picture and stage.
 */
export function reachesBeyond(zoom, side, { picture, stage, ratio }) {
  return (picture[side] * zoom) / ratio > stage[side] + 0.5; // fitted, it is as large but for the rounding
}

/**
 * Follow two fingers.
 * @param {Transform} transform - The transform to start from.
 * @param {{middle: Point, apart: number}} from - Where the fingers were.
 * @param {{middle: Point, apart: number}} to - Where they are.
 * @param {Scene} scene - Picture and stage.
 */
export function pinchBy(transform, from, to, scene) {
  const zoomed = zoomAt(transform, from.middle, transform.zoom * (to.apart / Math.max(1, from.apart)), scene);
  return panBy(zoomed, to.middle.x - from.middle.x, to.middle.y - from.middle.y, scene);
}

/**
 * Keep the picture's edges outside the stage's; a side that fits stays in the middle.
 * @param {Transform} transform - The transform.
 * @param {Scene} scene - Picture and stage.
 * @returns {Transform} The nearest allowed transform.
 */
export function clampTransform(transform, { picture, stage, ratio }) {
  const roomX = Math.max(0, ((picture.width * transform.zoom) / ratio - stage.width) / 2);
  const roomY = Math.max(0, ((picture.height * transform.zoom) / ratio - stage.height) / 2);
  return { zoom: transform.zoom, x: clamp(transform.x, roomX), y: clamp(transform.y, roomY) };
}

/**
 * Carry a transform to another stage: fitted stays fitted, else the middle stays in the middle.
 * @param {Transform} transform - The transform.
 * @param {Scene} before - Picture and stage so far.
 * @param {Scene} now - Picture and stage from now on.
 */
export function transferTransform(transform, before, now) {
  if (isFitted(transform, before)) return fitTransform(now);
  const scale = before.picture.width / now.picture.width; // a picture whose true size is only now known
  return clampTransform({ zoom: clampZoom(transform.zoom * scale, now), x: transform.x, y: transform.y }, now);
}

/**
 * Return how the picture is drawn: its top left corner, on whole device pixels so that 100 % is sharp, and what its
 * sides are multiplied by. That is the zoom, save where a strip would be too thin to be seen.
 * @param {Transform} transform - The transform.
 * @param {Scene} scene - Picture and stage.
 */
export function drawnBox(transform, { picture, stage, ratio }) {
  const scaleX = Math.max(transform.zoom, (THINNEST * ratio) / picture.width);
  const scaleY = Math.max(transform.zoom, (THINNEST * ratio) / picture.height);
  return {
    left: snapToDevice(stage.width / 2 + transform.x - (picture.width * scaleX) / ratio / 2, ratio),
    top: snapToDevice(stage.height / 2 + transform.y - (picture.height * scaleY) / ratio / 2, ratio),
    scaleX,
    scaleY,
  };
}

/**
 * Return what is seen of the picture.
 * @param {Transform} transform - The transform.
 * @param {Scene} scene - Picture and stage.
 * @returns {Part}
 */
export function visiblePart(transform, scene) {
  const { picture, stage, ratio } = scene;
  const { left, top, scaleX, scaleY } = drawnBox(transform, scene);
  const width = (picture.width * scaleX) / ratio;
  const height = (picture.height * scaleY) / ratio;
  return {
    left: Math.max(0, -left / width),
    top: Math.max(0, -top / height),
    right: Math.min(1, (stage.width - left) / width),
    bottom: Math.min(1, (stage.height - top) / height),
  };
}

/**
 * Format a zoom: "31%" of the photo's own pixels.
 * @param {number} zoom - The zoom.
 */
export function formatZoom(zoom) {
  const percent = zoom < 0.095 ? formatNumber(Math.max(0.1, zoom * 100), 0, 1) : String(Math.round(zoom * 100));
  return t("viewer-percent", { percent });
}

/**
 * Return the side of the squares on which the clear parts of a picture lie, in its own pixels: those of its renditions
 * (`ground_square` in geometry.py).
 * @param {Size} picture - The picture.
 */
export function groundSquare({ width, height }) {
  return Math.max(4, Math.round(Math.max(width, height) / 40));
}

/**
 * Return whether the screen asks for more than the rendition has: for more pixels, or to see each from near.
 * @param {number} zoom - The zoom.
 * @param {number} original - Long side of the original, px: the other one of a strip says little.
 * @param {number} rendition - Long side of the rendition, px.
 */
export function needsOriginal(zoom, original, rendition) {
  return zoom * original > rendition * SAME_ZOOM;
}

/**
 * @param {number} value - The number.
 * @param {number} room - Its largest distance from 0.
 */
function clamp(value, room) {
  return Math.min(room, Math.max(-room, value)) + 0; // + 0: never -0
}

/**
 * @param {number} px - CSS px.
 * @param {number} ratio - Device px per CSS px.
 */
function snapToDevice(px, ratio) {
  return Math.round(px * ratio) / ratio;
}
