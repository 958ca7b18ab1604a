"""Folders and files dropped on the window, caught before the page: it never learns a path.

The web view itself receives the drag events (its inner widget does not), so one filter there is enough and outlives
every reload. Names are parsed from the raw list, because QUrl.toLocalFile() damages those that are not UTF-8.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QEvent, QObject, Qt

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

_FILE = re.compile(rb"file:(?://(?P<host>[^/]*))?(?P<path>/.*)", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(rb"/[A-Za-z][:|](?:[/\\]|$)")
_DRAG_EVENTS = frozenset({QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop})


def dropped_paths(uri_list: bytes, *, windows: bool = sys.platform == "win32") -> list[bytes]:
    """The local paths in a text/uri-list, byte for byte. Whatever is not a local file is left out."""
    lines = (line.strip(b"\r\n\t \0") for line in uri_list.split(b"\n"))
    files = filter(None, map(_FILE.fullmatch, lines))
    paths = (_local_path(file["host"] or b"", file["path"], windows=windows) for file in files)
    return [path for path in paths if path and b"\0" not in path]


def _local_path(host: bytes, quoted: bytes, *, windows: bool) -> bytes | None:
    path = unquote_to_bytes(quoted)
    if host.lower() == b"localhost":
        host = b""
    if not windows:
        return None if host else path
    if host:
        path = b"//" + host + path
    elif _DRIVE.match(path):
        path = path[1:2] + b":" + path[3:]
    return path.replace(b"/", b"\\")


class DropFilter(QObject):
    """Calls `on_drop` with the paths and `on_hover` while files are held over the window, on the GUI thread."""

    def __init__(self, view: QWidget, on_drop: Callable[[list[bytes]], None], on_hover: Callable[[bool], None]) -> None:
        super().__init__(view)
        self._on_drop, self._on_hover = on_drop, on_hover
        self._hovering = False
        view.installEventFilter(self)

    def eventFilter(self, _view: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if event.type() == QEvent.Type.DragLeave:
            self._hover(over=False)
            return False
        if event.type() not in _DRAG_EVENTS:
            return False
        drag = cast("QDropEvent", event)
        paths = dropped_paths(_uri_list(drag.mimeData()))
        if not paths:  # text for a field, or a picture of the page itself: the page's matter
            return False
        self._take(drag, paths)
        return True

    def _take(self, drag: QDropEvent, paths: list[bytes]) -> None:
        drag.setDropAction(Qt.DropAction.CopyAction)
        drag.accept()
        dropped = drag.type() == QEvent.Type.Drop
        self._hover(over=not dropped)
        if dropped:
            self._on_drop(paths)

    def _hover(self, *, over: bool) -> None:
        if over != self._hovering:
            self._hovering = over
            self._on_hover(over)


def _uri_list(mime: QMimeData) -> bytes:
    return bytes(mime.data("text/uri-list").data()) if mime.hasFormat("text/uri-list") else b""
