"""The Flask application of this computer's page: its static files, every route, and the gate before them all."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from gallery.languages.sentence import Sentence
from gallery.web.api import api
from gallery.web.assets import CONTENT_TYPES, Asset, Assets, asset_response, load_asset
from gallery.web.error_response import add_error_handlers
from gallery.web.feed import feed
from gallery.web.id_converter import IdConverter
from gallery.web.last_screen import add_last_screen
from gallery.web.media import media
from gallery.web.pages import make_pages
from gallery.web.request_checks import RefusedError
from gallery.web.security_headers import PAGE_POLICY, add_security_headers, hash_of_script
from gallery.web.server import MAX_BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.base.events import EventHub
    from gallery.library.library import Library
    from gallery.web.desktop_protocol import Desktop
    from gallery.web.gate import Gate

KEY_ELEMENT = '<meta name="gallery-key" content="{key}">\n</head>'


def create_app(library: Library, hub: EventHub, gate: Gate, desktop: Desktop, ui: Path, icon: Path) -> Flask:
    """Return the application that serves everything on the one origin; its routes run on request threads."""
    app = Flask("shoebox", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    app.before_request(lambda: gate.check(request))
    app.after_request(add_security_headers)
    assets = Assets(ui)
    pages = make_pages(assets, ui / "languages")
    _add_pages(app, gate, library, assets, lambda: pages(library.settings.view.language), icon)
    for blueprint in (api(library, desktop), media(library), feed(hub)):
        app.register_blueprint(blueprint)
    add_error_handlers(app)
    return app


def _with_last_screen(html: str, library: Library) -> tuple[str, str]:
    """Return the document with the last screen, and a policy that lets it be shown; both as usual if there is none."""
    screen = None if library.visits.requested() else library.last_screen.read()
    if screen is None:
        return html, PAGE_POLICY
    html, style = add_last_screen(html, screen)
    styles = f"style-src 'self' '{hash_of_script(style)}'"
    return html, PAGE_POLICY.replace("style-src 'self'", styles).replace("img-src 'self'", "img-src 'self' data:")


def _add_pages(
    app: Flask, gate: Gate, library: Library, assets: Assets, document: Callable[[], Asset], icon: Path
) -> None:
    """Add the routes of the page, whose document is in the language of the request, and of its static files."""

    @app.get("/boot/<code>", endpoint="boot")
    def boot(code: str) -> Response:
        """Return the page with its key in it, and its cookie. The page forgets this address, whose code is used up."""
        if request.method != "GET":  # Flask answers HEAD by itself; it must not burn the code
            raise RefusedError(405, "method", Sentence("error-not-here"))
        session = gate.start_session(code)
        html, policy = _with_last_screen(document().data.decode(), library)
        html = html.replace("</head>", KEY_ELEMENT.format(key=escape(session.key)), 1)
        response = Response(html, content_type=CONTENT_TYPES[".html"])
        response.headers["Content-Security-Policy"] = policy
        # no Secure: with `serve` it may be a browser of WebKitGTK, which drops such cookies on http;
        # no Max-Age: it ends with the window
        response.set_cookie(gate.cookie_name, session.cookie, httponly=True, samesite="Strict", path="/")
        return response

    @app.get("/", endpoint="page")
    def page() -> Response:
        response = asset_response(document())
        response.headers["Vary"] = "Accept-Language"
        return response

    @app.get("/ui/<path:name>", endpoint="ui")
    def ui(name: str) -> Response:
        return asset_response(assets.get(name))

    picture = load_asset(icon) if icon.exists() else None

    @app.get("/favicon.ico", endpoint="icon")
    def favicon() -> Response:
        return asset_response(picture)
