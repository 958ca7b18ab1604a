"""The commands open, serve and index."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, NoReturn

from gallery.app import open_parts, open_site
from gallery.base.errors import DataFolderError, GalleryError, UsageError
from gallery.base.lock import HELD
from gallery.base.logs import start_logging
from gallery.base.paths import open_data_folder, program_folder
from gallery.base.single_instance import HandoverListener, hand_over
from gallery.catalog import photos
from gallery.imaging.formats import has_known_suffix
from gallery.library.roots import check_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gallery.app import Parts, Site
    from gallery.base.paths import DataFolder
    from gallery.desktop.window import Window
    from gallery.library.library import Library
    from gallery.settings.settings import Settings
    from gallery.web.gate import Gate

log = logging.getLogger(__name__)
FIRST_CODE_S = 600.0
BEGIN_S = 5.0


def open_window(arguments: argparse.Namespace) -> int:
    """Show the folders in a window; in a browser where there can be none."""
    from gallery.desktop.probe import window_problem

    problem = window_problem()
    if problem:
        print(f"{problem} Serving to a browser instead.", file=sys.stderr)
        return serve(arguments)
    data, paths = _prepare(arguments)
    with ExitStack() as stack:
        parts = _begin(stack, data, paths)
        return _window(arguments, data, parts, paths) if parts else 0


def _begin(stack: ExitStack, data: DataFolder, paths: Sequence[bytes]) -> Parts | None:
    """The parts, once the data folder is ours; None when the Shoebox that has it took the folders over.

    One that starts or ends just now has the folder and does not listen: then both are tried again for a while.

    Raises:
        DataFolderError: neither.
    """
    end = time.monotonic() + BEGIN_S
    while True:
        try:
            return stack.enter_context(open_parts(data, held=True))
        except DataFolderError as error:
            if hand_over(data.handover, paths):
                return None
            held = isinstance(error.__cause__, OSError) and error.__cause__.errno in HELD
            if not held or time.monotonic() > end:
                raise
        time.sleep(0.1)


def _window(arguments: argparse.Namespace, data: DataFolder, parts: Parts, paths: Sequence[bytes]) -> int:
    from gallery.desktop.window import Window

    with ExitStack() as stack:
        errands = stack.enter_context(ThreadPoolExecutor(1, "errands"))  # what must not hold up the window's loop
        desk = _Desk()
        site = stack.enter_context(open_site(parts, desk, 0, desk.close))
        window = desk.window = Window(
            origin=site.gate.origin,
            boot_address=site.gate.boot_address,
            placement=_WindowState(parts.settings, lambda: handover.refuse()),  # noqa: PLW0108  built below
            icon=program_folder("assets") / "icon.png",
            on_drop=lambda dropped: _later(errands, lambda: add_and_show(parts.library, dropped)),
            on_hover=parts.library.hover,
            on_focus=lambda: _later(errands, parts.library.focused),
            devtools=arguments.devtools,
        )

        def taken(handed: list[bytes]) -> None:
            _later(errands, lambda: add_and_show(parts.library, handed))
            window.raise_()

        handover = HandoverListener(data.handover, taken)  # from now on a second start finds us, and waits a little
        stack.callback(handover.stop)
        parts.library.open()
        handover.start()
        add_and_show(parts.library, paths)
        site.begin()
        window.run()
    return 0


class _Desk:
    """The window for the site, which is built first: a window needs an address to open."""

    window: Window

    available = True

    def choose_folder(self) -> bytes | None:
        return self.window.choose_folder()

    def reveal(self, path: bytes) -> None:
        self.window.reveal(path)

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: FBT001
        return self.window.fullscreen(on)

    def close(self) -> None:
        self.window.close()


class _WindowState:
    """Size and place of the window, kept in the settings. It is saved when the window closes, which takes a while."""

    def __init__(self, settings: Settings, on_closing: Callable[[], None]) -> None:
        self._settings = settings
        self._on_closing = on_closing

    def load(self) -> str | None:
        return self._settings.window

    def save(self, text: str) -> None:
        self._on_closing()
        self._settings.set_window(text)


def serve(arguments: argparse.Namespace) -> int:
    """Serve the page to a browser on this computer until SIGINT or SIGTERM."""
    from gallery.web.desktop_protocol import NoDesktop

    data, paths = _prepare(arguments)
    ended = threading.Event()
    _on_signals(ended.set)
    with open_parts(data, held=True) as parts, open_site(parts, NoDesktop(), arguments.port, ended.set) as site:
        site.begin()
        parts.library.open()
        add_and_show(parts.library, paths)
        _announce(arguments, site)
        while not ended.wait(0.5):  # in steps: Windows hears Ctrl+C only between waits
            pass
    return 0


def _announce(arguments: argparse.Namespace, site: Site) -> None:
    address = site.gate.boot_address(FIRST_CODE_S)
    if arguments.json:
        print(json.dumps({"boot": address, "port": site.port, "pid": os.getpid()}), flush=True)
        return
    print(
        f"Open this address in a browser on this computer; it works once:\n  {address}\nCtrl+C ends Shoebox.",
        flush=True,
    )
    if sys.stdin and sys.stdin.isatty():
        print("Enter prints a new address.", flush=True)
        threading.Thread(target=_print_more, args=(site.gate,), name="stdin", daemon=True).start()


def _print_more(gate: Gate) -> None:
    for _ in sys.stdin:
        print(f"  {gate.boot_address(FIRST_CODE_S)}", flush=True)


def index(arguments: argparse.Namespace) -> int:
    """Read the folders, make their grid thumbnails, report."""
    data, paths = _prepare(arguments)
    started = time.monotonic()
    ended = threading.Event()
    _on_signals(ended.set)
    with open_parts(data, thumbnails=not arguments.no_thumbnails) as parts:
        parts.library.align()
        roots = {parts.library.add_root(path).root for path in paths}
        for root in parts.settings.roots:
            if not paths or root.id in roots:
                parts.indexer.scan(root.id)
        _wait_for(parts, ended, show=not arguments.json and sys.stderr.isatty())
        return _report(arguments, parts, roots or {root.id for root in parts.settings.roots}, started)


def _wait_for(parts: Parts, ended: threading.Event, *, show: bool) -> None:
    width = 0
    while not (parts.indexer.at_rest(0.05) or ended.is_set()):
        if show:
            now = parts.indexer.progress()
            total = now.read + now.unread
            done, words = (now.read, "headers") if now.unread else (now.thumbnails, "thumbnails")
            bar = "█" * (24 * done // max(1, total))
            line = f"{bar:░<24} {done:,} of {total:,} {words}, {now.listed:,} files found"
            print(f"\r{line:<{width}}", end="", file=sys.stderr, flush=True)
            width = len(line)
    if show:
        print(f"\r{'':<{width}}\r", end="", file=sys.stderr, flush=True)


def _report(arguments: argparse.Namespace, parts: Parts, roots: set[int], started: float) -> int:
    with parts.database.read() as conn:
        sums = [photos.summary(conn, root) for root in roots]
    count, failed, made = (sum(part) for part in zip(*sums, strict=True)) if sums else (0, 0, 0)
    seconds = round(time.monotonic() - started, 2)
    problems = [{"path": row["path"], "reason": row["message"]} for row in parts.library.problems(roots)]
    if arguments.json:
        print(
            json.dumps(
                {"photos": count, "failed": failed, "thumbnails": made, "seconds": seconds, "problems": problems}
            )
        )
        return 0
    print(f"{count:,} photos, {made:,} thumbnails, {failed:,} files with a problem, {seconds:,} s")
    for problem in problems:
        print(f"  {problem['path']}\n    {problem['reason']}", file=sys.stderr)
    return 0


def add_and_show(library: Library, paths: Sequence[bytes]) -> None:
    """Make these folders roots and go to the first. What cannot be one is passed over: the user sees the others."""
    first: int | None = None
    for path in paths:
        try:
            folder = library.add_root(path).folder
        except GalleryError as error:
            log.warning("%s", error)
            continue
        first = first or folder
    if first:
        library.show(first)


def _prepare(arguments: argparse.Namespace) -> tuple[DataFolder, list[bytes]]:
    """The data folder with its log begun, and the folders that were named, each checked.

    Raises:
        UsageError: one of them cannot be shown.
        DataFolderError: the data folder cannot be written.
    """
    _on_signals(_end_now)
    os.umask(0o077)  # whatever is written is this account's own business
    data = open_data_folder(arguments.data_dir)
    start_logging(data.logs, verbose=arguments.verbose)
    return data, [_folder(path, data.path) for path in arguments.paths]


def _folder(path: str, data: Path) -> bytes:
    if os.path.isfile(path) and has_known_suffix(os.fsencode(path)):
        raise UsageError(f"{path} is a single picture. Name its folder: single pictures cannot be opened yet.")
    return check_folder(path, data)


def _later(errands: ThreadPoolExecutor, errand: Callable[[], None]) -> None:
    def run() -> None:
        try:
            errand()
        except Exception:
            log.exception("an errand failed")

    try:
        errands.submit(run)
    except RuntimeError:
        log.debug("closing: no more errands")


def _end_now() -> NoReturn:
    """Before the window or the server has its own way to end: unwind what was begun."""
    raise KeyboardInterrupt


def _on_signals(end: Callable[[], None]) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: end())
