"""A child program gets exactly the bytes of a name, no shell, and an environment without us."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import GalleryError
from gallery.desktop import reveal as reveal_module
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no argv to hand over")

NAMES = [
    b"plain.jpg",
    b"-rf.jpg",
    b'a" & calc & ".jpg',
    b"$(touch hit) `touch hit`;touch hit.jpg",
    b"new\nline\r\ttab.jpg",
    b"latin-\xe9-\xff.jpg",
    "Ördner \u202e🗃.jpg".encode(),
    b"%20 %41 #1 ?a=b&c.jpg",
    b"*[a-z]?{a,b}~'\\.jpg",
    b" spaces  kept ",
]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], list[bytes]]]:
    """record(name): put a program of that name on the PATH that writes down its arguments and environment."""

    def install(name: str) -> Callable[[], list[bytes]]:
        program, seen, done = tmp_path / "bin" / name, tmp_path / "argv", tmp_path / "done"
        program.parent.mkdir()
        program.write_text(
            f"#!/bin/sh\nprintf '%s\\0' \"$@\" > '{seen}'\nenv > '{done}.env'\npwd > '{done}'\n", encoding="utf-8"
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")

        def arguments() -> list[bytes]:
            wait_for(lambda: done.exists() and done.read_text(encoding="utf-8"))
            return seen.read_bytes().split(b"\0")[:-1]

        return arguments

    return install


@pytest.mark.parametrize("name", NAMES)
def test_linux_falls_back_to_the_folder(
    name: bytes, record: Callable[[str], Callable[[], list[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(reveal_module, "_ask_file_manager", lambda path: False)
    arguments = record("xdg-open")
    reveal_module.reveal(b"/photos/" + name + b"/x.jpg")
    assert arguments() == [b"/photos/" + name]


@pytest.mark.parametrize("name", NAMES)
def test_macos_selects_the_file(
    name: bytes, record: Callable[[str], Callable[[], list[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    arguments = record("open")
    reveal_module.reveal(b"/photos/" + name)
    assert arguments() == [b"-R", b"/photos/" + name]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("system", "program"), [("linux", "xdg-open"), ("darwin", "open")])
def test_a_video_is_opened_by_the_system_s_own_program(
    name: bytes,
    system: str,
    program: str,
    record: Callable[[str], Callable[[], list[bytes]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    arguments = record(program)
    reveal_module.play(b"/photos/" + name)
    assert arguments() == [b"/photos/" + name]


def test_the_child_s_environment_and_place(
    record: Callable[[str], Callable[[], list[bytes]]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "x")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    arguments = record("viewer")
    reveal_module.start_child([b"viewer", b"a"])
    assert arguments() == [b"a"]
    env = (tmp_path / "done.env").read_text(encoding="utf-8")
    assert "QTWEBENGINE" not in env
    assert "/bundle" not in env
    assert (tmp_path / "done").read_text(encoding="utf-8").strip() == "/"


def test_a_program_that_fails_at_once_is_an_error(tmp_path: Path) -> None:
    """As xdg-open does where it finds nothing that opens a folder: it ends with 3."""
    opener = tmp_path / "opener"
    opener.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    opener.chmod(0o755)
    with pytest.raises(GalleryError, match=r"opener failed: it ended with the code 3\."):
        reveal_module.start_child([os.fsencode(opener)])


def test_a_program_that_goes_on_is_not_waited_for_and_does_not_end_with_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C in the terminal, or its end, is for the program: a file manager that it has opened stays."""
    monkeypatch.setattr(reveal_module, "FAILS_WITHIN_S", 0.2)
    player = tmp_path / "player"
    player.write_text(f"#!/bin/sh\nwhile [ ! -e '{tmp_path}/end' ]; do sleep 0.05; done\nexit 3\n", encoding="utf-8")
    player.chmod(0o755)
    reveal_module.start_child([os.fsencode(player)])
    child = reveal_module._children[-1]
    assert os.getsid(child.pid) == child.pid != os.getsid(0)
    (tmp_path / "end").touch()
    assert child.wait(30) == 3


def test_a_child_reads_and_writes_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take what is typed in the terminal, and write between what stands there."""
    viewer = tmp_path / "viewer"
    viewer.write_text(f"#!/bin/sh\ncat > '{tmp_path}/read'\necho out\necho error >&2\n", encoding="utf-8")
    viewer.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    script = "from gallery.desktop import reveal; reveal.start_child([b'viewer']); reveal._children[-1].wait()"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        input=b"typed",
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert (tmp_path / "read").read_bytes() == done.stdout == done.stderr == b""


def test_a_program_that_is_not_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GalleryError, match="xdg-open could not be started: No such file"):
        reveal_module.start_child([b"xdg-open", b"/"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (b"/a b", "file:///a%20b"),
        (b"/\xe9", "file:///%E9"),
        (b"/#?%&", "file:///%23%3F%25%26"),
        (b"/\n", "file:///%0A"),
    ],
)
def test_file_uri(path: bytes, uri: str) -> None:
    assert reveal_module.file_uri(path) == uri
