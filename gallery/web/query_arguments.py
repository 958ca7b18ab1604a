"""What the address of a request asks for: folder, search, photos. Checked here, before anybody looks anything up."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import parse_etags

from gallery.base.errors import GalleryError
from gallery.base.variants import parse_variant as find_variant
from gallery.catalog.left_out import CountedFolders
from gallery.search.folder_search import Scope
from gallery.search.parser import MAX_QUERY_CHARACTERS
from gallery.timeline.build import BY_HAND, ORDERS, OWN_ORDER, TimelineQuery
from gallery.web.file_stream import stream_file

if TYPE_CHECKING:
    from gallery.base.variants import Variant
    from gallery.catalog.visible_folders import Within

MAX_LABELS = 200
MAX_TINY = 400
"""A screen of many small rows; their ids fill a quarter of what a header may have."""
MAX_DAYS = 100
MAX_TYPED_CHARACTERS = 10_000
"""The search itself reads fewer, and says so."""
_POSITION = re.compile(r"[0-9]{1,5}")
_DAY = re.compile(r"-?[0-9]{1,9}")
_ID = re.compile(r"[1-9][0-9]{0,9}")
_TILE = re.compile(r"[0-9]{1,2}-[0-9]{1,3}-[0-9]{1,3}")


class BadRequestError(GalleryError):
    """A request of the page is not as the route wants it."""

    code = "bad_request"
    status = 400


def parse_text() -> str:
    """Return the search of the request, as far as it is looked at."""
    return request.args.get("q", "")[:MAX_TYPED_CHARACTERS]


def parse_position(text: str) -> int:
    """Return the place of the cursor in the search.

    Raises:
        BadRequestError: there is none, or it lies outside of it.
    """
    at = request.args.get("at", "")
    if not _POSITION.fullmatch(at) or int(at) > len(text):
        raise BadRequestError("The field `at` is a place in the text.")
    return int(at)


def parse_photos() -> list[int]:
    """Return the ids of photos of the request.

    Raises:
        BadRequestError: there are none, or too many.
    """
    return _parse_numbers("ids", _ID, MAX_LABELS, "photos")


def parse_tiny_photos() -> list[int]:
    """Return the ids of photos of the request whose tiny pictures are wanted.

    Raises:
        BadRequestError: there are none, or too many.
    """
    return _parse_numbers("ids", _ID, MAX_TINY, "photos")


def parse_days() -> list[int]:
    """Return the days of the request, since 1970-01-01.

    Raises:
        BadRequestError: there are none, or too many.
    """
    return _parse_numbers("days", _DAY, MAX_DAYS, "days")


def _parse_numbers(field: str, number: re.Pattern[str], most: int, things: str) -> list[int]:
    """Return the numbers, separated by commas, of a field of the request."""
    texts = request.args.get(field, "").split(",")
    if len(texts) > most or not all(number.fullmatch(text) for text in texts):
        raise BadRequestError(f"Ask for 1 to {most} {things} by number.")
    return [int(text) for text in texts]


def parse_scope() -> Scope | None:
    """Return the folder of the request; None where it names none.

    Raises:
        BadRequestError: the folder is no number.
    """
    folder = request.args.get("folder", "")
    if folder and not _ID.fullmatch(folder):
        raise BadRequestError("The field `folder` is a number.")
    return Scope(int(folder), request.args.get("sub", "1") != "0") if folder else None


def parse_counted_folders(within: Within | None = None) -> CountedFolders:
    """Return the folders in which is counted: the one of the address, or all, within what may be seen.

    Raises:
        BadRequestError: the folder is no number.
    """
    scope = parse_scope()
    return CountedFolders(scope.folder, scope.subfolders, within) if scope else CountedFolders(within=within)


def parse_album() -> int | None:
    """Return the number of the album of the request; None where it names none.

    Raises:
        BadRequestError: the album is no number.
    """
    return _parse_id("album")


def parse_visit() -> int | None:
    """Return the number of the visit of the request; None where it names none.

    Raises:
        BadRequestError: the visit is no number.
    """
    return _parse_id("visit")


def _parse_id(name: str) -> int | None:
    value = request.args.get(name, "")
    if value and not _ID.fullmatch(value):
        raise BadRequestError(f"The field `{name}` is a number.")
    return int(value) if value else None


def parse_variant() -> Variant | None:
    """Return which of the pictures of a photo is asked for; None where it is the photo itself.

    Raises:
        BadRequestError: there is none of this name.
    """
    name = request.args.get("variant")
    variant = None if name is None else find_variant(name)
    if name is not None and variant is None:
        raise BadRequestError("The field `variant` is developed, or a page from page-2 on.")
    return variant


def parse_tile() -> str:
    """Return which tile of a picture is asked for.

    Raises:
        BadRequestError: it is none that there could be.
    """
    name = request.args.get("tile", "")
    if not _TILE.fullmatch(name):
        raise BadRequestError("The field `tile` is level-column-row.")
    return name


def parse_page() -> Variant | None:
    """Return the same for visitors of a site, for whom nothing is developed: it takes seconds of all cores' time.

    Raises:
        BadRequestError: there is none of this name, or not for them.
    """
    variant = parse_variant()
    if variant is not None and variant.is_developed:
        raise BadRequestError("RAW files are not developed for visitors.")
    return variant


def parse_timeline_query(within: Within | None = None) -> TimelineQuery:
    """Return the timeline that the address asks for, within what may be seen.

    Raises:
        BadRequestError: it asks for none.
    """
    folder = request.args.get("folder", "")
    is_album = within is None and parse_album() is not None
    order = request.args.get("order", OWN_ORDER if is_album else "date")
    orders = {*ORDERS, BY_HAND, OWN_ORDER} if is_album else ORDERS
    if (folder and not _ID.fullmatch(folder)) or order not in orders:
        raise BadRequestError("There is no such view.")
    text = request.args.get("q", "")[:MAX_QUERY_CHARACTERS]
    today = datetime.now().date() if text else None  # noqa: DTZ005  # the wall clock, as photos have it
    return TimelineQuery(
        int(folder) if folder else None, request.args.get("sub", "1") != "0", text, order, today, within
    )


def answer_timeline(query: TimelineQuery, generation: int, data: bytes) -> Response:
    """Return a timeline, or that the page has it: megabytes, which as a text the server would write to the disk."""
    tag = f"{generation}-{query.today}" if query.today else str(generation)
    known = parse_etags(request.headers.get("If-None-Match")).contains_weak(tag)
    response = Response(status=304 if known else 200, mimetype="application/octet-stream")
    if not known:
        response.response, response.direct_passthrough = stream_file(io.BytesIO(data)), True
        response.content_length = len(data)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
