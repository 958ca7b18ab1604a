"""Answers kept for one generation."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

from gallery.remembered import Remembered


def test_many_who_ask_at_once_ask_once() -> None:
    asked = []

    def ask(_: sqlite3.Connection) -> int:
        time.sleep(0.1)
        asked.append(len(asked))
        return len(asked)

    one, conn = Remembered(ask), sqlite3.connect(":memory:")
    with ThreadPoolExecutor(4) as pages:
        assert list(pages.map(lambda _: one.get(conn, 7), range(4))) == [1] * 4
    assert asked == [0]
    assert one.get(conn, 8) == 2
    conn.close()
