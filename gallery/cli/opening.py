"""Opens everything behind the window on a thread of its own, while the window appears."""

from __future__ import annotations

import gc
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from gallery.base.events import DropHoverChanged
from gallery.local_server import serve_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.app import Parts
    from gallery.base.paths import DataFolder
    from gallery.base.single_instance import HandoverListener
    from gallery.cli.last_picture_file import LastPictureFile
    from gallery.desktop.task_bar import TaskBar
    from gallery.desktop.window import Window
    from gallery.local_server import PagePort
    from gallery.settings.settings import Settings


class Opening:
    """The parts and the page's server, opened by the thread `opening` and closed when the block ends."""

    def __init__(self, data: DataFolder, settings: Settings, port: PagePort, picture: LastPictureFile) -> None:
        """Take the data folder, which is locked, its settings, the port of the page, and where its picture is kept."""
        self._data, self._settings, self._port, self._picture = data, settings, port, picture
        self._opener = ThreadPoolExecutor(1, "opening")
        self._stack = ExitStack()
        self._opened: Future[Parts] = Future()

    @property
    def parts(self) -> Parts:
        """What has been opened; waits for it. Not on the GUI thread.

        Raises:
            Exception: whatever kept it from being opened.
        """
        return self._opened.result()

    def begin(self, window: Window, task_bar: TaskBar, handover: HandoverListener, paths: Sequence[bytes]) -> None:
        """Open everything, for a window that closes if that fails. Called once.

        Args:
            window: for what the page asks of it.
            task_bar: is told what pages are told.
            handover: begins to answer second starts as soon as there is somebody to take what they hand over.
            paths: to be shown.
        """
        self._opened = self._opener.submit(self._open, window, task_bar, handover, paths)
        self._opened.add_done_callback(lambda opened: window.close() if opened.exception() else None)

    def tell_of_hover(self, over: bool) -> None:  # noqa: FBT001  as the window calls it
        """Tell the page whether files are held over the window, if there can be a page. Return at once."""
        if self._opened.done() and not self._opened.exception():
            self.parts.hub.send(DropHoverChanged(over))

    def show(self, paths: list[bytes]) -> list[str]:
        """Show files and folders, and return what was refused. Waits until there is something to show them."""
        return self.parts.library.show(paths)

    def look_again(self) -> None:
        """Look at the folders again: the user comes back to the window."""
        self.parts.library.roots.rescan_on_focus()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait until all is open, and close it.

        Raises:
            Exception: whatever kept it from being opened, unless the block has raised something itself.
        """
        self._opener.shutdown()
        with self._stack:
            if kind is None:
                self._opened.result()

    def _open(self, window: Window, task_bar: TaskBar, handover: HandoverListener, paths: Sequence[bytes]) -> Parts:
        gc.disable()  # while modules are imported nothing becomes garbage
        try:
            from gallery.app import open_parts

            parts = self._stack.enter_context(open_parts(self._data, self._settings, held=True))
        finally:
            gc.enable()
        named = parts.library.visits.open_pictures(paths)  # first: it is made while the window appears
        self._stack.callback(parts.hub.follow(task_bar.take))
        self._stack.callback(self._keep_picture, parts)  # when the page can say no more
        local = self._stack.enter_context(serve_page(parts, self._port))
        parts.library.open(local.is_built)

        def show_handed_over(paths: list[bytes]) -> list[str]:
            window.raise_()
            return parts.library.show(paths)

        handover.start(show_handed_over)
        for refusal in parts.library.add_folders(named):
            print(f"shoebox: {refusal}", file=sys.stderr)
        local.begin(window, window.close)
        return parts

    def _keep_picture(self, parts: Parts) -> None:
        if parts.library.last_screen.is_uncovered:
            self._picture.write()
