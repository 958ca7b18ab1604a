"""The command `open`: show what is named in a window, or hand it to the Shoebox that has the data folder already."""

from __future__ import annotations

import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.base.errors import DataFolderError
from gallery.base.events import DropHoverChanged
from gallery.base.lock import FolderInUseError
from gallery.base.single_instance import HandoverListener, hand_over
from gallery.cli import serve
from gallery.cli.prepare import prepare
from gallery.local_server import open_local_server
from gallery.program_files import program_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from gallery.app import Parts
    from gallery.base.paths import DataFolder
    from gallery.settings.settings import Settings

log = logging.getLogger(__name__)
OPEN_TIMEOUT_S = 5.0
"""How long to try for a data folder that another Shoebox holds without answering: it starts or ends just now."""


def run(arguments: argparse.Namespace) -> int:
    """Show what is named in a window, or serve it to a browser where there can be no window. Return the exit code."""
    from gallery.desktop.probe import window_problem

    problem = window_problem()
    if problem:
        print(f"{problem} Serving to a browser instead.", file=sys.stderr)
        return serve.run(arguments)
    data, paths = prepare(arguments)
    with ExitStack() as stack:
        parts = open_or_hand_over(stack, data, paths)
        return _show_window(arguments, data, parts, paths) if parts else 0


def open_or_hand_over(stack: ExitStack, data: DataFolder, paths: Sequence[bytes]) -> Parts | None:
    """Open the parts on `stack` and return them, or None when the Shoebox that has the data folder took `paths` over.

    A Shoebox that starts or ends just now has the folder and does not listen: then opening and handing over are tried
    again until OPEN_TIMEOUT_S have passed.

    Raises:
        DataFolderError: the data folder cannot be opened, and no Shoebox answered.
        GalleryError: the Shoebox that has it could not take all of the paths.
    """
    end = time.monotonic() + OPEN_TIMEOUT_S
    while True:
        try:
            return stack.enter_context(open_parts(data, held=True))
        except DataFolderError as error:
            if hand_over(data.handover, paths):
                return None
            if not isinstance(error, FolderInUseError) or time.monotonic() > end:
                raise
        time.sleep(0.1)


def _show_window(arguments: argparse.Namespace, data: DataFolder, parts: Parts, paths: Sequence[bytes]) -> int:
    """Show the window until it is closed, and return the exit code. Main thread only.

    The parts know each other in this order: the local server has the address that the window opens; the listener for
    second starts is told by the window that it closes; and it raises the window, which is handed to it when it starts.
    """
    from gallery.desktop.task_bar import TaskBar
    from gallery.desktop.window import Window

    task_bar = TaskBar()
    roots = parts.library.roots
    named = parts.library.visits.open_pictures(paths)  # first: it is made while the window appears
    with ExitStack() as stack:
        background = _BackgroundCalls(stack.enter_context(ThreadPoolExecutor(1, "window-calls")))
        local = stack.enter_context(open_local_server(parts, 0))
        handover = HandoverListener(data.handover)  # from now on a second start finds us, and waits a little
        stack.callback(handover.stop)
        window = Window(
            origin=local.gate.origin,
            boot_address=local.gate.boot_address,
            placement=_PlacementInSettings(parts.settings, handover.refuse),
            icon=program_folder("assets") / "icon.png",
            language=lambda: parts.settings.view.language,
            on_drop=lambda dropped: background.call(lambda: parts.library.show(dropped)),
            on_hover=lambda over: parts.hub.send(DropHoverChanged(over)),
            on_focus=lambda: background.call(roots.rescan_on_focus),
            devtools=arguments.devtools,
        )

        def show_handed_over(paths: list[bytes]) -> list[str]:
            window.raise_()
            return parts.library.show(paths)

        stack.callback(parts.hub.follow(task_bar.take))
        parts.library.open(local.is_built)
        handover.start(show_handed_over)
        for refusal in parts.library.add_folders(named):
            print(f"shoebox: {refusal}", file=sys.stderr)
        local.begin(window, window.close)
        window.run()
    return 0


class _PlacementInSettings:
    """Size and place of the window, kept in the settings."""

    def __init__(self, settings: Settings, on_closing: Callable[[], None]) -> None:
        """Take the settings, and what to call when the window closes, which takes a while: it saves its state first."""
        self._settings = settings
        self._on_closing = on_closing

    def load(self) -> str | None:
        """Return what was saved last, in the window's own format."""
        return self._settings.window

    def save(self, text: str) -> None:
        """Save the state of a window that closes."""
        self._on_closing()
        self._settings.set_window(text)


class _BackgroundCalls:
    """Calls that may take long, made one after the other on a thread of their own: the window's loop must not wait."""

    def __init__(self, executor: ThreadPoolExecutor) -> None:
        self._executor = executor

    def call(self, function: Callable[[], object]) -> None:
        """Call `function` soon; its error is logged. Once the executor is shut down nothing is called. Any thread."""
        try:
            self._executor.submit(_call_and_log, function)
        except RuntimeError:
            log.debug("closing: nothing is called in the background any more")


def _call_and_log(function: Callable[[], object]) -> None:
    try:
        function()
    except Exception:
        log.exception("a call in the background failed")
