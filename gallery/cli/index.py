"""The command `index`: read the folders, make their grid thumbnails, report, end."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.catalog import photo_counts
from gallery.cli.prepare import EndRequest, call_on_signals, prepare

if TYPE_CHECKING:
    import argparse

    from gallery.app import Parts
    from gallery.base.events import ProgressChanged


def run(arguments: argparse.Namespace) -> int:
    """Read the folders, make their grid thumbnails, print a report, and return the exit code."""
    data, paths = prepare(arguments, files=False)
    started = time.monotonic()
    end = EndRequest()
    call_on_signals(end.ask)
    with open_parts(data, thumbnails=not arguments.no_thumbnails) as parts:
        parts.library.roots.align()
        roots = {parts.library.roots.add(path).root for path in paths}
        for root in parts.settings.roots:
            if not paths or root.id in roots:
                parts.indexer.scan(root.id)
        _wait_until_idle(parts, end, show=not arguments.json and sys.stderr.isatty())
        return _report(arguments, parts, roots or {root.id for root in parts.settings.roots}, started)


def _wait_until_idle(parts: Parts, end: EndRequest, *, show: bool) -> None:
    """Wait until nothing is left to do or `end` is asked for; with `show` a bar on the terminal tells how far it is."""
    width = 0
    while not (parts.indexer.wait_until_idle(0.05) or end.asked()):
        if show:
            line = _progress_line(parts.indexer.progress())
            print(f"\r{line:<{width}}", end="", file=sys.stderr, flush=True)
            width = len(line)
    if show:
        print(f"\r{'':<{width}}\r", end="", file=sys.stderr, flush=True)


def _progress_line(now: ProgressChanged) -> str:
    """Return how far the work is: counts while folders are listed, for the whole is not known yet; then a bar."""
    if now.stage == "listing":
        return f"{now.listed:,} files found, {now.read:,} headers read"
    total = now.read + now.unread
    done, words = (now.read, "headers") if now.unread else (now.thumbnails, "thumbnails")
    bar = "█" * (24 * done // max(1, total))
    return f"{bar:░<24} {done:,} of {total:,} {words}, {now.listed:,} files found"


def _report(arguments: argparse.Namespace, parts: Parts, roots: set[int], started: float) -> int:
    """Print what these roots hold and which of their files could not be read, and return the exit code.

    `started` is `time.monotonic()` at the start of the command.
    """
    with parts.database.read() as conn:
        sums = [photo_counts.count_root(conn, root) for root in roots]
    count, failed, made = (sum(part) for part in zip(*sums, strict=True)) if sums else (0, 0, 0)
    seconds = round(time.monotonic() - started, 2)
    problems = [{"path": row["path"], "reason": row["message"]} for row in parts.library.problems.read(roots)]
    if arguments.json:
        print(
            json.dumps(
                {"photos": count, "failed": failed, "thumbnails": made, "seconds": seconds, "problems": problems}
            )
        )
        return 0
    print(f"{count:,} photos, {made:,} thumbnails, {failed:,} files with a problem, {seconds:,} s")
    for problem in problems:
        print(f"  {problem['path']}\n    {problem['reason']}", file=sys.stderr)
    return 0
