"""Holds which hints of the page have been shown, and whether more are wanted: each is shown once, in any window."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from typing import Protocol

    class _Keeper(Protocol):
        """What writes settings.json."""

        def changing(self) -> AbstractContextManager[None]:
            """Hold the lock of changes."""

        def keep(self, fields: Mapping[str, Any]) -> None:
            """Write fields; on return they are on the disk."""


_MAX_SHOWN = 100
_NAME = re.compile(r"[a-z]{1,20}")
"""Of a hint, see ui/js/pure/hints.js."""


class Hints:
    """What is known of hints. Every method may be called on any thread."""

    def __init__(self, stored: object, keeper: _Keeper) -> None:
        """Take what settings.json has, as far as it makes sense, and what writes it."""
        known = stored if isinstance(stored, dict) else {}
        shown = known.get("shown")
        names = [name for name in shown if is_name(name)] if isinstance(shown, list) else []
        self._shown = tuple(dict.fromkeys(names))[:_MAX_SHOWN]
        self._wanted = known.get("wanted") is not False
        self._keeper = keeper

    def as_json(self) -> dict[str, Any]:
        """Return the hints as settings.json and the page have them."""
        return {"wanted": self._wanted, "shown": list(self._shown)}

    def show(self, name: str) -> bool:
        """Note that a hint is shown. Return whether it may be: it is the first time, and hints are wanted.

        Raises:
            SettingsError: it cannot be kept, so it may not be shown.
        """
        with self._keeper.changing():
            if not self._wanted or name in self._shown or len(self._shown) >= _MAX_SHOWN:
                return False
            self._keep((*self._shown, name), wanted=True)
            return True

    def want(self, *, wanted: bool) -> None:
        """Set whether hints are wanted. Those that were shown are not shown again.

        Raises:
            SettingsError: it cannot be kept, and is as it was.
        """
        with self._keeper.changing():
            self._keep(self._shown, wanted=wanted)

    def fields(self) -> dict[str, Any]:
        """Return the field of settings.json."""
        return {"hints": self.as_json()} if self._shown or not self._wanted else {}

    def _keep(self, shown: tuple[str, ...], *, wanted: bool) -> None:
        self._keeper.keep({"hints": {"wanted": wanted, "shown": list(shown)}})
        self._shown, self._wanted = shown, wanted


def is_name(value: object) -> TypeGuard[str]:
    """Return whether `value` may be the name of a hint."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None
