"""Random walks: people and programs do to files what they like, and what was said stays with each."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.scan.linking_driver import LinkingDriver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STEPS = int(os.environ.get("SHOEBOX_WALK_STEPS", "25"))
"""Of each walk; each is some acts, after which the program looks: as it runs, at a start, or with a new index."""


@dataclass
class File:
    """A file of the walk: what it is called now, or that it is out of the root; and what was said about it."""

    path: str
    title: str = ""
    is_out: bool = False
    has_copy: bool = False


class Walk:
    """Files below a root, and what should be known of them."""

    def __init__(self, driver: LinkingDriver, seed: int) -> None:
        self.driver, self.chance, self.number = driver, random.Random(seed), 0
        self.files: list[File] = []
        self.aside = driver.root.with_name("aside")
        self.aside.mkdir()
        for _ in range(8):
            self.add(set())
        driver.scan_and_link()

    def fresh(self) -> int:
        """A number that was not used before, for names, contents and times."""
        self.number += 1
        return self.number

    def name(self) -> str:
        """A new name, in one of three folders."""
        return f"{self.chance.choice(('', 'one/', 'two/'))}{self.fresh()}.jpg"

    def at(self, path: str) -> Path:
        found = self.driver.root / path
        found.parent.mkdir(exist_ok=True)
        return found

    def pick(self, touched: set[int], *, alone: bool = False) -> File | None:
        """A file of the root that nothing was done to since the program looked last; `alone`: that has no copy."""
        free = [f for f in self.files if id(f) not in touched and not f.is_out and not (alone and f.has_copy)]
        found = self.chance.choice(free) if free else None
        touched.add(id(found))
        return found

    def add(self, touched: set[int]) -> None:
        number = self.fresh()
        file = File(self.name())
        self.driver.put(file.path, b"content %d" % number, at=10_000 + number)
        self.files.append(file)
        touched.add(id(file))

    def rename(self, touched: set[int]) -> None:
        if file := self.pick(touched):
            new = self.name()
            self.at(file.path).rename(self.at(new))
            file.path = new

    def swap(self, touched: set[int]) -> None:
        one, other = self.pick(touched, alone=True), self.pick(touched, alone=True)
        if one and other:
            between = self.aside / "between"
            self.at(one.path).rename(between)
            self.at(other.path).rename(self.at(one.path))
            between.rename(self.at(other.path))
            one.path, other.path = other.path, one.path

    def rename_in_a_row(self, touched: set[int]) -> None:
        """One gets a new name, and another one the name that it had."""
        one, other = self.pick(touched, alone=True), self.pick(touched, alone=True)
        if one and other:
            new = self.name()
            self.at(one.path).rename(self.at(new))
            self.at(other.path).rename(self.at(one.path))
            one.path, other.path = new, one.path

    def edit(self, touched: set[int]) -> None:
        if file := self.pick(touched):
            number = self.fresh()
            if self.chance.random() < 0.5:
                self.at(file.path).unlink()
            self.driver.put(file.path, b"edited %d" % number, at=10_000 + number)
            file.has_copy = False

    def copy(self, touched: set[int]) -> None:
        if file := self.pick(touched):
            copy = File(self.name(), has_copy=True)
            shutil.copy2(self.at(file.path), self.at(copy.path))
            if self.chance.random() < 0.5:
                os.utime(self.at(copy.path), (10_000 + self.fresh(),) * 2)
            file.has_copy = True
            self.files.append(copy)
            touched.add(id(copy))

    def delete(self, touched: set[int]) -> None:
        if file := self.pick(touched, alone=True):
            file.is_out = True
            self.at(file.path).rename(self.aside / os.path.basename(file.path))

    def come_back(self, touched: set[int]) -> None:
        out = [file for file in self.files if file.is_out and id(file) not in touched]
        if out:
            file = self.chance.choice(out)
            kept = self.aside / os.path.basename(file.path)
            file.path = file.path if self.chance.random() < 0.5 else self.name()
            kept.rename(self.at(file.path))
            file.is_out = False
            touched.add(id(file))

    def say(self, *, copy: bool = True) -> None:
        """Say something about two files; without `copy` the program is killed before the index hears of it."""
        files = [file for file in self.files if not file.is_out]
        for file in self.chance.sample(files, min(2, len(files))):
            file.title = f"Said {self.fresh()}"
            self.driver.say(file.path, title=file.title, copy=copy)

    def step(self) -> None:
        """Do some of all this, let the program look, and compare."""
        acts: list[Callable[[set[int]], None]] = [
            self.add, self.rename, self.rename, self.swap, self.rename_in_a_row, self.edit, self.copy, self.delete,
            self.come_back,
        ]  # fmt: skip
        touched: set[int] = set()
        done = self.chance.choices(acts, k=self.chance.randint(1, 4))
        for act in done:
            act(touched)
        how = self.chance.choice(("live", "live", "restart", "new index"))
        if how != "live":
            self.driver.restart(without_index=how == "new index")
        self.driver.scan_and_link()
        if self.chance.random() < 0.5:
            self.say(copy=False)
            self.driver.restart()
            self.driver.link()
            self.driver.scan_and_link()
        expected = {file.path: file.title for file in self.files if file.title and not file.is_out}
        found = self.driver.titles()
        assert found == dict(sorted(expected.items())), (how, [act.__name__ for act in done], self.driver.unsure())
        assert self.driver.noted() == 0


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[LinkingDriver]:
    driver = LinkingDriver(tmp_path)
    yield driver
    driver.close()


@pytest.mark.parametrize("seed", range(int(os.environ.get("SHOEBOX_WALKS", "3"))))
def test_nothing_is_lost_and_nothing_lands_on_another_file(driver: LinkingDriver, seed: int) -> None:
    walk = Walk(driver, seed)
    for _ in range(STEPS):
        walk.say()
        walk.step()
