"""A session bus of a test's own, and services on it: what a desktop says, and what it is asked.

The wire format is that of the D-Bus specification 0.43, little-endian, as far as these services need it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from tests.window.needs import lack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
"""
CALL, REPLY, ERROR, SIGNAL = 1, 2, 3, 4
FIXED = {"y": "B", "b": "I", "u": "I", "i": "i", "d": "d", "x": "q", "t": "Q"}
ALIGNMENT = {"y": 1, "g": 1, "v": 1, "d": 8, "x": 8, "t": 8, "(": 8, "{": 8}
FIELDS = {1: "o", 2: "s", 3: "s", 4: "s", 5: "u", 6: "s", 7: "s", 8: "g", 9: "u"}
PATH, INTERFACE, MEMBER, ERROR_NAME, REPLY_TO, DESTINATION, SENDER, SIGNATURE = 1, 2, 3, 4, 5, 6, 7, 8


@dataclass(frozen=True)
class Variant:
    """A value with its type."""

    kind: str
    value: Any


def next_type(signature: str) -> str:
    """The first complete type of a signature."""
    if signature[0] == "a":
        return "a" + next_type(signature[1:])
    if signature[0] not in "({":
        return signature[0]
    depth = 0
    for end, letter in enumerate(signature):
        depth += (letter in "({") - (letter in ")}")
        if depth == 0:
            return signature[: end + 1]
    raise ValueError(signature)


def types_in(signature: str) -> list[str]:
    found = []
    while signature:
        found.append(next_type(signature))
        signature = signature[len(found[-1]) :]
    return found


class Writer:
    """Values as bytes."""

    def __init__(self) -> None:
        self.data = bytearray()

    def align(self, to: int) -> None:
        self.data += bytes(-len(self.data) % to)

    def put(self, kind: str, value: Any) -> None:
        self.align(ALIGNMENT.get(kind[0], 4))
        if kind in FIXED:
            self.data += struct.pack("<" + FIXED[kind], value)
        elif kind in "sog":
            text = value.encode()
            self.data += struct.pack("<B" if kind == "g" else "<I", len(text)) + text + b"\0"
        elif kind == "v":
            self.put("g", value.kind)
            self.put(value.kind, value.value)
        elif kind[0] == "a":
            self.put_array(kind[1:], value.items() if isinstance(value, dict) else value)
        else:
            for one, part in zip(types_in(kind[1:-1]), value, strict=True):
                self.put(one, part)

    def put_array(self, kind: str, values: Any) -> None:
        place = len(self.data)
        self.data += bytes(4)
        self.align(ALIGNMENT.get(kind[0], 4))
        start = len(self.data)
        for value in values:
            self.put(kind, value)
        self.data[place : place + 4] = struct.pack("<I", len(self.data) - start)


class Reader:
    """Values from bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def align(self, to: int) -> None:
        self.at += -self.at % to

    def take(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]

    def get(self, kind: str) -> Any:
        self.align(ALIGNMENT.get(kind[0], 4))
        if kind in FIXED:
            (value,) = struct.unpack("<" + FIXED[kind], self.take(struct.calcsize("<" + FIXED[kind])))
            return bool(value) if kind == "b" else value
        if kind in "sog":
            text = self.take(self.take(1)[0] if kind == "g" else self.get("u")).decode()
            self.at += 1
            return text
        if kind == "v":
            return self.get(self.get("g"))
        if kind[0] != "a":
            return tuple(self.get(one) for one in types_in(kind[1:-1]))
        length = self.get("u")
        self.align(ALIGNMENT.get(kind[1], 4))
        end, values = self.at + length, []
        while self.at < end:
            values.append(self.get(kind[1:]))
        return dict(values) if kind[1] == "{" else values


class Bus:
    """A session bus, from `with` on; `env` makes a program use it."""

    def __init__(self, folder: Path) -> None:
        self._socket, self._config = folder / "bus", folder / "bus.conf"
        self.env = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._socket}"}

    def __enter__(self) -> Self:
        daemon = shutil.which("dbus-daemon")
        if daemon is None:
            lack("dbus-daemon is not there")
        self._config.write_text(CONFIG.format(socket=self._socket), encoding="utf-8")
        command = [str(daemon), f"--config-file={self._config}", "--nofork", "--nopidfile", "--print-address"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._process.stdout
        self._process.stdout.readline()  # it listens now
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def peer(self, *names: str) -> Peer:
        return Peer(str(self._socket), names)


class Peer:
    """One connection to the bus, under these names: it notes each call and signal, and answers the calls.

    Attributes:
        calls: (member, arguments) of each call, and of each signal that `listen` asked for.
        answers: member -> function of the arguments that returns (signature, values); without one: an error.
        callers: names of the connections that have called, and are still on the bus.
    """

    def __init__(self, address: str, names: tuple[str, ...]) -> None:
        self.calls: list[tuple[str, list[Any]]] = []
        self.answers: dict[str, Callable[..., tuple[str, list[Any]]]] = {}
        self.callers: set[str] = set()
        self._names, self._serial, self._lock = names, 0, threading.Lock()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(address)
        self._file = self._socket.makefile("rb")
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        assert self._file.readline().startswith(b"OK ")
        self._socket.sendall(b"BEGIN\r\n")
        self._ask_bus("Hello", "", [])
        for name in self._names:
            self._ask_bus("RequestName", "su", [name, 0])
        self.listen("org.freedesktop.DBus")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._file.close()
        self._socket.close()

    def listen(self, interface: str) -> None:
        """Note the signals of an interface, too."""
        self._ask_bus("AddMatch", "s", [f"type='signal',interface='{interface}'"])

    def emit(self, path: str, interface: str, member: str, signature: str, values: list[Any]) -> None:
        self._send(SIGNAL, {PATH: path, INTERFACE: interface, MEMBER: member}, signature, values)

    def _ask_bus(self, member: str, signature: str, values: list[Any]) -> None:
        name = "org.freedesktop.DBus"
        there = {PATH: "/org/freedesktop/DBus", INTERFACE: name, MEMBER: member, DESTINATION: name}
        self._send(CALL, there, signature, values)

    def _send(self, kind: int, fields: dict[int, Any], signature: str, values: list[Any]) -> None:
        body = Writer()
        for one, value in zip(types_in(signature), values, strict=True):
            body.put(one, value)
        head = Writer()
        with self._lock:
            self._serial += 1
            for value in (ord("l"), kind, 0, 1):
                head.put("y", value)
            head.put("u", len(body.data))
            head.put("u", self._serial)
            named = {**fields, **({SIGNATURE: signature} if signature else {})}
            head.put("a(yv)", [(key, Variant(FIELDS[key], value)) for key, value in named.items()])
            head.align(8)
            self._socket.sendall(head.data + body.data)

    def _serve(self) -> None:
        while len(start := self._file.read(16)) == 16:
            kind, body, serial, fields = *struct.unpack("<xBxxII", start[:12]), struct.unpack("<I", start[12:])[0]
            length = fields + -fields % 8
            rest = self._file.read(length + body)
            reader = Reader(start[12:] + bytes(4) + rest[:fields])  # fields are aligned to 8, as in the message
            reader.data = start + rest[:fields]
            reader.at = 12
            head = dict(reader.get("a(yv)"))
            arguments = Reader(rest[length:])
            values = [arguments.get(one) for one in types_in(head.get(SIGNATURE, ""))]
            self._take(kind, serial, head, values)

    def _take(self, kind: int, serial: int, head: dict[int, Any], values: list[Any]) -> None:
        if kind == CALL or (kind == SIGNAL and not head[SENDER].startswith("org.freedesktop.DBus")):
            self.calls.append((head[MEMBER], values))
        if head.get(MEMBER) == "NameOwnerChanged" and not values[2]:
            self.callers.discard(values[0])
        if kind != CALL:
            return None
        self.callers.add(head[SENDER])
        there = {REPLY_TO: serial, DESTINATION: head[SENDER]}
        try:
            answer = self.answers[head[MEMBER]](*values)
        except KeyError:  # no such method, or it knows no such thing
            return self._send(ERROR, {**there, ERROR_NAME: "org.freedesktop.DBus.Error.InvalidArgs"}, "", [])
        return self._send(REPLY, there, *answer)


class Portal:
    """The desktop's settings, as org.freedesktop.portal.Settings tells them."""

    NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
    INTERFACE = "org.freedesktop.portal.Settings"

    def __init__(self, bus: Bus, **settings: dict[str, Variant]) -> None:
        self.settings = settings
        self._peer = bus.peer(self.NAME)
        self._peer.answers = {"Read": self._read, "ReadOne": self._read_one, "ReadAll": self._read_all}
        self._peer.answers["Get"] = lambda *_: ("v", [Variant("u", 2)])

    def __enter__(self) -> Self:
        self._peer.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._peer.__exit__()

    def _read(self, space: str, key: str) -> tuple[str, list[Any]]:
        return "v", [Variant("v", self.settings[space][key])]

    def _read_one(self, space: str, key: str) -> tuple[str, list[Any]]:
        return "v", [self.settings[space][key]]

    def _read_all(self, wanted: list[str]) -> tuple[str, list[Any]]:
        pattern = "|".join(re.escape(one).replace(r"\*", ".*") for one in wanted if one) or ".*"
        found = {space: values for space, values in self.settings.items() if re.fullmatch(pattern, space)}
        return "a{sa{sv}}", [found]

    def change(self, space: str, key: str, value: Variant) -> None:
        """Change a setting, as the user does."""
        self.settings.setdefault(space, {})[key] = value
        self._peer.emit(self.PATH, self.INTERFACE, "SettingChanged", "ssv", [space, key, value])
