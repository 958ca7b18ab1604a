"""What the commands open, serve and index do first: signals, data folder, log, and a check of the paths named."""

from __future__ import annotations

import os
import signal
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NoReturn

from gallery.base.errors import UsageError
from gallery.base.logs import start_logging
from gallery.base.paths import open_data_folder
from gallery.imaging.formats import has_known_suffix
from gallery.library.root_paths import ask_drive, check_folder, find_file

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gallery.base.paths import DataFolder


class EndRequest:
    """Tells the main thread, on any thread or in the handler of a signal, that the program shall end.

    Not an Event: its methods hold a lock, and a handler that runs while they do waits for it for ever.
    """

    def __init__(self) -> None:
        self._asked: SimpleQueue[None] = SimpleQueue()  # the one queue whose `put` may interrupt itself and `get`
        self.exit_code = 0
        """What the program ends with: 1 when it was ended by something that failed, so that it is started again."""

    def fail(self) -> None:
        """Ask for the end, because what the program is for has ended by itself."""
        self.exit_code = 1
        self.ask()

    def ask(self) -> None:
        """Ask for the end; again does no harm."""
        self._asked.put(None)

    def asked(self) -> bool:
        """Return whether the end was asked for."""
        return not self._asked.empty()

    def wait(self, timeout_s: float) -> bool:
        """Wait for at most `timeout_s` seconds until the end is asked for; return whether it was."""
        try:
            self._asked.get(timeout=timeout_s)
        except Empty:
            return False
        self.ask()
        return True


def prepare(arguments: argparse.Namespace, *, files: bool = True) -> tuple[DataFolder, list[bytes]]:
    """Open the data folder, begin its log, check the paths that were named, and return both.

    Args:
        arguments: What was typed.
        files: Whether a picture may be named, whatever its name is; else folders only.

    Raises:
        UsageError: a path that was named cannot be shown.
        RootOfflineError: its drive does not answer.
        DataFolderError: the data folder cannot be written.
    """
    call_on_signals(_end_now)
    os.umask(0o077)  # whatever is written is this account's own business
    data = open_data_folder(arguments.data_dir)
    start_logging(data.logs, verbose=arguments.verbose)
    paths = list(_check_all(arguments.paths, data.path, files=files))
    work_in(data.path)
    return data, paths


def work_in(folder: Path) -> None:
    """Make a folder that this account may enter the working folder: child processes begin where their parent is.

    Where the user stood this account may not be allowed to enter, it may be deleted, or lie on a drive that is to be
    unplugged. Paths that were typed have been made absolute before.
    """
    os.chdir(folder)


def _check_all(paths: Sequence[str], data: Path, *, files: bool) -> Iterator[bytes]:
    """Yield the real paths of what was named, but of the pictures that were named in one place only the first.

    The others lie beside it. A file manager names all that are selected, and to ask a slow drive for a thousand takes
    minutes.

    Raises:
        UsageError: one of them cannot be shown.
        RootOfflineError: its drive does not answer.
    """
    seen: set[str] = set()
    for path in paths:
        place = os.path.dirname(path)
        is_picture = files and has_known_suffix(os.fsencode(path))
        if is_picture and place in seen:
            continue
        yield _real(path, data, files=files)
        if is_picture:
            seen.add(place)


def _real(path: str, data: Path, *, files: bool) -> bytes:
    """Return the real path of a folder that can be a root, or with `files` of a file.

    Raises:
        UsageError: `path` is none.
        RootOfflineError: its drive does not answer.
    """
    return ask_drive(path, lambda: _check(path, data, files=files))


def _check(path: str, data: Path, *, files: bool) -> bytes:
    """Return the real path of a folder that can be a root, or of a file. Blocks while its drive does not answer.

    Raises:
        UsageError: `path` is none.
    """
    if files:
        folder, name = find_file(os.fsencode(path))
        return os.path.join(folder, name) if name else check_folder(folder, data)
    if os.path.isfile(path) and has_known_suffix(os.fsencode(path)):
        raise UsageError(f"{path} is a single picture. Name its folder: only folders are read ahead.")
    return check_folder(path, data)


def _end_now() -> NoReturn:
    """Unwind what was begun: called until the window or the server has its own way to end."""
    raise KeyboardInterrupt


def call_on_signals(end: Callable[[], None]) -> None:
    """Call `end` on every signal that asks the program to end. Main thread only."""
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: end())
