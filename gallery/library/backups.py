"""The controller of the backups of what the user said: which there are, and taking library.db from one of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from gallery.annotations.store import AnnotationsError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from gallery.annotations.backups import Backup, Backups
    from gallery.library.annotations import AnnotationsController
    from gallery.library.daily_backups import DailyBackups

log = logging.getLogger(__name__)


class BackupsController:
    """Lists and restores backups. Every method may be called on any thread but the indexer's."""

    def __init__(
        self,
        backups: Backups | None,
        annotations: AnnotationsController,
        daily: DailyBackups,
        holding_sidecars: Callable[[], AbstractContextManager[None]],
    ) -> None:
        """Take the backups (None where library.db cannot be used), what tells pages, and the thread that makes them.

        While a block of `holding_sidecars` is open no sidecar is written: its record would get into another library.
        """
        self._backups, self._annotations, self._daily = backups, annotations, daily
        self._holding_sidecars = holding_sidecars

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: why there is no backup of today."""
        return self._backups.problem if self._backups else None

    def begin(self) -> None:
        """Begin to make backups. Called once."""
        self._daily.begin()

    def status(self) -> dict[str, Any]:
        """Return when the newest backup was made, and why there is none of today, as JSON."""
        made = self._made()
        return {"newest": made[0].at_ms if made else None, "problem": self.notice}

    def list(self) -> list[dict[str, Any]]:
        """Return the backups, the newest first, then what backups have replaced, as JSON."""
        return [
            {
                "name": one.name,
                "day": one.day.isoformat(),
                "at_ms": one.at_ms,
                "bytes": one.size,
                "replaced": one.is_replaced,
            }
            for one in (*self._made(), *self._replaced())
        ]

    def describe(self, name: str) -> dict[str, Any]:
        """Return what restoring a backup takes away, as JSON: how many acts were said after its last one.

        Raises:
            NotFoundError: there is no such backup.
            DatabaseError: it cannot be read.
        """
        if self._backups is None:
            raise AnnotationsError(str(self._annotations.notice))
        return {"name": name, "later": self._backups.count_later(name)}

    def _replaced(self) -> Sequence[Backup]:
        try:
            return self._backups.get_replaced() if self._backups else ()
        except OSError as error:
            log.warning("the data folder cannot be read: %s", error)
            return ()

    def _made(self) -> Sequence[Backup]:
        try:
            return self._backups.get_all() if self._backups else ()
        except OSError as error:  # the status is wanted all the same
            log.warning("the folder of the backups cannot be read: %s", error)
            return ()

    def restore(self, name: str) -> dict[str, Any]:
        """Take library.db from a backup; what it holds now is kept in a file beside it, whose name is told.

        Raises:
            NotFoundError: there is no such backup.
            DatabaseError: it is damaged, or cannot be read or written; nothing was changed.
            BusyError: a sidecar is being written on a drive that does not answer; nothing was changed.
        """
        if self._backups is None:
            raise AnnotationsError(Sentence("error-not-changed", why=str(self._annotations.notice)))
        with self._holding_sidecars():
            kept = self._backups.restore(name)
        return {"kept": kept.name, "generation": self._annotations.follow(0)}
