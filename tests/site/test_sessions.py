"""Sessions of a site: each with its own secrets, many at once, with a bound and an end (S36)."""

from __future__ import annotations

import base64
import threading
from itertools import count

import pytest

from gallery.site import sessions as module
from gallery.site.sessions import MAX_SESSIONS, MAX_SESSIONS_OF_USER, SECRET_BYTES, Sessions


class Clock:
    """A clock that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> Sessions:
    return Sessions(60, clock)


def test_the_numbers_are_these() -> None:
    assert (SECRET_BYTES, MAX_SESSIONS, MAX_SESSIONS_OF_USER) == (32, 10_000, 50)


def test_each_has_secrets_of_its_own(sessions: Sessions) -> None:
    found = [sessions.start(name) for name in ("anna", "anna", "ben") for _ in range(10)]
    secrets = [secret for session in found for secret in (session.cookie, session.key, session.holder)]
    assert len(set(secrets)) == 90
    assert {len(base64.urlsafe_b64decode(secret + "=")) for secret in secrets} == {32}


def test_a_session_is_found_by_its_cookie_and_person(sessions: Sessions) -> None:
    anna, ben = sessions.start("anna"), sessions.start("ben")
    assert sessions.find(anna.cookie, "anna") is anna
    assert sessions.find(ben.cookie, "ben") is ben
    for cookie, user in ((anna.cookie, "ben"), (anna.key, "anna"), (anna.holder, "anna"), ("", "anna"), (anna.cookie[:-1], "anna"),
                         (anna.cookie.swapcase(), "anna"), (anna.cookie, ""), ("\ud800", "anna")):  # fmt: skip
        assert sessions.find(cookie, user) is None


def test_a_session_ends_when_its_time_is_over_whatever_it_did(sessions: Sessions, clock: Clock) -> None:
    session = sessions.start("anna")
    assert session.ends == 1060.0
    clock.now = 1059.9
    assert sessions.find(session.cookie, "anna") is session
    clock.now = 1060.0
    assert sessions.find(session.cookie, "anna") is None


def test_sessions_that_have_ended_are_forgotten_when_another_begins(sessions: Sessions, clock: Clock) -> None:
    old = sessions.start("anna")
    clock.now = 1030.0
    young = sessions.start("ben")
    clock.now = 1060.0
    new = sessions.start("eve")
    kept = {secret for one in (young, new) for secret in (one.cookie, one.key, one.holder)}
    assert set(sessions.live_secrets()) == kept
    assert old.cookie not in kept


def test_a_session_that_was_ended_is_gone_and_no_other(sessions: Sessions) -> None:
    one, other = sessions.start("anna"), sessions.start("anna")
    sessions.end(one)
    sessions.end(one)
    assert sessions.find(one.cookie, "anna") is None
    assert sessions.find(other.cookie, "anna") is other
    assert set(sessions.live_secrets()) == {other.cookie, other.key, other.holder}


def test_a_person_has_so_many_and_a_further_one_ends_the_oldest(sessions: Sessions) -> None:
    ben = sessions.start("ben")
    own = [sessions.start("anna") for _ in range(MAX_SESSIONS_OF_USER + 2)]
    good = [sessions.find(session.cookie, "anna") is not None for session in own]
    assert good == [False, False] + [True] * MAX_SESSIONS_OF_USER
    assert sessions.find(ben.cookie, "ben") is ben, "nobody else's"


def test_all_have_so_many(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SESSIONS", 5)
    names = [f"p{number}" for number in range(7)]
    started = [sessions.start(name) for name in names]
    good = [sessions.find(session.cookie, name) is not None for session, name in zip(started, names, strict=True)]
    assert good == [False, False, True, True, True, True, True]


def test_many_at_once_keep_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_SESSIONS", 100)
    sessions, names = Sessions(60), count()

    def begin() -> None:
        for _ in range(200):
            sessions.end(sessions.start(f"p{next(names)}")) if next(names) % 3 else sessions.start("x")

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list(sessions.live_secrets())) <= 200


@pytest.mark.parametrize("method", ["start", "find", "end", "live_secrets"])
def test_they_are_looked_at_by_one_thread_at_a_time(sessions: Sessions, method: str) -> None:
    session = sessions.start("anna")
    arguments = {"start": ("anna",), "find": (session.cookie, "anna"), "end": (session,), "live_secrets": ()}[method]
    thread = threading.Thread(target=getattr(sessions, method), args=arguments)
    with sessions._lock:
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(30)
    assert not thread.is_alive()
