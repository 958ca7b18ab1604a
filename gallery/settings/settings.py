"""Holds what the user set: roots, searches, groups, view and window, as settings.json has them.

Roots, searches and groups are on the disk before a change of them is answered. View and window follow within two
seconds, and at the end of the program: to lose where one had scrolled to is no loss, and they change all the time.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.base.errors import SettingsError
from gallery.languages.sentence import Sentence
from gallery.settings.chosen_groups import ChosenGroups
from gallery.settings.ids import is_id
from gallery.settings.preferences import Preferences
from gallery.settings.saved_searches import SavedSearches
from gallery.settings.settings_file import SettingsFile
from gallery.settings.settings_json import VERSION, unknown
from gallery.settings.sidecar_answer import SidecarAnswer
from gallery.settings.view_state import FIELDS as VIEW_FIELDS
from gallery.settings.view_state import ViewState, view_from

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from pathlib import Path

log = logging.getLogger(__name__)
WRITE_INTERVAL_S = 2.0
RETRY_INTERVAL_S = 10.0
"""After a write that failed."""
BUSY_S = 10.0
"""How long a change waits for the one before it: on a dead disk that one never ends."""


@dataclass(frozen=True, slots=True)
class RootPath:
    """A root: its id, and the absolute path of its folder without links."""

    id: int
    path: bytes


class Settings:
    """The settings, read once, kept here, and written to the disk.

    Every method may be called on any thread. `_write_lock` is held while roots or searches change, and while the file
    is written, which a dead disk never ends; `_lock`, taken after it and only for a moment, guards the other values.
    """

    def __init__(self, path: Path) -> None:
        """Read the file; of one that is damaged, newer or gone, all that can be had (see settings_file.py).

        Raises:
            SettingsError: the file cannot be read now, or not be kept.
        """
        self._file = SettingsFile(path)
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._written = -WRITE_INTERVAL_S
        self._unwritten = self._closed = False
        self._failure: str | None = None
        self._listeners: list[Callable[[], None]] = []
        stored = self._file.read()
        self._told = stored.notice
        self.roots_lost = stored.roots_lost
        """Whether there may have been more roots: settings.json was damaged, or is not there."""
        fields = stored.fields
        items = fields.get("roots", [])
        self._roots = tuple(RootPath(item["id"], os.fsencode(item["path"])) for item in items)
        self._unknown_of_root = {item["id"]: unknown(item, ("id", "path")) for item in items}
        next_root = fields.get("next_root", 1)
        self._next_root = max([next_root if is_id(next_root) else 1, *(root.id + 1 for root in self._roots)])
        self._view = view_from(fields.get("view"), ViewState())
        self._unknown_of_view = unknown(fields["view"], VIEW_FIELDS) if isinstance(fields.get("view"), dict) else {}
        self._window = fields.get("window") if isinstance(fields.get("window"), str) else None
        self.searches = SavedSearches(fields.get("searches", []), fields.get("next_search"), self)
        """The saved searches. Their own methods change them, and write them."""
        self.groups = ChosenGroups(fields.get("groups", []), fields.get("next_group"), self)
        """What the user put together or took apart."""
        self.sidecars = SidecarAnswer(fields.get("sidecars"), self)
        """Whether a copy of what is said is kept beside the photos."""
        self.preferences = Preferences(fields, self)
        """What was chosen on the page of settings."""
        lists = {**self.searches.fields(), **self.groups.fields(), **self.sidecars.fields()}
        lists |= self.preferences.fields()
        self._kept = {**unknown(fields), "roots": self._items(self._roots), **lists}
        """The fields that are on the disk before a change of them is answered, and those of later versions."""
        if stored.mended:
            self._write_or_retry()

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: the settings cannot be saved, or what happened to their file."""
        return self._failure or self._told

    @property
    def roots(self) -> tuple[RootPath, ...]:
        """The roots in the order in which they were added."""
        return self._roots

    @property
    def view(self) -> ViewState:
        """The state of the page."""
        return self._view

    @property
    def window(self) -> str | None:
        """Size and place of the window, in the window's own format."""
        return self._window

    def add_listener(self, changed: Callable[[], None]) -> None:
        """Call `changed` whenever `notice` has changed, on any thread; it must not ask for a change here."""
        self._listeners.append(changed)

    def change_view(self, data: object) -> ViewState:
        """Change the fields of the view that `data` names, keep the others, and return the new view. Written soon."""
        with self._lock:
            view = self._view = view_from(data, self._view)
        self._write_soon()
        return view

    def set_window(self, text: str) -> None:
        """Set size and place of the window. Written soon."""
        with self._lock:
            self._window = text
        self._write_soon()

    def next_root_id(self) -> int:
        """Return an id that no root has had, and that is never returned again."""
        with self._lock:
            root_id = self._next_root
            self._next_root += 1
        self._write_soon()
        return root_id

    def replace_roots(self, added: Collection[RootPath], removed: Collection[int]) -> None:
        """Add and remove roots in one step: no file ever holds only half of it. On return they are on the disk.

        Raises:
            SettingsError: they cannot be written, and are as they were.
        """
        with self.changing():
            roots = (*(root for root in self._roots if root.id not in removed), *added)
            with self._lock:
                self._next_root = max(self._next_root, *(root.id + 1 for root in roots), 1)
            self.keep({"roots": self._items(roots)})
            self._roots = roots

    def restore_roots(self, found: Collection[RootPath]) -> None:
        """Take roots that the index knows, and that were lost with settings.json, and say so.

        Raises:
            SettingsError: they cannot be written, and are as they were.
        """
        self.replace_roots(found, [])
        self.roots_lost = False
        told = "Folders that were missing in settings.json were found in index.db and are shown again."
        self._told = f"{self._told} {told}" if self._told else f"{told} Saved searches may be missing."
        self._announce()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock of changes to roots and searches.

        Raises:
            SettingsError: the change before this one does not end.
        """
        if not self._write_lock.acquire(timeout=BUSY_S):
            raise SettingsError(Sentence("error-settings-slow"))
        try:
            yield
        finally:
            self._write_lock.release()

    def keep(self, fields: Mapping[str, Any]) -> None:
        """Write fields of roots or searches, within `changing`. On return they are on the disk.

        Raises:
            SettingsError: they cannot be written, and are as they were.
        """
        if self._closed:
            raise SettingsError(Sentence("error-closing"))
        before, self._kept = self._kept, {**self._kept, **fields}
        try:
            self._write()
        except SettingsError:
            self._kept = before
            raise

    def close(self) -> None:
        """Write what is not written yet, after a write that is under way. Later changes are refused. Idempotent.

        Waits BUSY_S at most: a dead disk keeps nobody from ending.
        """
        with self._lock:
            self._closed = True
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
        if self._write_lock.acquire(timeout=BUSY_S):
            try:
                if self._unwritten:
                    self._write_or_retry()
            finally:
                self._write_lock.release()
        if timer:
            timer.join(BUSY_S)

    def _items(self, roots: Collection[RootPath]) -> list[dict[str, Any]]:
        """Return the field `roots`."""
        return [
            {**self._unknown_of_root.get(root.id, {}), "id": root.id, "path": os.fsdecode(root.path)} for root in roots
        ]

    def _write_soon(self) -> None:
        """Start the timer, unless it runs already."""
        with self._lock:
            self._unwritten = True
            self._start_timer(max(0.05, self._written + WRITE_INTERVAL_S - time.monotonic()))

    def _start_timer(self, wait: float) -> None:
        """Write in `wait` seconds, or when the timer that runs says. `_lock` is held."""
        if self._timer is None and not self._closed:
            self._timer = threading.Timer(wait, self._on_timer)
            self._timer.name, self._timer.daemon = "settings", True
            self._timer.start()

    def _on_timer(self) -> None:
        """Write. The thread `settings`."""
        with self._write_lock:
            with self._lock:
                if self._closed:
                    return
                self._timer = None
            self._write_or_retry()

    def _write_or_retry(self) -> None:
        """Write, and try again later if that fails. `_write_lock` is held, or nobody else knows this object yet."""
        try:
            self._write()
        except SettingsError as error:
            log.debug("tried again later: %s", error)

    def _write(self) -> None:
        """Replace the file. `_write_lock` is held.

        Raises:
            SettingsError: it cannot be written; what memory holds is tried again later.
        """
        with self._lock:
            self._unwritten, self._written = False, time.monotonic()
            fields = self._fields()
        try:
            told = self._file.write(fields)
        except OSError as error:
            sentence = Sentence("error-settings-unsaved", why=error.strerror or str(error))
            log.error("settings not written: %s", error)  # noqa: TRY400  the sentence is the whole story
            with self._lock:
                self._unwritten = True
                self._start_timer(RETRY_INTERVAL_S)
            self._set_failure(str(sentence))
            raise SettingsError(sentence) from error
        if told:
            log.warning("%s", told)
            self._told = told
            self._announce()
        self._set_failure(None)

    def _fields(self) -> dict[str, Any]:
        """Return the settings as the file has them. `_lock` is held."""
        view = {**self._unknown_of_view, **self._view.as_json()}
        return {
            "version": VERSION, **self._kept, "next_root": self._next_root, "view": view, "window": self._window,
        }  # fmt: skip

    def _set_failure(self, sentence: str | None) -> None:
        """Note why the settings cannot be written, or that they are."""
        if sentence != self._failure:
            self._failure = sentence
            self._announce()

    def _announce(self) -> None:
        for changed in self._listeners:
            changed()
