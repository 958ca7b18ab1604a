"""The body of every error answer: {"error": {"code": …, "message": …}}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify

if TYPE_CHECKING:
    from flask import Response


def error_response(status: int, code: str, message: str) -> Response:
    """Return an error answer as JSON.

    Args:
        status: of HTTP.
        code: a word for the page, which decides by it what to do.
        message: a sentence for the user.
    """
    response = jsonify(error={"code": code, "message": message})
    response.status_code = status
    return response
