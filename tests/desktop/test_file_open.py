"""What macOS asks the program to open; the events are made here as Qt makes them there."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6.QtGui")

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent

from gallery.desktop.file_open import FileOpenFilter
from tests.waiting import wait_for

NAME = "/a/Ördner #1/b 100%.jpg"


@pytest.fixture
def application() -> QObject:
    """Something that gets events, and an event loop in which timers end."""
    assert QCoreApplication.instance() or QCoreApplication(["test"])
    return QObject()


def test_files_that_are_opened_together_are_handed_on_together(application: QObject) -> None:
    heard: list[list[bytes]] = []
    FileOpenFilter(application, heard.append)
    for path in (NAME, "/b.jpg"):
        assert QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(path)))
    assert heard == []
    wait_for(lambda: QCoreApplication.processEvents() or heard)
    assert heard == [[NAME.encode(), b"/b.jpg"]]
    assert QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile("/c.jpg")))
    wait_for(lambda: QCoreApplication.processEvents() or len(heard) > 1)
    assert heard[1:] == [[b"/c.jpg"]]


def test_an_address_is_taken_and_not_handed_on(application: QObject) -> None:
    heard: list[list[bytes]] = []
    taking = FileOpenFilter(application, heard.append)
    assert taking.eventFilter(application, QFileOpenEvent(QUrl("https://example.org/a.jpg")))
    assert taking.eventFilter(application, QFileOpenEvent(QUrl.fromLocalFile("/c.jpg")))
    wait_for(lambda: QCoreApplication.processEvents() or heard)
    assert heard == [[b"/c.jpg"]]


def test_other_events_are_left_alone(application: QObject) -> None:
    heard: list[list[bytes]] = []
    taking = FileOpenFilter(application, heard.append)
    assert not taking.eventFilter(application, QEvent(QEvent.Type.User))
    QCoreApplication.processEvents()
    assert heard == []
