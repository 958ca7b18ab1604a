"""Holds what the user set: roots, view, searches. Only here settings.json is written: whole, at most every 2 s."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.settings.ids import is_id
from gallery.settings.saved_searches import SavedSearches
from gallery.settings.view_state import ViewState, view_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

log = logging.getLogger(__name__)
WRITE_INTERVAL_S = 2.0
RETRY_INTERVAL_S = 10.0
"""After a write that failed."""


@dataclass(frozen=True, slots=True)
class RootPath:
    """A root: its id, and the absolute path of its folder without links."""

    id: int
    path: bytes


class Settings:
    """The settings, read once, kept here, and written after every change by a timer.

    Every method may be called on any thread. `_lock` guards the values; `_write_lock`, taken before it, the file.
    """

    def __init__(self, path: Path) -> None:
        """Read the file. One that is damaged is kept under another name, and what could be read of it is used."""
        self._path = path
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._written = -WRITE_INTERVAL_S
        self._unwritten = self._closed = False
        self._damage: str | None = None
        self._failure: str | None = None
        data = self._read()
        self._roots, lost = _roots_from(data.get("roots", []))
        next_root = data.get("next_root", 1)
        self._next_root = max([next_root if is_id(next_root) else 1, *(root.id + 1 for root in self._roots)])
        self._view = view_from(data.get("view"), ViewState())
        self._window = data.get("window") if isinstance(data.get("window"), str) else None
        self.searches = SavedSearches(data.get("searches", []), data.get("next_search"), self._write_soon)
        """The saved searches. Their own methods change them; they are written with the other settings."""
        if lost:
            self._set_aside(ValueError("a folder in it makes no sense"))
        elif self.searches.lost:
            self._set_aside(ValueError("a saved search in it makes no sense"), "save again the searches you miss")
        if (self._roots or list(self.searches)) and self._damage:
            self._write_soon()  # what could be read is not lost with the file

    @property
    def notice(self) -> str | None:
        """The sentence that the user should read: the settings cannot be saved, or could not be read."""
        return self._failure or self._damage

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

    def change_view(self, data: object) -> ViewState:
        """Change the fields of the view that `data` names, keep the others, and return the new view."""
        with self._lock:
            view = self._view = view_from(data, self._view)
        self._write_soon()
        return view

    def set_window(self, text: str) -> None:
        """Set size and place of the window."""
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
        """Add and remove roots in one step: no file ever holds only half of it."""
        with self._lock:
            self._roots = (*(root for root in self._roots if root.id not in removed), *added)
        self._write_soon()

    def close(self) -> None:
        """Write what is not written yet, after a write that is under way. Later changes are not written. Idempotent."""
        with self._lock:
            self._closed = True
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()
        with self._write_lock:
            if self._unwritten:
                self._write()
        if timer:
            timer.join()

    def _write_soon(self) -> None:
        """Start the timer, unless it runs already."""
        with self._lock:
            self._unwritten = True
            if self._timer is None and not self._closed:
                self._start_timer(max(0.05, self._written + WRITE_INTERVAL_S - time.monotonic()))

    def _start_timer(self, wait: float) -> None:
        """Write in `wait` seconds. The lock is held."""
        self._timer = threading.Timer(wait, self._on_timer)
        self._timer.name, self._timer.daemon = "settings", True
        self._timer.start()

    def _on_timer(self) -> None:
        """Write, and try again later if that failed. The thread `settings`."""
        with self._write_lock:
            with self._lock:
                if self._closed:
                    return
                self._timer = None
            self._write()
            with self._lock:
                if self._failure and self._timer is None and not self._closed:
                    self._start_timer(RETRY_INTERVAL_S)

    def _write(self) -> None:
        """Replace the file by a new one, whole or not at all. The write lock is held."""
        with self._lock:
            self._unwritten, self._written = False, time.monotonic()
            text = json.dumps(self._as_json(), indent=1)
        temporary = self._path.with_suffix(".tmp")
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
            self._failure = None
        except OSError as error:
            self._unwritten = True
            self._failure = f"Your settings cannot be saved: {error.strerror or error}."
            log.error("settings not written: %s", error)  # noqa: TRY400  the sentence is the whole story

    def _as_json(self) -> dict[str, Any]:
        """Return the settings as the file has them. The lock is held."""
        # lone surrogates (bytes that are no text) survive JSON's \udcXX escapes
        roots = [{"id": root.id, "path": os.fsdecode(root.path)} for root in self._roots]
        return {
            "roots": roots,
            "next_root": self._next_root,
            "view": self._view.as_json(),
            "window": self._window,
            "searches": self.searches.as_json(),
            "next_search": self.searches.next_id,
        }

    def _read(self) -> dict[str, Any]:
        """Return what the file holds; an empty object when there is none, or it is damaged."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            self._set_aside(error)
            return {}
        if isinstance(data, dict):
            return data
        self._set_aside(ValueError("not an object"))
        return {}

    def _set_aside(self, error: Exception, advice: str = "add your folders again") -> None:
        """Keep a damaged file under another name, for it is precious, and say so in the notice."""
        aside = self._path.with_name(f"settings.damaged-{time.time_ns() // 1_000_000}.json")
        log.error("settings.json cannot be read (%s), kept as %s", error, aside.name)
        try:
            self._path.replace(aside)
        except OSError as second:
            log.error("and cannot be set aside: %s", second)  # noqa: TRY400
            self._damage = f"Your settings could not be read: {second.strerror or second}."
        else:
            self._damage = f"Your settings could not be read. They were kept as {aside.name}; {advice}."


def _roots_from(data: object) -> tuple[tuple[RootPath, ...], bool]:
    """Return the roots in `data` that make sense, and whether others were lost."""
    found: dict[int, RootPath] = {}
    items: list[Any] = data if isinstance(data, list) else [data]
    for item in items:
        try:
            root = RootPath(item["id"], os.fsencode(item["path"]))
        except (TypeError, KeyError, UnicodeEncodeError):
            continue
        if is_id(root.id) and isinstance(item["path"], str) and root.path:
            found.setdefault(root.id, root)
    return tuple(found.values()), len(found) < len(items)
