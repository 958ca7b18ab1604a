"""What keeps no site from starting but is to be told to its owner: folders that are not there, or not the only ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.visible_folders import TopFolders, resolve_tops_in_file
from gallery.program_files import program_folder
from gallery.site.check import describe, find_doubts
from gallery.site.site_server import open_site
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.site.front_servers import free_port
from tests.waiting import wait_for
from tests.web.servers import PERSON, SiteClient, site_config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gallery.site.config import SiteConfig

CONFIG = """
address = "https://photos.example.org"
listen = "unix:{socket}"
[users.anna]
[users.ben]
folders = ["photos/Holidays", "Holidays", "photos/Spring", "photos"]
[users.eve]
folders = ["nowhere"]
"""
MISSING = "`users.ben.folders`: there is no folder {}. It is shown as soon as there is."
AMBIGUOUS = "`users.ben.folders`: several folders are called {}. None of them is shown."


def people(**folders: tuple[str, ...] | None) -> SiteConfig:
    return replace(site_config(1), users=folders)


def test_each_is_a_sentence_with_its_key() -> None:
    tops = TopFolders((1,), missing=("Spring", "a/b"), ambiguous=("photos",))
    config = people(anna=None, ben=("x",))
    asked = []

    def find(names: object) -> TopFolders:
        asked.append(names)
        return tops

    doubts = [MISSING.format("Spring"), MISSING.format("a/b"), AMBIGUOUS.format("photos")]
    assert find_doubts(config, find) == doubts
    assert asked == [("x",)], "who sees everything needs no folder"
    assert describe(config, [], doubts).splitlines()[-3:] == [f"Look at    {doubt}" for doubt in doubts]
    assert "Look at" not in describe(config, [])


def test_without_people_or_an_index_there_is_none() -> None:
    assert find_doubts(replace(people(), users=None), lambda _: pytest.fail("asked")) == []
    assert find_doubts(people(ben=("x",)), lambda _: None) == []


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose library has two roots called `photos`, one with a folder."""
    save(tmp_path / "a" / "photos" / "Holidays" / "h.jpg", picture(64, 48, hue=1))
    save(tmp_path / "b" / "photos" / "p.jpg", picture(64, 48, hue=2))
    with run_harness(tmp_path / "data", tmp_path / "a" / "photos", tmp_path / "b" / "photos") as running:
        running.wait_until_idle()
    return tmp_path / "data"


@pytest.fixture
def command(data: Path) -> list[str]:
    """The command `site` for a file that names folders of each kind."""
    (data.parent / "site.toml").write_text(CONFIG.format(socket=data.parent / "s"), encoding="utf-8")
    file = str(data.parent / "site.toml")
    return [sys.executable, "main.py", "site", file, "--data-dir", str(data)]


DOUBTS = (
    MISSING.format("Holidays"),
    MISSING.format("photos/Spring"),
    AMBIGUOUS.format("photos"),
    "`users.eve.folders`: there is no folder nowhere. It is shown as soon as there is.",
)


def test_a_check_tells_them_and_ends_with_1(command: list[str], data: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*.db*")}
    done = subprocess.run(
        [*command, "--check"], capture_output=True, text=True, timeout=60, cwd=program_folder("."), check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert [line for line in done.stdout.splitlines() if line.startswith("Look at")] == [
        f"Look at    {doubt}" for doubt in DOUBTS
    ]
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*.db*")} == before, "nothing is changed"


@contextmanager
def started(command: list[str], errors: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a site until the block ends; it is served when the block begins."""
    with errors.open("wb") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True, cwd=program_folder("."))
    assert process.stdout
    try:
        assert "is served on" in process.stdout.readline(), errors.read_text(encoding="utf-8")
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")
def test_a_start_tells_them_in_the_log(command: list[str], data: Path) -> None:
    errors = data.parent / "stderr"
    with started(command, errors):
        told = errors.read_text(encoding="utf-8")
        for doubt in DOUBTS:
            assert doubt in told
        # meanwhile a check reads the same index
        done = subprocess.run(
            [*command, "--check"], capture_output=True, text=True, timeout=60, cwd=program_folder("."), check=False
        )
        assert (done.returncode, done.stdout.count("Look at")) == (1, len(DOUBTS))
    log = "".join(file.read_text(encoding="utf-8") for file in (data / "logs").iterdir())
    assert all(doubt in log for doubt in DOUBTS)


@pytest.mark.parametrize("content", [None, b"", b"no database", b"SQLite format 3\x00" + bytes(100)])
def test_an_index_that_cannot_be_read_is_none(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "index.db").write_bytes(content)
    assert resolve_tops_in_file(tmp_path / "index.db", ["photos"]) is None
    assert (tmp_path / "index.db").exists() == (content is not None)


def test_a_folder_that_appears_later_is_seen_without_a_start(tmp_path: Path) -> None:
    photos, port = tmp_path / "photos", free_port()
    save(photos / "p.jpg", picture(64, 48, hue=3))
    config = replace(site_config(port), users={PERSON: ("photos/Spring",)})
    with run_harness(tmp_path / "data", photos) as running, open_site(running.parts, config, lambda: None):
        running.wait_until_idle()
        client = SiteClient(port).enter()
        assert client.ask("/api/search?q=").json()["count"] == 0
        assert client.ask("/api/folders").json()["folders"] == []
        save(photos / "Spring" / "s.jpg", picture(64, 48, hue=4))
        wait_for(lambda: client.ask("/api/search?q=").json()["count"] == 1)
        assert [each["name"] for each in client.ask("/api/folders").json()["folders"]] == ["Spring"]
        os.rename(photos / "Spring", photos / "Autumn")
        wait_for(lambda: client.ask("/api/search?q=").json()["count"] == 0)


def test_a_folder_inside_another_is_shown_once(tmp_path: Path) -> None:
    photos, port = tmp_path / "photos", free_port()
    save(photos / "a" / "b" / "p.jpg", picture(64, 48, hue=5))
    config = replace(site_config(port), users={PERSON: ("photos/a/b", "photos/a", "photos/a/b")})
    with run_harness(tmp_path / "data", photos) as running, open_site(running.parts, config, lambda: None):
        running.wait_until_idle()
        client = SiteClient(port).enter()
        assert client.ask("/api/search?q=").json()["count"] == 1
        assert client.ask("/api/status").json()["counts"]["photos"] == 1
        folders = client.ask("/api/folders").json()["folders"]
        assert [(each["name"], each["parent"] is None) for each in folders] == [("a", True), ("b", False)]
