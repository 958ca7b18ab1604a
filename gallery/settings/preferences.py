"""Holds what the user chose on the page of settings: keys that are not the usual ones, the size of the cache, hints."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeGuard

from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence
from gallery.settings.hints import Hints

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


KeyChanges = dict[str, list[str]]
"""The names of the keys of each command that has others than the usual ones; none: it has no key."""
MIN_CACHE_BYTES, MAX_CACHE_BYTES = 1 << 28, 1 << 42
_MAX_COMMANDS, _MAX_KEYS, _MAX_KEY_CHARACTERS = 300, 12, 40
_COMMAND = re.compile(r"[a-z]{1,20}/[\x20-\x7e]{1,40}")
"""A part of the page and the key that is usual there, see ui/js/core/keys.js."""


class Preferences:
    """What was chosen. Every method may be called on any thread."""

    def __init__(self, fields: Mapping[str, Any], keeper: _Keeper) -> None:
        """Take what settings.json has, as far as it makes sense, and what writes it."""
        stored, limit = fields.get("keys"), fields.get("cache_limit")
        self._keys: KeyChanges = _good_keys(stored)
        self._cache_limit: int | None = limit if _is_limit(limit) else None
        self._keeper = keeper
        self.hints = Hints(fields.get("hints"), keeper)
        """Which hints were shown. Their own methods change them, and write them."""

    @property
    def keys(self) -> KeyChanges:
        """The keys that are not the usual ones."""
        return self._keys

    @property
    def cache_limit(self) -> int | None:
        """How many bytes thumbnails may take; None: a share of the free space."""
        return self._cache_limit

    def set_keys(self, keys: object) -> None:
        """Set the keys that are not the usual ones, as `change` does."""
        self.change({"keys": keys})

    def set_cache_limit(self, limit: object) -> None:
        """Set how many bytes thumbnails may take, as `change` does; None: a share of the free space."""
        self.change({"cache_limit": limit})

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set `keys`, `cache_limit`, or both: all that is wanted, or nothing. On return it is on the disk.

        Raises:
            UsageError: something makes no sense: a limit is too small, too large, or no number.
            SettingsError: it cannot be written, and is as it was.
        """
        changed = {name: wanted[name] for name in ("keys", "cache_limit") if name in wanted}
        keys, limit = changed.get("keys", {}), changed.get("cache_limit")
        if not _are_keys(keys):
            raise UsageError("Keys are lists of names of keys by the name of a command.")
        if limit is not None and not _is_limit(limit):
            raise UsageError(Sentence("error-cache-limit"))
        if not changed:
            return
        with self._keeper.changing():
            self._keeper.keep(changed)
            self._keys = changed.get("keys", self._keys)
            self._cache_limit = changed.get("cache_limit", self._cache_limit)

    def fields(self) -> dict[str, Any]:
        """Return the fields of settings.json."""
        return {
            **({"keys": self._keys} if self._keys else {}),
            **({} if self._cache_limit is None else {"cache_limit": self._cache_limit}),
            **self.hints.fields(),
        }


def _is_limit(value: object) -> TypeGuard[int]:
    return type(value) is int and MIN_CACHE_BYTES <= value <= MAX_CACHE_BYTES


def _good_keys(value: object) -> KeyChanges:
    """Return those keys of settings.json that make sense: a command that does not costs no other its keys."""
    if not isinstance(value, dict):
        return {}
    good = {command: keys for command, keys in value.items() if _is_command(command) and _are_names(keys)}
    return dict(islice(good.items(), _MAX_COMMANDS))


def _are_keys(value: object) -> TypeGuard[KeyChanges]:
    """Return whether `value` is what `KeyChanges` says, and no more than a page would send."""
    return (
        isinstance(value, dict)
        and len(value) <= _MAX_COMMANDS
        and all(_is_command(command) and _are_names(keys) for command, keys in value.items())
    )


def _is_command(value: object) -> bool:
    return isinstance(value, str) and _COMMAND.fullmatch(value) is not None


def _are_names(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= _MAX_KEYS
        and all(isinstance(key, str) and 0 < len(key) <= _MAX_KEY_CHARACTERS for key in value)
    )
