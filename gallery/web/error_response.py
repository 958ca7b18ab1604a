"""The body of every error answer: {"error": {"code": …, "message": …}}, or only the sentence, for a person to read."""

from __future__ import annotations

import logging
from html import escape
from typing import TYPE_CHECKING

from flask import Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from gallery.base.errors import GalleryError
from gallery.languages.sentence import Sentence, sentence_json
from gallery.languages.tables import SOURCE, choose_language

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)
DOCUMENT = '<!doctype html>\n<html lang="{tag}"><meta charset="utf-8"><title>Shoebox</title><p>{message}</p></html>\n'
MESSAGES = {
    400: ("bad_request", Sentence("error-no-sense")),
    404: ("not_found", Sentence("error-nothing-here")),
    405: ("method", Sentence("error-not-here")),
    413: ("too_large", Sentence("error-too-large")),
}


def error_response(status: int, code: str, sentence: Sentence | str) -> Response:
    """Return an error answer as JSON, or as a document where the browser is to show it (Fetch Metadata, section 2.1).

    A document is in the language that the browser asks for: what is set is for those who are let in.

    Args:
        status: of HTTP.
        code: a word for the page, which decides by it what to do.
        sentence: for the user.
    """
    if request.headers.get("Sec-Fetch-Dest") == "document":
        accepted = choose_language("system", request.headers.get("Accept-Language", ""))
        tag, words = (accepted, sentence.say(accepted)) if isinstance(sentence, Sentence) else (SOURCE, sentence)
        document = DOCUMENT.format(tag=tag, message=escape(words))
        return Response(document, status, content_type="text/html; charset=utf-8")
    response = jsonify(error={"code": code, **sentence_json(sentence)})
    response.status_code = status
    return response


def add_error_handlers(app: Flask) -> None:
    """Answer every error in the one shape; what was not expected goes to the log, and tells the page nothing."""

    @app.errorhandler(GalleryError)
    def known(error: GalleryError) -> Response:
        response = error_response(error.status, error.code, error.sentence)
        if error.status == 503:
            response.headers["Retry-After"] = "1"
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        code, sentence = MESSAGES.get(status, ("failed", Sentence("error-failed")))
        response = error_response(status, code, sentence)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        log.error("%s %s failed", request.method, request.endpoint, exc_info=error)
        return error_response(500, "failed", Sentence("error-inside"))
