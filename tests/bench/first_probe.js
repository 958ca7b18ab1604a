// Records, frame by frame, which photos are where and what the counts say: window.firstSeconds, one entry a change.
(() => {
  const seen = (window.firstSeconds = []);
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  const photoOf = (cell) => /thumb\/(\d+)/.exec(cell?.querySelector("img")?.src ?? "")?.[1] ?? "";
  const tiles = () =>
    [...document.querySelectorAll("#grid .cell:not([hidden])")]
      .map((cell) => [photoOf(cell), cell.getBoundingClientRect()])
      .filter(([photo, box]) => photo && box.width && box.bottom > 60 && box.top < innerHeight)
      .map(([photo, box]) => `${photo}@${Math.round(box.left)},${Math.round(box.top)}`);
  let last = "";
  const look = () => {
    const under = document.elementFromPoint(window.pointedAt?.[0] ?? -1, window.pointedAt?.[1] ?? -1);
    const state = {
      day: text("#days .day h2"),
      counts: [text("#count"), text("#tree .count"), text("#all .count"), text("#status")],
      under: photoOf(under?.closest(".cell")),
      tiles: tiles(),
    };
    const now = JSON.stringify(state);
    if (now !== last) seen.push({ at: performance.now(), ...state });
    last = now;
    requestAnimationFrame(look);
  };
  addEventListener("DOMContentLoaded", () => requestAnimationFrame(look));
})();
