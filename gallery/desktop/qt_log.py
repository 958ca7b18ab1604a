"""Messages of Qt, and the page's console with them, as records of our log instead of lines on the user's terminal."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)

# Qt warns of what is harmless (no Vulkan, no portal, a platform without some hint); its errors are errors.
_LEVELS = {QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}
_SECRET_ADDRESS = re.compile(r"/(boot|media|feed)/[^/\s\"']+")


@contextmanager
def log_qt_messages() -> Iterator[None]:
    """Log Qt's messages inside the `with` block. Qt may write one on any thread."""
    qInstallMessageHandler(_log_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)


def redact_addresses(text: str) -> str:
    """Return the text without the secrets in this program's addresses: "/media/KEY/thumb/1" as "/media/…/thumb/1"."""
    return _SECRET_ADDRESS.sub(r"/\1/…", text)


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    source = f" ({context.file}:{context.line})" if context.category == "js" else ""
    log.log(_LEVELS.get(kind, logging.DEBUG), "%s: %s", context.category, redact_addresses(message + source))
