// Where a photo lies on the stage: fitting, zooming at a point, how far it may be moved. Numbers in, numbers out.

/**
 * @typedef {{width: number, height: number}} Size
 * @typedef {{x: number, y: number}} Point  CSS px from the middle of the stage
 * @typedef {{picture: Size, stage: Size, ratio: number}} Scene  picture in its own pixels, stage in CSS px, device px per CSS px
 * @typedef {{zoom: number, x: number, y: number}} View  zoom: device px per picture pixel, 1 is 100 %; x, y: the picture's middle
 */

const RUNGS = [1 / 64, 1 / 48, 1 / 32, 1 / 24, 1 / 16, 1 / 12, 1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const CLOSEST = 8; // beyond 800 % there is nothing more to see, save in a picture smaller than the stage
const NEAR = 1.001; // two zooms that no eye tells apart

/** The zoom at which the picture just reaches two edges of the stage. @param {Scene} scene */
export function fillZoom({ picture, stage, ratio }) {
  return Math.min((stage.width * ratio) / picture.width, (stage.height * ratio) / picture.height);
}

/** The zoom of the whole photo. One smaller than the stage is not blown up. @param {Scene} scene */
export function fitZoom(scene) {
  return Math.min(1, fillZoom(scene));
}

/** @param {Scene} scene */
export function closestZoom(scene) {
  return Math.max(CLOSEST, fillZoom(scene));
}

/** @param {Scene} scene  @returns {View} */
export function fitted(scene) {
  return { zoom: fitZoom(scene), x: 0, y: 0 };
}

/** @param {View} view  @param {Scene} scene */
export function isFitted(view, scene) {
  return view.zoom <= fitZoom(scene) * NEAR;
}

/** The next rung of the ladder that people know (25, 33, 50 …); the ends are the fit and the closest. @param {number} zoom  @param {1|-1} direction  @param {Scene} scene */
export function rungFrom(zoom, direction, scene) {
  const rung = direction > 0 ? RUNGS.find((step) => step > zoom * NEAR) : RUNGS.findLast((step) => step < zoom / NEAR);
  return clampZoom(rung ?? zoom, scene);
}

/** Fit or 100 %; where the fit is 100 %, or more than it, all that the stage can hold. @param {number} zoom  @param {Scene} scene */
export function otherZoom(zoom, scene) {
  const fit = fitZoom(scene);
  if (zoom > fit * NEAR) return fit;
  return fit * NEAR < 1 ? 1 : Math.max(fillZoom(scene), 2);
}

/** @param {number} zoom  @param {Scene} scene */
export function clampZoom(zoom, scene) {
  return Math.min(closestZoom(scene), Math.max(fitZoom(scene), zoom));
}

/** Zoom so that what is under the point stays under it. @param {View} view  @param {Point} point  @param {number} zoom  @param {Scene} scene  @returns {View} */
export function zoomedAt(view, point, zoom, scene) {
  const to = clampZoom(zoom, scene);
  const grown = to / view.zoom;
  return bounded({ zoom: to, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown }, scene);
}

/** @param {View} view  @param {number} dx  @param {number} dy  @param {Scene} scene  @returns {View} */
export function moved(view, dx, dy, scene) {
  return bounded({ zoom: view.zoom, x: view.x + dx, y: view.y + dy }, scene);
}

/**
 * Two fingers: the picture follows both.
 * @param {View} view  @param {{middle: Point, apart: number}} from  @param {{middle: Point, apart: number}} to  @param {Scene} scene
 */
export function pinched(view, from, to, scene) {
  const zoomed = zoomedAt(view, from.middle, view.zoom * (to.apart / Math.max(1, from.apart)), scene);
  return moved(zoomed, to.middle.x - from.middle.x, to.middle.y - from.middle.y, scene);
}

/** No edge leaves the stage's edge behind; a side that fits stays in the middle. @param {View} view  @param {Scene} scene  @returns {View} */
export function bounded(view, { picture, stage, ratio }) {
  const roomX = Math.max(0, ((picture.width * view.zoom) / ratio - stage.width) / 2);
  const roomY = Math.max(0, ((picture.height * view.zoom) / ratio - stage.height) / 2);
  return { zoom: view.zoom, x: clamp(view.x, roomX), y: clamp(view.y, roomY) };
}

/** The same view on another stage: fit stays fit, else the middle stays in the middle. @param {View} view  @param {Scene} before  @param {Scene} now */
export function onto(view, before, now) {
  if (isFitted(view, before)) return fitted(now);
  const scale = before.picture.width / now.picture.width; // a picture whose true size is only now known
  return bounded({ zoom: clampZoom(view.zoom * scale, now), x: view.x, y: view.y }, now);
}

/** The picture's top left corner, on whole device pixels so that 100 % is sharp. @param {View} view  @param {Scene} scene */
export function corner(view, { picture, stage, ratio }) {
  return {
    left: snap(stage.width / 2 + view.x - (picture.width * view.zoom) / ratio / 2, ratio),
    top: snap(stage.height / 2 + view.y - (picture.height * view.zoom) / ratio / 2, ratio),
  };
}

/** "31%" of the photo's own pixels @param {number} zoom */
export function percent(zoom) {
  return zoom < 0.095 ? `${Math.max(0.1, Math.round(zoom * 1000) / 10)}%` : `${Math.round(zoom * 100)}%`;
}

/**
 * Whether the screen asks for more pixels than the rendition has, and the original has them.
 * @param {number} zoom  @param {number} width  of the original  @param {number} rendition  its width
 */
export function wantsOriginal(zoom, width, rendition) {
  return rendition < width && zoom * width > rendition * NEAR;
}

/** @param {number} value  @param {number} room */
function clamp(value, room) {
  return Math.min(room, Math.max(-room, value)) + 0; // + 0: never -0
}

/** @param {number} px  @param {number} ratio */
function snap(px, ratio) {
  return Math.round(px * ratio) / ratio;
}
