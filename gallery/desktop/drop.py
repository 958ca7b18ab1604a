"""Folders and files dropped on the window, taken before the page sees them: the page never learns a path.

The web view itself receives the drag events (its inner widget does not), so one filter at the view is enough and
outlives every reload. Names are parsed from the raw text/uri-list (RFC 2483 section 5), because QUrl.toLocalFile()
damages those that are not UTF-8.
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
    """Return the absolute local paths in a text/uri-list (RFC 2483 section 5; addresses as in RFC 8089), byte for byte.

    Comments, other schemes, files of another host (but for Windows shares) and names with a NUL are left out.
    """
    lines = (line.strip(b"\r\n\t \0") for line in uri_list.split(b"\n"))
    files = filter(None, map(_FILE.fullmatch, lines))
    paths = (_local_path(file["host"] or b"", file["path"], windows=windows) for file in files)
    return [path for path in paths if path and b"\0" not in path]


def _local_path(host: bytes, quoted: bytes, *, windows: bool) -> bytes | None:
    """Return the path of one file address, or None if the file is on another host."""
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
    """Takes drags of files off a view; drags of anything else (text, a picture of the page) stay the page's.

    Args:
        view: the web view. The filter lives as long as it.
        on_drop: called on the GUI thread with the paths that were dropped.
        on_hover: called on the GUI thread with True when files come over the view, with False when they leave or drop.
    """

    def __init__(self, view: QWidget, on_drop: Callable[[list[bytes]], None], on_hover: Callable[[bool], None]) -> None:
        super().__init__(view)
        self._on_drop, self._on_hover = on_drop, on_hover
        self._hovering = False
        view.installEventFilter(self)

    def eventFilter(self, _view: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Return True for a drag or drop of files, which the page then does not see. Called by Qt."""
        if event.type() == QEvent.Type.DragLeave:
            self._hover(over=False)
            return False
        if event.type() not in _DRAG_EVENTS:
            return False
        drag = cast("QDropEvent", event)
        paths = dropped_paths(_uri_list(drag.mimeData()))
        if not paths:
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
