"""The variables of the environment that say which locale a program has, where Qt wants another. Linux."""

from __future__ import annotations

import locale
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

_ENCODING = "UTF-8"
_UTF8 = "C.UTF-8"
"""A locale that every system has, with nothing but its encoding."""
_CHANGED = ("LC_ALL", "LC_CTYPE", "LANG", "LANGUAGE")
_AS_IT_WAS = "SHOEBOX_USERS_{}"
"""What a variable was before it was changed, and nothing if there was none: for programs that Shoebox starts."""


def encoding_of_locale() -> str | None:
    """Return the encoding of the locale that the environment names, as "UTF-8"; None if it is not installed.

    Windows has no locales in the environment: Qt takes UTF-8 there.
    """
    if sys.platform == "win32":
        return _ENCODING
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
        return locale.nl_langinfo(locale.CODESET)
    except locale.Error:
        return None
    finally:
        locale.setlocale(locale.LC_ALL, before)


def prefer_utf8(environ: MutableMapping[str, str]) -> None:
    """Have characters be UTF-8, and language and formats as they were, where the locale is of another encoding. Linux.

    Qt takes UTF-8 in any case, and writes four lines about it. Call this before the first object of Qt is made.
    `restore_locale` is for the environment of other programs.
    """
    encoding = encoding_of_locale() if sys.platform == "linux" else _ENCODING
    if encoding is None or encoding.upper() != _ENCODING:
        environ.update({_AS_IT_WAS.format(name): environ.get(name, "") for name in _CHANGED})
    if encoding is None:
        environ.setdefault("LANGUAGE", environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG", ""))
        environ["LC_ALL"] = _UTF8
    elif encoding.upper() != _ENCODING:
        everything = environ.pop("LC_ALL", None)  # it would win
        if everything:
            environ["LANG"] = everything
        environ["LC_CTYPE"] = _UTF8


def restore_locale(environ: MutableMapping[str, str]) -> None:
    """Undo what `prefer_utf8` did to an environment: other programs have the locale that the user chose."""
    for name in _CHANGED:
        before = environ.pop(_AS_IT_WAS.format(name), None)
        if before:
            environ[name] = before
        elif before is not None:
            environ.pop(name, None)
