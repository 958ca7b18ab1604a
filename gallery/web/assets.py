"""Static files of the page: read into memory once, answered with their type and entity tag."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import parse_etags

from gallery.base.errors import NotFoundError
from gallery.languages.sentence import Sentence
from gallery.web.module_bundle import join_modules

if TYPE_CHECKING:
    from pathlib import Path

# Written down, not asked of the system: Windows' registry may call a script text/plain, and the page stays blank.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
MAIN_MODULE = "js/main.js"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file of the page, in memory."""

    data: bytes
    content_type: str
    tag: str
    """Entity tag: a hash of the data."""


def load_assets(folder: Path) -> dict[str, Asset]:
    """Return the files below a folder by path, with slashes. Requests look names up here; none ever joins a path.

    All modules are in one, at the address of the main one.

    Raises:
        ValueError: the modules cannot be joined.
    """
    files = [file for file in folder.rglob("*") if file.suffix in CONTENT_TYPES and file.is_file()]
    assets = {file.relative_to(folder).as_posix(): load_asset(file) for file in files if file.suffix != ".js"}
    return assets | {MAIN_MODULE: as_asset(join_modules(load_modules(folder), MAIN_MODULE).encode(), ".js")}


def load_modules(folder: Path) -> dict[str, str]:
    """Return the text of each module below a folder by path, with slashes."""
    return {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.js")}


def load_asset(file: Path) -> Asset:
    """Read a file."""
    return as_asset(file.read_bytes(), file.suffix)


def as_asset(data: bytes, suffix: str) -> Asset:
    """Return what is sent as a file of the page with this suffix."""
    return Asset(data, CONTENT_TYPES[suffix], hashlib.sha256(data).hexdigest()[:32])


def asset_response(asset: Asset | None) -> Response:
    """Return a static file, or that it has not changed.

    Raises:
        NotFoundError: `asset` is None.
    """
    if asset is None:
        raise NotFoundError(Sentence("error-nothing-here"))
    known = parse_etags(request.headers.get("If-None-Match")).contains_weak(asset.tag)
    response = Response(b"" if known else asset.data, 304 if known else 200, content_type=asset.content_type)
    response.set_etag(asset.tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response
