"""Holds what the user answered when asked whether a copy of what is said is kept in sidecars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from gallery.base.errors import UsageError

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


Answer = Literal["yes", "no", "later"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)


class SidecarAnswer:
    """The answer. Every method may be called on any thread."""

    def __init__(self, stored: object, keeper: _Keeper) -> None:
        """Take what settings.json has, and what writes it."""
        self._value: Answer | None = next((answer for answer in ANSWERS if answer == stored), None)
        self._keeper = keeper

    @property
    def value(self) -> Answer | None:
        """What was answered; None: it was not asked yet. later: it was not decided, and is not asked again."""
        return self._value

    @property
    def is_yes(self) -> bool:
        """Whether sidecars are written."""
        return self._value == "yes"

    def set(self, answer: str) -> None:
        """Set the answer. On return it is on the disk.

        Raises:
            UsageError: it is none.
            SettingsError: it cannot be written, and is as it was.
        """
        found = next((known for known in ANSWERS if known == answer), None)
        if found is None:
            raise UsageError(f"An answer is one of {', '.join(ANSWERS)}.")
        with self._keeper.changing():
            self._keeper.keep({"sidecars": found})
            self._value = found

    def fields(self) -> dict[str, Any]:
        """Return the field of settings.json."""
        return {} if self._value is None else {"sidecars": self._value}
