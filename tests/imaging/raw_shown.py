"""What is shown of a RAW file: for tests that tell its pictures by their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.base.models import Metadata, Recipe
from gallery.imaging.metadata.read import read
from tests.imaging.rendering import colour_at, max_difference, open_result, rendered

if TYPE_CHECKING:
    from gallery.base.models import FileRef
    from tests.imaging.rendering import Colour


def header(file: FileRef) -> Metadata:
    """Return what the header of a file says, which must be something."""
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def shown_colour(file: FileRef, recipe: Recipe) -> tuple[tuple[int, int], Colour]:
    """Return size and colour of a derived picture without a problem; (0, 0) would be in its frame."""
    result = rendered(file, recipe)
    assert result.problem is None
    image = open_result(result)
    return image.size, colour_at(image, (image.width - 9, image.height - 9))


def is_near(one: Colour, other: Colour) -> bool:
    """Return whether two colours are one, but for what JPEG does to them."""
    return max_difference(one, other) < 12
