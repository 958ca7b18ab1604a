"""What the body of a request holds: JSON objects, and their fields by type. Checked here, before anybody uses them."""

from __future__ import annotations

from typing import Any

from flask import request

from gallery.web.query_arguments import BadRequestError

MAX_PHOTOS = 100_000
"""In one request for paths or sizes."""


def parse_body() -> dict[str, Any]:
    """Return the JSON object that the request holds.

    Raises:
        BadRequestError: it holds none.
    """
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # a thousand brackets in each other
        body = None
    if not isinstance(body, dict):
        raise BadRequestError("Send a JSON object.")
    return body


def parse_ids(body: dict[str, Any], most: int = MAX_PHOTOS) -> list[int]:
    """Return the ids of photos in a body.

    Raises:
        BadRequestError: there is no such list, or it is too long.
    """
    ids = body.get("ids")
    if (
        not isinstance(ids, list)
        or len(ids) > most
        or not all(type(photo) is int and 0 < photo < 1 << 63 for photo in ids)
    ):
        raise BadRequestError("The field `ids` is a list of numbers.")
    return ids


def parse_texts(body: dict[str, Any], *fields: str) -> list[str]:
    """Return these fields of a body.

    Raises:
        BadRequestError: one is missing, or no text.
    """
    for field in fields:
        if not isinstance(body.get(field), str):
            raise BadRequestError(f"The field `{field}` is a text.")
    return [body[field] for field in fields]
