"""What macOS asks the program to open; the event is made here as Qt makes it there."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtGui")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent

from gallery.desktop.file_open import FileOpenFilter


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        (QUrl.fromLocalFile("/a/Ördner #1/b 100%.jpg"), [["/a/Ördner #1/b 100%.jpg".encode()]]),
        (QUrl("https://example.org/a.jpg"), []),
    ],
)
def test_a_file_is_handed_on_and_an_address_is_not(url: QUrl, opened: list[list[bytes]]) -> None:
    heard: list[list[bytes]] = []
    application = QObject()
    taking = FileOpenFilter(application, heard.append)
    assert taking.eventFilter(application, QFileOpenEvent(url))
    assert heard == opened


def test_other_events_are_left_alone() -> None:
    heard: list[list[bytes]] = []
    application = QObject()
    FileOpenFilter(application, heard.append)
    event = QEvent(QEvent.Type.User)
    assert not QCoreApplication.sendEvent(application, event)
    assert heard == []
