"""Holds what the user put together or took apart, by the content of the files: so it outlives names and the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence
from gallery.settings.ids import is_id
from gallery.settings.settings_json import unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gallery.settings.saved_searches import Keeper

MAX_FILES = 20_000
"""Of all groups. The whole of settings.json is written with every change: so many have 1 MB."""


@dataclass(frozen=True, slots=True)
class ChosenGroup:
    """Files by their fingerprints: shown as one photo, the first for all; or, not `together`, each by itself."""

    id: int
    files: tuple[bytes, ...]
    together: bool


class ChosenGroups:
    """The groups in the order of choosing. Every method may be called on any thread.

    A change is on the disk when its method returns; where it cannot be written, all is as it was.
    """

    def __init__(self, items: list[dict[str, Any]], next_id: Any, keeper: Keeper) -> None:
        """Take what settings.json held.

        Args:
            items: The list, checked by `settings_json.is_group`.
            next_id: The id for the next group; one that makes no sense gives way to the ids in the list.
            keeper: Writes every change.
        """
        self._all = tuple(
            ChosenGroup(item["id"], tuple(map(bytes.fromhex, item["files"])), item["together"]) for item in items
        )
        self._unknown = {item["id"]: unknown(item, ("id", "files", "together")) for item in items}
        """Fields of later versions, by the id of their group."""
        self._next = max([next_id if is_id(next_id) else 1, *(group.id + 1 for group in self._all)])
        self._keeper = keeper

    def by_file(self) -> dict[bytes, tuple[int, int]]:
        """Return fingerprint -> (number of its group, place in it); the number 0 says that it is shown by itself."""
        found: dict[bytes, tuple[int, int]] = {}
        for group in self._all:
            for place, file in enumerate(group.files):
                found[file] = (group.id, place) if group.together else (0, 0)
        return found

    def choose(self, files: Sequence[bytes], *, together: bool) -> None:
        """Have files shown as one photo, the first for all, or each by itself; what was chosen of them ends.

        Raises:
            UsageError: with those that were chosen already they are too many.
            SettingsError: it cannot be written.
        """
        with self._keeper.changing():
            left = self._without(files)
            if sum(len(group.files) for group in left) + len(files) > MAX_FILES:
                raise UsageError(Sentence("error-group-number", count=MAX_FILES))
            self._keep((*left, ChosenGroup(self._next, tuple(files), together)), self._next + 1)

    def forget(self, files: Collection[bytes]) -> None:
        """Leave it to the rules again how files are shown.

        Raises:
            SettingsError: it cannot be written.
        """
        with self._keeper.changing():
            left = self._without(files)
            if left != list(self._all):
                self._keep(tuple(left), self._next)

    def fields(self) -> dict[str, Any]:
        """Return the fields of settings.json that hold the groups."""
        return self._fields(self._all, self._next)

    def _without(self, files: Collection[bytes]) -> list[ChosenGroup]:
        """Return the groups without these files, and without those that have no use then."""
        gone = frozenset(files)
        left = []
        for group in self._all:
            files = tuple(file for file in group.files if file not in gone)
            if files == group.files:
                left.append(group)
            elif len(files) > group.together:
                left.append(ChosenGroup(group.id, files, group.together))
        return left

    def _keep(self, groups: tuple[ChosenGroup, ...], next_id: int) -> None:
        self._keeper.keep(self._fields(groups, next_id))
        self._all, self._next = groups, next_id

    def _fields(self, groups: Collection[ChosenGroup], next_id: int) -> dict[str, Any]:
        items = [
            {
                **self._unknown.get(group.id, {}),
                "id": group.id,
                "files": [file.hex() for file in group.files],
                "together": group.together,
            }
            for group in groups
        ]
        return {"groups": items, "next_group": next_id}
