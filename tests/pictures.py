"""Pictures made for the tests: a user's clone has no others."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from pathlib import Path


def picture(width: int = 640, height: int = 480, hue: int = 0, mode: str = "RGB") -> Image.Image:
    """A picture with a gradient and a shape, so that up, down, left and right differ."""
    base = Image.linear_gradient("L").resize((width, height))
    band = Image.new("L", (width, height), 160)
    image = Image.merge("HSV", (Image.new("L", (width, height), hue % 256), band, base)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), fill=(250, 40, 40))
    draw.ellipse((width // 2, height // 2, width - 10, height - 10), fill=(40, 200, 90))
    return image.convert(mode)


def encoded(kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, kind, **options)
    return out.getvalue()


def save(path: Path, image: Image.Image | None = None, **options: Any) -> Path:
    """Write a picture in the format its suffix names; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (image or picture()).save(path, **options)
    return path
