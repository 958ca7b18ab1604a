"""Routes below `/api/` that tell what is to be known before a date or a place is said about photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from gallery.web.annotation_routes import MAX_ANNOTATED_PHOTOS
from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body, parse_ids

if TYPE_CHECKING:
    from gallery.library.dates_and_places import DatesAndPlacesController

MAX_NAME = 200
"""Characters of what is typed for a place."""


def add_dates(blueprint: Blueprint, dates_and_places: DatesAndPlacesController) -> None:
    """Add the routes. Neither changes anything; the first is no GET because a million ids fit into no address."""

    @blueprint.post("/photos/dates")
    def dates() -> Response:
        return jsonify(dates_and_places.of_photos(parse_ids(parse_body(), MAX_ANNOTATED_PHOTOS)))

    @blueprint.get("/places")
    def places() -> Response:
        text = request.args.get("q", "")
        if len(text) > MAX_NAME:
            raise BadRequestError("The name of a place is shorter.")
        return jsonify(places=dates_and_places.find_places(text))
