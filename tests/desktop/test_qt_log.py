"""What Qt says is logged without the secrets in this program's addresses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from tests.window.needs import needs

if TYPE_CHECKING:
    import pytest

qt_core = needs("PySide6.QtCore")
qt_log = needs("gallery.desktop.qt_log")


def test_addresses_lose_their_secrets() -> None:
    said = "GET http://127.0.0.1:1/media/abc-_D/thumb/1?v=2 and '/feed/xyz' and /boot/code"
    cleaned = "GET http://127.0.0.1:1/media/…/thumb/1?v=2 and '/feed/…' and /boot/…"
    assert qt_log.redact_addresses(said) == cleaned


def test_what_qt_says_is_logged_without_them(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with qt_log.log_qt_messages():
        qt_core.qWarning("no answer from http://127.0.0.1:1/media/SECRET/thumb/1")
    (record,) = caplog.records
    assert record.getMessage() == "default: no answer from http://127.0.0.1:1/media/…/thumb/1"


def test_what_the_page_says_is_logged_without_them_nor_those_of_its_place(caplog: pytest.LogCaptureFixture) -> None:
    """A script in the page itself has the page's address, which is a one-time address at first."""
    context = SimpleNamespace(category="js", file="http://127.0.0.1:1/boot/SECRET", line=7)
    qt_log._log_message(qt_core.QtMsgType.QtCriticalMsg, context, "lost /feed/SECRET")
    (record,) = caplog.records
    assert record.getMessage() == "js: lost /feed/… (http://127.0.0.1:1/boot/…"
    assert record.levelname == "ERROR"
