"""Routes below `/api/` of the page of settings, and of what is kept of the page between starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from gallery.settings.hints import is_name
from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body

if TYPE_CHECKING:
    from gallery.library.library import Library
    from gallery.library.preferences import PreferencesController


def add_settings(blueprint: Blueprint, preferences: PreferencesController) -> None:
    """Add the routes that tell what the page of settings shows, and change what was chosen there."""

    @blueprint.get("/settings")
    def preferences_and_state() -> Response:
        return jsonify(
            cache=preferences.cache(),
            network=preferences.network(request.host),
        )

    @blueprint.put("/settings")
    def set_preferences() -> Response:
        """Change keys, the limit of the cache, or both."""
        preferences.change(parse_body())
        return jsonify(keys=preferences.keys(), cache=preferences.cache())

    @blueprint.post("/hints")
    def show_hint() -> Response:
        """Note that a hint is shown, and answer whether it may be."""
        name = parse_body().get("show")
        if not is_name(name):
            raise BadRequestError("Send the name of a hint.")
        may_show = preferences.show_hint(name)  # before it is told what was shown
        return jsonify(may_show=may_show, hints=preferences.hints())

    @blueprint.put("/hints")
    def want_hints() -> Response:
        wanted = parse_body().get("wanted")
        if not isinstance(wanted, bool):
            raise BadRequestError("Send whether hints are wanted.")
        preferences.want_hints(wanted=wanted)
        return jsonify(hints=preferences.hints())

    @blueprint.post("/cache/empty")
    def empty_cache() -> Response:
        preferences.empty_cache()
        return jsonify(cache=preferences.cache())


def add_view(blueprint: Blueprint, library: Library) -> None:
    """Add the routes that keep the view and the last screen."""

    @blueprint.put("/view")
    def view() -> Response:
        return jsonify(library.settings.change_view(parse_body()).as_json())

    @blueprint.put("/last-screen")
    def last_screen() -> Response:
        try:
            library.last_screen.keep(parse_body())
        except ValueError as error:
            raise BadRequestError("Send what the page shows.") from error
        return jsonify({})
