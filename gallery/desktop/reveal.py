"""Shows files and folders in the system's file manager, videos in its player. Every other program is started here."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from contextlib import suppress
from urllib.parse import quote_from_bytes

from gallery.base.errors import GalleryError
from gallery.desktop.environment import child_environment
from gallery.languages.sentence import Sentence

log = logging.getLogger(__name__)

_BUS_TIMEOUT_MS = 3000
FAILS_WITHIN_S = 2.0
"""A program that ends with an error so soon after its start has shown nothing."""
_children: list[subprocess.Popen[bytes]] = []  # referred to until they end, then reaped by the next start


def reveal(path: bytes) -> None:
    """Open the file manager at `path`, an absolute path of any bytes. It takes some seconds at most. On any thread.

    A folder is selected in the one it lies in: what is a folder now may be a program when it is opened (macOS), or be
    replaced by one. Linux without a file manager on the session bus shows that folder, without a selection.

    Raises:
        GalleryError: this system has no way to do it, or it failed.
    """
    if sys.platform == "win32":
        _select_in_explorer(os.fsdecode(path))
    elif sys.platform == "darwin":
        start_child([b"open", b"-R", path])
    elif not _ask_file_manager(path):
        start_child([b"xdg-open", os.path.dirname(path)])


def play(path: bytes) -> None:
    """Open a video, an absolute path of any bytes, in the system's player for it. It takes 2 s at most. On any thread.

    The system goes by the name: it must be a video's (`PhotosController.video_path`).

    Raises:
        GalleryError: this system has no way to do it, or it failed.
    """
    if sys.platform == "win32":
        _open_by_shell(os.fsdecode(path))
    else:
        start_child([b"open" if sys.platform == "darwin" else b"xdg-open", path])


def file_uri(path: bytes) -> str:
    """Return the file: address of an absolute path (RFC 8089), exact for names in any encoding."""
    return "file://" + quote_from_bytes(path)


def start_child(argv: list[bytes]) -> None:
    """Start a program with these exact arguments: no shell, no terminal, no descriptor and no variable of ours (S27).

    Raises:
        GalleryError: there is no such program, it may not be started, or it ended with an error at once.
    """
    _children[:] = [child for child in _children if child.poll() is None]
    try:
        child = subprocess.Popen(
            argv,
            env=child_environment(os.environ),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise GalleryError(
            Sentence("error-program-not-started", name=os.fsdecode(argv[0]), why=error.strerror or str(error))
        ) from error
    _children.append(child)
    with suppress(subprocess.TimeoutExpired):  # it goes on: a player, or a file manager
        if code := child.wait(FAILS_WITHIN_S):
            raise GalleryError(Sentence("error-program-failed", name=os.fsdecode(argv[0]), code=str(code)))


def _ask_file_manager(path: bytes) -> bool:
    """Return whether a file manager on the session bus showed the file (org.freedesktop.FileManager1).

    Nautilus, Dolphin, Nemo, Thunar and others answer to this name.
    """
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    call = QDBusMessage.createMethodCall(
        "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems"
    )
    call.setArguments([[file_uri(path)], ""])
    answer = bus.call(call, timeout=_BUS_TIMEOUT_MS)
    if answer.type() == QDBusMessage.MessageType.ErrorMessage:
        log.debug("No file manager on the session bus: %s", answer.errorMessage())
        return False
    return True


if sys.platform == "win32":
    import ctypes

    def _select_in_explorer(path: str) -> None:
        """Select a file by the shell's own call: explorer.exe parses its arguments by rules that no quoting satisfies.

        Raises:
            GalleryError: there is no such file, or no Explorer.
        """
        shell, ole = ctypes.windll.shell32, ctypes.windll.ole32
        shell.ILCreateFromPathW.restype = ctypes.c_void_p
        shell.ILCreateFromPathW.argtypes = [ctypes.c_wchar_p]
        shell.ILFree.argtypes = [ctypes.c_void_p]
        shell.SHOpenFolderAndSelectItems.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_void_p, ctypes.c_ulong]
        initialised = ole.CoInitializeEx(None, 2) >= 0  # COINIT_APARTMENTTHREADED; not ours to undo if it was done
        item = shell.ILCreateFromPathW(path)
        try:
            if not item or shell.SHOpenFolderAndSelectItems(item, 0, None, 0) < 0:
                raise GalleryError(Sentence("error-file-manager"))
        finally:
            if item:
                shell.ILFree(item)
            if initialised:
                ole.CoUninitialize()

    def _open_by_shell(path: str) -> None:
        """Open a file with what Windows has for its suffix.

        Raises:
            GalleryError: there is nothing for it.
        """
        try:
            os.startfile(path)  # noqa: S606  the caller has made sure that its suffix is a video's
        except OSError as error:
            raise GalleryError(Sentence("error-player-windows", why=error.strerror or str(error))) from error

else:

    def _open_by_shell(path: str) -> None:
        """Fail: there is no shell of Windows here."""
        raise NotImplementedError(path)

    def _select_in_explorer(path: str) -> None:
        """Fail: there is no Explorer here."""
        raise NotImplementedError(path)
