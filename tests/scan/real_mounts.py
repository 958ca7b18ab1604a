"""Real file systems for tests, where the system lets them be mounted: root on Linux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWER_S = 60


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=ANSWER_S, check=False
    )


@cache
def _may_mount() -> bool:
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as place:
        mounted = run("mount", "-t", "tmpfs", "shoebox-test", place).returncode == 0
        return mounted and run("umount", place).returncode == 0


@cache
def _may_loop() -> bool:
    if not _may_mount() or not shutil.which("mkfs.ext4"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        card = Card(Path(folder) / "card.img")
        place = Path(folder) / "place"
        place.mkdir()
        try:
            card.put_in(place)
        except OSError:
            return False
        take_out(place)
        return True


class Card:
    """A memory card: an ext4 file system in a file."""

    def __init__(self, image: Path) -> None:
        """Make the file, and format it."""
        self._image = image
        with image.open("wb") as file:
            file.truncate(8 << 20)
        run("mkfs.ext4", "-qF", image)

    def put_in(self, place: Path) -> None:
        """Mount it on a folder.

        Raises:
            OSError: the system does not let it be mounted.
        """
        done = run("mount", "-o", "loop", self._image, place)
        if done.returncode:
            raise OSError(done.stderr)


def mount_memory(place: Path) -> None:
    """Mount an empty file system in memory on a folder."""
    done = run("mount", "-t", "tmpfs", "shoebox-test", place)
    assert done.returncode == 0, done.stderr


def take_out(place: Path) -> None:
    """Unmount what is mounted on a folder, now or when nobody uses it any more."""
    run("umount", place)
    if os.path.ismount(place):
        run("umount", "-l", place)


@contextmanager
def unmounted_after(*places: Path) -> Iterator[None]:
    """Leave nothing mounted on these folders at the end."""
    try:
        yield
    finally:
        for place in places:
            while os.path.ismount(place):
                take_out(place)


def need_mounts() -> None:
    """Skip the test where no file system can be mounted."""
    if not _may_mount():
        pytest.skip("only root on Linux can mount file systems")


def need_cards() -> None:
    """Skip the test where no file can be mounted as a file system."""
    if not _may_loop():
        pytest.skip("no file can be mounted as a file system here")
