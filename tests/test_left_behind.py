"""What the program writes: readable for this account only, and when it has ended nothing that need not be there (S22)."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_for
from tests.web.client import wait_until_read

if TYPE_CHECKING:
    from tests.conftest import Serve
    from tests.web.client import ApiClient

pytestmark = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX; on Windows the folder's own list decides")
OPEN_TO_ALL = ["sh", "-c", 'umask 0; exec "$@"', "sh"]
"""Starts a command that leaves everything it makes open to all, unless it says otherwise."""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where a program may leave something: the home folder and that of temporary files, both empty."""
    places = [tmp_path / "home", tmp_path / "tmp"]
    for name, place in zip(("HOME", "TMPDIR"), places, strict=True):
        place.mkdir()
        monkeypatch.setenv(name, str(place))
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return places


def modes(folder: Path) -> dict[str, int]:
    """Return the mode of the folder and of all that is in it."""
    found = {place: place.lstat() for place in (folder, *folder.rglob("*"))}
    return {str(place.relative_to(folder)): stat.S_IMODE(seen.st_mode) for place, seen in found.items()}


def open_to_others(folder: Path) -> dict[str, str]:
    return {name: oct(mode) for name, mode in modes(folder).items() if mode & 0o077}


def use(client: ApiClient) -> None:
    """Look at everything, and have every kind of file written."""
    wait_until_read(client, 3)
    for target in ("/", "/api/timeline.bin", "/media/KEY/thumb/1", "/media/KEY/screen/2", "/media/KEY/original/3"):
        assert client.ask(target).status == 200, target
    assert client.ask("/api/searches", "POST", body={"query": "rome"}).status == 200
    assert client.ask("/api/view", "PUT", body={"theme": "dark"}).status == 200


def test_nobody_else_can_read_what_is_written_and_nothing_is_left(
    serve: Serve, photos: Path, elsewhere: list[Path]
) -> None:
    served = serve("--verbose", photos, prefix=OPEN_TO_ALL)
    use(served.enter())
    wait_for(lambda: "settings.json" in modes(served.data))
    during = modes(served.data)
    assert open_to_others(served.data) == {}
    assert {"index.db", "index.db-wal", "index.db-shm", "cache.db", "instance.lock", "logs/shoebox.log"} <= set(during)
    assert served.stop() == 0
    assert open_to_others(served.data) == {}
    assert set(modes(served.data)) == {
        ".",
        "cache.db",
        "index.db",
        "instance.lock",
        "library.db",
        "logs",
        "logs/shoebox.log",
        "settings.json",
        "settings.json.bak",
        "tiny.bin",
    }
    assert [list(place.rglob("*")) for place in elsewhere] == [[], []]


def test_the_lock_is_free_when_it_has_ended_also_by_force(serve: Serve, photos: Path) -> None:
    first = serve(photos)
    first.process.kill()
    first.process.wait()
    second = serve(photos, data=first.data)
    assert second.enter().ask("/api/status").status == 200
    assert second.stop() == 0


def test_photos_are_as_they_were(serve: Serve, photos: Path) -> None:
    def seen() -> dict[str, tuple[int, int, int, bytes]]:
        return {
            file.name: (file.stat().st_mode, file.stat().st_mtime_ns, file.stat().st_size, file.read_bytes())
            for file in photos.iterdir()
        }

    before = seen()
    served = serve(photos)
    use(served.enter())
    served.stop()
    assert seen() == before


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_no_child_process_holds_our_port_or_databases(serve: Serve, photos: Path) -> None:
    """Descriptors are not inherited: a decode process, where hostile files are read, has none of them."""
    import psutil

    served = serve(photos)
    use(served.enter())
    children = psutil.Process(served.pid).children(recursive=True)
    assert children
    for child in children:
        held = {os.path.realpath(link) for link in Path(f"/proc/{child.pid}/fd").iterdir()}
        assert [path for path in held if str(served.data) in path] == []
        assert child.net_connections("inet") == []
