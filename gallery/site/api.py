"""Routes of a site below `/api/`: what is read, within what this person may see, and the log-out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.http import parse_etags

from gallery import __version__
from gallery.base.models import Recipe
from gallery.site.gate import COOKIE
from gallery.site.links import PICTURE_COOKIE
from gallery.site.shared_answers import SharedAnswers, respond
from gallery.web.query_arguments import BadRequestError, parse_counted_folders, parse_photos, parse_timeline_query
from gallery.web.read_routes import add_days, add_photos, add_search

if TYPE_CHECKING:
    from gallery.library.library import Library
    from gallery.site.links import PictureLinks
    from gallery.site.sessions import Sessions
    from gallery.site.visitors import Visitors

LINK_RECIPES = {"320": Recipe.SMALL, "512": Recipe.LARGE, "1024": Recipe.FINE, "screen": Recipe.SCREEN}


def api(
    library: Library, visitors: Visitors, sessions: Sessions, links: PictureLinks | None, log_out_to: str | None
) -> Blueprint:
    """Return every route below `/api/`. The gate has let the request in before any of them runs."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    _add_reading(blueprint, library, visitors)
    add_photos(blueprint, library, visitors.within)
    add_days(blueprint, library, visitors.within)
    add_search(blueprint, library, visitors.within)
    if links is not None:
        _add_links(blueprint, library, visitors, links)

    @blueprint.post("/log-out", endpoint="log_out")
    def log_out() -> Response:
        """End the session, and have the pictures forgotten; it is for the address named to end the log-in itself."""
        sessions.end(visitors.session())
        response = jsonify(to=log_out_to or "/")
        for cookie in (COOKIE, PICTURE_COOKIE):
            response.delete_cookie(cookie, path="/", secure=True, httponly=True, samesite="Strict")
        response.headers["Clear-Site-Data"] = '"cache"'
        return response

    return blueprint


def _add_reading(blueprint: Blueprint, library: Library, visitors: Visitors) -> None:
    answers = SharedAnswers(library.timelines.generation)

    @blueprint.get("/status")
    def status() -> Response:
        within = visitors.within()

        def make() -> tuple[int, bytes]:
            found = library.status.read_within(within)
            return _as_json({"version": __version__, "desktop": False, "site": True, **found})

        return respond(answers.get(within, "status", make), "application/json", kept=False)

    @blueprint.get("/news")
    def news() -> Response:
        """Return the generation of what is visible: what pages ask for again and again, as cheap as can be."""
        generation = answers.generation(visitors.within())
        tag = str(generation)
        known = parse_etags(request.headers.get("If-None-Match")).contains_weak(tag)
        response = Response(status=304) if known else jsonify(generation=generation)
        response.set_etag(tag)
        response.headers["Cache-Control"] = "private, no-cache"
        return response

    @blueprint.get("/timeline.bin")
    def timeline() -> Response:
        within = visitors.within()
        query = parse_timeline_query(within)
        answer = answers.get(within, query, lambda: library.timelines.get(query))
        return respond(answer, "application/octet-stream", kept=True)

    @blueprint.get("/folders")
    def folders() -> Response:
        within = visitors.within()
        answer = answers.get(within, "folders", lambda: _as_json(library.folders.tree(within)))
        return respond(answer, "application/json", kept=False)

    @blueprint.get("/left-out")
    def left_out() -> Response:
        within = visitors.within()
        where = parse_counted_folders(within)
        answer = answers.get(within, where, lambda: _as_json(library.folders.left_out(where)))
        return respond(answer, "application/json", kept=False)


def _as_json(answer: dict[str, Any]) -> tuple[int, bytes]:
    """Return the generation that an answer is at least as new as, and its bytes."""
    return answer["generation"], jsonify(answer).get_data()


def _add_links(blueprint: Blueprint, library: Library, visitors: Visitors, links: PictureLinks) -> None:
    @blueprint.get("/links")
    def signed() -> Response:
        """Return addresses of pictures that need no session; photos that are not visible, or not read, have none."""
        recipe = LINK_RECIPES.get(request.args.get("size", ""))
        if recipe is None:
            raise BadRequestError("The field `size` is 320, 512 or screen.")
        holder, ends = visitors.session().holder, links.ends(time.time())
        found: dict[str, Any] = {
            str(photo): links.make(fingerprint, recipe, photo, holder, ends)
            for photo, fingerprint in library.photos.fingerprints(parse_photos(), visitors.within())
        }
        return jsonify(links=found, ends=ends)
