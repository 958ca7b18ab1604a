"""Codes that start a session: good once, for a while, and not guessed (S02)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

import pytest

from gallery.web.gate import Gate
from tests.web.boot_codes import new_code, refused

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("place", range(43))
def test_one_wrong_character_of_a_code_is_no_entry(place: int) -> None:
    gate = Gate(1)
    code = new_code(gate)
    wrong = code[:place] + ("A" if code[place] != "A" else "B") + code[place + 1 :]
    assert refused(gate, wrong)
    assert refused(gate, code) is None


@pytest.mark.parametrize(
    "change", [lambda code: code[:-1], lambda code: code[:20], lambda code: code + "A", str.swapcase]
)
def test_more_or_less_of_a_code_is_no_entry(change: Callable[[str], str]) -> None:
    gate = Gate(1)
    code = new_code(gate)
    assert refused(gate, change(code))
    assert refused(gate, code) is None


def test_codes_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[Any, Any]] = []
    real = hmac.compare_digest

    def compare(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    gate = Gate(1)
    code = new_code(gate)
    assert refused(gate, "guess")
    assert compared == [(code.encode(), b"guess")]


def test_a_code_lives_as_long_as_it_was_asked_to() -> None:
    now = [50.0]
    gate = Gate(1, clock=lambda: now[0])
    short, long = new_code(gate, 30), new_code(gate, 600)
    now[0] = 50 + 30
    assert refused(gate, short)
    now[0] = 50 + 599.9
    assert refused(gate, long) is None
    late = new_code(gate, 600)
    now[0] += 600
    assert refused(gate, late)


def test_the_oldest_of_nine_codes_ends_and_no_other() -> None:
    gate = Gate(1)
    codes = [new_code(gate) for _ in range(9)]
    assert [refused(gate, code) is None for code in codes] == [False] + [True] * 8


def test_codes_that_have_ended_make_room_first() -> None:
    now = [0.0]
    gate = Gate(1, clock=lambda: now[0])
    kept = new_code(gate, 600)
    for _ in range(7):
        new_code(gate, 10)
    now[0] = 10
    more = [new_code(gate) for _ in range(7)]
    assert [refused(gate, code) for code in (kept, *more)] == [None] * 8


def test_a_wrong_code_ends_neither_codes_nor_the_session() -> None:
    started: list[int] = []
    gate = Gate(1, on_new_session=lambda: started.append(1))
    good = new_code(gate)
    before = gate._session
    error = refused(gate, "wrong")
    assert error
    assert (error.status, error.code) == (403, "boot_code")
    assert gate._session is before
    assert started == []
    assert refused(gate, good) is None


def test_a_code_that_is_too_old_is_used_up_and_starts_nothing() -> None:
    now = [0.0]
    gate = Gate(1, clock=lambda: now[0])
    old = new_code(gate)
    before = gate._session
    now[0] = 601
    assert refused(gate, old)
    assert gate._session is before
    now[0] = 0
    assert refused(gate, old), "not even where the clock were turned back"


@pytest.mark.parametrize("now", [-1000.0, 0.0, 1000.0])
def test_a_code_that_never_was_is_no_entry_whatever_the_clock_says(now: float) -> None:
    gate = Gate(1, clock=lambda: now)
    assert refused(gate, "x")
    assert refused(gate, "")
