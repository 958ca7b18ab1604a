"""Routes of pictures on a site: by session below `/media/`, as on this computer, and by signed link below `/picture/`.

An original is opened and looked at as ever; then its file is named to the front server, which sends it, or sent by us.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, request

from gallery.base.errors import NotFoundError
from gallery.base.paths import display
from gallery.catalog.folders import basename
from gallery.languages.sentence import Sentence
from gallery.library.pictures import GONE_MESSAGE
from gallery.site.links import parse_place
from gallery.web.media import add_derived
from gallery.web.picture_response import answer_handed_over, answer_picture
from gallery.web.query_arguments import parse_page
from gallery.web.request_checks import RefusedError, secrets_equal
from gallery.web.server import client_gone

if TYPE_CHECKING:
    from gallery.library.pictures import Picture, PicturesController
    from gallery.site.gate import SiteGate
    from gallery.site.handover import Handover
    from gallery.site.links import PictureLinks
    from gallery.site.visitors import Visitors

CDN_HEADER = "X-Shoebox-Cdn"


def media(pictures: PicturesController, visitors: Visitors, handover: Handover) -> Blueprint:
    """Return the routes `/media/<key>/thumb|screen|tile|motion|original|video|file/<id>`.

    The gate has checked session and key.
    """
    blueprint = Blueprint("media", __name__)

    add_derived(blueprint, lambda _: pictures, visitors.within, parse_page)

    @blueprint.get("/media/<key>/original/<id:photo>")
    def original(key: str, photo: int) -> Response:  # noqa: ARG001
        picture = pictures.original(photo, client_gone(request.environ), visitors.within(), parse_page())
        return _answer_original(picture, handover, "inline")

    @blueprint.get("/media/<key>/video/<id:photo>")
    def video(key: str, photo: int) -> Response:  # noqa: ARG001
        return _answer_original(pictures.video(photo, visitors.within()), handover, "inline")

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


def signed_pictures(
    pictures: PicturesController, links: PictureLinks, gate: SiteGate, visitors: Visitors, cdn_secret: str | None
) -> Blueprint:
    """Return the route `/picture/<recipe>/<fingerprint>/<photo>.jpg`, which lets in by signature.

    Whoever may not see the photo any more, or whose session has ended, gets no picture from here by a link that is
    bound to a browser. One that is not names nobody. A front server that checks signatures by itself goes on with the
    copies that it has until the link ends.
    """
    blueprint = Blueprint("signed_pictures", __name__)

    @blueprint.get("/picture/<recipe>/<fingerprint>/<id:photo>.jpg", endpoint="picture")
    def picture(recipe: str, fingerprint: str, photo: int) -> Response:
        session = gate.session_of_pictures(request) if links.is_bound else None
        _check_signature(links, session.holder if session else "", cdn_secret)
        place = parse_place(recipe, fingerprint)
        if place is None:
            raise NotFoundError(GONE_MESSAGE)
        within = visitors.within_of(session) if session else None
        found = pictures.derived(photo, place[0], client_gone(request.environ), within, place[1])
        if found.version is None:  # made by an older recipe: other bytes are to come
            found.file.close()
            raise NotFoundError(GONE_MESSAGE)
        response = answer_picture(found)
        if response.status_code in (200, 206, 304):
            response.headers.update(links.caching(time.time(), request.args.to_dict()))
            del response.headers["Vary"]
        return response

    return blueprint


def _check_signature(links: PictureLinks, holder: str, cdn_secret: str | None) -> None:
    """Return if the address is signed, for this holder, and still good.

    Raises:
        RefusedError: 403.
    """
    proven = cdn_secret is None or secrets_equal(cdn_secret, request.headers.get(CDN_HEADER, ""))
    if not (proven and links.is_good(request.path, request.args.to_dict(), holder, time.time())):
        raise RefusedError(403, "link", Sentence("error-link-bad"))
