"""What other programs do to files in a walk (walk.py): any of it, one after the other or many at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from gallery.catalog import annotation_copy, file_keys
from tests.scan.linking_driver import LinkingDriver

NUMBERS = st.integers(0, 1 << 16)
FOLDERS = ("", "one/", "two/")
ROOTS = ("root", "drive")
STEPS = {"taken": 0, "looks": 0, "walks": 0, "asked": 0, "beside": 0, "killed": 0}
"""What was done, for the report."""


def sidecar_of(path: Path) -> Path:
    """Return where the sidecar of a photo lies."""
    return path.with_name(f"{path.name}.xmp")


@dataclass(eq=False)
class Photo:
    """A file of the walk, wherever it is now."""

    path: Path
    family: int
    touched: int = 0
    """How often something was done to it since Shoebox looked."""
    is_new: bool = True
    """Whether it has a content that Shoebox has not seen in it."""
    is_held: bool = False
    """Whether what was said about it stood on it when Shoebox looked last."""
    is_out: bool = False
    tokens: list[str] = field(default_factory=list)
    """What was said about it, the last one last."""


class WalkedFiles(RuleBasedStateMachine):
    """Two roots, of which one is a drive that is plugged in or not, and what other programs do there."""

    def __init__(self) -> None:
        super().__init__()
        STEPS["walks"] += 1
        self.place = Path(tempfile.mkdtemp(prefix="shoebox-walk-"))
        self.driver = LinkingDriver(self.place)
        (self.place / "drive").mkdir()
        (self.place / "aside").mkdir()
        self.driver.add_root(self.place / "drive")
        self.number = 0
        self.photos: list[Photo] = []
        self.families: dict[str, int] = {}
        self.live: set[str] = set()
        self.acts: list[tuple[str, str | None]] = []
        self.where: dict[str, Path] = {}
        """Where each token stood when Shoebox looked last, or when it was said."""
        self.is_plugged = True
        self.quiet = True
        """Whether no more than one thing was done since each look, so far."""
        for number in range(6):
            self.add(number)

    def teardown(self) -> None:
        self.driver.close()
        shutil.rmtree(self.place)

    def shown(self) -> dict[Path, tuple[int, str]]:
        """Path -> photo and title, of all files that Shoebox shows; those of the drive where it is plugged in."""
        with self.driver.database.read() as conn:
            photos = [row[0] for row in conn.execute("SELECT id FROM photos WHERE state IN (1, 2)")]
            files = file_keys.identify(conn, photos, members=False)
            return {
                Path((file.root + b"/" + file.relative).decode()): (
                    file.photo, annotation_copy.get(conn, file.photo).title
                )
                for file in files
            }  # fmt: skip

    def fresh(self) -> int:
        STEPS["taken"] += 1
        self.number += 1
        return self.number

    def new_path(self, number: int) -> Path:
        root = ROOTS[number % 2 if self.is_plugged else 0]
        found = self.place / root / f"{FOLDERS[number // 2 % 3]}{self.fresh()}.jpg"
        found.parent.mkdir(exist_ok=True)
        return found

    def write(self, path: Path, content: bytes) -> None:
        number = self.fresh()
        self.driver.put(str(path), content + b" %d" % number, at=10_000 + number)

    def pick(self, number: int) -> Photo | None:
        there = [one for one in self.photos if not one.is_out and (self.is_plugged or self.is_in_root(one))]
        if not there:
            return None
        found = there[number % len(there)]
        found.touched += 1
        return found

    def is_in_root(self, photo: Photo) -> bool:
        return (self.place / "root") in photo.path.parents

    @rule(number=NUMBERS)
    def add(self, number: int) -> None:
        path = self.new_path(number)
        self.write(path, b"content")
        self.photos.append(Photo(path, self.fresh(), touched=1))

    @rule(number=NUMBERS)
    def rename(self, number: int) -> None:
        if photo := self.pick(number):
            new = self.new_path(number // 7)
            shutil.move(photo.path, new)
            photo.path = new

    @rule(number=NUMBERS, other=NUMBERS)
    def swap(self, number: int, other: int) -> None:
        one, two = self.pick(number), self.pick(other)
        if one and two and one is not two:
            between = self.place / "aside" / "between"
            one.path.rename(between)
            two.path.rename(one.path)
            between.rename(two.path)
            one.path, two.path = two.path, one.path

    @rule(number=NUMBERS, other=NUMBERS)
    def rename_in_a_row(self, number: int, other: int) -> None:
        one, two = self.pick(number), self.pick(other)
        if one and two and one is not two:
            new = self.new_path(number // 7)
            one.path.rename(new)
            two.path.rename(one.path)
            one.path, two.path = new, one.path

    @rule(number=NUMBERS, replaced=st.booleans())
    def edit(self, number: int, replaced: bool) -> None:
        if photo := self.pick(number):
            if replaced:
                photo.path.unlink()
            self.write(photo.path, b"edited")
            photo.is_new = True

    @rule(number=NUMBERS, whole=st.booleans())
    def copy(self, number: int, whole: bool) -> None:
        if photo := self.pick(number):
            new = self.new_path(number // 7)
            shutil.copy2(photo.path, new)
            if not whole:
                os.utime(new, (10_000 + self.fresh(),) * 2)
            self.photos.append(Photo(new, photo.family, touched=1))

    @rule(number=NUMBERS)
    def delete(self, number: int) -> None:
        if photo := self.pick(number):
            kept = self.place / "aside" / f"{self.fresh()}.jpg"
            shutil.move(photo.path, kept)
            photo.path, photo.is_out = kept, True

    @rule(number=NUMBERS, other=NUMBERS)
    def put_in_place(self, number: int, other: int) -> None:
        """Delete one, and rename another one, or a new one, to its name."""
        one, two = self.pick(number), self.pick(other)
        if one and two:
            place, kept = one.path, self.place / "aside" / f"{self.fresh()}.jpg"
            shutil.move(place, kept)
            one.path, one.is_out = kept, True
            if two is one:
                self.write(place, b"content")
                self.photos.append(Photo(place, self.fresh(), touched=1))
            else:
                shutil.move(two.path, place)
                two.path = place

    @rule(number=NUMBERS)
    def come_back(self, number: int) -> None:
        if out := [one for one in self.photos if one.is_out]:
            photo = out[number % len(out)]
            new = self.new_path(number // 7)
            shutil.move(photo.path, new)
            photo.path, photo.is_out, photo.touched = new, False, photo.touched + 1

    @precondition(lambda self: self.is_plugged)
    @rule()
    def unplug(self) -> None:
        self.fresh()
        (self.place / "drive").rename(self.place / "unplugged")
        self.is_plugged = False
        self.move_all("drive", "unplugged")

    @precondition(lambda self: not self.is_plugged)
    @rule()
    def plug_in(self) -> None:
        self.fresh()
        (self.place / "unplugged").rename(self.place / "drive")
        self.is_plugged = True
        self.move_all("unplugged", "drive")

    def move_all(self, old: str, new: str) -> None:
        for one in self.photos:
            if (self.place / old) in one.path.parents:
                one.path = self.place / new / one.path.relative_to(self.place / old)
