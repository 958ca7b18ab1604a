"""A walk of acts by the user and by other programs: nothing said is lost, and nothing lands on another photo.

    python -m tests.scan.walk --steps 10000 --seed 1

Files are real, and so are index and library; headers are made up. Programs do to files what they like, one thing after
the other or many before Shoebox looks: while it runs, at its next start, with an index that is new, or that has lost its
last writes. Each title that is said is a token of its own. A *family* is a file with its copies. After each look:

1. a token stands on a file of its family alone, and on one file at most. To delete a file, or to move and edit it, and
   to write another one in its place before Shoebox looks is to edit it, for whoever sees the disk alone: so it is here;
2. each token that was neither replaced nor undone is in the library still, at one item;
3. where Shoebox looked after each act, and no copies are about, it stands on its very file, without a question.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from gallery.annotations import items, journal, unlinked_items
from gallery.annotations.given_words import give
from gallery.annotations.library_schema import TITLE
from gallery.base.errors import BusyError
from gallery.catalog import annotation_copy, file_keys, unlinked_photos
from gallery.scan import annotation_linking
from gallery.scan.act_files import require_act_files
from tests.scan.walked_files import NUMBERS, STEPS, Photo, sidecar_of
from tests.scan.walked_words import WalkedWords

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.annotations.models import FileIdentity
    from tests.scan.linking_driver import LinkingDriver


class Walk(WalkedWords):
    """What the user does, and what Shoebox makes of all that."""

    def __init__(self) -> None:
        super().__init__()
        self.look("live")

    @rule(number=NUMBERS, killed=st.booleans())
    def say(self, number: int, killed: bool) -> None:
        """Say something about a file that Shoebox has seen; or be killed before the index hears of it."""
        seen = self.shown()
        there = [one for one in self.photos if one.touched == 0 and not one.is_out and one.path in seen]
        if not there:
            return
        photo = there[number % len(there)]
        token = f"said {self.fresh()}"
        try:
            before = self.act(seen[photo.path][0], token, is_copied=not killed)
        except BusyError:
            return  # refused, with a sentence: nothing has changed
        if before:
            self.live.discard(before)
        self.live.add(token)
        self.families[token] = photo.family
        photo.tokens.append(token)
        self.where[token], photo.is_held = photo.path, True
        self.acts.append((token, before))
        if killed:
            self.driver.restart()

    def act(self, photo: int, title: str, *, is_copied: bool) -> str | None:
        """Say something as a page does; return what was said before."""
        driver = self.driver
        with driver.database.read() as conn:
            files = file_keys.identify(conn, [photo])
            behind = driver.store.changed_since(annotation_copy.get_revision(conn)).items
            known = require_act_files(conn, driver.store, files, is_same_library=behind is not None)
        done = driver.store.apply(known, self.words(title))
        if is_copied:
            with driver.database.write() as conn:
                annotation_linking.follow(conn, driver.store, {done.items[0]: files[0]})
        assert done.act
        changes = driver.store.ask(partial(journal.get_changes, act=done.act.id))
        [change] = [one for one in changes if one.field == TITLE]
        return None if change.before is None else str(change.before)

    @rule()
    def undo(self) -> None:
        self.fresh()
        result = self.driver.store.undo()
        if result and result.act.change and result.act.change.title:
            token, before = next(act for act in self.acts if act[0] == result.act.change.title)
            if result.undone_items:
                self.live.discard(token)
                if before:
                    self.live.add(before)
        with self.driver.database.write() as conn:
            annotation_linking.follow(conn, self.driver.store)

    @rule()
    def look_as_it_runs(self) -> None:
        self.look("live")

    @rule(number=NUMBERS)
    def say_after_a_look(self, number: int) -> None:
        self.look("live")
        self.say(number, killed=False)

    @rule(number=NUMBERS)
    def rename_with_sidecar(self, number: int) -> None:
        """Rename a photo and its sidecar, and let Shoebox see it, as else nobody knows which photo that is about."""
        there = [one for one in self.photos if one.is_held and one.touched == 0 and self.is_there(one.path)]
        there = [one for one in there if not one.is_out and sidecar_of(one.path).exists()]
        if there:
            photo, new = there[number % len(there)], self.new_path(number // 7)
            shutil.move(sidecar_of(photo.path), sidecar_of(new))
            shutil.move(photo.path, new)
            photo.path, photo.touched = new, 1
            self.look("live")

    @rule(right=st.booleans())
    def answer(self, right: bool) -> None:
        """Answer the first question as the user does who knows the files; or that it is none of them."""
        driver, shown = self.driver, self.shown()
        with driver.database.read() as conn:
            asked = unlinked_photos.get_unsure(conn)
        paths = {photo: path for path, (photo, _) in shown.items()}
        for photo, found in asked[:1]:
            one = next((one for one in self.photos if one.path == paths.get(photo) and not one.touched), None)
            said = driver.store.ask(partial(unlinked_items.read_said, items=found))
            mine = [s for s in said if one and self.families.get(s.annotation.title or "") == one.family and right]
            with driver.database.read() as conn:
                keys = file_keys.identify(conn, [photo])
                linked = annotation_copy.find_shown_items(conn, [s.known.item for s in mine])
            try:
                [file] = find_keys(driver, keys)
            except BusyError:
                return  # refused, with a sentence: the next look decides
            mine = [s for s in mine if s.known.item not in linked]
            STEPS["asked"] += 1
            if mine and not shown[one.path][1]:  # type: ignore[union-attr]
                done = driver.store.run(partial(give, pairs=[(mine[0].known.item, file)], note="given"))
                told = {done.items[0]: keys[0]}
            else:
                driver.store.run(partial(items.items_of, files=[file]))
                told = {}
            with driver.database.write() as conn:
                unlinked_photos.settle(conn, [photo])
                annotation_linking.follow(conn, driver.store, told)

    @rule(how=st.sampled_from(("live", "live", "restart", "new index", "lost writes")))
    def look(self, how: str) -> None:
        """Let Shoebox look at the disk, and compare what it shows with what was said."""
        STEPS["looks"] += 1
        self.fresh()
        if how == "lost writes":
            self.lose_writes()
            for one in self.photos:
                one.is_new = True  # for the index of before
        if how == "new index":  # what programs did before that is known by the old one alone
            self.driver.scan_and_link()
        if how in {"restart", "new index"}:
            self.driver.restart(without_index=how == "new index")
        self.driver.scan_and_link()
        self.write_sidecars()
        self.driver.scan_and_link()
        self.keep_index()
        self.check()
        shown = self.shown()
        for one in self.photos:
            one.touched = 0 if self.is_plugged or self.is_in_root(one) else one.touched
            one.is_new = one.is_new and one.path not in shown  # out, or unplugged: it was not seen
            one.is_held = shown.get(one.path, (0, ""))[1] in one.tokens
        self.where |= {title: path for path, (_, title) in shown.items() if title}
        self.where |= {name: path for path, name in self.held(shown)}

    def keep_index(self) -> None:
        """Keep the index as it is now, to go back to."""
        if self.number % 3 == 0:
            kept = self.place / "kept.db"
            kept.unlink(missing_ok=True)
            self.driver.database.copy_to(kept)

    def lose_writes(self) -> None:
        """Start with an index of earlier, as after a power failure; ids of later photos are used again."""
        self.driver.restart()
        if (self.place / "kept.db").exists():
            self.driver.database.close()
            for path in self.place.glob("index.db*"):
                path.unlink()
            shutil.copy2(self.place / "kept.db", self.place / "index.db")
            self.driver.open()
            self.driver.restart()

    def check(self) -> None:
        shown = self.shown()
        by_path = {one.path: one for one in self.photos if not one.is_out}
        found = {path: title for path, (_, title) in shown.items() if title}
        assert len(set(found.values())) == len(found), ("a title stands on two files", found)
        if not self.is_plugged:  # of the drive is shown what was there when it was looked at last
            found = {path: title for path, title in found.items() if (self.place / "drive") not in path.parents}
        for path, title in found.items():
            assert path in by_path, ("a title stands on a file that is not there", path, title)
            self.check_family(title, path)
            assert title in self.live, ("a title that does not count any more", path, title)
        self.check_words(shown, self.check_family)
        said = self.driver.store.ask(partial(unlinked_items.find_unlinked, linked=(), gone_only=False))
        kept = [one.annotation.title for one in said if one.annotation.title]
        assert sorted(kept) == sorted(self.live), ("lost, or there twice", set(self.live) ^ set(kept))
        assert self.driver.noted() == 0, "something is not decided"
        self.check_sole(found)

    def check_family(self, token: str, path: Path) -> None:
        """Check that what was said with a token stands on a file of its family, or on one in its very place."""
        [photo] = [one for one in self.photos if one.path == path and not one.is_out]
        families = self.families if token in self.families else self.in_albums
        if families[token] != photo.family and self.is_stand_in(token, path, photo):
            families[token] = photo.family
            for one in self.photos:
                one.tokens = [t for t in one.tokens if t != token or one is photo]
            if token not in photo.tokens:
                photo.tokens.append(token)
        assert families[token] == photo.family, ("it stands on another photo", path, token)

    def is_stand_in(self, title: str, path: Path, photo: Photo) -> bool:
        """Return whether a file was written in the place of the one that a token was said about."""
        return photo.is_new and self.where.get(title) == path

    def check_sole(self, found: dict[Path, str]) -> None:
        """Where nothing is doubtful, a title stands on its very file."""
        families = [one.family for one in self.photos]
        where = {title: path for path, title in found.items()}
        with self.driver.database.read() as conn:
            asked = {item for _, candidates in unlinked_photos.get_unsure(conn) for item in candidates}
        said = self.driver.store.ask(partial(unlinked_items.read_said, items=asked))
        doubtful = {one.annotation.title for one in said}
        for one in self.photos:
            token = next((token for token in reversed(one.tokens) if token in self.live), None)
            is_sole = families.count(one.family) == 1 and one.touched <= 1 and not one.is_out and self.is_plugged
            if token and is_sole and one.is_held and token not in doubtful:
                assert where.get(token) == one.path, ("a title is not on its photo", token, one, where.get(token))


def find_keys(driver: LinkingDriver, keys: list[file_keys.FileKeys]) -> list[FileIdentity]:
    """Return the files of photos as an act has them."""
    with driver.database.read() as conn:
        return require_act_files(conn, driver.store, keys, is_same_library=True)


def run(walks: int, steps: int, start: int) -> None:
    """Take so many walks of so many steps.

    Raises:
        AssertionError: something was lost, or landed on another photo; the shortest walk that shows it is printed.
    """
    STEPS.update(dict.fromkeys(STEPS, 0))
    chosen = settings(
        max_examples=walks, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
    )  # fmt: skip
    run_state_machine_as_test(seed(start)(Walk), settings=chosen)


def main() -> int:
    """Walk as the command line says, and report."""
    parser = argparse.ArgumentParser(prog="python -m tests.scan.walk", description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--steps", type=int, default=10_000, help="in all, about (default: 10000)")
    parser.add_argument("--length", type=int, default=100, help="of a walk (default: 100)")
    parser.add_argument("--seed", type=int, default=0, help="of the walks (default: 0)")
    chosen = parser.parse_args()
    began = time.monotonic()
    run(-(-chosen.steps // chosen.length), chosen.length, chosen.seed)
    print(f"seed {chosen.seed}: {STEPS}, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
