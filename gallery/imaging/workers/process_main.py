"""The main function of a decode process: requests in, answers out, until its pipe closes.

Started by the pool as a *spawn* process. Files from strangers are parsed here, where nothing of value is in reach. A
request is one JSON message; the answer is one JSON message and, for a picture, one of bytes (see `protocol`).
"""

from __future__ import annotations

import gc
import io
import logging
import os
import signal
import sys
import warnings
from base64 import b64decode
from typing import TYPE_CHECKING

from gallery.base.garbage_collector import freeze_imports
from gallery.base.models import Problem, Recipe, Rendered
from gallery.base.variants import Variant
from gallery.imaging.workers import limits as system
from gallery.imaging.workers import parent_watch, protocol
from gallery.imaging.workers.message_frames import FrameChannel

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.limits import Limits

    Reply = Callable[[protocol.Request, Limits], list[bytes]]
    """Returns the messages that answer a request."""

_BLOCK_BYTES = 64 << 20
"""Pixels are allocated in blocks of so many bytes. Those of 16 MB, Pillow's own, come from the heap once the first has
been freed, and 576 MB of a canvas of 144 million pixels stayed there; beyond 32 MB glibc's malloc maps them, and gives
them back (mallopt(3), M_MMAP_THRESHOLD)."""


def main(connection: Connection, limits: Limits) -> None:
    """Confine this process, then answer requests until the pipe closes. Runs on the process's main thread."""
    prepare(limits)
    serve(FrameChannel(connection), limits)


def prepare(limits: Limits) -> None:
    """Let this process end with the program, print nothing of files, and keep within its limits."""
    for name in ("SIGINT", "SIGBREAK"):  # Ctrl+C and Ctrl+Break are for the program, which then closes the pipe
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    parent_watch.end_with_parent()
    _silence_decoders()
    system.confine(limits)


def serve(channel: FrameChannel, limits: Limits, reply: Reply | None = None) -> None:
    """Answer requests until the pipe closes: the program has ended, or has no more use for this process.

    Args:
        channel: Where requests come from.
        limits: Of this process.
        reply: Makes the answers; None: `answer`.
    """
    gc.disable()
    imported: set[str] = set()
    try:
        while True:
            request = protocol.decode_request(channel.receive())
            if reply is None and request["op"] not in imported:
                imported.add(request["op"])
                _import_for(request["op"])
            for message in (reply or answer)(request, limits):
                channel.send(message)
    except (EOFError, OSError):
        return
    except MemoryError as error:
        error.__traceback__ = None  # its frames may hold what is missing
        gc.collect()
        if not system.has_room(limits.usual):  # somebody has taken what this process should have
            os._exit(protocol.UNFIT_EXIT)
        raise


def answer(request: protocol.Request, limits: Limits) -> list[bytes]:
    """Return the messages that answer a request."""
    if request["op"] == "read":
        from gallery.imaging.metadata.read import read

        return protocol.encode_read([read(protocol.to_file(file)) for file in request["files"]])
    if request["op"] == "shrink":
        return protocol.encode_tiny(_shrink(request["jpeg"]))
    from gallery.imaging.decoding import programming_errors

    result = _render(request, limits)
    errors = protocol.encode_errors(programming_errors.take())
    if isinstance(result, Problem) or (isinstance(result, Rendered) and result.problem is not None):
        gc.collect()  # what an error's frames hold, a whole canvas perhaps, is often a cycle
        if not system.has_room(limits.usual):  # whatever it says of the file, this may be why
            result = protocol.UNFIT
    return [*errors, *protocol.encode_rendered(result)]


def _import_for(op: str) -> None:
    """Import what a kind of request needs, and take it out of garbage collection.

    With the first request: the process is there sooner, and a failure to import reaches the pool. Before the job: what
    a job leaves would be kept for ever.
    """
    if op != "read":
        os.environ["PILLOW_BLOCK_SIZE"] = str(_BLOCK_BYTES)
        from PIL import Image

        import gallery.imaging.decoding.render

        Image.preinit()
    else:
        import gallery.imaging.metadata.read  # noqa: F401
    freeze_imports()


def _render(request: protocol.RenderRequest, limits: Limits) -> protocol.RenderAnswer:
    """Render within the usual memory limit, or within the large one where the request allows it."""
    from gallery.imaging.decoding.render import LargeError, VideoError, render

    file, recipe = protocol.to_file(request["file"]), Recipe(request["recipe"])
    variant = None if request["variant"] is None else Variant(request["variant"])
    if not request["large_ok"]:
        try:
            return render(file, recipe, variant, budget=limits.usual)
        except LargeError:
            return protocol.LARGE
        except VideoError:
            return protocol.MISPLACED
    system.set_memory_limit(limits.large)
    try:
        return render(file, recipe, variant)
    except VideoError:
        return protocol.MISPLACED
    finally:
        system.set_memory_limit(limits.usual)


def _shrink(jpeg: str) -> bytes:
    """Return the tiny picture of a thumbnail in base 64; empty where it cannot be decoded."""
    from gallery.imaging.decoding import tiny

    try:
        return tiny.shrink(b64decode(jpeg))
    except (OSError, SyntaxError, ValueError):  # Pillow's, of what is no JPEG: whoever shows it has it made again
        return b""


def _silence_decoders() -> None:
    """Send the standard error of C libraries, and what Pillow logs, to nowhere, and keep Python's own.

    They print about each broken file; errors of this program keep the way to the log.
    """
    warnings.simplefilter("ignore")
    logging.getLogger("PIL").addHandler(logging.NullHandler())  # without a handler its errors go to standard error
    try:
        kept = os.dup(2)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 2)
        os.close(silence)
    except OSError:
        return  # a windowed program has no standard error, and nothing is printed then
    sys.stderr = io.TextIOWrapper(io.FileIO(kept, "w"), encoding="utf-8", line_buffering=True)
