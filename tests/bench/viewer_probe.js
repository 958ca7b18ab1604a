/* Measures by the page's own clock when a photo is painted. `window.shown()` of the page tells what it shows. */
(() => {
  /** After the frame that is being made has been painted. */
  const painted = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
      }),
    );

  /** Begin to look for a photo other than the one that is shown, from the next click or key on. */
  window.watch = () => {
    const before = window.shown()?.key;
    let start = null;
    for (const kind of ["click", "keydown"])
      addEventListener(kind, (event) => (start ??= event.timeStamp), { capture: true, once: true });
    const times = {};
    window.found = new Promise((done) => {
      const look = () => {
        const now = start === null ? null : window.shown();
        const isOther = now && now.key !== before && now.image.complete && now.image.naturalWidth > 0;
        if (isOther && !times[now.layer]) times[now.layer] = now.image.decode().then(painted);
        if (!times.sharp) return requestAnimationFrame(look);
        Promise.all([times.small ?? times.sharp, times.sharp]).then((ends) => done(ends.map((end) => end - start)));
      };
      requestAnimationFrame(look);
    });
  };

  window.shown ??= () => {
    const figure = document.querySelector("#viewer:not([hidden]) .stage__picture");
    const image = figure?.querySelector("img");
    const key = image?.src.match(/\/(?:thumb|screen|original)\/(\d+)/)?.[1];
    return key ? { key, image, layer: figure.dataset.layer === "thumb" ? "small" : "sharp" } : null;
  };
})();
