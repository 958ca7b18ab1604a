"""The body of every error answer: {"error": {"code": …, "message": …}}, or only the sentence, for a person to read."""

from __future__ import annotations

from html import escape

from flask import Response, jsonify, request

DOCUMENT = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Shoebox</title><p>{message}</p></html>\n'


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
