"""A decode process: requests in, answers out, until its pipe closes. Hostile files meet nothing of value here.

Started by `pool` as a *spawn* process. A request is one JSON message; the answer is one JSON message and, for a
picture, one of bytes (`wire`).
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING

from gallery.base.memory import keep_imports
from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.workers import limits as system
from gallery.imaging.workers import parent_watch, protocol

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.limits import Limits


def main(connection: Connection, limits: Limits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then closes our pipe
    parent_watch.end_with_parent()
    _quieten()
    system.confine(limits)
    gc.disable()
    try:
        answer(connection, protocol.request(connection.recv_bytes()), limits)
        keep_imports()
        while True:
            answer(connection, protocol.request(connection.recv_bytes()), limits)
    except (EOFError, OSError):
        return  # the pipe is closed: the program has ended, or wants us to


def answer(channel: protocol.Channel, asked: protocol.Request, limits: Limits) -> None:
    # imported with the first request: the process is there sooner, and a failure to import reaches the pool
    if asked["op"] == "read":
        from gallery.imaging.metadata.read import read

        protocol.send_read(channel, [read(protocol.to_file(file)) for file in asked["files"]])
    else:
        protocol.send_rendered(channel, _render(asked, limits))


def _render(asked: protocol.RenderRequest, limits: Limits) -> Rendered | Problem | protocol.Large:
    from gallery.imaging.decoding.render import LargeError, render

    file, recipe = protocol.to_file(asked["file"]), Recipe(asked["recipe"])
    if not asked["large_ok"]:
        try:
            return render(file, recipe, budget=limits.usual)
        except LargeError:
            return protocol.LARGE
    system.allow(limits.large)
    try:
        return render(file, recipe)
    finally:
        system.allow(limits.usual)


def _quieten() -> None:
    """Libtiff and others print about each broken file; our own errors keep the way to the log."""
    warnings.simplefilter("ignore")
    try:
        kept = os.dup(2)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)
    except OSError:
        return  # a windowed program has no standard error, and nothing is printed then
    sys.stderr = io.TextIOWrapper(io.FileIO(kept, "w"), line_buffering=True)
