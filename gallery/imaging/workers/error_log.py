"""Logs the programming errors that come to light in decode processes (`decoding/programming_errors.py`), each once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_log = logging.getLogger(__name__)
_MAX_LOGGED = 100
_MAX_CHARACTERS = 200
_logged: set[str] = set()
"""Pool's thread only."""


def log_new(errors: Iterable[str]) -> None:
    """Log those that have not been logged yet.

    Args:
        errors: What a decode process says. Hostile bytes may have taken it over: so much is logged, a line each.
    """
    for error in errors:
        text = ascii(error[:_MAX_CHARACTERS])
        if text not in _logged and len(_logged) < _MAX_LOGGED:
            _logged.add(text)
            _log.error("An error of Shoebox's own while a picture was decoded, which counts as damaged: %s", text)
