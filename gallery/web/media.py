"""Routes below `/media/`: thumbnails, renditions and originals of photos, videos and motions, by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from gallery.base.errors import GalleryError
from gallery.base.models import Recipe
from gallery.web.picture_response import answer_picture
from gallery.web.query_arguments import parse_tile, parse_variant
from gallery.web.read_routes import see_all
from gallery.web.server import client_gone

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.base.variants import Variant
    from gallery.catalog.visible_folders import Within
    from gallery.library.library import Library
    from gallery.library.pictures import PicturesController

THUMBNAIL_RECIPES = {"320": Recipe.SMALL, "512": Recipe.LARGE, "1024": Recipe.FINE}
"""What the page may ask for, by the long side in pixels. It chooses one in thumbnailSize (aspects.js)."""


class BadSizeError(GalleryError):
    """A thumbnail was asked for in a size in which there are none."""

    code = "bad_size"
    status = 400


def media(library: Library) -> Blueprint:
    """Return the routes `/media/<key>/thumb|screen|tile|motion|original|video/<id>`. The gate has checked the key."""
    blueprint = Blueprint("media", __name__)
    add_derived(blueprint, library.pictures_of, see_all, parse_variant)

    @blueprint.get("/media/<key>/original/<id:photo>")
    def original(key: str, photo: int) -> Response:  # noqa: ARG001
        variant = parse_variant()
        return answer_picture(library.pictures_of(photo).original(photo, client_gone(request.environ), variant=variant))

    @blueprint.get("/media/<key>/video/<id:photo>")
    def video(key: str, photo: int) -> Response:  # noqa: ARG001
        return answer_picture(library.pictures_of(photo).video(photo))

    return blueprint


def add_derived(
    blueprint: Blueprint,
    pictures_of: Callable[[int], PicturesController],
    within: Callable[[], Within | None],
    variant_asked: Callable[[], Variant | None],
) -> None:
    """Add the routes `/media/<key>/thumb|screen|tile|motion/<id>`. The gate has checked the key.

    Args:
        blueprint: where they are added.
        pictures_of: returns what opens a photo.
        within: returns what who asks may see.
        variant_asked: returns which of its pictures is asked for, for the viewer.
    """

    def derived(photo: int, recipe: Recipe, variant: Variant | None = None, tile: str = "") -> Response:
        gone = client_gone(request.environ)
        return answer_picture(pictures_of(photo).derived(photo, recipe, gone, within(), variant=variant, tile=tile))

    @blueprint.get("/media/<key>/thumb/<id:photo>")
    def thumb(key: str, photo: int) -> Response:  # noqa: ARG001
        recipe = THUMBNAIL_RECIPES.get(request.args.get("s", "320"))
        if recipe is None:
            raise BadSizeError("Thumbnails are 320, 512 or 1024 pixels.")
        return derived(photo, recipe)

    @blueprint.get("/media/<key>/screen/<id:photo>")
    def screen(key: str, photo: int) -> Response:  # noqa: ARG001
        return derived(photo, Recipe.SCREEN, variant_asked())

    @blueprint.get("/media/<key>/tile/<id:photo>")
    def tile(key: str, photo: int) -> Response:  # noqa: ARG001
        return derived(photo, Recipe.TILES, variant_asked(), parse_tile())

    @blueprint.get("/media/<key>/motion/<id:photo>")
    def motion(key: str, photo: int) -> Response:  # noqa: ARG001
        return answer_picture(pictures_of(photo).motion(photo, within()))
