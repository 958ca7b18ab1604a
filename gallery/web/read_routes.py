"""Routes below `/api/` that both applications have: they read; `within` says what of the library who asks may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify

from gallery.web.query_arguments import (
    BadRequestError,
    parse_album,
    parse_counted_folders,
    parse_days,
    parse_photos,
    parse_position,
    parse_scope,
    parse_text,
    parse_timeline_query,
    parse_tiny_photos,
    parse_variant,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.catalog.visible_folders import Within
    from gallery.library.library import Library
    from gallery.timeline.build import TimelineQuery


def see_all() -> None:
    """Return what may be seen by the owner of the library: everything."""


def add_photos(blueprint: Blueprint, library: Library, within: Callable[[], Within | None]) -> None:
    """Add the routes of single photos, and of what is not shown, or not as it should be."""

    @blueprint.get("/photos/<id:photo>")
    def photo(photo: int) -> Response:
        seen = within()
        details = library.photos_of([photo]).details(photo, seen)
        told = details | library.annotations.describe(details)
        return jsonify(told if seen is None else told | {"albums": []})  # what albums are called is the owner's

    @blueprint.get("/photos/<id:photo>/problem")
    def variant_problem(photo: int) -> Response:
        """Return what is wrong with another picture of a photo, once it was made or could not be."""
        variant = parse_variant()
        if variant is None:
            raise BadRequestError("The field `variant` is missing.")
        return jsonify(problem=library.pictures_of(photo).problem(photo, variant, within()))

    @blueprint.get("/labels")
    def labels() -> Response:
        ids = parse_photos()
        return jsonify(labels=library.photos_of(ids).labels(ids, within()))

    @blueprint.get("/tiny")
    def tiny() -> Response:
        """Return tiny pictures of many photos; the page keeps them, so that nothing else has to."""
        return Response(library.tiny.pack(parse_tiny_photos(), within()), mimetype="application/octet-stream")

    @blueprint.get("/problems")
    def problems() -> Response:
        return jsonify(problems=library.problems.read(within=within()))

    @blueprint.get("/left-out/folders")
    def left_out_folders() -> Response:
        return jsonify(rows=library.folders.list_left_out(parse_counted_folders(within())))


def add_days(blueprint: Blueprint, library: Library, within: Callable[[], Within | None]) -> None:
    """Add the routes of what stands beside the dates of a timeline, and along the date rail."""

    def asked() -> TimelineQuery:
        query, seen = parse_timeline_query(within()), within()
        album = parse_album() if seen is None else None
        return query if album is None else library.timelines.query_of_album(album, query)

    @blueprint.get("/day-places")
    def day_places() -> Response:
        days = parse_days()
        return jsonify(days=library.day_places.get(asked(), days))

    @blueprint.get("/stretches")
    def stretches() -> Response:
        return jsonify(stretches=library.stretches.get(asked()))


def add_search(blueprint: Blueprint, library: Library, within: Callable[[], Within | None]) -> None:
    """Add the routes of the search box."""

    @blueprint.get("/search")
    def search() -> Response:
        return jsonify(library.search.find(parse_text(), within()))

    @blueprint.get("/suggest")
    def suggest() -> Response:
        text = parse_text()
        return jsonify(library.search.suggest(text, parse_position(text), parse_scope(), within()))

    @blueprint.get("/explain")
    def explain() -> Response:
        return jsonify(library.search.explain(parse_text(), parse_scope(), within()))
