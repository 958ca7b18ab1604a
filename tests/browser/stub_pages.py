"""What the stub servers send as the real one does: the files of the page, and the policy that the browser enforces."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Response, send_from_directory

from gallery.languages.tables import read_language
from gallery.web.assets import DOCUMENT, MAIN_MODULE, load_modules
from gallery.web.module_bundle import join_modules
from gallery.web.pages import fill_page, texts_element

UI = Path(__file__).parents[2] / "ui"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


def page_file(name: str) -> Response:
    """Answer with a file of the page; its modules as one, as the real server does."""
    if name == DOCUMENT:
        return Response(document(), mimetype="text/html")
    return script(_joined()) if name == MAIN_MODULE else plain_file(name)


@cache
def document() -> str:
    """Return the page's document, in English."""
    return fill_page((UI / DOCUMENT).read_text("utf-8"), read_language(UI / "languages" / "en"))


def plain_file(name: str) -> Response:
    """Answer with a file of the page as it is in the tree."""
    return send_from_directory(UI, name, mimetype="text/javascript" if name.endswith(".js") else None)


def texts() -> str:
    """Return the element with the English texts, for documents of a test."""
    return texts_element(read_language(UI / "languages" / "en"))


def script(text: str) -> Response:
    return Response(text, mimetype="text/javascript")


@cache
def _joined() -> str:
    return join_modules(load_modules(UI), MAIN_MODULE)


@cache
def joined_with(text: str) -> str:
    """Return a module below ui/js together with what it imports, as one."""
    return join_modules({**load_modules(UI), "js/stub.js": text}, "js/stub.js")
