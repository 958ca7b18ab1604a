"""The log: small, private, without secrets, and never a reason to end."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from gallery.base import logs
from gallery.base.logs import start_logging

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "Zq7-page-key"
log = logging.getLogger("gallery.test")


@pytest.fixture(autouse=True)
def _own_logging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logs.redactor, "secrets", lambda: ["", SECRET])
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    start_logging(tmp_path / "logs", verbose=False)
    return tmp_path / "logs" / "shoebox.log"


def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_what_is_said_is_in_the_file_with_its_thread(file: Path) -> None:
    log.info("a root of %d photos", 7)
    log.debug("not this")
    assert "INFO MainThread gallery.test: a root of 7 photos" in text(file)
    assert "not this" not in text(file)


def test_verbose_says_all(tmp_path: Path) -> None:
    start_logging(tmp_path, verbose=True)
    log.debug("this too")
    assert "this too" in text(tmp_path / "shoebox.log")


@pytest.mark.parametrize("library", ["PIL", "watchdog", "waitress", "asyncio"])
def test_libraries_tell_warnings_only(tmp_path: Path, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They name files and addresses, waitress those with secrets that are good no longer."""
    monkeypatch.setattr(logging.getLogger(library), "level", logging.NOTSET)
    start_logging(tmp_path, verbose=True)
    logging.getLogger(library).info("GET /media/of-yesterday/thumb/1")
    logging.getLogger(f"{library}.inner").info("GET /media/of-yesterday/thumb/1")
    logging.getLogger(library).warning("something is wrong")
    assert "of-yesterday" not in text(tmp_path / "shoebox.log")
    assert f"WARNING MainThread {library}: something is wrong" in text(tmp_path / "shoebox.log")


def test_no_secret_is_written(file: Path) -> None:
    log.info("GET /media/%s/thumb/1", SECRET)
    log.info(f"key {SECRET} and {SECRET}")  # noqa: G004
    log.info({"key": SECRET})
    log.info("both", stack_info=True, extra={})
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("with %s", {"its": SECRET})
    written = text(file)
    assert SECRET not in written
    assert written.count("***") == 6
    assert "ValueError: ***" in written


def test_no_secret_is_in_a_stack(file: Path) -> None:
    """Its lines of source may hold one."""
    record = logging.LogRecord("gallery.test", logging.INFO, "x.py", 1, "here", None, None, sinfo=f'  key = "{SECRET}"')
    log.handle(record)
    assert 'key = "***"' in text(file)


def test_a_secret_of_later_is_found_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs.redactor, "secrets", lambda: ["newer"])
    log.info("newer")
    assert "newer" not in text(file)


def test_a_line_that_does_not_fit_its_values_ends_nobody(file: Path) -> None:
    log.info("%d photos in %s", "seven")  # noqa: PLE1206
    log.info("%d", SECRET)
    assert "%d photos in %s ('seven',)" in text(file)
    assert SECRET not in text(file)


def test_names_that_are_no_text_can_be_logged(file: Path) -> None:
    log.info("%s", "caf\udce9.jpg")
    assert r"caf\udce9.jpg" in text(file)


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_every_file_is_private_and_there_are_five_at_most(file: Path) -> None:
    for _ in range(7):
        for _ in range(24):
            log.info("x" * 50_000)
    files = sorted(file.parent.iterdir())
    assert [each.name for each in files] == ["shoebox.log", *(f"shoebox.log.{number}" for number in range(1, 5))]
    assert {each.stat().st_mode & 0o777 for each in files} == {0o600}
    assert all(each.stat().st_size <= 1 << 20 for each in files)


@pytest.mark.skipif(os.name != "posix", reason="modes")
def test_the_folder_is_private_whatever_the_account_gives_away(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        start_logging(tmp_path / "logs", verbose=False)
        log.info("x")
    finally:
        os.umask(before)
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "logs" / "shoebox.log").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("stderr", [True, False])
def test_where_nothing_can_be_written_the_program_goes_on(
    tmp_path: Path, stderr: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").touch()
    if not stderr:
        monkeypatch.setattr(sys, "stderr", None)  # pythonw
    start_logging(tmp_path / "logs", verbose=False)
    log.error("said to the terminal, if there is one")


def test_what_nobody_caught_is_logged_and_ctrl_c_is_not(file: Path) -> None:
    for error in (KeyboardInterrupt("by hand"), OSError("of the main thread")):
        sys.excepthook(type(error), error, None)
    assert "OSError: of the main thread" in text(file)
    assert "by hand" not in text(file)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_dies_is_logged_by_name(file: Path) -> None:
    def fail(error: BaseException) -> None:
        raise error

    for error in (OSError(f"of a thread {SECRET}"), SystemExit("on purpose")):
        args = threading.ExceptHookArgs((type(error), error, None, None))
        thread = threading.Thread(target=lambda args=args: threading.excepthook(args), name="worker-7")
        thread.start()
        thread.join()
    written = text(file)
    assert "ERROR worker-7 gallery: thread ended" in written
    assert "OSError: of a thread ***" in written
    assert "on purpose" not in written
