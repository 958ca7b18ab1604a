"""The lowest and highest sample of a plane, and deep samples in eight bits from one end of a range to the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from PIL import Image


def get_range(plane: Image.Image) -> tuple[float, float]:
    """Return the lowest and the highest sample of a picture of one band."""
    low, high = cast("tuple[float, float]", plane.getextrema())  # Pillow's type is that of many bands, too
    return float(low), float(high)


def to_bytes(plane: Image.Image, low: float, high: float) -> Image.Image:
    """Return floats in eight bits, `low` as 0 and `high` as 255, rounded."""
    scale = 255 / ((high - low) or 1)
    return plane.point(lambda value: value * scale + (0.5 - low * scale)).convert("L")
