"""Holds what the user chose on the page of settings: keys that are not the usual ones, and the size of the cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeGuard

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


KeyChanges = dict[str, list[str]]
"""The names of the keys of each command that has others than the usual ones; none: it has no key."""
MIN_CACHE_BYTES, MAX_CACHE_BYTES = 1 << 28, 1 << 42
_MAX_COMMANDS, _MAX_KEYS, _MAX_KEY_CHARACTERS = 300, 6, 40
_COMMAND = re.compile(r"[a-z]{1,20}/[\x20-\x7e]{1,40}")
"""A part of the page and the key that is usual there, see ui/js/core/keys.js."""


class Preferences:
    """What was chosen. Every method may be called on any thread."""

    def __init__(self, fields: Mapping[str, Any], keeper: _Keeper) -> None:
        """Take what settings.json has, as far as it makes sense, and what writes it."""
        stored, limit = fields.get("keys"), fields.get("cache_limit")
        self._keys: KeyChanges = stored if _are_keys(stored) else {}
        self._cache_limit: int | None = limit if _is_limit(limit) else None
        self._keeper = keeper

    @property
    def keys(self) -> KeyChanges:
        """The keys that are not the usual ones."""
        return self._keys

    @property
    def cache_limit(self) -> int | None:
        """How many bytes thumbnails may take; None: a share of the free space."""
        return self._cache_limit

    def set_keys(self, keys: object) -> None:
        """Set the keys that are not the usual ones. On return they are on the disk.

        Raises:
            UsageError: they make no sense.
            SettingsError: they cannot be written, and are as they were.
        """
        if not _are_keys(keys):
            raise UsageError("Keys are lists of names of keys by the name of a command.")
        with self._keeper.changing():
            self._keeper.keep({"keys": keys})
            self._keys = keys

    def set_cache_limit(self, limit: object) -> None:
        """Set how many bytes thumbnails may take; None: a share of the free space. On return it is on the disk.

        Raises:
            UsageError: it is too small, too large, or no number.
            SettingsError: it cannot be written, and is as it was.
        """
        if limit is not None and not _is_limit(limit):
            raise UsageError("The cache may take 256 MB to 4 TB.")
        with self._keeper.changing():
            self._keeper.keep({"cache_limit": limit})
            self._cache_limit = limit

    def fields(self) -> dict[str, Any]:
        """Return the fields of settings.json."""
        return {
            **({"keys": self._keys} if self._keys else {}),
            **({} if self._cache_limit is None else {"cache_limit": self._cache_limit}),
        }


def _is_limit(value: object) -> TypeGuard[int]:
    return type(value) is int and MIN_CACHE_BYTES <= value <= MAX_CACHE_BYTES


def _are_keys(value: object) -> TypeGuard[KeyChanges]:
    """Return whether `value` is what `KeyChanges` says, and no more than a page would send."""
    return (
        isinstance(value, dict)
        and len(value) <= _MAX_COMMANDS
        and all(isinstance(command, str) and _COMMAND.fullmatch(command) for command in value)
        and all(isinstance(keys, list) and len(keys) <= _MAX_KEYS for keys in value.values())
        and all(isinstance(key, str) and 0 < len(key) <= _MAX_KEY_CHARACTERS for keys in value.values() for key in keys)
    )
