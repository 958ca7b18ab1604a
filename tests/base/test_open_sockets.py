"""Which network sockets this program holds, from recorded tables and from this very system."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base.open_sockets import Socket, family, parse_table, read_sockets

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
REST = "00000000:00000000 00:00000000 00000000  1000        0"
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
little = pytest.mark.skipif(sys.byteorder != "little", reason="recorded on a little-endian machine")


@little
@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("tcp", "0: 0100007F:1F90 00000000:0000 0A", Socket("tcp", "127.0.0.1:8080", "0.0.0.0:0", True, True)),
        ("tcp", "1: 00000000:0016 00000000:0000 0A", Socket("tcp", "0.0.0.0:22", "0.0.0.0:0", True, False)),
        ("tcp", "2: 0100007F:1F90 0100007F:C350 01", Socket("tcp", "127.0.0.1:8080", "127.0.0.1:50000", False, True)),
        (
            "tcp",
            "3: 0F02000A:C350 22D8B85D:01BB 01",
            Socket("tcp", "10.0.2.15:50000", "93.184.216.34:443", False, False),
        ),
        (
            "tcp6",
            "4: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:C350 01",
            Socket("tcp", "127.0.0.1:8080", "127.0.0.1:50000", False, True),
        ),
        (
            "tcp6",
            "5: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A",
            Socket("tcp", "[::1]:8080", "[::]:0", True, True),
        ),
        ("udp", "6: 00000000:14E9 00000000:0000 07", Socket("udp", "0.0.0.0:5353", "0.0.0.0:0", True, False)),
    ],
)
def test_a_row_of_the_table(kind: str, row: str, expected: Socket) -> None:
    assert parse_table(kind, f"{HEAD}   {row} {REST} 777 1 0 100\n") == {"777": expected}


def test_rows_that_are_cut_are_left_out() -> None:
    assert parse_table("tcp", HEAD + "   0: 0100007F:1F90\n\n") == {}


def test_a_family_is_found_whatever_the_programs_are_called(tmp_path: Path) -> None:
    for pid, name, parent in ((1, "init", 0), (10, "shoebox", 1), (11, "a) S 1 (b", 10), (12, "x", 11), (13, "y", 1)):
        (tmp_path / str(pid)).mkdir()
        (tmp_path / str(pid) / "stat").write_text(f"{pid} ({name}) S {parent} 1 1", encoding="utf-8")
    (tmp_path / "14").mkdir()  # has ended
    (tmp_path / "self").mkdir()
    assert family(10, tmp_path) == [10, 11, 12]


@needs_proc
def test_a_socket_of_this_process_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        found = read_sockets()
        assert found is not None
        assert Socket("tcp", address, "0.0.0.0:0", True, True) in found.sockets
    closed = read_sockets()
    assert closed is not None
    assert address not in [one.local for one in closed.sockets]


@needs_proc
def test_a_socket_of_a_child_is_found_and_one_for_everybody_is_told_apart() -> None:
    script = "import socket; s = socket.create_server(('', 0)); print(s.getsockname()[1], flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=-1, stdout=-1, text=True) as child:
        assert child.stdin
        assert child.stdout
        port = child.stdout.readline().strip()
        found = read_sockets()
        child.stdin.write("\n")
        child.stdin.close()
    assert found is not None
    assert [one.is_inside for one in found.sockets if one.local == f"0.0.0.0:{port}"] == [False]
    assert child.pid not in family(os.getpid())


@needs_proc
def test_what_is_closed_while_it_is_read_hides_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    read = os.readlink
    with socket.create_server(("127.0.0.1", 0)) as server:
        other = os.open(os.devnull, os.O_RDONLY)

        def readlink(path: Path | str) -> str:
            if str(path).endswith(f"/{other}"):
                raise FileNotFoundError(path)
            return read(path)

        monkeypatch.setattr(os, "readlink", readlink)
        found = read_sockets()
        os.close(other)
        assert found is not None
        assert f"127.0.0.1:{server.getsockname()[1]}" in [one.local for one in found.sockets]


@needs_proc
def test_what_cannot_be_read_of_this_process_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_sockets(tmp_path / "none") is None

    def refuse(path: Path) -> list[str]:
        raise PermissionError(path)

    monkeypatch.setattr("gallery.base.open_sockets._links", refuse)
    assert read_sockets() is None
