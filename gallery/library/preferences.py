"""The controller of what the page of settings shows and changes, beyond what other controllers do already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.base.open_sockets import read_sockets
from gallery.catalog.reprocessing import begin_remaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.base.open_sockets import Sockets
    from gallery.catalog.blobs import BlobCache
    from gallery.imaging.thumbnails import ThumbnailStore
    from gallery.scan.indexer import Indexer
    from gallery.settings.settings import Settings


class PreferencesController:
    """Keys, the cache of thumbnails, and what can be told of the network. Any thread may call every method."""

    def __init__(self, settings: Settings, blobs: BlobCache, store: ThumbnailStore, indexer: Indexer) -> None:
        self._chosen, self._blobs, self._store, self._indexer = settings.preferences, blobs, store, indexer

    def keys(self) -> dict[str, list[str]]:
        """Return the keys that are not the usual ones, by command."""
        return self._chosen.keys

    def hints(self) -> dict[str, Any]:
        """Return whether hints are wanted, and which were shown, as JSON."""
        return self._chosen.hints.as_json()

    def show_hint(self, name: str) -> bool:
        """Note that the page shows a hint. Return whether it may: it is the first time, and hints are wanted.

        Raises:
            SettingsError: it cannot be kept.
        """
        return self._chosen.hints.show(name)

    def want_hints(self, *, wanted: bool) -> None:
        """Set whether hints are wanted.

        Raises:
            SettingsError: it cannot be kept, and is as it was.
        """
        self._chosen.hints.want(wanted=wanted)

    def cache(self) -> dict[str, int | None]:
        """Return what thumbnails take, what they may take, and which limit was chosen, in bytes."""
        return {"bytes": self._blobs.size, "limit": self._blobs.limit, "chosen": self._chosen.cache_limit}

    def change(self, wanted: Mapping[str, Any]) -> None:
        """Set `keys`, `cache_limit`, or both: all that is wanted, or nothing. Thumbnails beyond the limit go at once.

        Args:
            wanted: keys that are not the usual ones, by command; how many bytes thumbnails may take, None: a share of
                the free space.

        Raises:
            UsageError: something makes no sense.
            SettingsError: it cannot be kept, and is as it was.
            DatabaseError: it is kept, but cache.db cannot be written.
        """
        self._chosen.change(wanted)
        if "cache_limit" in wanted:
            self._blobs.set_limit(self._chosen.cache_limit)

    def empty_cache(self) -> None:
        """Delete all thumbnails. They are made again when they are looked at, the others after the next start.

        Raises:
            DatabaseError: cache.db cannot be written.
        """
        self._store.forget(None)  # or it calls one made, while they are deleted, that was made before
        self._blobs.clear()
        self._store.forget(None)  # what was made and deleted meanwhile
        self._indexer.submit(begin_remaking)

    def network(self, address: str) -> dict[str, Any]:
        """Return which network sockets this program holds, as JSON.

        Args:
            address: that its page is served at; where the system does not tell, this is what is known.
        """
        found = read_sockets()
        if found is None:
            return {"read": False, "listening": [address], "inside": 0, "outside": [], "decoders": None, "unread": 0}
        return _network_json(found)


def _network_json(found: Sockets) -> dict[str, Any]:
    """Return sockets as the page shows them: where strangers could reach in, or something could leave, by address.

    A connection within the program has both its ends in it, and counts once.
    """
    connected = [one for one in found.sockets if not one.listens]
    return {
        "read": True,
        "listening": sorted(one.local for one in found.sockets if one.listens and one.is_inside),
        "inside": len({frozenset((one.local, one.remote)) for one in connected if one.is_inside}),
        "outside": sorted(one.local if one.listens else one.remote for one in found.sockets if not one.is_inside),
        "decoders": {"processes": found.decoders, "sockets": found.of_decoders},
        "unread": found.unread,
    }
