"""Decode processes that misbehave on request: what the pool has to survive."""

from __future__ import annotations

import json
import os
import struct
import time
from typing import TYPE_CHECKING

from gallery.imaging.workers import parent_watch, process_main

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection

    from gallery.imaging.workers.limits import Limits

PROBLEM = {"code": "damaged", "message": "asked for"}


def rude(connection: Connection, limits: Limits) -> None:
    """Obey file names: die, hang, hang-once-PATH, babble, short, large, sleep; anything else answers at once.

    And stop in the middle or send what is no answer: half, half-picture, trickle, deep, endless, always-large, list.
    """
    del limits
    try:
        while True:
            asked = json.loads(connection.recv_bytes())
            names = [file["relative"] for file in asked.get("files") or [asked["file"]]]
            for name in names:
                _obey(name, connection)
            if names[0] in _WRONG:
                _WRONG[names[0]](connection)
            elif names[0] == "large" and not asked["large_ok"]:
                connection.send_bytes(b'{"large":true}')
            elif asked["op"] == "read":
                connection.send_bytes(json.dumps({"read": [PROBLEM] * (len(names) - (names[0] == "short"))}).encode())
            else:
                facts = {"width": 1, "height": 1, "color": 1, "problem": None}
                connection.send_bytes(json.dumps({"rendered": facts}).encode())
                connection.send_bytes(f"{names[0]} {os.getpid()}".encode())
    except (EOFError, OSError):
        return


def _obey(name: str, connection: Connection) -> None:
    word, _, argument = name.partition(" ")
    if word == "die" or (word == "die-once" and _first(argument)):
        os._exit(3)
    if word == "hang" or (word == "hang-once" and _first(argument)):
        time.sleep(3600)
    if word in ("sleep", "large"):
        time.sleep(float(argument or "0.15"))
    if word == "babble":
        connection.send_bytes(b"\xff{ no JSON")
    if word == "log":
        with open(argument.partition(" ")[0], "a", encoding="ascii") as log:
            log.write(argument.partition(" ")[2] + "\n")


def _half(connection: Connection) -> None:
    os.write(connection.fileno(), struct.pack("!i", 5000) + b'{"re')
    time.sleep(3600)


def _half_picture(connection: Connection) -> None:
    connection.send_bytes(b'{"rendered":{"width":1,"height":1,"color":1,"problem":null}}')
    time.sleep(3600)


def _trickle(connection: Connection) -> None:
    os.write(connection.fileno(), struct.pack("!i", 1 << 20))
    while True:
        os.write(connection.fileno(), b"[")
        time.sleep(0.001)


def _endless(connection: Connection) -> None:
    os.write(connection.fileno(), struct.pack("!iQ", -1, 1 << 40))
    time.sleep(3600)


_WRONG: dict[str, Callable[[Connection], object]] = {
    "half": _half,
    "half-picture": _half_picture,
    "trickle": _trickle,
    "endless": _endless,
    "deep": lambda connection: connection.send_bytes(b"[" * 100_000),
    "list": lambda connection: connection.send_bytes(b"[1]"),
    "always-large": lambda connection: connection.send_bytes(b'{"large":true}'),
}


def _first(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def stillborn(connection: Connection, limits: Limits) -> None:
    """Dies before it listens."""
    del connection, limits
    os._exit(1)


def busy(connection: Connection, limits: Limits) -> None:
    """The real worker, in a decoder that hangs."""
    process_main.answer = lambda *_: time.sleep(3600)
    process_main.main(connection, limits)


def busy_without_the_kernel(connection: Connection, limits: Limits) -> None:
    parent_watch._killed_by_the_kernel = lambda: False
    busy(connection, limits)
