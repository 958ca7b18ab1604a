"""Answers that are pictures: thumbnails and renditions from memory, originals streamed from the open file.

A file is opened below its root, looked at and sent from that one descriptor; never read whole. The server sends it
from its own loop (`wsgi.file_wrapper`), so a slow reader holds no thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import http_date

from gallery.languages.sentence import Sentence
from gallery.web.conditional import Verdict, decide
from gallery.web.error_response import error_response
from gallery.web.file_stream import stream_file
from gallery.web.security_headers import IMAGE_POLICY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.library.pictures import Picture

IMMUTABLE = "private, max-age=31536000, immutable"
REVALIDATE = "private, no-cache"
MAX_HTTP_DATE = 253_402_300_799
"""Seconds since 1970 at the end of the year 9999: HTTP can write no later date, file systems can."""


def answer_picture(picture: Picture) -> Response:
    """Return the picture, the part of it that was asked for, or why not; closes its file, now or when it is sent."""
    modified = picture.mtime_ns // 1_000_000_000
    verdict = decide(request.method, request.headers, picture.size, picture.tag, modified)
    if verdict.status in (412, 416):
        picture.file.close()
        return _refuse(verdict, picture)
    response = Response(status=verdict.status, mimetype=picture.kind)
    response.headers.update(_headers(picture, verdict))
    _set_last_modified(response, modified)
    if verdict.status == 304 or request.method == "HEAD":
        picture.file.close()
    else:
        picture.file.seek(picture.offset + verdict.start)
        response.response = stream_file(picture.file)
        response.direct_passthrough = True
    return response


def answer_handed_over(picture: Picture, headers: Mapping[str, str]) -> Response:
    """Return an answer whose bytes the front server sends; closes the file.

    Conditions are decided here, by our entity tag; parts are cut by whom the file is handed to, so that none is read
    here. What the file has no such part of is said here: Apache does not say how long it is.

    Args:
        picture: the file, as it was opened and looked at.
        headers: what hands it over.
    """
    picture.file.close()
    modified = picture.mtime_ns // 1_000_000_000
    verdict = decide(request.method, request.headers, picture.size, picture.tag, modified)
    if verdict.status in (412, 416):
        return _refuse(verdict, picture)
    response = Response(status=304 if verdict.status == 304 else 200, mimetype=picture.kind)
    response.headers.update(_headers(picture, Verdict(response.status_code)))
    _set_last_modified(response, modified)
    if response.status_code == 200:
        for name in ("Content-Length", "Accept-Ranges"):  # theirs
            del response.headers[name]
        response.headers.update(headers)
    return response


def _set_last_modified(response: Response, modified: int) -> None:
    if 0 <= modified <= MAX_HTTP_DATE:
        response.headers["Last-Modified"] = http_date(modified)


def _refuse(verdict: Verdict, picture: Picture) -> Response:
    """Return the answer to a condition that does not hold, or to a range that the file does not have."""
    if verdict.status == 412:
        return error_response(412, "changed", Sentence("error-file-changed"))
    response = error_response(416, "range", Sentence("error-no-part"))
    response.headers["Content-Range"] = f"bytes */{picture.size}"
    return response


def _headers(picture: Picture, verdict: Verdict) -> dict[str, str]:
    """Return the headers; bytes whose version is in the address never change, and are kept without asking again."""
    immutable = picture.version is not None and request.args.get("v") == str(picture.version)
    headers = {
        "ETag": f'"{picture.tag}"',
        "Cache-Control": IMMUTABLE if immutable else REVALIDATE,
        "Accept-Ranges": "bytes",
        "Vary": "Cookie",
        "Content-Security-Policy": IMAGE_POLICY,
    }
    if verdict.status != 304:
        headers["Content-Length"] = str(verdict.length)
    if verdict.status == 206:
        headers["Content-Range"] = f"bytes {verdict.start}-{verdict.start + verdict.length - 1}/{picture.size}"
    return headers
