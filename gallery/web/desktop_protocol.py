"""What the page may ask of the window. The window itself is handed in; without one, NoDesktop answers."""

from __future__ import annotations

from typing import Protocol

from gallery.base.errors import GalleryError


class Desktop(Protocol):
    """The window, as the page's requests see it. Called on request threads."""

    @property
    def available(self) -> bool: ...

    def choose_folder(self) -> bytes | None:
        """Let the user pick a folder in the system's dialog; None when they did not."""

    def reveal(self, path: bytes) -> None:
        """Show this file in the system's file manager."""

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: FBT001
        """Fill the screen, or stop; None: the other way round. Whether it fills the screen now."""


class NoWindowError(GalleryError):
    code = "no_window"
    status = 409


class NoDesktop:
    """There is no window: the page is shown by a browser."""

    available = False

    def choose_folder(self) -> bytes | None:
        raise NoWindowError("There is no window to choose in. Name folders on the command line instead.")

    def reveal(self, path: bytes) -> None:  # noqa: ARG002
        raise NoWindowError("There is no window on this computer to show files in.")

    def fullscreen(self, on: bool | None = None) -> bool:  # noqa: ARG002, FBT001
        raise NoWindowError("There is no window. Use the browser's own full screen.")
