"""Main functions of decode processes that misbehave on request: what the pool has to survive."""

from __future__ import annotations

import json
import os
import signal
import struct
import time
from typing import TYPE_CHECKING

from gallery.imaging.workers import parent_watch, process_main, protocol
from gallery.imaging.workers.message_frames import FrameChannel

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.limits import Limits

PROBLEM = {"code": "damaged", "message": "asked for"}
RENDERED = json.dumps({"rendered": {"width": 1, "height": 1, "colour": 1, "problem": None}}).encode()


def misbehave(connection: Connection, limits: Limits) -> None:
    """Obey file names: die, hang, hang-once PATH, babble, short, large, sleep SECONDS; any other is answered at once.

    And stop in the middle or send what is no answer: half, half-picture, trickle, deep, too-long, always-large, list,
    headers, die-halfway. And end by a signal, N times: signal NAME N PATH; or lack memory once: no-memory PATH, unfit
    PATH; or always: greedy.
    """
    del limits
    channel = FrameChannel(connection)
    try:
        while True:
            request = json.loads(channel.receive())
            names = [file["relative"] for file in request.get("files") or [request["file"]]]
            for name in names:
                _obey(name, channel)
            if names[0] in _RAW:
                _RAW[names[0]](connection.fileno())
            elif names[0].partition(" ")[0] in _LACK and _is_first(names[0].partition(" ")[2]):
                channel.send(_LACK[names[0].partition(" ")[0]])
            elif names[0] in _WRONG:
                channel.send(_WRONG[names[0]])
            elif names[0] == "large" and not request["large_ok"]:
                channel.send(b'{"large":true}')
            elif request["op"] == "read":
                channel.send(json.dumps({"read": [PROBLEM] * (len(names) - (names[0] == "short"))}).encode())
            else:
                channel.send(RENDERED)
                if names[0] == "half-picture":
                    time.sleep(3600)
                channel.send(f"{names[0]} {os.getpid()}".encode())
    except (EOFError, OSError):
        return


def _obey(name: str, channel: FrameChannel) -> None:
    word, _, argument = name.partition(" ")
    if word == "die" or (word == "die-once" and _is_first(argument)):
        os._exit(3)
    if word == "hang" or (word == "hang-once" and _is_first(argument)):
        time.sleep(3600)
    if word in ("sleep", "large"):
        time.sleep(float(argument or "0.15"))
    if word == "signal":
        number, times, path = argument.split(" ", 2)
        if any(_is_first(f"{path}-{time}") for time in range(int(times))):
            os.kill(os.getpid(), getattr(signal, number))
            time.sleep(3600)
    if word == "babble":
        channel.send(b"\xff{ no JSON")
    if word == "log":
        with open(argument.partition(" ")[0], "a", encoding="ascii") as log:
            log.write(argument.partition(" ")[2] + "\n")
    if word == "wait-for":
        while not os.path.exists(argument):
            time.sleep(0.01)


def _send_half(pipe: int) -> None:
    os.write(pipe, struct.pack("!I", 5000) + b'{"re')
    time.sleep(3600)


def _die_halfway(pipe: int) -> None:
    os.write(pipe, struct.pack("!I", 5000) + b'{"re')
    os._exit(3)


def _trickle(pipe: int) -> None:
    os.write(pipe, struct.pack("!I", 1 << 20))
    while True:
        os.write(pipe, b"[")
        time.sleep(0.001)


def _announce_too_much(pipe: int) -> None:
    os.write(pipe, struct.pack("!I", 0xFFFFFFFF))
    time.sleep(3600)


_RAW: dict[str, Callable[[int], None]] = {
    "half": _send_half,
    "die-halfway": _die_halfway,
    "trickle": _trickle,
    "too-long": _announce_too_much,
}
_NO_MEMORY = b'{"problem":{"code":"out_of_memory","message":"It needs too much."}}'
_WRONG = {
    "deep": b"[" * 100_000,
    "list": b"[1]",
    "headers": b'{"read":[]}',
    "always-large": b'{"large":true}',
    "always-unfit": b'{"unfit":true}',
    "greedy": _NO_MEMORY,
}
_LACK = {"no-memory": _NO_MEMORY, "unfit": b'{"unfit":true}'}


def _is_first(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def die_at_start(connection: Connection, limits: Limits) -> None:
    """End before the first request is read."""
    del connection, limits
    os._exit(1)


def hang_in_decoder(connection: Connection, limits: Limits) -> None:
    """Run the real main function with a decoder that prints a line, then hangs."""

    def hang(request: protocol.Request, limits: Limits) -> list[bytes]:
        del request, limits
        print("decoding", flush=True)
        time.sleep(3600)
        return []

    process_main.answer = hang
    process_main.main(connection, limits)


def hang_without_the_kernel(connection: Connection, limits: Limits) -> None:
    """Do the same where no kernel ends a process with its parent."""
    parent_watch._ask_the_kernel = lambda: False
    hang_in_decoder(connection, limits)


def serve_without_a_name(connection: Connection, limits: Limits) -> None:
    """Serve as a decode process does, with a name missing in the code that every BMP goes through."""
    from gallery.imaging.decoding import own_decoders

    del own_decoders._as_far_as_it_goes
    process_main.main(connection, limits)
