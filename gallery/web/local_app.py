"""The Flask application: the page, its static files, every route, one shape of error, and the gate before them all."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.http import parse_etags
from werkzeug.routing import BaseConverter

from gallery.base.errors import GalleryError, NotFoundError
from gallery.web.api import api
from gallery.web.error_response import error_response
from gallery.web.feed import feed
from gallery.web.gate import RefusedError, add_security_headers
from gallery.web.media import media
from gallery.web.server import MAX_BODY_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.base.events import EventHub
    from gallery.library.library import Library
    from gallery.web.desktop_protocol import Desktop
    from gallery.web.gate import Gate

log = logging.getLogger(__name__)
# Written down, not asked of the system: Windows' registry may call a script text/plain, and the page stays blank.
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
KEY_ELEMENT = '<meta name="gallery-key" content="{key}">\n</head>'
MESSAGES = {
    400: ("bad_request", "This request makes no sense."),
    404: ("not_found", "There is nothing here."),
    405: ("method", "This cannot be done here."),
    413: ("too_large", "This is too much at once."),
}


class IdConverter(BaseConverter):
    """The id of a photo, folder, root or search in an address: one to ten ASCII digits.

    Werkzeug's own converter takes the digits of every script, and 400 of them.
    """

    regex = r"[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file of the page, in memory."""

    data: bytes
    content_type: str
    tag: str
    """Entity tag: a hash of the data."""


def load_assets(folder: Path) -> dict[str, Asset]:
    """Return the files below a folder by path, with slashes. Requests look names up here; none ever joins a path."""
    files = [file for file in folder.rglob("*") if file.suffix in CONTENT_TYPES and file.is_file()]
    return {file.relative_to(folder).as_posix(): _load_asset(file) for file in files}


def _load_asset(file: Path) -> Asset:
    """Read a file."""
    data = file.read_bytes()
    return Asset(data, CONTENT_TYPES[file.suffix], hashlib.sha256(data).hexdigest()[:32])


def create_app(library: Library, hub: EventHub, gate: Gate, desktop: Desktop, ui: Path, icon: Path) -> Flask:
    """Return the application that serves everything on the one origin; its routes run on request threads."""
    app = Flask("shoebox", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    app.before_request(lambda: gate.check(request))
    app.after_request(add_security_headers)
    _add_pages(app, gate, load_assets(ui), icon)
    for blueprint in (api(library, desktop), media(library), feed(hub)):
        app.register_blueprint(blueprint)
    _add_error_handlers(app)
    return app


def _add_pages(app: Flask, gate: Gate, assets: dict[str, Asset], icon: Path) -> None:
    """Add the routes of the page and of its static files."""
    modules = _module_preloads(assets)

    def with_preloads(response: Response) -> Response:
        response.headers["Link"] = modules
        return response

    @app.get("/boot/<code>", endpoint="boot")
    def boot(code: str) -> Response:
        """Return the page with its key in it, and its cookie. The page forgets this address, whose code is used up."""
        if request.method != "GET":  # Flask answers HEAD by itself; it must not burn the code
            raise RefusedError(405, "method", "This cannot be done here.")
        session = gate.start_session(code)
        html = assets["index.html"].data.replace(b"</head>", KEY_ELEMENT.format(key=escape(session.key)).encode(), 1)
        response = with_preloads(Response(html, content_type=CONTENT_TYPES[".html"]))
        # no Secure: with `serve` it may be a browser of WebKitGTK, which drops such cookies on http;
        # no Max-Age: it ends with the window
        response.set_cookie(gate.cookie_name, session.cookie, httponly=True, samesite="Strict", path="/")
        return response

    @app.get("/", endpoint="page")
    def page() -> Response:
        return with_preloads(_asset(assets.get("index.html")))

    @app.get("/ui/<path:name>", endpoint="ui")
    def ui(name: str) -> Response:
        return _asset(assets.get(name))

    picture = _load_asset(icon) if icon.exists() else None

    @app.get("/favicon.ico", endpoint="icon")
    def favicon() -> Response:
        return _asset(picture)


def _module_preloads(assets: dict[str, Asset]) -> str:
    """Return a Link header (RFC 8288) that names all modules: fetched at once, not when another has named them."""
    names = (name for name in assets if name.startswith("js/") and name.endswith(".js"))
    return ", ".join(f"</ui/{name}>; rel=modulepreload" for name in names)


def _asset(asset: Asset | None) -> Response:
    """Return a static file, or that it has not changed.

    Raises:
        NotFoundError: `asset` is None.
    """
    if asset is None:
        raise NotFoundError("There is nothing here.")
    known = parse_etags(request.headers.get("If-None-Match")).contains_weak(asset.tag)
    response = Response(b"" if known else asset.data, 304 if known else 200, content_type=asset.content_type)
    response.set_etag(asset.tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _add_error_handlers(app: Flask) -> None:
    """Answer every error in the one shape; what was not expected goes to the log, and tells the page nothing."""

    @app.errorhandler(GalleryError)
    def known(error: GalleryError) -> Response:
        response = error_response(error.status, error.code, str(error))
        if error.status == 503:
            response.headers["Retry-After"] = "1"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        code, message = MESSAGES.get(status, ("failed", "This did not work."))
        response = error_response(status, code, message)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.endpoint, exc_info=error)
        return error_response(500, "failed", "Something went wrong inside Shoebox. The log says what.")
