"""What a derived picture shows, before it is packed as JPEG: for tests that compare pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding import render as rendering
from gallery.imaging.metadata.read import read

if TYPE_CHECKING:
    from PIL import Image

    from gallery.base.models import FileRef


def show(file: FileRef, recipe: Recipe = Recipe.FULL) -> tuple[Image.Image, Problem | None]:
    """Return the picture in RGB and its problem; index and picture have the same size and nothing of it is inline."""
    made: list[Image.Image] = []
    encode = rendering._encode

    def keep(image: Image.Image, recipe: Recipe) -> bytes:
        made.append(image.convert("RGB"))
        return encode(image, recipe)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_encode", keep)
        result = rendering.render(file, recipe)
    assert isinstance(result, Rendered), result
    header = read(file)
    assert isinstance(header, Metadata), header
    assert recipe is not Recipe.FULL or (header.width, header.height) == made[0].size
    assert not header.inline
    return made[0], result.problem


def show_whole(file: FileRef) -> Image.Image:
    """Return the picture of a file that has no problem."""
    image, problem = show(file)
    assert problem is None
    return image


def explain(file: FileRef) -> Problem:
    """Return why nothing of a file is shown."""
    result = rendering.render(file, Recipe.SMALL)
    assert isinstance(result, Problem), result
    return result
