"""Writes the log file: small, rotating, private, and without a secret in it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from gallery.base.durable_file import make_accessible, obstacle, set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from io import TextIOWrapper
    from pathlib import Path
    from types import TracebackType

BACKUPS = 4
"""Full log files that are kept."""
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class Redactor(logging.Filter):
    """Replaces every live secret in a record with ***. `secrets` returns them, anew for each record: they change."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: Callable[[], Iterable[str]] = tuple

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record, and return True: none is dropped."""
        try:
            text = record.getMessage()
        except Exception:  # noqa: BLE001  a record whose arguments do not match its text must not end the thread that logs it
            text, record.args = f"{record.msg} {record.args}", None
            record.msg = text
        clean = self._clean(text)
        if clean != text:
            record.msg, record.args = clean, None
        if record.exc_info:
            record.exc_text = self._clean(logging.Formatter().formatException(record.exc_info))
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        return True

    def _clean(self, text: str) -> str:
        """Return the text with *** for every secret in it."""
        for secret in filter(None, self.secrets()):
            text = text.replace(secret, "***")
        return text


redactor = Redactor()
"""The filter of every handler; the site gives it its secrets."""


def start_logging(folder: Path, *, verbose: bool) -> None:
    """Log to `folder`/shoebox.log (5 files of 1 MiB); warnings, or everything when verbose, also to the terminal.

    On a full disk there is no file, and the program runs all the same: only the terminal is left then.
    """
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    handlers: list[logging.Handler] = [logging.StreamHandler()] if sys.stderr else []
    for handler in handlers:
        handler.setLevel(logging.DEBUG if verbose else logging.ERROR)
    try:
        handlers.append(_file_handler(folder))
    except OSError as error:
        root.warning("no log file: %s", error)
    for handler in handlers:
        handler.setFormatter(logging.Formatter(FORMAT))
        handler.addFilter(redactor)
        root.addHandler(handler)
    for library in ("PIL", "watchdog", "waitress", "asyncio"):  # waitress logs addresses, with their keys
        logging.getLogger(library).setLevel(logging.WARNING)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait is no news; a flood fills the log
    sys.excepthook = _log_unhandled
    threading.excepthook = _log_thread


def _file_handler(folder: Path) -> logging.Handler:
    """Return the handler that writes the file.

    Raises:
        OSError: the folder cannot be made or written.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        set_aside(folder, "other")
    folder.mkdir(mode=0o700, exist_ok=True)
    name = "shoebox.log"
    for file in (folder / f"{name}{end}" for end in ("", *(f".{number}" for number in range(1, BACKUPS + 1)))):
        make_accessible(file)
        if obstacle(file):  # to open a pipe would wait for ever, and a folder cannot be rotated
            set_aside(file, "other")
    return _PrivateHandler(
        folder / name, maxBytes=1 << 20, backupCount=BACKUPS, encoding="utf-8", errors="backslashreplace"
    )


class _PrivateHandler(RotatingFileHandler):
    """Makes every file of the log readable for this account only."""

    def _open(self) -> TextIOWrapper:
        file = super()._open()
        if os.name == "posix":
            os.chmod(self.baseFilename, 0o600)
        return file


def _log_unhandled(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("gallery").error("unhandled", exc_info=(kind, error, trace))


def _log_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        logging.getLogger("gallery").error("thread ended", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))
