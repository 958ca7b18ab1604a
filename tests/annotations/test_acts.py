"""Whatever is said, undone, done again and reopened, in whatever order: library.db says what a plain model says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gallery.annotations import journal, values
from gallery.annotations.change_values import set_on_chosen
from gallery.annotations.library_file import open_library
from gallery.annotations.models import LABELS, PICKS, Annotation, AnnotationChange
from tests.annotations.files import files

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import pytest

FILES = files(6)
Field = tuple[int, str]
"""Which file, and which field of it; of a tag its name with a #."""
TEXTS = st.one_of(st.none(), st.sampled_from(["", "a", "b"]))
TAGS = ("x", "x/y", "z")


@dataclass
class Said:
    """An act of the model: each field that it changed, with its value before and after."""

    changed: dict[Field, tuple[object, object]]
    latest: int
    """The act that made it done last; 0: another program said it."""
    done: bool = True


@dataclass
class Undone:
    """An undo of the model."""

    of: int
    changed: dict[Field, tuple[object, object]]
    done: bool = True


@dataclass
class Model:
    """What was said, as a dictionary, and the journal as a list."""

    values: dict[Field, object] = field(default_factory=dict)
    journal: list[Said | Undone | None] = field(default_factory=list)
    """By the number of the act; None: a redo."""

    def apply(self, chosen: set[int], change: AnnotationChange, *, by_other: bool = False) -> bool:
        said = {name: value for name, value in change.as_json().items() if not name.endswith("_tags")}
        said |= {f"#{tag}": True for tag in change.add_tags} | {f"#{tag}": False for tag in change.remove_tags}
        changed = {
            (number, name): (self.values.get((number, name)), value)
            for number in chosen
            for name, value in said.items()
            if self.values.get((number, name)) != value
        }
        if changed:
            self.journal.append(Said(changed, latest=0 if by_other else len(self.journal) + 1))
            self._write({key: after for key, (_, after) in changed.items()})
        return bool(changed)

    def undo(self, number: int | None) -> tuple[int, int] | None:
        is_last = number is None
        if number is None:
            done = [at for at, act in enumerate(self.journal) if isinstance(act, Said) and act.done and act.latest]
            number = max(done, key=lambda at: self._said(at).latest, default=None)
        if number is None:
            return None
        act = self._said(number)
        was = {key: (self._before(key, number, before), after) for key, (before, after) in act.changed.items()}
        taken, kept = self._reverse(was, number)
        if taken or is_last:
            self.journal.append(Undone(number, taken))
            act.done = False
        return self._count(taken, kept)

    def _before(self, key: Field, number: int, before: object) -> object:
        """What was there before an act, as if what is undone had not been said."""
        for act in reversed(self.journal[:number]):
            if isinstance(act, Said) and key in act.changed:
                if act.done:
                    return act.changed[key][1]
                before = act.changed[key][0] if act.changed[key][1] == before else before
        return before

    def redo(self) -> tuple[int, int] | None:
        for number in range(len(self.journal) - 1, -1, -1):
            act = self.journal[number]
            if isinstance(act, Said) and act.latest:
                return None
            if isinstance(act, Undone) and act.done:
                taken, kept = self._reverse(act.changed, act.of)
                act.done = False
                self._said(act.of).done = True
                self._said(act.of).latest = len(self.journal) + 1
                self.journal.append(None)
                return self._count(taken, kept)
        return None

    def _said(self, number: int) -> Said:
        act = self.journal[number]
        assert isinstance(act, Said)
        return act

    def _reverse(
        self, changed: dict[Field, tuple[object, object]], number: int
    ) -> tuple[dict[Field, tuple[object, object]], set[Field]]:
        later = {key for act in self.journal[number + 1 :] if isinstance(act, Said) and act.done for key in act.changed}
        free = {
            key: (after, before)
            for key, (before, after) in changed.items()
            if key not in later and self.values.get(key) == after
        }
        self._write({key: before for key, (_, before) in free.items()})
        return free, changed.keys() - free.keys()

    def _write(self, values: dict[Field, object]) -> None:
        self.values = {key: value for key, value in {**self.values, **values}.items() if value is not None}

    @staticmethod
    def _count(taken: dict[Field, tuple[object, object]], kept: set[Field]) -> tuple[int, int]:
        whole = {number for number, _ in kept}
        return len({number for number, _ in taken} - whole), len(whole)

    def read(self, number: int) -> Annotation:
        def value(name: str) -> object:
            return self.values.get((number, name))

        tags = {said: tuple(sorted(tag for tag in TAGS if value(f"#{tag}") is said)) for said in (True, False)}
        names = ("favourite", "rating", "pick", "label", "title", "caption")
        return Annotation(*map(value, names), tags=tags[True], removed_tags=tags[False])  # type: ignore[arg-type, misc]


CHANGES = st.builds(
    AnnotationChange,
    favourite=st.sampled_from([None, True, False]),
    rating=st.sampled_from([None, None, 0, 1, 2]),
    pick=st.sampled_from([None, None, *PICKS]),
    label=st.sampled_from([None, None, *LABELS[:3]]),
    title=TEXTS,
    caption=TEXTS,
    add_tags=st.sampled_from([(), ("x",), ("x/y", "x")]),
    remove_tags=st.sampled_from([(), (), ("z",)]),
)


def take_over(conn: sqlite3.Connection, items: list[int], change: AnnotationChange) -> bool:
    """Say about items what another program says. Return whether that was new."""
    values.choose(conn, [(items, None, None)])
    if changes := set_on_chosen(conn, change):
        journal.add_of_sidecars(conn, 1, changes, change)
    return bool(changes)


class Acts(RuleBasedStateMachine):
    place: Path
    count = 0

    @initialize()
    def begin(self) -> None:
        Acts.count += 1
        self.path = self.place / f"library{Acts.count}.db"
        self.store = open_library(self.path).store
        self.model = Model()
        self.items: dict[int, int] = {}
        self.followed = self.store.changed_since(0).revision
        self.copy: dict[int, Annotation] = {}

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()

    @rule(chosen=st.sets(st.integers(0, 5), min_size=1), change=CHANGES, by_number=st.booleans())
    def say(self, chosen: set[int], change: AnnotationChange, by_number: bool) -> None:
        numbers = sorted(chosen)
        given = [FILES[number]._replace(item=self.items.get(number) if by_number else None) for number in numbers]
        applied = self.store.apply(given, change)
        self.items |= dict(zip(numbers, applied.items, strict=True))
        assert (applied.act is not None) == self.model.apply(chosen, change)

    @rule(chosen=st.sets(st.integers(0, 5), min_size=1), change=CHANGES)
    def say_in_sidecars(self, chosen: set[int], change: AnnotationChange) -> None:
        known = [self.items[number] for number in sorted(chosen) if number in self.items]
        is_new = self.store.run(lambda conn: take_over(conn, known, change))
        assert is_new == self.model.apply(chosen & self.items.keys(), change, by_other=True)

    @rule()
    def undo(self) -> None:
        result = self.store.undo()
        assert (result and (result.undone_items, result.kept_items)) == self.model.undo(None)

    @rule(data=st.data())
    def undo_an_old_one(self, data: st.DataObject) -> None:
        done = [act.id for act in self.store.history() if act.state == "done"]
        if done:
            number = data.draw(st.sampled_from(done))
            result = self.store.undo(number)
            assert result is not None
            assert (result.undone_items, result.kept_items) == self.model.undo(number - 1)

    @rule()
    def redo(self) -> None:
        result = self.store.redo()
        assert (result and (result.undone_items, result.kept_items)) == self.model.redo()

    @rule(data=st.data())
    def undo_all(self, data: st.DataObject) -> None:
        """In whatever order: nothing is said then, though one that is kept has to be asked for again."""
        while done := [act.id for act in self.store.history() if act.state == "done"]:
            for number in data.draw(st.permutations(done)):
                self.store.undo(number)
                self.model.undo(number - 1)
            left = [act.id for act in self.store.history() if act.state == "done"]
            assert len(left) < len(done), "one at least can be undone"
        assert self.store.read(list(self.items.values())) == {}

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_library(self.path).store
        assert self.store.notice is None

    @rule()
    def follow(self) -> None:
        """What is copied by revisions is what the library says."""
        changes = self.store.changed_since(self.followed)
        assert changes.items is not None
        now = self.store.read(changes.items)
        self.copy = {item: said for item, said in {**self.copy, **dict.fromkeys(changes.items), **now}.items() if said}
        self.followed = changes.revision
        assert self.copy == self.store.read(list(self.items.values()))

    @invariant()
    def library_and_model_say_the_same(self) -> None:
        said = self.store.read(list(self.items.values()))
        assert all(self.model.read(number) == said.get(item, Annotation()) for number, item in self.items.items())
        assert [act.state == "done" for act in self.store.history()] == [
            act.done for act in reversed(self.model.journal) if isinstance(act, Said)
        ]


def test_library_and_model_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Acts, "place", tmp_path, raising=False)
    run_state_machine_as_test(Acts, settings=settings(max_examples=40, stateful_step_count=40, deadline=None))
