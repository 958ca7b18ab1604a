"""Routes below `/api/` about what was said of files that are gone, and questions which file a photo is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify

from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body

if TYPE_CHECKING:
    from gallery.library.gone_files import GoneFilesController


def add_gone(blueprint: Blueprint, gone: GoneFilesController) -> None:
    """Add the routes. Items and photos are named by their numbers."""

    @blueprint.get("/gone")
    def gone_files() -> Response:
        return jsonify(gone.read())

    @blueprint.get("/gone/<id:item>/photos")
    def candidates(item: int) -> Response:
        return jsonify(photos=gone.candidates(item))

    @blueprint.post("/gone/<id:item>/give")
    def give(item: int) -> Response:
        return jsonify(gone.give(item, _parse_number(parse_body(), "photo")))

    @blueprint.post("/questions/<id:photo>")
    def answer(photo: int) -> Response:
        body = parse_body()
        none = "item" in body and body["item"] is None
        return jsonify(gone.answer(photo, None if none else _parse_number(body, "item")))

    @blueprint.post("/questions/folders/<id:item>")
    def answer_folder(item: int) -> Response:
        same = parse_body().get("same")
        if type(same) is not bool:
            raise BadRequestError("The field `same` is true or false.")
        return jsonify(gone.answer_folder(item, same=same))


def _parse_number(body: dict[str, Any], field: str) -> int:
    number = body.get(field)
    if type(number) is not int or not 0 < number < 1 << 63:
        raise BadRequestError(f"The field `{field}` is a number.")
    return number
