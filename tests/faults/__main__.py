"""Run the faults and print the table: see the package's docstring."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.faults.life import Outcome


def main() -> int:
    """Run what the command line asks for. Return 1 where something was lost or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Kill Shoebox, and count what is lost.")
    parser.add_argument("--kills", type=int, default=100, help="in all, divided among the faults (default: 100)")
    parser.add_argument("--only", choices=FAULTS, action="append", help="this fault only; may be repeated")
    parser.add_argument("--seed", type=int, default=0, help="of the random moments (default: 0)")
    arguments = parser.parse_args()
    names = arguments.only or list(FAULTS)
    outcomes = []
    for name in names:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="shoebox-faults-") as place:
            times = -(-arguments.kills // len(names))
            outcomes.append(FAULTS[name](Path(place), times, random.Random(f"{arguments.seed} {name}")))
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    print("\n".join(table(outcomes)))
    return int(any(outcome.lost or outcome.wrong for outcome in outcomes))


def table(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the lines of the table, and below it what was lost or wrong."""
    lines = ["| killed while or after | kills | acknowledged | lost | wrong |", "|---|---|---|---|---|"]
    for outcome in outcomes:
        lost, wrong = len(outcome.lost), len(outcome.wrong)
        lines.append(f"| {outcome.fault} | {outcome.kills} | {outcome.acknowledged:,} | {lost} | {wrong} |")
    for outcome in outcomes:
        lines += [f"{outcome.fault}: {what}" for what in (*outcome.lost, *outcome.wrong)]
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
