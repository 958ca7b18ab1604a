r"""Paths and names of files that users paste: `C:\Pictures\\a.jpg`, `file:///home/anna/a%20b.jpg`, `"…"`. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from gallery.catalog.collation import folded, plain

_ABSOLUTE = re.compile(r"(?:file://|/|~/|\\\\|[a-z]:[\\/])", re.IGNORECASE)
_FILE_URL = re.compile(r"file://[^\\/?#]*([^?#]*)", re.IGNORECASE)
"""A `file` URL: behind the host, which may be anything or missing, the path up to a query or a fragment (RFC 8089, RFC
3986 section 3). `urlsplit` would raise ValueError for brackets and for some letters in the host."""
_SEPARATORS = re.compile(r"[\\/]+")
_FILE_NAME = re.compile(r'[^\\/:*?"<>|]*[ (),\-][^\\/:*?"<>|]*\.[A-Za-z]{3,5}')
"""A name with an ending, which has something in it that would mean more than itself in a query."""


def parse_path(text: str) -> tuple[str, ...] | None:
    """Return the folded names in an absolute path, which may stand in quotes; None if the text is none."""
    bare = _bare(text)
    return split_path(bare) if _ABSOLUTE.match(folded(bare)) else None


def split_path(text: str) -> tuple[str, ...] | None:
    """Return the folded names in a path or the end of one; None if there are no two of them, and no root."""
    if url := _FILE_URL.match(text):
        text = unquote(url[1]) or "/"
    absolute = _ABSOLUTE.match(text) is not None
    names = tuple(name for part in _SEPARATORS.split(text) if (name := plain(part).strip()) and name != "~")
    return names if len(names) > 1 or (names and absolute) else None


def parse_name(text: str) -> str | None:
    """Return the folded name if the whole text looks like the name of a file, with spaces, brackets or dashes."""
    bare = _bare(text)
    return plain(bare) if _FILE_NAME.fullmatch(bare) else None


def _bare(text: str) -> str:
    """Return the text without the quotes around it and the invisible marks that Windows copies with a path."""
    bare = text.strip().strip("\u202a\u202c\ufeff").strip()
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'" else bare
