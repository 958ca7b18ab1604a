"""One line a measure: Shoebox, the yardstick, their ratio, and what is to be reached. Both sides in turn, medians."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
WIDTH = 74


def heading() -> None:
    print(f"{'':<{WIDTH}}{'Shoebox':>11}{'yardstick':>13}{'ratio':>10}   reach")


def compare(
    name: str,
    reach: str,
    ours: Callable[[], float],
    theirs: Callable[[], float],
    *,
    rounds: int = ROUNDS,
    unit: str = "s",
) -> None:
    """Measure both sides in turn, and print medians and their ratio."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    mine, peer = (statistics.median(side) for side in zip(*pairs, strict=True))
    row(name, reach, mine, peer, unit=unit)


def row(name: str, reach: str, ours: float, theirs: float | None = None, *, unit: str = "s") -> None:
    """`theirs` None: there is nothing to compare with, the figure itself is to be reached."""
    other = f"{theirs:>11.4g} {unit:<2}{ours / theirs:>8.3f} x" if theirs else " " * 24
    print(f"{name:<{WIDTH}}{ours:>9.4g} {unit:<2}{other}   {reach}", flush=True)


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0
