"""Bytes of pictures: thumbnails and renditions from memory, originals streamed from the open file.

A file is opened below its root, looked at and sent from that one descriptor; never read whole. The server sends it
from its own loop (`wsgi.file_wrapper`), so a slow reader holds no thread.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from flask import Blueprint, Response, request
from werkzeug.http import http_date

from gallery.errors import GalleryError
from gallery.models import Recipe
from gallery.web.gate import IMAGE_POLICY
from gallery.web.ranges import Verdict, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gallery.library import Library
    from gallery.pictures import Picture

FOREVER = "private, max-age=31536000, immutable"
ASK_AGAIN = "private, no-cache"
BLOCK = 1 << 16
SIZES = {"320": Recipe.SMALL, "512": Recipe.LARGE}


class BadSizeError(GalleryError):
    code = "bad_size"
    status = 400


def media(library: Library) -> Blueprint:
    """`/media/<key>/thumb|screen|original/<id>`. The gate has seen the key."""
    blueprint = Blueprint("media", __name__)

    @blueprint.get("/media/<key>/thumb/<id:photo>")
    def thumb(key: str, photo: int) -> Response:  # noqa: ARG001
        recipe = SIZES.get(request.args.get("s", "320"))
        if recipe is None:
            raise BadSizeError("Thumbnails are 320 or 512 pixels.")
        return _answer(library.picture(photo, recipe, _gone()))

    @blueprint.get("/media/<key>/screen/<id:photo>")
    def screen(key: str, photo: int) -> Response:  # noqa: ARG001
        return _answer(library.picture(photo, Recipe.SCREEN, _gone()))

    @blueprint.get("/media/<key>/original/<id:photo>")
    def original(key: str, photo: int) -> Response:  # noqa: ARG001
        return _answer(library.original(photo, _gone()))

    return blueprint


def _gone() -> Callable[[], bool]:
    """Whether the page no longer waits for this answer (the server knows when the connection ends)."""
    told: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    return told or (lambda: False)


def _answer(picture: Picture) -> Response:
    modified = picture.mtime_ns // 1_000_000_000
    verdict = decide(request.headers, picture.size, picture.tag, modified)
    response = Response(status=verdict.status, mimetype=picture.kind)
    response.headers.update(_headers(picture, verdict))
    response.headers["Last-Modified"] = http_date(modified)
    if verdict.status in (200, 206) and request.method != "HEAD":
        picture.file.seek(verdict.start)
        response.response = _stream(picture.file, verdict.length)
        response.direct_passthrough = True
    else:
        picture.file.close()
    return response


def _headers(picture: Picture, verdict: Verdict) -> dict[str, str]:
    headers = {
        "ETag": f'"{picture.tag}"',
        "Cache-Control": FOREVER if request.args.get("v") == str(picture.version) else ASK_AGAIN,
        "Accept-Ranges": "bytes",
        "Vary": "Cookie",
        "Content-Security-Policy": IMAGE_POLICY,
    }
    if verdict.status in (200, 206):
        headers["Content-Length"] = str(verdict.length)
    if verdict.status == 206:
        headers["Content-Range"] = f"bytes {verdict.start}-{verdict.start + verdict.length - 1}/{picture.size}"
    if verdict.status == 416:
        headers["Content-Range"] = f"bytes */{picture.size}"
    return headers


def _stream(file: BinaryIO, length: int) -> Iterable[bytes]:
    """The server's own file sender: it takes `Content-Length` bytes from where the file stands, then closes it."""
    wrapper: Callable[[BinaryIO, int], Iterable[bytes]] | None = request.environ.get("wsgi.file_wrapper")
    return wrapper(file, BLOCK) if wrapper else [_read(file, length)]


def _read(file: BinaryIO, length: int) -> bytes:
    """For servers without a file sender, which only tests use."""
    with file:
        return io.BufferedReader(file, BLOCK).read(length) if isinstance(file, io.RawIOBase) else file.read(length)
