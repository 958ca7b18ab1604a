"""Many different things said as one act, and all that was said, read out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.annotations.importing import Part, apply_parts, read_all
from gallery.annotations.models import Annotation, AnnotationChange
from tests.annotations.files import file, files, item_of

if TYPE_CHECKING:
    from gallery.annotations.models import Applied
    from gallery.annotations.store import AnnotationStore

CHANGES = st.builds(
    AnnotationChange,
    rating=st.none() | st.integers(0, 5),
    title=st.none() | st.sampled_from(["", "a", "b"]),
    add_tags=st.sets(st.sampled_from(["x", "y/z"])).map(tuple),
)


def bring_in(
    store: AnnotationStore, parts: list[Part], origin: str, revision: int | None = None, **more: Any
) -> Applied:
    return store.run(lambda conn: apply_parts(conn, parts, origin, revision, **more))


def said(store: AnnotationStore) -> dict[bytes, Annotation]:
    return {known.identity.relative: one for known, one in store.ask(lambda conn: list(read_all(conn)))}


def test_each_file_gets_its_own_and_one_undo_takes_it_back(store: AnnotationStore) -> None:
    one, two, three = files(3)
    store.apply([one], AnnotationChange(rating=1))
    before = said(store)
    parts = [
        Part([one, two], AnnotationChange(rating=4, add_tags=("a/b",))),
        Part([three], AnnotationChange(title="T", favourite=True)),
    ]
    applied = bring_in(store, parts, "digikam")
    assert applied.act
    assert (applied.act.kind, applied.act.origin, applied.act.items) == ("import", "digikam", 3)
    assert applied.items == [item_of(store, each) for each in (one, two, three)]
    after = {
        one.relative: Annotation(rating=1, tags=("a/b",)),
        two.relative: Annotation(rating=4, tags=("a/b",)),
        three.relative: Annotation(favourite=True, title="T"),
    }
    assert said(store) == after
    assert [(act.kind, act.origin) for act in store.history()] == [("import", "digikam"), ("set", None)]
    assert store.next_acts()[0] == store.history()[0]
    assert store.changed_since(applied.revision - 1).items == sorted(applied.items)
    undone = store.undo()
    assert undone
    assert (len(undone.undone), len(undone.kept), said(store)) == (3, 0, before)
    redone = store.redo()
    assert redone
    assert (len(redone.undone), said(store)) == (3, after)


def test_the_journal_counts_what_the_user_sees(store: AnnotationStore) -> None:
    parts = [Part(files(3), AnnotationChange(rating=4))]
    act = bring_in(store, parts, "digikam", tiles=[1, 1, 2]).act
    assert act
    assert act.items == 2


def test_yours_is_replaced_only_when_told_and_comes_back(store: AnnotationStore) -> None:
    one = file()
    store.apply([one], AnnotationChange(rating=1, remove_tags=("a",)))
    parts = [Part([one], AnnotationChange(rating=4, add_tags=("a",)))]
    assert bring_in(store, parts, "table").act is None
    assert bring_in(store, parts, "table", only_unsaid=False).act
    assert said(store) == {one.relative: Annotation(rating=4, tags=("a",))}
    store.undo()
    assert said(store) == {one.relative: Annotation(rating=1, removed_tags=("a",))}


def test_what_was_said_after_an_import_stays_when_that_is_taken_back(store: AnnotationStore) -> None:
    one, two = files(2)
    act = bring_in(store, [Part([one, two], AnnotationChange(title="theirs"))], "table").act
    assert act
    store.apply([one], AnnotationChange(title="mine"))
    undone = store.undo(act.id)
    assert undone
    assert (len(undone.undone), len(undone.kept)) == (1, 1)
    assert said(store) == {one.relative: Annotation(title="mine")}


def test_an_import_ends_what_could_be_done_again(store: AnnotationStore) -> None:
    one = file()
    store.apply([one], AnnotationChange(rating=1))
    store.undo()
    bring_in(store, [Part([one], AnnotationChange(title="T"))], "table")
    assert store.redo() is None


def test_items_of_another_library_are_passed_over(store: AnnotationStore) -> None:
    one, two = files(2)
    store.apply([one], AnnotationChange(rating=1))
    wrong = two._replace(item=item_of(store, one))
    bring_in(store, [Part([wrong], AnnotationChange(rating=5))], "shoebox", 99 << 32)
    assert said(store) == {one.relative: Annotation(rating=1), two.relative: Annotation(rating=5)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=6), st.lists(CHANGES, max_size=3))
def test_an_import_and_its_undo_leave_everything_as_it_was(
    store: AnnotationStore, wanted: list[AnnotationChange], mine: list[AnnotationChange]
) -> None:
    for each, change in zip(files(6), mine, strict=False):
        store.apply([each], change)
    before = said(store)
    parts = [Part([each], change) for each, change in zip(files(6), wanted, strict=False)]
    applied = bring_in(store, parts, "table")
    after = said(store)
    for relative, one in before.items():  # what was said is said still
        assert {n: v for n, v in one._asdict().items() if v not in (None, ())}.items() <= {
            **after[relative]._asdict(), "tags": one.tags if set(one.tags) <= set(after[relative].tags) else None,
        }.items()  # fmt: skip
    if applied.act:
        store.undo(applied.act.id)
    assert said(store) == before


@pytest.mark.parametrize("count", [4_999, 5_001])
def test_all_that_was_said_is_read_page_by_page(store: AnnotationStore, count: int) -> None:
    store.apply(files(count), AnnotationChange(rating=3))
    found = store.ask(lambda conn: list(read_all(conn)))
    assert len(found) == count
    assert {one for _, one in found} == {Annotation(rating=3)}
