"""How the browser's engine paints a picture file, beside a derived picture of it: size, turn, difference of colours."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import Browser, Page

_PAGE = "<!doctype html><meta charset=utf-8><title>engine</title>"
_SCRIPT = r"""
(() => {
  const BLOCK = 4; // px
  const load = async (address) => {
    const image = new Image();
    image.src = address;
    try { await image.decode(); } catch { return null; }
    return image;
  };
  const blank = (width, height) => {
    const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    pen.imageSmoothingQuality = "high";
    return pen;
  };
  const pixels = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  // a picture on its ground
  const paint = (picture, width, height) => {
    const pen = blank(width, height);
    drawGround(pen, width, height, groundSquare(picture) * Math.max(width, height) / longSide(picture));
    pen.drawImage(picture, 0, 0, width, height);
    return pen.canvas;
  };
  // the pixels of what was painted, in little, turned as a matrix says
  const inLittle = (canvas, turn) => {
    const pen = blank(32, 32);
    pen.translate(16, 16);
    pen.transform(...turn, 0, 0);
    pen.drawImage(canvas, -16, -16, 32, 32);
    return pixels(pen.canvas);
  };
  // as the viewer draws it (groundSquare in zoom.js), by its mean where the squares are finer than the pixels
  const longSide = (image) => Math.max(image.naturalWidth, image.naturalHeight);
  const groundSquare = (image) => Math.max(4, Math.round(longSide(image) / 40));
  const drawGround = (pen, width, height, square) => {
    for (let y = 0; y * square < height; y++) {
      for (let x = 0; x * square < width; x++) {
        pen.fillStyle = (x + y) % 2 ? "rgb(144 144 144)" : "rgb(112 112 112)";
        pen.fillRect(x * square, y * square, square, square);
      }
    }
  };
  const fit = (image, side) => {
    const scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
    return [image.naturalWidth, image.naturalHeight].map((n) => Math.max(1, Math.round(n * scale)));
  };

  // CIE L*a*b* of sRGB (IEC 61966-2-1; CIE 15, D65)
  const linear = new Float64Array(256).map((_, v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const cube = (t) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const lab = (data, at) => {
    const r = linear[data[at]], g = linear[data[at + 1]], b = linear[data[at + 2]];
    const x = cube((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
    const y = cube(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
    const z = cube((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  };

  // CIEDE2000 (ISO/CIE 11664-6)
  const RAD = Math.PI / 180;
  const hue = (b, a) => a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RAD + 360) % 360;
  const deltaE = ([l1, a1, b1], [l2, a2, b2]) => {
    const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
    const g = (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7))) / 2;
    const A1 = a1 * (1 + g), A2 = a2 * (1 + g);
    const c1 = Math.hypot(A1, b1), c2 = Math.hypot(A2, b2), h1 = hue(b1, A1), h2 = hue(b2, A2);
    const dL = l2 - l1, dC = c2 - c1;
    let dh = c1 * c2 === 0 ? 0 : h2 - h1;
    if (dh > 180) dh -= 360; else if (dh < -180) dh += 360;
    const dH = 2 * Math.sqrt(c1 * c2) * Math.sin(dh / 2 * RAD);
    const L = (l1 + l2) / 2, C = (c1 + c2) / 2;
    let H = h1 + h2;
    if (c1 * c2 !== 0) H = Math.abs(h1 - h2) <= 180 ? H / 2 : H < 360 ? (H + 360) / 2 : (H - 360) / 2;
    const T = 1 - 0.17 * Math.cos((H - 30) * RAD) + 0.24 * Math.cos(2 * H * RAD)
      + 0.32 * Math.cos((3 * H + 6) * RAD) - 0.2 * Math.cos((4 * H - 63) * RAD);
    const SL = 1 + 0.015 * (L - 50) ** 2 / Math.sqrt(20 + (L - 50) ** 2), SC = 1 + 0.045 * C, SH = 1 + 0.015 * C * T;
    const RT = -Math.sin(60 * Math.exp(-(((H - 275) / 25) ** 2)) * RAD) * 2 * Math.sqrt(C ** 7 / (C ** 7 + 25 ** 7));
    return Math.sqrt((dL / SL) ** 2 + (dC / SC) ** 2 + (dH / SH) ** 2 + RT * dC / SC * dH / SH);
  };
  // means over blocks: grain, dither and the noise of JPEG are no difference of colours, nor are edges a pixel aside
  const blocks = (data, width, height) => {
    const columns = Math.ceil(width / BLOCK), rows = Math.ceil(height / BLOCK);
    const sums = new Float64Array(columns * rows * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = (y * width + x) * 4, to = (Math.floor(y / BLOCK) * columns + Math.floor(x / BLOCK)) * 4;
        for (let c = 0; c < 4; c++) sums[to + c] += data[from + c] / 255; // the last one counts
      }
    }
    return sums.map((sum, at) => Math.round(sum / sums[at | 3] * 255));
  };
  const differences = (one, other) => {
    const found = new Float64Array(one.length / 4);
    for (let at = 0; at < one.length; at += 4) {
      const same = one[at] === other[at] && one[at + 1] === other[at + 1] && one[at + 2] === other[at + 2];
      found[at / 4] = same ? 0 : deltaE(lab(one, at), lab(other, at));
    }
    return found.sort();
  };

  // by EXIF orientation, what turns a picture upright
  const TURNS = [[1, 0, 0, 1], [-1, 0, 0, 1], [-1, 0, 0, -1], [1, 0, 0, -1], [0, 1, 1, 0], [0, 1, -1, 0], [0, -1, -1, 0], [0, -1, 1, 0]];
  const distance = (one, other) => one.reduce((sum, value, at) => sum + Math.abs(value - other[at]), 0) / one.length;

  globalThis.compare = async (derived, original, side) => {
    const [small, file] = await Promise.all([load(derived), load(original)]);
    if (!file) return null;
    const size = [file.naturalWidth, file.naturalHeight];
    if (!small) return { size, turn: 0, mean: NaN, high: NaN };
    const [width, height] = fit(small, side);
    // painted once: a file may have 268 megapixels
    const [mine, theirs] = [small, file].map((picture) => paint(picture, width, height));
    const found = differences(...[mine, theirs].map((canvas) => blocks(pixels(canvas), width, height)));
    const square = inLittle(mine, TURNS[0]);
    const turned = TURNS.map((turn) => distance(square, inLittle(theirs, turn)));
    const best = turned.indexOf(Math.min(...turned));
    return {
      size,
      turn: turned[0] <= turned[best] + 1 ? 1 : best + 1,
      mean: found.reduce((sum, value) => sum + value, 0) / found.length,
      high: found[Math.floor(found.length * 0.95)],
    };
  };
  globalThis.deltaE2000 = deltaE;
})()
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file painted by the engine against a derived picture of it."""

    size: tuple[int, int]
    """Width and height as the engine shows it."""
    turn: int
    """EXIF orientation that would turn the engine's picture into the derived one: 1 means that they agree."""
    mean: float
    """Mean CIEDE2000 over the fitted picture."""
    high: float
    """95th percentile of it."""


class Engine:
    """A page of Chromium that loads pictures from a server on 127.0.0.1."""

    def __init__(self, page: Page, files: dict[str, tuple[bytes, str]], address: str) -> None:
        self._page, self._files, self._address = page, files, address
        self._number = 0
        page.goto(f"{address}/")
        page.evaluate(_SCRIPT)

    def offer(self, data: bytes, kind: str) -> str:
        """Serve these bytes under a new address."""
        self._number += 1
        name = f"/{self._number}"
        self._files[name] = data, kind
        return self._address + name

    def delta_e(self, one: Sequence[float], other: Sequence[float]) -> float:
        """Return the CIEDE2000 difference of two colours of CIE L*a*b*."""
        found: float = self._page.evaluate("(given) => deltaE2000(...given)", [list(one), list(other)])
        return found

    def compare(self, derived: bytes, original: bytes, kind: str, side: int = 1000) -> Comparison | None:
        """Compare; None if the engine cannot decode the original."""
        addresses = self.offer(derived, "image/jpeg"), self.offer(original, kind)
        found = self._page.evaluate("(given) => compare(...given)", [*addresses, side])
        self._files.clear()
        if found is None:
            return None
        return Comparison((found["size"][0], found["size"][1]), found["turn"], found["mean"], found["high"])


def _handler(files: Mapping[str, tuple[bytes, str]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data, kind = files.get(self.path, (_PAGE.encode(), "text/html"))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextlib.contextmanager
def open_engine(browser: Browser) -> Iterator[Engine]:
    """Open a page for pictures, and start the server that it loads them from."""
    files: dict[str, tuple[bytes, str]] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(files))
    thread = threading.Thread(target=server.serve_forever, name="engine-files")
    thread.start()
    page = browser.new_page()
    try:
        yield Engine(page, files, f"http://127.0.0.1:{server.server_port}")
    finally:
        page.close()
        server.shutdown()
        server.server_close()
        thread.join(30)
