"""Joins the page's style sheets into one file, which its document then names in place of them.

Nothing is painted before the last of fourteen has come, each by a request of its own: 50 ms of a start. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL_STYLES = "css/all.css"
_LINK = re.compile(r'<link rel="stylesheet" href="/ui/([^"]+)">\n')


def join_styles(html: str, sheets: Mapping[str, str]) -> tuple[str, str]:
    """Return the document with one link, where the first was, and the sheets of all its links in their order.

    Args:
        html: the document, with each link on a line of its own.
        sheets: the text of each style sheet by its path below `/ui/`.

    Raises:
        KeyError: a sheet is not there.
        ValueError: there are none, or one imports another, which would count only at the beginning.
    """
    names = _LINK.findall(html)
    if not names:
        raise ValueError("The document names no style sheet.")
    texts = [sheets[name] for name in names]
    if importing := [name for name, text in zip(names, texts, strict=True) if "@import" in text]:
        raise ValueError(f"{importing[0]} imports another style sheet.")
    first = html.index(f'<link rel="stylesheet" href="/ui/{names[0]}">')
    without = _LINK.sub("", html)
    return f'{without[:first]}<link rel="stylesheet" href="/ui/{ALL_STYLES}">\n{without[first:]}', "".join(texts)
