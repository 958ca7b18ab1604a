"""The command `open`: show what is named in a window, or hand it to the Shoebox that has the data folder already."""

from __future__ import annotations

import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from gallery.base.errors import DataFolderError
from gallery.base.lock import FolderInUseError
from gallery.base.single_instance import HandoverListener, hand_over
from gallery.cli.last_picture_file import LastPictureFile
from gallery.cli.opening import Opening
from gallery.cli.prepare import prepare
from gallery.data_folder_lock import lock_data_folder
from gallery.local_server import open_page_port
from gallery.program_files import program_folder

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

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
        from gallery.cli import serve

        print(f"{problem} Serving to a browser instead.", file=sys.stderr)
        return serve.run(arguments)
    data, paths = prepare(arguments)
    with ExitStack() as stack:
        settings = lock_or_hand_over(stack, data, paths)
        return _show_window(arguments, data, settings, paths) if settings else 0


def lock_or_hand_over(stack: ExitStack, data: DataFolder, paths: Sequence[bytes]) -> Settings | None:
    """Lock the data folder on `stack` and return its settings, or None when the Shoebox that has it took `paths` over.

    A Shoebox that starts or ends just now has the folder and does not listen: then locking and handing over are tried
    again until OPEN_TIMEOUT_S have passed.

    Raises:
        DataFolderError: the data folder cannot be locked, and no Shoebox answered.
        GalleryError: the Shoebox that has it could not take all of the paths.
    """
    end = time.monotonic() + OPEN_TIMEOUT_S
    while True:
        try:
            return stack.enter_context(lock_data_folder(data))
        except DataFolderError as error:
            if hand_over(data.handover, paths):
                return None
            if not isinstance(error, FolderInUseError) or time.monotonic() > end:
                raise
        time.sleep(0.1)


def _show_window(arguments: argparse.Namespace, data: DataFolder, settings: Settings, paths: Sequence[bytes]) -> int:
    """Show the window until it is closed, and return the exit code. Main thread only.

    The window appears while everything behind it is opened: it has the address of the page already, and who asks there
    waits in the port's queue. What it tells meanwhile waits for the parts, too.

    Raises:
        GalleryError: what kept the parts from being opened; the window is closed.
    """
    from gallery.desktop.task_bar import TaskBar
    from gallery.desktop.window import Window

    task_bar = TaskBar()
    with ExitStack() as stack:
        port = stack.enter_context(open_page_port(0))
        picture = LastPictureFile(data.last_picture, wanted=not paths)
        opening = stack.enter_context(Opening(data, settings, port, picture))
        handover = HandoverListener(data.handover)  # from now on a second start finds us, and waits a little
        stack.callback(handover.stop)
        background = _BackgroundCalls(stack.enter_context(ThreadPoolExecutor(1, "window-calls")))
        window = Window(
            origin=port.gate.origin,
            boot_address=port.gate.boot_address,
            placement=_PlacementInSettings(settings, handover.refuse),
            last_picture=picture,
            icon=program_folder("assets") / "icon.png",
            language=lambda: settings.view.language,
            on_drop=lambda dropped: background.call(lambda: opening.show(dropped)),
            on_hover=opening.tell_of_hover,
            on_focus=lambda: background.call(opening.look_again),
            devtools=arguments.devtools,
        )
        opening.begin(window, task_bar, handover, paths)
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
