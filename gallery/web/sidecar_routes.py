"""Routes below `/api/` about the copy of what is said beside the photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify

from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body, parse_texts

if TYPE_CHECKING:
    from gallery.library.sidecars import SidecarsController


def add_sidecars(blueprint: Blueprint, sidecars: SidecarsController) -> None:
    """Add the routes that change whether sidecars are written, and that list and settle conflicts."""

    @blueprint.put("/sidecars")
    def set_answer() -> Response:
        (answer,) = parse_texts(parse_body(), "answer")
        return jsonify(sidecars.set_answer(answer))

    @blueprint.get("/sidecars/conflicts")
    def conflicts() -> Response:
        return jsonify(conflicts=sidecars.conflicts())

    @blueprint.post("/sidecars/conflicts/<id:conflict>")
    def settle(conflict: int) -> Response:
        (take,) = parse_texts(parse_body(), "take")
        if take not in {"other", "this"}:
            raise BadRequestError("The field `take` is other or this.")
        return jsonify(sidecars.settle(conflict, take_other=take == "other"))
