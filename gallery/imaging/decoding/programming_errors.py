"""Errors of this program among those that damaged pictures cause, so that none passes for bad data unseen.

Decoders raise anything on data they were not made for, so every attempt to decode ends in a picture or a problem. But a
wrong name or argument in our own code would look like damage, too. What points to that is noted here, by its type and
its place in the code, and the pool logs it; nothing of the file is in it.
"""

from __future__ import annotations

from itertools import takewhile
from traceback import walk_tb

_PACKAGE = __name__.partition(".")[0]
_KINDS = (NameError, TypeError, AttributeError, AssertionError, ImportError, NotImplementedError)
"""What wrong code raises. Wrong numbers in a file lead to others (ValueError, IndexError, struct.error), and to these
only inside of libraries."""
_noted: set[str] = set()
"""A decode process has one thread: no lock."""


def note(error: Exception) -> None:
    """Note an error that comes from our own code, while it still has its traceback."""
    if not isinstance(error, _KINDS):
        return
    # by the names of modules: in an installed program the code has no files
    places = [(str(frame.f_globals.get("__name__")), line) for frame, line in walk_tb(error.__traceback__)]
    foreign = len(list(takewhile(lambda place: place[0].partition(".")[0] != _PACKAGE, reversed(places))))
    # an import fails inside of the import system, wherever it stands
    if foreign < len(places) and (not foreign or isinstance(error, ImportError)):
        module, line = places[-1 - foreign]
        _noted.add(f"{type(error).__name__} in {module}, line {line}")


def take() -> list[str]:
    """Return what has been noted since the last call."""
    noted = sorted(_noted)
    _noted.clear()
    return noted
