"""The one shape in which the server says no: {"error": {"code", "message"}}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify

if TYPE_CHECKING:
    from flask import Response


def error_response(status: int, code: str, message: str) -> Response:
    """`message` is a sentence for the user."""
    response = jsonify(error={"code": code, "message": message})
    response.status_code = status
    return response
