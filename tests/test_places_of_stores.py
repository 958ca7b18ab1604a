"""Whatever stands in the place of a store: the program starts or says one sentence, and deletes nothing."""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest

from gallery.app import open_parts
from gallery.base.logs import start_logging
from gallery.base.paths import DataFolder
from gallery.base.single_instance import HandoverListener, hand_over
from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links, pipes and sockets")
MINE = b"what the user would miss"
DATABASES = [
    name + end
    for name in ("index.db", "cache.db", "library.db")
    for end in ("", "-wal", "-shm", "-journal", ".damaged")
]
SETTINGS = ["settings.json", "settings.json.bak", "settings.json.new"]
STORES = [
    *DATABASES,
    *SETTINGS,
    "tiny.bin",
    "last-window.jpg",
    "instance.lock",
    "handover",
    "logs",
    "logs/shoebox.log",
    "logs/shoebox.log.1",
]


def make_folder(place: Path) -> None:
    place.mkdir()
    (place / "mine").write_bytes(MINE)


def make_socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))


def make_other_database(place: Path) -> None:
    with closing(sqlite3.connect(place)) as other:
        other.executescript("CREATE TABLE bookmarks (url); PRAGMA user_version = 3;")
        other.execute("INSERT INTO bookmarks VALUES (?)", (MINE,))
        other.commit()


def make_newer_database(place: Path) -> None:
    with closing(sqlite3.connect(place)) as newer:
        newer.executescript("CREATE TABLE photos (id, name); CREATE TABLE blobs (id); PRAGMA user_version = 999;")
        newer.execute("INSERT INTO photos VALUES (1, ?)", (MINE,))
        newer.commit()


KINDS: dict[str, Callable[[Path], object]] = {
    "folder": make_folder,
    "dangling link": lambda place: place.symlink_to("nowhere/x"),
    "link to a folder": lambda place: place.symlink_to(place.parent.parent),
    "ring of links": lambda place: place.symlink_to(place),
    "fifo": lambda place: os.mkfifo(place),  # noqa: PLW0108  # type: ignore[attr-defined,unused-ignore]
    "socket": make_socket,
    "unreadable": lambda place: (place.write_bytes(MINE * 9), place.chmod(0)),  # type: ignore[func-returns-value]
    "empty": lambda place: place.write_bytes(b""),
    "text": lambda place: place.write_bytes(MINE * 99),
    "zeros": lambda place: place.write_bytes(bytes(20_000)),
    "database of another program": make_other_database,
    "database of a later version": make_newer_database,
}
FOUND_AGAIN = ("folder", "text", "database of another program", "database of a later version")
MAY_BE_OVERWRITTEN = (
    "-wal", "-shm", "-journal", ".damaged",  # a regular file of such a name can only be SQLite's, or our own mark
    "settings.json.new", "settings.json.bak", "last-window.jpg",  # as this can only be ours
    "instance.lock", "shoebox.log", "shoebox.log.1",  # used as it is: nothing is deleted from it
)  # fmt: skip


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """Leave the test runner's own handlers as they were."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in [handler for handler in root.handlers if handler not in before]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A folder of one photo, and the files of a data folder that shows it."""
    top = tmp_path_factory.mktemp("used")
    save(top / "photos" / "p.jpg", picture())
    (top / "data").mkdir()
    with open_parts(DataFolder(top / "data")) as parts:
        parts.library.roots.add(os.fsencode(top / "photos"))
        parts.settings.searches.save("", "rome")
        wait_for(lambda: parts.indexer.wait_until_idle(0))
    return top / "photos", {path.name: path.read_bytes() for path in (top / "data").iterdir() if path.is_file()}


def contents(data: Path) -> list[bytes]:
    """The bytes of every regular file below a folder."""
    paths = [os.path.join(top, name) for top, _, names in os.walk(data) for name in names]
    return [_bytes(path) for path in paths if os.path.isfile(path) and not os.path.islink(path)]


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_program_starts_and_nothing_is_lost(
    tmp_path: Path, used: tuple[Path, dict[str, bytes]], store: str, kind: str
) -> None:
    photos, files = used
    data = DataFolder(tmp_path / "d")
    data.logs.mkdir(parents=True)
    for name, content in files.items():
        (data.path / name).write_bytes(content)
    place = data.path / store
    if place.is_dir():
        place.rmdir()
    place.unlink(missing_ok=True)
    KINDS[kind](place)
    start_logging(data.logs, verbose=False)
    with open_parts(data) as parts:
        parts.library.open()
        handover = HandoverListener(data.handover)
        handover.start(parts.library.roots.add_and_show)
        assert hand_over(data.handover, [])
        assert [root.path for root in parts.settings.roots] == [os.fsencode(photos)]
        assert [saved.query for saved in parts.settings.searches] == ["rome"]
        wait_for(lambda: parts.library.status.read()["counts"]["photos"] == 1 and parts.indexer.wait_until_idle(0))
        parts.settings.searches.save("", "new")
        notices = parts.library.status.read()["notices"]
        handover.stop()
    if store in {"index.db", "cache.db", "settings.json"} and kind != "empty":
        assert [notice for notice in notices if notice.startswith(store)], notices
    if kind == "folder" or (kind in FOUND_AGAIN and not store.endswith(MAY_BE_OVERWRITTEN)):
        assert any(MINE in content for content in contents(data.path))
    with open_parts(data) as parts:
        assert [saved.query for saved in parts.settings.searches] == ["rome", "new"]
        with suppress(OSError):
            assert not parts.library.status.read()["notices"], "told once"
