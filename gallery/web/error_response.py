"""The body of every error answer: {"error": {"code": …, "message": …}}, or only the sentence, for a person to read."""

from __future__ import annotations

import logging
from html import escape
from typing import TYPE_CHECKING

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)
DOCUMENT = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Shoebox</title><p>{message}</p></html>\n'
MESSAGES = {
    400: ("bad_request", "This request makes no sense."),
    404: ("not_found", "There is nothing here."),
    405: ("method", "This cannot be done here."),
    413: ("too_large", "This is too much at once."),
}


def error_response(status: int, code: str, message: str) -> Response:
    """Return an error answer as JSON, or as a document where the browser is to show it (Fetch Metadata, section 2.1).

    Args:
        status: of HTTP.
        code: a word for the page, which decides by it what to do.
        message: a sentence for the user.
    """
    if request.headers.get("Sec-Fetch-Dest") == "document":
        return Response(DOCUMENT.format(message=escape(message)), status, content_type="text/html; charset=utf-8")
    response = jsonify(error={"code": code, "message": message})
    response.status_code = status
    return response


def add_error_handlers(app: Flask) -> None:
    """Answer every error in the one shape; what was not expected goes to the log, and tells the page nothing."""

    @app.errorhandler(GalleryError)
    def known(error: GalleryError) -> Response:
        response = error_response(error.status, error.code, str(error))
        if error.status == 503:
            response.headers["Retry-After"] = "1"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        code, message = MESSAGES.get(status, ("failed", "This did not work."))
        response = error_response(status, code, message)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.endpoint, exc_info=error)
        return error_response(500, "failed", "Something went wrong inside Shoebox. The log says what.")
