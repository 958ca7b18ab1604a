"""The Flask application of a site: the page, its static files, what is read, and the gate before them all."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from gallery.base.errors import NotFoundError
from gallery.languages.sentence import Sentence
from gallery.site import handover, picture_routes
from gallery.site.api import api
from gallery.site.gate import COOKIE, PICTURE_ENDPOINT, SiteGate
from gallery.site.links import PICTURE_COOKIE, PictureLinks
from gallery.site.shared_answers import pack, respond
from gallery.site.signers import make_signer
from gallery.site.visitors import Visitors
from gallery.web.assets import CONTENT_TYPES, Asset, Assets, asset_response, load_asset
from gallery.web.error_response import add_error_handlers
from gallery.web.id_converter import IdConverter
from gallery.web.pages import make_pages
from gallery.web.security_headers import PAGE_POLICY, add_security_headers, hash_of_script

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.library.library import Library
    from gallery.site.config import SiteConfig
    from gallery.site.sessions import Session, Sessions

SITE_ELEMENTS = """<meta name="gallery-key" content="{key}">
<meta name="gallery-site" content="{site}">
</head>"""
MAX_BODY_BYTES = 1 << 20
"""Of a request. A site takes no body but that of the log-out."""
ANOTHER_SITE = frozenset({"same-site", "cross-site"})
_COME_AGAIN = 'const to = "/" + location.hash; history.replaceState(null, "", "/?"); location.replace(to);'
ARRIVAL_PAGE = f'<!doctype html><title>Shoebox</title><a href="/">Photos</a><script>{_COME_AGAIN}</script>'
"""Follows a link of another site once more, as a step of our own: then the browser sends its cookie (Strict).

A reload would count as that site's step; to the same address, with a fragment, nothing would be loaded."""
ARRIVAL_POLICY = PAGE_POLICY.replace("script-src 'self'", f"script-src '{hash_of_script(_COME_AGAIN)}'")


def create_app(library: Library, config: SiteConfig, sessions: Sessions, ui: Path, icon: Path) -> Flask:
    """Return the application of a site; its routes run on request threads."""
    app = Flask("shoebox", static_folder=None, template_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY_BYTES, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.url_map.merge_slashes = False
    app.url_map.converters["id"] = IdConverter
    gate, visitors = SiteGate(config, sessions), Visitors(config, library.folders)
    app.before_request(lambda: visitors.enter(gate.check(request)))
    if config.links and config.links.base:
        app.after_request(_let_other_origin_show)  # after the next line: the last that is added comes first
    app.after_request(add_security_headers)
    links = PictureLinks(config.links, make_signer(config.links)) if config.links else None
    assets = Assets(ui)
    pages = make_pages(assets, ui / "languages")
    _add_pages(app, config, gate, sessions, assets, lambda: pages("system"), icon)
    app.register_blueprint(api(library, visitors, sessions, links, config.login.log_out))
    sender = handover.choose(config.originals.sender, config.originals.location)
    app.register_blueprint(picture_routes.media(library.pictures, visitors, sender))
    if links is not None and config.links is not None:
        secret = config.links.cdn_secret
        app.register_blueprint(picture_routes.signed_pictures(library.pictures, links, gate, visitors, secret))
    add_error_handlers(app)
    return app


def _add_pages(
    app: Flask,
    config: SiteConfig,
    gate: SiteGate,
    sessions: Sessions,
    assets: Assets,
    document: Callable[[], Asset],
    icon: Path,
) -> None:
    picture = load_asset(icon) if icon.exists() else None
    base = config.links.base if config.links else ""
    policy = PAGE_POLICY.replace("img-src 'self'", f"img-src 'self' {base}".rstrip())

    @app.get("/", endpoint="page")
    def page() -> Response:
        """Return the page with the key of this browser's session, which begins now if it has none.

        A browser that follows a link of another site keeps its cookie back, so that nothing is known of it then: it is
        to come again, and neither loses its session to a new one nor lets that site begin many.
        """
        known = gate.current_session(request)
        if known is None and (request.method == "HEAD" or request.headers.get("Sec-Fetch-Site") in ANOTHER_SITE):
            arrival = Response(ARRIVAL_PAGE, content_type=CONTENT_TYPES[".html"])
            arrival.headers["Content-Security-Policy"] = ARRIVAL_POLICY
            return arrival
        session = known or sessions.start(gate.user_of(request))
        response = _document_response(_fill(document(), session, config))
        response.headers["Content-Security-Policy"] = policy
        _set_cookie(response, COOKIE, session.cookie)
        if config.links and not config.links.base:
            _set_cookie(response, PICTURE_COOKIE, session.holder)
        return response

    packed = {name: pack(asset.data) for name, asset in assets.items()}

    @app.get("/ui/<path:name>", endpoint="ui")
    def ui(name: str) -> Response:
        if name not in packed:
            raise NotFoundError(Sentence("error-nothing-here"))
        return respond(packed[name], assets[name].content_type, kept=True)

    @app.get("/favicon.ico", endpoint="icon")
    def favicon() -> Response:
        return asset_response(picture)


def _document_response(html: bytes) -> Response:
    """Return the page, packed if the browser takes it so: most of it are its texts. Nothing in it is of the address."""
    response = Response(content_type=CONTENT_TYPES[".html"])
    response.headers["Vary"] = "Accept-Encoding"
    is_packed = request.accept_encodings["gzip"] > 0
    if is_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.data = pack(html).packed if is_packed else html
    return response


def _fill(document: Asset, session: Session, config: SiteConfig) -> bytes:
    """Return the page with what its scripts need to know."""
    site = {"user": session.user, "logOut": config.login.log_out or "", "links": config.links is not None}
    elements = SITE_ELEMENTS.format(key=escape(session.key), site=escape(json.dumps(site)))
    return document.data.replace(b"</head>", elements.encode(), 1)


def _let_other_origin_show(response: Response) -> Response:
    """Let the page show a signed picture that has another origin, as the page's own policy asks it to be (COEP)."""
    if request.endpoint == PICTURE_ENDPOINT and response.status_code in (200, 206, 304):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _set_cookie(response: Response, name: str, value: str) -> None:
    response.set_cookie(name, value, secure=True, httponly=True, samesite="Strict", path="/")
