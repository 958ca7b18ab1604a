"""Static files of the page: read into memory once, answered with their type and entity tag."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import parse_etags

from gallery.base.errors import NotFoundError
from gallery.languages.sentence import Sentence
from gallery.web.module_bundle import join_modules
from gallery.web.style_bundle import ALL_STYLES, join_styles

if TYPE_CHECKING:
    from collections.abc import Iterator
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
DOCUMENT = "index.html"
MAIN_MODULE = "js/main.js"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file of the page, in memory."""

    data: bytes
    content_type: str
    tag: str
    """Entity tag: a hash of the data."""


class Assets(Mapping[str, Asset]):
    """The files below a folder by path, with slashes. Requests look names up here; none ever joins a path.

    All modules are in one, at the address of the main one; joined when it is first asked for: the document, which does
    not wait for that, is 35 ms earlier on the screen. All style sheets are in one, too, and the document names it.
    """

    def __init__(self, folder: Path) -> None:
        """Read the files.

        Raises:
            ValueError: the style sheets cannot be joined.
        """
        self._folder = folder
        files = [file for file in folder.rglob("*") if file.suffix in CONTENT_TYPES and file.is_file()]
        texts = {file.relative_to(folder).as_posix(): file for file in files if file.suffix != ".js"}
        self._others = {name: load_asset(file) for name, file in texts.items()}
        sheets = {name: asset.data.decode() for name, asset in self._others.items() if name.endswith(".css")}
        html, css = join_styles(self._others[DOCUMENT].data.decode(), sheets)
        self._others[DOCUMENT] = as_asset(html.encode(), ".html")
        self._others[ALL_STYLES] = as_asset(css.encode(), ".css")

    @cached_property
    def _modules(self) -> Asset:
        """All modules in one. Threads that ask at once may both join them.

        Raises:
            ValueError: the modules cannot be joined.
        """
        return as_asset(join_modules(load_modules(self._folder), MAIN_MODULE).encode(), ".js")

    def __getitem__(self, name: str) -> Asset:
        """Return the file of this path.

        Raises:
            KeyError: there is none.
        """
        return self._modules if name == MAIN_MODULE else self._others[name]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._others, MAIN_MODULE))

    def __len__(self) -> int:
        return len(self._others) + 1


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
