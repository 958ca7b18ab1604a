"""JSON for the page. Numbers in, never paths; what a body may hold is checked here."""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.http import parse_etags

from gallery import __version__
from gallery.base.errors import GalleryError, NotFoundError
from gallery.base.paths import display
from gallery.search.parser import LONGEST
from gallery.timeline.build import ORDERS, TimelineQuery
from gallery.web.file_stream import stream_file

if TYPE_CHECKING:
    from gallery.library.library import Library
    from gallery.web.desktop_protocol import Desktop

MOST_LABELS = 200
MOST_PATHS = 100_000
MOST_TYPED = 10_000
"""Characters; the search itself reads fewer, and says so."""
_PLACE = re.compile(r"[0-9]{1,5}")
_ID = re.compile(r"[1-9][0-9]{0,9}")


class BadRequestError(GalleryError):
    code = "bad_request"
    status = 400


def api(library: Library, desktop: Desktop) -> Blueprint:
    """Everything below `/api/`."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    _reading(blueprint, library, desktop)
    _searching(blueprint, library)
    _saving(blueprint, library)
    _roots(blueprint, library, desktop)
    _asking(blueprint, library, desktop)
    return blueprint


def _reading(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    @blueprint.get("/status")
    def status() -> Response:
        found = library.status()
        found["progress"] = asdict(found["progress"])
        return jsonify(version=__version__, desktop=desktop.available, **found)

    @blueprint.get("/timeline.bin")
    def timeline() -> Response:
        generation, data = library.timeline(_query())
        tag = str(generation)
        known = parse_etags(request.headers.get("If-None-Match")).contains_weak(tag)
        response = Response(status=304 if known else 200, mimetype="application/octet-stream")
        if not known:  # megabytes: as a text the server would write them to the disk first
            response.response, response.direct_passthrough = stream_file(io.BytesIO(data)), True
            response.content_length = len(data)
        response.set_etag(tag)
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    @blueprint.get("/folders")
    def folders() -> Response:
        return jsonify(library.folders())

    @blueprint.get("/photos/<id:photo>")
    def photo(photo: int) -> Response:
        return jsonify(library.photo(photo))

    @blueprint.get("/labels")
    def labels() -> Response:
        ids = request.args.get("ids", "").split(",")
        if len(ids) > MOST_LABELS or not all(_ID.fullmatch(text) for text in ids):
            raise BadRequestError(f"Ask for 1 to {MOST_LABELS} photos by number.")
        return jsonify(labels=library.labels([int(text) for text in ids]))

    @blueprint.get("/problems")
    def problems() -> Response:
        return jsonify(problems=library.problems())


def _searching(blueprint: Blueprint, library: Library) -> None:
    @blueprint.get("/search")
    def search() -> Response:
        return jsonify(library.search(request.args.get("q", "")[:MOST_TYPED]))

    @blueprint.get("/suggest")
    def suggest() -> Response:
        text, at = request.args.get("q", "")[:MOST_TYPED], request.args.get("at", "")
        if not _PLACE.fullmatch(at) or int(at) > len(text):
            raise BadRequestError("The field `at` is a place in the text.")
        return jsonify(library.suggest(text, int(at)))


def _saving(blueprint: Blueprint, library: Library) -> None:
    @blueprint.get("/searches")
    def searches() -> Response:
        return jsonify(searches=library.saved.as_json())

    @blueprint.post("/searches")
    def save() -> Response:
        """The name may be left out, and one that is saved already keeps its own."""
        name, query = _texts({"name": "", **_body()}, "name", "query")
        return jsonify(search=asdict(library.saved.save(name, query)))

    @blueprint.put("/searches/<id:search>")
    def rename(search: int) -> Response:
        (name,) = _texts(_body(), "name")
        return jsonify(search=asdict(library.saved.rename(search, name)))

    @blueprint.delete("/searches/<id:search>")
    def forget(search: int) -> Response:
        library.saved.remove(search)
        return jsonify({})


def _roots(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    @blueprint.post("/roots/pick")
    def pick() -> Response:
        path = desktop.choose_folder()
        if path is None:
            return jsonify(root=None)
        added = library.add_root(path)
        root = next((root for root in library.status()["roots"] if root["id"] == added.root), None)
        if root is None:
            raise NotFoundError("This folder is not shown any more.")
        return jsonify(folder=added.folder, root=root)

    @blueprint.delete("/roots/<id:root>")
    def remove(root: int) -> Response:
        library.remove_root(root)
        return jsonify({})

    @blueprint.post("/rescan")
    def rescan() -> Response:
        body = _body()
        root = body.get("root")
        if root is not None and type(root) is not int:
            raise BadRequestError("The field `root` is a number.")
        if body.get("problems") is True:
            return jsonify(retried=library.retry_problems())
        library.rescan(root)
        return jsonify({})

    @blueprint.post("/scan")
    def scan() -> Response:
        paused = _body().get("paused")
        if not isinstance(paused, bool):
            raise BadRequestError("The field `paused` is true or false.")
        library.pause(paused)
        return jsonify(paused=paused)


def _asking(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    @blueprint.put("/view")
    def view() -> Response:
        return jsonify(library.set_view(_body()).as_json())

    @blueprint.post("/window")
    def window() -> Response:
        if _body().get("action") != "fullscreen":
            raise BadRequestError("The window knows the action `fullscreen`.")
        return jsonify(fullscreen=desktop.fullscreen())

    @blueprint.post("/photos/<id:photo>/reveal")
    def reveal(photo: int) -> Response:
        desktop.reveal(library.path(photo))
        return jsonify({})

    @blueprint.post("/paths")
    def paths() -> Response:
        return jsonify(paths=[display(path) for path in library.paths(_ids())])

    @blueprint.post("/photos/sum")
    def total() -> Response:
        return jsonify(bytes=library.total_bytes(_ids()))


def _ids() -> list[int]:
    ids = _body().get("ids")
    if (
        not isinstance(ids, list)
        or len(ids) > MOST_PATHS
        or not all(type(photo) is int and 0 < photo < 1 << 63 for photo in ids)
    ):
        raise BadRequestError("The field `ids` is a list of numbers.")
    return ids


def _texts(body: dict[str, Any], *fields: str) -> list[str]:
    for field in fields:
        if not isinstance(body.get(field), str):
            raise BadRequestError(f"The field `{field}` is a text.")
    return [body[field] for field in fields]


def _body() -> dict[str, Any]:
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # a thousand brackets
        body = None
    if not isinstance(body, dict):
        raise BadRequestError("Send a JSON object.")
    return body


def _query() -> TimelineQuery:
    folder = request.args.get("folder", "")
    order = request.args.get("order", "date")
    if (folder and not _ID.fullmatch(folder)) or order not in ORDERS:
        raise BadRequestError("There is no such view.")
    text = request.args.get("q", "")[:LONGEST]
    return TimelineQuery(int(folder) if folder else None, request.args.get("sub", "1") != "0", text, order)
