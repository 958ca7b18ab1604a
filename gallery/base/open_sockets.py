"""Reads from the system which network sockets this program and the processes it started hold. Linux only."""

from __future__ import annotations

import ipaddress
import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PROC = Path("/proc")
_TABLES = ("tcp", "tcp6", "udp", "udp6")
_LISTENING = 0x0A  # TCP_LISTEN, include/net/tcp_states.h
_DECODER = b"--multiprocessing-fork"
"""An argument of every process that multiprocessing spawns; only decode processes are."""


class Socket(NamedTuple):
    """A TCP or UDP socket."""

    kind: str
    """tcp or udp."""
    local: str
    """Address and port."""
    remote: str
    listens: bool
    is_inside: bool
    """Whether it can reach, and be reached from, nothing but this computer."""


class Sockets(NamedTuple):
    """The network sockets of this program."""

    sockets: list[Socket]
    decoders: int
    """How many decode processes there are."""
    of_decoders: int
    """How many of the sockets they hold."""
    unread: int
    """Processes of which the system does not tell: Chromium's own sandbox hides some."""


def read_sockets(proc: Path = _PROC) -> Sockets | None:
    """Return the network sockets of this process and of all that it started; None: this system does not tell.

    Some systems let no process read even of itself (hidepid, a sandbox), or have no /proc.
    """
    if sys.platform != "linux":
        return None
    found: dict[str, Socket] = {}
    decoders = of_decoders = unread = 0
    own = os.getpid()
    if not os.path.isdir(proc / str(own) / "fd"):  # Path's may raise
        return None
    for pid in family(own, proc):
        held = _sockets_of(proc / str(pid))
        if held is None and pid == own:
            return None  # an empty list would say that there are none
        if held is None:
            unread += 1
            continue
        found |= held
        if _is_decoder(proc / str(pid)):
            decoders, of_decoders = decoders + 1, of_decoders + len(held)
    return Sockets(list(found.values()), decoders, of_decoders, unread)


def family(top: int, proc: Path = _PROC) -> list[int]:
    """Return a process and all that it, and they, have started."""
    children: dict[int, list[int]] = {}
    with suppress(PermissionError):  # a sandbox may show a process only itself
        for entry in proc.iterdir():
            parent = _parent(entry) if entry.name.isdigit() else None
            if parent is not None:
                children.setdefault(parent, []).append(int(entry.name))
    found = [top]
    for pid in found:
        found += children.get(pid, [])
    return found


def parse_table(kind: str, text: str) -> dict[str, Socket]:
    """Return the sockets of /proc/net/tcp, tcp6, udp or udp6 by the number of their inode (proc_net_tcp.rst)."""
    return dict(_rows(kind.rstrip("6"), text))


def _rows(kind: str, text: str) -> Iterator[tuple[str, Socket]]:
    for line in text.splitlines()[1:]:
        fields = line.split()
        if len(fields) < 10:
            continue
        (local, port), (remote, remote_port) = _address(fields[1]), _address(fields[2])
        listens = int(fields[3], 16) == _LISTENING if kind == "tcp" else remote_port == 0
        is_inside = local.is_loopback if listens else remote.is_loopback
        yield fields[9], Socket(kind, _text(local, port), _text(remote, remote_port), listens, is_inside)


def _address(text: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]:
    """Return an address, whose words are in this machine's order, and a port."""
    digits, _, port = text.partition(":")
    words = struct.unpack(f">{len(digits) // 8}I", bytes.fromhex(digits))
    address = ipaddress.ip_address(struct.pack(f"={len(words)}I", *words))
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address, int(port, 16)


def _text(address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> str:
    return f"[{address}]:{port}" if address.version == 6 else f"{address}:{port}"


def _sockets_of(process: Path) -> Mapping[str, Socket] | None:
    """Return the network sockets of one process by their inodes; None: the system does not tell of it."""
    try:
        links = _links(process / "fd")
        inodes = {link[len("socket:[") : -1] for link in links if link.startswith("socket:[")}
        tables: dict[str, Socket] = {}
        for kind in _TABLES if inodes else ():
            table = process / "net" / kind
            tables |= parse_table(kind, table.read_text(encoding="ascii")) if table.exists() else {}
    except PermissionError:
        return None
    except OSError:
        return {}  # it has ended
    return {inode: socket for inode, socket in tables.items() if inode in inodes}


def _links(folder: Path) -> list[str]:
    """Return what a process has open, without what it has closed meanwhile."""
    links = []
    for name in os.listdir(folder):
        with suppress(FileNotFoundError):
            links.append(os.readlink(folder / name))
    return links


def _parent(process: Path) -> int | None:
    """Return which process started this one; None: it has ended."""
    try:
        stat = (process / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return int(stat.rpartition(")")[2].split()[1])  # what is before may hold any sign (proc(5))


def _is_decoder(process: Path) -> bool:
    try:
        return _DECODER in (process / "cmdline").read_bytes()
    except OSError:
        return False
