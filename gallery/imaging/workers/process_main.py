"""The main function of a decode process: requests in, answers out, until its pipe closes.

Started by the pool as a *spawn* process. Files from strangers are parsed here, where nothing of value is in reach. A
request is one JSON message; the answer is one JSON message and, for a picture, one of bytes (see `protocol`).
"""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
import warnings
from typing import TYPE_CHECKING

from gallery.base.garbage_collector import freeze_imports
from gallery.base.models import Problem, Recipe, Rendered
from gallery.imaging.workers import limits as system
from gallery.imaging.workers import parent_watch, protocol
from gallery.imaging.workers.message_frames import FrameChannel

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.limits import Limits


def main(connection: Connection, limits: Limits) -> None:
    """Confine this process, then answer requests until the pipe closes. Runs on the process's main thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then closes the pipe
    parent_watch.end_with_parent()
    _silence_decoders()
    system.confine(limits)
    serve(FrameChannel(connection), limits)


def serve(channel: FrameChannel, limits: Limits) -> None:
    """Answer requests until the pipe closes: the program has ended, or has no more use for this process."""
    gc.disable()
    try:
        _serve_one(channel, limits)
        freeze_imports()
        while True:
            _serve_one(channel, limits)
    except (EOFError, OSError):
        return


def answer(request: protocol.Request, limits: Limits) -> list[bytes]:
    """Return the messages that answer a request.

    Imports with the first request: the process is there sooner, and a failure to import reaches the pool.
    """
    if request["op"] == "read":
        from gallery.imaging.metadata.read import read

        return protocol.encode_read([read(protocol.to_file(file)) for file in request["files"]])
    return protocol.encode_rendered(_render(request, limits))


def _serve_one(channel: FrameChannel, limits: Limits) -> None:
    for message in answer(protocol.decode_request(channel.receive()), limits):
        channel.send(message)


def _render(request: protocol.RenderRequest, limits: Limits) -> Rendered | Problem | protocol.Large:
    """Render within the usual memory limit, or within the large one where the request allows it."""
    from gallery.imaging.decoding.render import LargeError, render

    file, recipe = protocol.to_file(request["file"]), Recipe(request["recipe"])
    if not request["large_ok"]:
        try:
            return render(file, recipe, budget=limits.usual)
        except LargeError:
            return protocol.LARGE
    system.set_memory_limit(limits.large)
    try:
        return render(file, recipe)
    finally:
        system.set_memory_limit(limits.usual)


def _silence_decoders() -> None:
    """Send the standard error of C libraries to nowhere, and keep Python's own.

    Libtiff and others print about each broken file; errors of this program keep the way to the log.
    """
    warnings.simplefilter("ignore")
    try:
        kept = os.dup(2)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)
    except OSError:
        return  # a windowed program has no standard error, and nothing is printed then
    sys.stderr = io.TextIOWrapper(io.FileIO(kept, "w"), line_buffering=True)
