"""Routes of pictures on a site: by session below `/media/`, as on this computer, and by signed link below `/picture/`.

An original is opened and looked at as ever; then its file is named to the front server, which sends it, or sent by us.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, request

from gallery.base.errors import NotFoundError
from gallery.base.models import Recipe
from gallery.base.paths import display
from gallery.catalog.folders import basename
from gallery.site.links import PICTURE_COOKIE, parse_place
from gallery.web.media import THUMBNAIL_RECIPES, BadSizeError, answer_handed_over, answer_picture
from gallery.web.query_arguments import BadRequestError
from gallery.web.request_checks import RefusedError, secrets_equal
from gallery.web.server import client_gone

if TYPE_CHECKING:
    from gallery.library.pictures import Picture, PicturesController
    from gallery.site.handover import Handover
    from gallery.site.links import PictureLinks
    from gallery.site.visitors import Visitors

PUBLIC = "public, max-age=31536000, immutable"
"""For signed addresses alone: who has none does not get in, and the bytes behind one never change."""
CDN_HEADER = "X-Shoebox-Cdn"


def media(pictures: PicturesController, visitors: Visitors, handover: Handover) -> Blueprint:
    """Return the routes `/media/<key>/thumb|screen|original|file/<id>`. The gate has checked session and key."""
    blueprint = Blueprint("media", __name__)

    def derived(photo: int, recipe: Recipe) -> Response:
        return answer_picture(pictures.derived(photo, recipe, client_gone(request.environ), visitors.within()))

    @blueprint.get("/media/<key>/thumb/<id:photo>")
    def thumb(key: str, photo: int) -> Response:  # noqa: ARG001
        recipe = THUMBNAIL_RECIPES.get(request.args.get("s", "320"))
        if recipe is None:
            raise BadSizeError("Thumbnails are 320 or 512 pixels.")
        return derived(photo, recipe)

    @blueprint.get("/media/<key>/screen/<id:photo>")
    def screen(key: str, photo: int) -> Response:  # noqa: ARG001
        return derived(photo, Recipe.SCREEN)

    @blueprint.get("/media/<key>/original/<id:photo>")
    def original(key: str, photo: int) -> Response:  # noqa: ARG001
        picture = pictures.original(photo, client_gone(request.environ), visitors.within())
        return _answer_original(picture, handover, "inline")

    @blueprint.get("/media/<key>/file/<id:photo>")
    def file(key: str, photo: int) -> Response:  # noqa: ARG001
        """Return a photo's file as it is, to be kept."""
        return _answer_original(pictures.file(photo, visitors.within()), handover, "attachment")

    return blueprint


def _answer_original(picture: Picture, handover: Handover, disposition: str) -> Response:
    """Return an original under its own name: sent by the front server if it can be named to it."""
    if picture.original is None:
        return answer_picture(picture)
    # nginx compares If-Match before it knows our entity tag, and would answer 412
    headers = None if "If-Match" in request.headers else handover.headers(picture.original)
    response = answer_picture(picture) if headers is None else answer_handed_over(picture, headers)
    name = quote(display(basename(picture.original.relative)), safe="", errors="replace")
    response.headers["Content-Disposition"] = f"{disposition}; filename*=UTF-8''{name}"
    return response


def signed_pictures(pictures: PicturesController, links: PictureLinks, cdn_secret: str | None) -> Blueprint:
    """Return the route `/picture/<recipe>/<fingerprint>.jpg`, which lets in by signature instead of by session."""
    blueprint = Blueprint("signed_pictures", __name__)

    @blueprint.get("/picture/<recipe>/<fingerprint>.jpg", endpoint="picture")
    def picture(recipe: str, fingerprint: str) -> Response:
        _check_signature(links, cdn_secret)
        place = parse_place(recipe, fingerprint)
        photo = request.args.get("photo", "")
        if place is None or not (photo.isascii() and photo.isdigit() and len(photo) <= 10):
            raise BadRequestError("There is no such picture.")
        found = pictures.derived(int(photo), place[0], client_gone(request.environ))
        # the photo has other bytes by now, or the picture could be made by an older recipe only
        if found.tag != f"{fingerprint}-{recipe}":
            found.file.close()
            raise NotFoundError("This picture is not there any more.")
        response = answer_picture(found)
        response.headers["Cache-Control"] = PUBLIC
        del response.headers["Vary"]
        return response

    return blueprint


def _check_signature(links: PictureLinks, cdn_secret: str | None) -> None:
    """Return if the address is signed, for this browser, and still good.

    Raises:
        RefusedError: 403.
    """
    proven = cdn_secret is None or secrets_equal(cdn_secret, request.headers.get(CDN_HEADER, ""))
    holder = request.cookies.get(PICTURE_COOKIE, "")
    if not (proven and links.is_good(request.path, request.args.to_dict(), holder, time.time())):
        raise RefusedError(403, "link", "This link is not good, or not any more.")
