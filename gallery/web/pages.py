"""The page's document in the language of who reads it, with all texts that its scripts say.

They are in the document so that they are there before the first script runs, without a request of their own: an element
of a type that is no script, which the page's policy lets stand and nothing runs.
"""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from flask import request

from gallery.languages.tables import choose_language, read_language
from gallery.web.assets import DOCUMENT, as_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from gallery.languages.tables import Language
    from gallery.web.assets import Asset

OF_THE_WINDOW = "window-"
"""What the keys of texts begin with that the page never says."""
_PLACE = re.compile(r"\{([a-z][a-z0-9-]*)\}")
_END = "</body>"


def make_pages(assets: Mapping[str, Asset], folder: Path) -> Callable[[str], Asset]:
    """Return what gives the document for the request that is being answered; each language is read when first wanted.

    Args:
        assets: those of the page.
        folder: `ui/languages`.

    Returns:
        A function of the language that is set: a tag, or "system" for the one that the browser asks for.
    """
    html = assets[DOCUMENT].data.decode()

    @cache
    def page(tag: str) -> Asset:
        return as_asset(fill_page(html, read_language(folder / tag)).encode(), ".html")

    return lambda chosen: page(choose_language(chosen, request.headers.get("Accept-Language", "")))


def fill_page(html: str, language: Language) -> str:
    """Return the document with the texts of a language: each in the place of its `{key}`, and all of them for scripts.

    Raises:
        KeyError: the document names a text that the language does not have.
        TypeError: it names one with variables.
    """
    filled = _PLACE.sub(lambda match: escape(_text_of(language, match[1])), html)
    return filled.replace(_END, f"{texts_element(language)}\n{_END}", 1)


def texts_element(language: Language) -> str:
    """Return the element with all texts, which the page reads before anything else."""
    texts = {key: text for key, text in language.texts.items() if not key.startswith(OF_THE_WINDOW)}
    table = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" id="texts">{table}</script>'


def _text_of(language: Language, key: str) -> str:
    return language.tag if key == "language" else language.plain(key)
