"""Routes below `/api/` by which the user says something about photos, takes it back, and reads what was said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body, parse_ids, parse_texts

if TYPE_CHECKING:
    from gallery.library.annotations import AnnotationsController
    from gallery.library.backups import BackupsController
    from gallery.library.tags import TagsController

MAX_ANNOTATED_PHOTOS = 1_000_000
MAX_ACTS = 10_000
"""That are undone, or done again, at once."""
_ACT = re.compile(r"[1-9][0-9]{0,9}")
_FIELDS: dict[str, tuple[type, str]] = {
    "favourite": (bool, "true or false"),
    "rating": (int, "a number from 0 to 5"),
    "pick": (str, "picked, rejected or none"),
    "label": (str, "red, yellow, green, blue, purple or none"),
    "title": (str, "a text"),
    "caption": (str, "a text"),
    "date": (str, "a date, such as 2024-11-14T15:30:00, 1990-03 or 1975"),
    "shift_s": (int, "a number of seconds"),
    "offset_min": (int, "a number of minutes"),
    "place": (str, "a latitude, a comma and a longitude"),
}
_TAG_FIELDS = ("add_tags", "remove_tags")


def add_annotations(blueprint: Blueprint, annotations: AnnotationsController) -> None:
    """Add the routes that change what is said, and those that read it."""

    @blueprint.post("/annotations")
    def annotate() -> Response:
        body = parse_body()
        return jsonify(annotations.annotate(parse_ids(body, MAX_ANNOTATED_PHOTOS), parse_change(body)))

    @blueprint.post("/undo")
    def undo() -> Response:
        parse_body()
        return jsonify(annotations.undo())

    @blueprint.post("/redo")
    def redo() -> Response:
        parse_body()
        return jsonify(annotations.redo())

    @blueprint.get("/history")
    def history() -> Response:
        return jsonify(acts=annotations.history(_parse_before()))

    @blueprint.post("/history/<id:act>/undo")
    def undo_act(act: int) -> Response:
        parse_body()
        return jsonify(annotations.undo(act))

    @blueprint.post("/history/undo")
    def undo_acts() -> Response:
        return jsonify(annotations.undo_all(parse_ids(parse_body(), MAX_ACTS)))

    @blueprint.post("/history/redo")
    def redo_acts() -> Response:
        return jsonify(annotations.redo_all(parse_ids(parse_body(), MAX_ACTS)))


def add_tags(blueprint: Blueprint, tags: TagsController) -> None:
    """Add the routes that tell tags, and that do something with one of them on all photos."""

    @blueprint.get("/tags")
    def tag_tree() -> Response:
        return jsonify(tags=tags.tree())

    @blueprint.post("/tags/of")
    def tags_of() -> Response:
        return jsonify(tags=tags.of(parse_ids(parse_body(), MAX_ANNOTATED_PHOTOS)))

    @blueprint.post("/tags/move")
    def move_tag() -> Response:
        return jsonify(tags.move(*parse_texts(parse_body(), "tag", "to")))

    @blueprint.post("/tags/remove")
    def remove_tag() -> Response:
        [tag] = parse_texts(parse_body(), "tag")
        return jsonify(tags.move(tag, None))


def add_backups(blueprint: Blueprint, backups: BackupsController) -> None:
    """Add the routes that list and restore backups. A name is one of the list, never a path."""

    @blueprint.get("/backups")
    def backups_made() -> Response:
        return jsonify(backups=backups.list())

    @blueprint.get("/backups/<name>")
    def backup(name: str) -> Response:
        return jsonify(backups.describe(name))

    @blueprint.post("/backups/<name>/restore")
    def restore(name: str) -> Response:
        parse_body()
        return jsonify(backups.restore(name))


def parse_change(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a body says about photos, each field of its type.

    Raises:
        BadRequestError: it says nothing, a field is not known, or a value has another type.
    """
    change = body.get("set")
    if not isinstance(change, dict) or not change:
        raise BadRequestError("The field `set` is an object that says something.")
    for field, value in change.items():
        if field in _TAG_FIELDS:
            if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
                raise BadRequestError(f"The field `{field}` is a list of texts.")
        elif field not in _FIELDS:
            raise BadRequestError("The field `set` holds something that cannot be said about photos.")
        elif type(value) is not _FIELDS[field][0]:
            raise BadRequestError(f"The field `{field}` is {_FIELDS[field][1]}.")
    return change


def _parse_before() -> int | None:
    """Return the number of the act before which the history is asked for; None: the newest.

    Raises:
        BadRequestError: it is no number.
    """
    before = request.args.get("before", "")
    if before and not _ACT.fullmatch(before):
        raise BadRequestError("The field `before` is a number.")
    return int(before) if before else None
