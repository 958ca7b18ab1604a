"""Routes below `/api/` of albums. Albums and photos are named by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify

from gallery.web.annotation_routes import MAX_ANNOTATED_PHOTOS
from gallery.web.query_arguments import BadRequestError
from gallery.web.request_bodies import parse_body, parse_ids

if TYPE_CHECKING:
    from gallery.library.albums import AlbumsController


def add_albums(blueprint: Blueprint, albums: AlbumsController) -> None:
    """Add the routes that list albums and change what they are."""
    _add_contents(blueprint, albums)

    @blueprint.get("/albums")
    def albums_made() -> Response:
        return jsonify(albums.list())

    @blueprint.post("/albums")
    def make_album() -> Response:
        """Make an album, if it is not there yet, and put photos into it, if any are named."""
        body = parse_body()
        ids = parse_ids(body, MAX_ANNOTATED_PHOTOS) if "ids" in body else []
        return jsonify(albums.create(_parse_text(body, "name"), _parse_number(body, "parent"), ids))

    @blueprint.put("/albums/<id:album>")
    def change_album(album: int) -> Response:
        """Change one thing: the name, the order, the cover, or where the album lies."""
        body = parse_body()
        if "name" in body:
            return jsonify(albums.change(album, name=_parse_text(body, "name")))
        if "order" in body:
            return jsonify(albums.change(album, order=_parse_text(body, "order")))
        if "cover" in body:
            photo = _parse_number(body, "cover")
            if photo is None:
                raise BadRequestError("The field `cover` is the number of a photo.")
            return jsonify(albums.set_cover(album, photo))
        if "parent" in body:
            return jsonify(albums.move(album, _parse_number(body, "parent"), _parse_number(body, "before")))
        raise BadRequestError("An album has the fields `name`, `order`, `cover` and `parent`.")

    @blueprint.delete("/albums/<id:album>")
    def delete_album(album: int) -> Response:
        return jsonify(albums.delete(album))


def _add_contents(blueprint: Blueprint, albums: AlbumsController) -> None:
    """Add the routes that change what albums hold."""

    @blueprint.post("/albums/<id:album>/add")
    def add_to_album(album: int) -> Response:
        return jsonify(albums.add(album, parse_ids(parse_body(), MAX_ANNOTATED_PHOTOS)))

    @blueprint.post("/albums/<id:album>/remove")
    def remove_from_album(album: int) -> Response:
        return jsonify(albums.remove(album, parse_ids(parse_body(), MAX_ANNOTATED_PHOTOS)))

    @blueprint.post("/albums/<id:album>/order")
    def order_album(album: int) -> Response:
        body = parse_body()
        return jsonify(albums.reorder(album, parse_ids(body, MAX_ANNOTATED_PHOTOS), _parse_number(body, "before")))


def _parse_text(body: dict[str, Any], field: str) -> str:
    text = body.get(field)
    if not isinstance(text, str):
        raise BadRequestError(f"The field `{field}` is a text.")
    return text


def _parse_number(body: dict[str, Any], field: str) -> int | None:
    """Return a number of the body; None where it names none."""
    number = body.get(field)
    if number is not None and (type(number) is not int or not 0 < number < 1 << 32):
        raise BadRequestError(f"The field `{field}` is a number.")
    return number
