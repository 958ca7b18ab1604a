"""The variables of the environment that say which locale a program has, where Qt wants another. Linux."""

from __future__ import annotations

import locale
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_UTF8 = "C.UTF-8"
"""A locale that every system has, with nothing but its encoding."""


def encoding_of_locale() -> str | None:
    """Return the encoding of the locale that the environment names, as "UTF-8"; None if it is not installed."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        return locale.nl_langinfo(locale.CODESET)
    except locale.Error:
        return None
    finally:
        locale.setlocale(locale.LC_ALL, before)


def prefer_utf8(environ: MutableMapping[str, str] = os.environ) -> None:
    """Have characters be UTF-8, and language and formats as they were, where the locale is of another encoding. Linux.

    Qt takes UTF-8 in any case, and writes four lines about it. Call this before the first object of Qt is made.
    """
    encoding = encoding_of_locale() if sys.platform == "linux" else "UTF-8"
    if encoding is None:
        environ.setdefault("LANGUAGE", environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG", ""))
        environ["LC_ALL"] = _UTF8
    elif encoding.upper() != "UTF-8":
        everything = environ.pop("LC_ALL", None)  # it would win
        if everything:
            environ["LANG"] = everything
        environ["LC_CTYPE"] = _UTF8
