"""What Qt and the page write goes to our log, not to the user's terminal."""

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
_SECRET = re.compile(r"/(boot|media|feed)/[^/\s\"']+")


@contextmanager
def log_qt_messages() -> Iterator[None]:
    """From here on Qt's messages, and the page's console with them, are log records."""
    logging.getLogger("pywebview").handlers.clear()  # its own handler writes to stderr; its records reach ours anyway
    qInstallMessageHandler(_log_message)
    try:
        yield
    finally:
        qInstallMessageHandler(None)


def redact_addresses(text: str) -> str:
    """Addresses of this program carry keys: they stay out of the log."""
    return _SECRET.sub(r"/\1/…", text)


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    source = f" ({context.file}:{context.line})" if context.category == "js" else ""
    log.log(_LEVELS.get(kind, logging.DEBUG), "%s: %s", context.category, redact_addresses(message + source))
