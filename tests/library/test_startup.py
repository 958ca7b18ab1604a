"""The deferred start: when it begins, and that nothing of it stays behind."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from gallery.library import startup
from gallery.library.startup import DeferredStart
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator


pytestmark = pytest.mark.usefixtures("startup_pace")


@pytest.fixture
def done() -> Iterator[list[str]]:
    yield (kept := list[str]())
    assert kept.count("begun") <= 1


def test_it_begins_when_a_page_listens(done: list[str]) -> None:
    one = DeferredStart()
    one.start((lambda: done.append("read"),), lambda: done.append("begun"))
    wait_for(lambda: done == ["read"])
    one.page_listens()
    wait_for(lambda: done == ["read", "begun"])
    one.stop()


def test_it_begins_without_a_page_in_the_end(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(startup, "FIRST_SCREEN_TIMEOUT_S", 0.05)
    one = DeferredStart()
    one.start((), lambda: done.append("begun"))
    wait_for(lambda: done == ["begun"])
    one.stop()


def test_what_cannot_be_read_ahead_holds_nothing_up(done: list[str], caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise OSError("no")

    one = DeferredStart()
    one.start((fail, lambda: done.append("read")), lambda: done.append("begun"))
    wait_for(lambda: done == ["read"])
    one.page_listens()
    wait_for(lambda: done == ["read", "begun"])
    one.stop()
    assert "something has failed at the start" in caplog.text


def test_what_a_page_has_already_is_not_read_ahead(done: list[str]) -> None:
    one = DeferredStart()
    one.page_listens()
    one.start((lambda: done.append("read"),), lambda: done.append("begun"))
    wait_for(lambda: done == ["begun"])
    one.stop()


def test_a_beginning_that_fails_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise OSError("no")

    one = DeferredStart()
    one.page_listens()
    one.start((), fail)
    wait_for(lambda: "something has failed at the start" in caplog.text)
    one.stop()


def test_stopped_before_it_begins_never(done: list[str]) -> None:
    one = DeferredStart()
    one.start((), lambda: done.append("begun"))
    one.stop()
    one.stop()
    assert done == []
    assert "startup" not in {thread.name for thread in threading.enumerate()}
