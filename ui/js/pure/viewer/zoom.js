// Where a photo lies on the stage: fitting, zooming at a point, how far it may be moved. Numbers in, numbers out.

/**
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number}} Point  CSS px from the middle of the stage
 * @typedef {{picture: Size, stage: Size, ratio: number}} Scene  picture in its own pixels, stage in CSS px, device px per CSS px
 * @typedef {{zoom: number, x: number, y: number}} Transform  zoom: device px per picture pixel, 1 is 100 %; x, y: the picture's middle
 */

const ZOOM_STEPS = [
  1 / 64,
  1 / 48,
  1 / 32,
  1 / 24,
  1 / 16,
  1 / 12,
  1 / 8,
  1 / 6,
  1 / 4,
  1 / 3,
  1 / 2,
  2 / 3,
  1,
  1.5,
  2,
  3,
  4,
  6,
  8,
  12,
  16,
  24,
  32,
  48,
  64,
];
const MAX_ZOOM = 8; // beyond 800 % there is nothing more to see, save in a picture smaller than the stage
const SAME_ZOOM = 1.001; // two zooms that no eye tells apart

/** The zoom at which the picture just reaches two edges of the stage. @param {Scene} scene */
export function fillZoom({ picture, stage, ratio }) {
  return Math.min((stage.width * ratio) / picture.width, (stage.height * ratio) / picture.height);
}

/** The zoom of the whole photo. One smaller than the stage is not blown up. @param {Scene} scene */
export function fitZoom(scene) {
  return Math.min(1, fillZoom(scene));
}

/** @param {Scene} scene */
export function maxZoom(scene) {
  return Math.max(MAX_ZOOM, fillZoom(scene));
}

/** @param {Scene} scene  @returns {Transform} */
export function fitTransform(scene) {
  return { zoom: fitZoom(scene), x: 0, y: 0 };
}

/** @param {Transform} transform  @param {Scene} scene */
export function isFitted(transform, scene) {
  return transform.zoom <= fitZoom(scene) * SAME_ZOOM;
}

/** The next rung of the ladder that people know (25, 33, 50 …); the ends are the fit and the closest. @param {number} zoom  @param {1|-1} direction  @param {Scene} scene */
export function nextZoomStep(zoom, direction, scene) {
  const rung =
    direction > 0
      ? ZOOM_STEPS.find((step) => step > zoom * SAME_ZOOM)
      : ZOOM_STEPS.findLast((step) => step < zoom / SAME_ZOOM);
  return clampZoom(rung ?? zoom, scene);
}

/** Fit or 100 %; where the fit is 100 %, or more than it, all that the stage can hold. @param {number} zoom  @param {Scene} scene */
export function toggledZoom(zoom, scene) {
  const fit = fitZoom(scene);
  if (zoom > fit * SAME_ZOOM) return fit;
  return fit * SAME_ZOOM < 1 ? 1 : Math.max(fillZoom(scene), 2);
}

/** @param {number} zoom  @param {Scene} scene */
export function clampZoom(zoom, scene) {
  return Math.min(maxZoom(scene), Math.max(fitZoom(scene), zoom));
}

/** Zoom so that what is under the point stays under it. @param {Transform} transform  @param {Point} point  @param {number} zoom  @param {Scene} scene  @returns {Transform} */
export function zoomAt(transform, point, zoom, scene) {
  const to = clampZoom(zoom, scene);
  const grown = to / transform.zoom;
  return clampTransform(
    { zoom: to, x: point.x - (point.x - transform.x) * grown, y: point.y - (point.y - transform.y) * grown },
    scene,
  );
}

/** @param {Transform} transform  @param {number} dx  @param {number} dy  @param {Scene} scene  @returns {Transform} */
export function panBy(transform, dx, dy, scene) {
  return clampTransform({ zoom: transform.zoom, x: transform.x + dx, y: transform.y + dy }, scene);
}

/**
 * Two fingers: the picture follows both.
 * @param {Transform} transform  @param {{middle: Point, apart: number}} from  @param {{middle: Point, apart: number}} to  @param {Scene} scene
 */
export function pinchBy(transform, from, to, scene) {
  const zoomed = zoomAt(transform, from.middle, transform.zoom * (to.apart / Math.max(1, from.apart)), scene);
  return panBy(zoomed, to.middle.x - from.middle.x, to.middle.y - from.middle.y, scene);
}

/** No edge leaves the stage's edge behind; a side that fits stays in the middle. @param {Transform} transform  @param {Scene} scene  @returns {Transform} */
export function clampTransform(transform, { picture, stage, ratio }) {
  const roomX = Math.max(0, ((picture.width * transform.zoom) / ratio - stage.width) / 2);
  const roomY = Math.max(0, ((picture.height * transform.zoom) / ratio - stage.height) / 2);
  return { zoom: transform.zoom, x: clamp(transform.x, roomX), y: clamp(transform.y, roomY) };
}

/** The same transform on another stage: fit stays fit, else the middle stays in the middle. @param {Transform} transform  @param {Scene} before  @param {Scene} now */
export function transferTransform(transform, before, now) {
  if (isFitted(transform, before)) return fitTransform(now);
  const scale = before.picture.width / now.picture.width; // a picture whose true size is only now known
  return clampTransform({ zoom: clampZoom(transform.zoom * scale, now), x: transform.x, y: transform.y }, now);
}

/** The picture's top left corner, on whole device pixels so that 100 % is sharp. @param {Transform} transform  @param {Scene} scene */
export function topLeft(transform, { picture, stage, ratio }) {
  return {
    left: snapToDevice(stage.width / 2 + transform.x - (picture.width * transform.zoom) / ratio / 2, ratio),
    top: snapToDevice(stage.height / 2 + transform.y - (picture.height * transform.zoom) / ratio / 2, ratio),
  };
}

/** "31%" of the photo's own pixels @param {number} zoom */
export function formatZoom(zoom) {
  return zoom < 0.095 ? `${Math.max(0.1, Math.round(zoom * 1000) / 10)}%` : `${Math.round(zoom * 100)}%`;
}

/**
 * Whether the screen asks for more pixels than the rendition has, and the original has them.
 * @param {number} zoom  @param {number} width  of the original  @param {number} rendition  its width
 */
export function needsOriginal(zoom, width, rendition) {
  return rendition < width && zoom * width > rendition * SAME_ZOOM;
}

/** @param {number} value  @param {number} room */
function clamp(value, room) {
  return Math.min(room, Math.max(-room, value)) + 0; // + 0: never -0
}

/** @param {number} px  @param {number} ratio */
function snapToDevice(px, ratio) {
  return Math.round(px * ratio) / ratio;
}
