"""What the user set: roots, view, searches. The only writer of settings.json: whole, atomic, at most every 2 s."""

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
PAUSE_S = 2.0
AGAIN_S = 10.0
"""After a write that failed."""


@dataclass(frozen=True, slots=True)
class RootPath:
    id: int
    path: bytes


class Settings:
    """The settings, read once, kept here, written after every change by a timer. `close()` writes what is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._write_lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._written = -PAUSE_S
        self._unwritten = self._closed = False
        self._damage: str | None = None
        self._failure: str | None = None
        data = self._read()
        self._roots, lost = _roots_from(data.get("roots", []))
        following = data.get("next_root", 1)
        self._next_root = max([following if is_id(following) else 1, *(root.id + 1 for root in self._roots)])
        self._view = view_from(data.get("view"), ViewState())
        self._window = data.get("window") if isinstance(data.get("window"), str) else None
        self.searches = SavedSearches(data.get("searches", []), data.get("next_search"), self._later)
        """Those the user keeps. They change by themselves, and are written as all else."""
        if lost:
            self._set_aside(ValueError("a folder in it makes no sense"))
        elif self.searches.lost:
            self._set_aside(ValueError("a saved search in it makes no sense"), "save again the searches you miss")
        if (self._roots or list(self.searches)) and self._damage:
            self._later()  # what could be read is not lost with the file

    @property
    def notice(self) -> str | None:
        """What the user should know: the settings cannot be saved, or could not be read."""
        return self._failure or self._damage

    @property
    def roots(self) -> tuple[RootPath, ...]:
        return self._roots

    @property
    def view(self) -> ViewState:
        return self._view

    @property
    def window(self) -> str | None:
        """The window's place, in the window's own words."""
        return self._window

    def change_view(self, data: object) -> ViewState:
        """Change what `data` names and keep the rest. Several may do so at once."""
        with self._lock:
            view = self._view = view_from(data, self._view)
        self._later()
        return view

    def set_window(self, text: str) -> None:
        with self._lock:
            self._window = text
        self._later()

    def next_root_id(self) -> int:
        """A number that no root has had, and none will get but the one it is asked for."""
        with self._lock:
            root_id = self._next_root
            self._next_root += 1
        self._later()
        return root_id

    def replace_roots(self, added: Collection[RootPath], removed: Collection[int]) -> None:
        """All of it at once: no file ever holds only the half."""
        with self._lock:
            self._roots = (*(root for root in self._roots if root.id not in removed), *added)
        self._later()

    def close(self) -> None:
        """Idempotent. Waits for a write that is under way; changes that come later are not written."""
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

    def _later(self) -> None:
        with self._lock:
            self._unwritten = True
            if self._timer is None and not self._closed:
                self._start_timer(max(0.05, self._written + PAUSE_S - time.monotonic()))

    def _start_timer(self, wait: float) -> None:
        self._timer = threading.Timer(wait, self._on_time)
        self._timer.name, self._timer.daemon = "settings", True
        self._timer.start()

    def _on_time(self) -> None:
        with self._write_lock:
            with self._lock:
                if self._closed:
                    return
                self._timer = None
            self._write()
            with self._lock:
                if self._failure and self._timer is None and not self._closed:
                    self._start_timer(AGAIN_S)

    def _write(self) -> None:
        """Whole, or not at all. The write lock is held."""
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

    def _set_aside(self, error: Exception, way_out: str = "add your folders again") -> None:
        """Precious even when damaged: keep the file, go on with what could be read, say so."""
        aside = self._path.with_name(f"settings.damaged-{time.time_ns() // 1_000_000}.json")
        log.error("settings.json cannot be read (%s), kept as %s", error, aside.name)
        try:
            self._path.replace(aside)
        except OSError as second:
            log.error("and cannot be set aside: %s", second)  # noqa: TRY400
            self._damage = f"Your settings could not be read: {second.strerror or second}."
        else:
            self._damage = f"Your settings could not be read. They were kept as {aside.name}; {way_out}."


def _roots_from(data: object) -> tuple[tuple[RootPath, ...], bool]:
    """The roots that make sense, and whether others were lost."""
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
