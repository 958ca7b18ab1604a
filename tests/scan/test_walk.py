"""A short walk of the user and of other programs; `python -m tests.scan.walk` takes a long one."""

from __future__ import annotations

from tests.scan.walk import run


def test_nothing_said_is_lost_or_lands_on_another_photo() -> None:
    run(walks=6, steps=30, start=1)
