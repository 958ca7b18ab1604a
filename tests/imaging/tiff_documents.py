"""TIFF documents of three pages for tests, as Pillow writes them."""

from __future__ import annotations

import io

from PIL import Image

COLOURS = ((200, 30, 30), (30, 160, 40), (40, 50, 190))
SIZES = ((60, 40), (60, 40), (30, 80))


def document(compression: str | None = None, mode: str = "RGB") -> bytes:
    """Return a document of three pages as Pillow writes it."""
    pages = [Image.new("RGB", size, colour) for size, colour in zip(SIZES, COLOURS, strict=True)]
    for page in pages:
        page.paste((255, 255, 255), (0, 0, 10, 10))
    converted = [page.convert(mode) for page in pages]
    out = io.BytesIO()
    converted[0].save(out, "TIFF", compression=compression, save_all=True, append_images=converted[1:])
    return out.getvalue()
