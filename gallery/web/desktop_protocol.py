"""What the page may ask of the window: the protocol `Desktop`, and `NoDesktop` for a run without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Protocol

from gallery.base.errors import GalleryError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from gallery.base.playback import Playback, PlaybackEnd


class Desktop(Protocol):
    """The window as the routes see it (`gallery.desktop.window.Window`). Its methods are called on request threads."""

    @property
    def available(self) -> bool:
        """Whether there is a window. The page hides the actions that need one."""

    def choose_folder(self) -> bytes | None:
        """Let the user choose a folder in the system's dialog; return its path, or None if the dialog was left."""

    def choose_file(self) -> bytes | None:
        """Let the user choose a file to bring in, in the system's dialog; return its path, or None if it was left."""

    def choose_new_file(self, name: str) -> bytes | None:
        """Let the user choose where a file is to be written, by default under `name`; return its path, or None."""

    def reveal(self, path: bytes) -> None:
        """Show a file or folder, by its absolute path, in the system's file manager."""

    def copy(self, paths: list[bytes], picture: bytes | None) -> None:
        """Put files, by their absolute paths, on the clipboard, and a JPEG of the only one."""

    def play(self, path: bytes) -> None:
        """Open a video, by its absolute path, in the system's player."""

    def play_in_window(self, file: BinaryIO, playback: Playback, is_gone: Callable[[], bool]) -> PlaybackEnd:
        """Play a video, an open file that is closed in the end, in place of the page; return when that has ended.

        It ends, too, soon after `is_gone`, which is asked meanwhile, returns True.
        """

    def keep_awake(self, *, on: bool) -> None:
        """Keep the screen awake while the page plays something, or no longer; return at once."""

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: FBT001
        """Enter or leave full screen (None: toggle) and return whether the window is in full screen now."""


class NoWindowError(GalleryError):
    """The request needs a window, and Shoebox runs without one."""

    code = "no_window"
    status = 409


class NoDesktop:
    """The `Desktop` of a run without a window: a browser shows the page. Every action raises `NoWindowError`."""

    available = False

    def choose_folder(self) -> bytes | None:
        """Refuse to open a dialog.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-choose"))

    def choose_file(self) -> bytes | None:
        """Refuse to open a dialog.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-import"))

    def choose_new_file(self, name: str) -> bytes | None:  # noqa: ARG002
        """Refuse to open a dialog; the page saves what it is sent.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-export"))

    def reveal(self, path: bytes) -> None:  # noqa: ARG002
        """Refuse to open a file manager.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-show"))

    def copy(self, paths: list[bytes], picture: bytes | None) -> None:  # noqa: ARG002
        """Refuse to copy files; the page copies a picture.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-copy"))

    def play(self, path: bytes) -> None:  # noqa: ARG002
        """Refuse to start a player.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-play-beside"))

    def play_in_window(
        self,
        file: BinaryIO,
        playback: Playback,  # noqa: ARG002
        is_gone: Callable[[], bool],  # noqa: ARG002
    ) -> PlaybackEnd:
        """Refuse to play; the page plays what the browser can.

        Raises:
            NoWindowError: always.
        """
        file.close()
        raise NoWindowError(Sentence("error-no-window-play"))

    def keep_awake(self, *, on: bool) -> None:  # noqa: ARG002
        """Refuse; browsers see to it by themselves.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-awake"))

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: ARG002, FBT001
        """Refuse to fill the screen; the page uses the browser's own full screen.

        Raises:
            NoWindowError: always.
        """
        raise NoWindowError(Sentence("error-no-window-full-screen"))
