"""A tag is renamed, moved, merged and removed as one act, which is undone exactly, whatever was said since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.annotations import tag_moves
from gallery.annotations.importing import Part, apply_parts
from gallery.annotations.library_file import open_library
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.base.errors import UsageError
from tests.annotations.files import files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.annotations.models import Applied
    from gallery.annotations.store import AnnotationStore

FILES = files(4)


def tag(store: AnnotationStore, numbers: Sequence[int], *tags: str) -> None:
    store.apply([FILES[number] for number in numbers], AnnotationChange(add_tags=tags))


def move(
    store: AnnotationStore, source: str, target: str | None, own: dict[int, tuple[str, ...]] | None = None
) -> Applied:
    """Move a tag that these files have by themselves, and all about which it was said."""
    own = own or {}
    if target is not None:
        source, target = tag_moves.clean_move(source, target)
        told = AnnotationChange(moved_tag=(source, target))
    else:
        told = AnnotationChange(remove_tags=(source,))
    write = tag_moves.mover(source, target, list(own.values()))
    return store.apply([FILES[number] for number in own], told, write=write)


def said(store: AnnotationStore) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The tags that were added to each file and taken off it; only files of which anything is said."""
    items = [known[0].item if known else 0 for known in store.find(FILES)]
    found = store.read([item for item in items if item])
    lists = {number: found.get(item, Annotation()) for number, item in enumerate(items)}
    return {n: (one.tags, one.removed_tags) for n, one in lists.items() if one.tags or one.removed_tags}


def test_a_rename_takes_those_below_with_it(store: AnnotationStore) -> None:
    tag(store, [0, 1], "travel/italy")
    tag(store, [2], "travel")
    act = move(store, "travel", "trips").act
    assert said(store) == {0: (("trips/italy",), ()), 1: (("trips/italy",), ()), 2: (("trips",), ())}
    assert act is not None
    assert (act.items, act.change) == (3, AnnotationChange(moved_tag=("travel", "trips")))
    store.undo()
    assert said(store) == {0: (("travel/italy",), ()), 1: (("travel/italy",), ()), 2: (("travel",), ())}
    store.redo()
    assert said(store)[2] == (("trips",), ())
    assert store.history()[0].change == AnnotationChange(moved_tag=("travel", "trips"))


def test_a_merge_is_undone_to_what_each_photo_had(store: AnnotationStore) -> None:
    tag(store, [0, 1], "italy")
    tag(store, [1, 2], "travel/italy")
    move(store, "italy", "travel/italy")
    assert said(store) == dict.fromkeys((0, 1, 2), (("travel/italy",), ()))
    store.undo()
    assert said(store) == {0: (("italy",), ()), 1: (("italy", "travel/italy"), ()), 2: (("travel/italy",), ())}


def test_what_a_file_has_by_itself_is_hidden_and_the_new_one_is_said(store: AnnotationStore) -> None:
    tag(store, [1, 2], "italy")
    move(store, "italy", "italia", {0: ("Italy",), 1: ("Italy/Rome", "italy")})
    assert said(store) == {
        0: (("italia",), ("italy",)),
        1: (("italia", "italia/Rome"), ("italy", "italy/Rome")),
        2: (("italia",), ()),
    }
    store.undo()
    assert said(store) == {1: (("italy",), ()), 2: (("italy",), ())}


def test_a_tag_that_was_taken_off_a_file_is_not_renamed_there(store: AnnotationStore) -> None:
    store.apply([FILES[0]], AnnotationChange(remove_tags=("italy",)))
    tag(store, [1], "italy")
    move(store, "italy", "italia")
    assert said(store) == {0: ((), ("italy",)), 1: (("italia",), ())}


def test_a_tag_moves_up_into_the_one_above_it(store: AnnotationStore) -> None:
    tag(store, [0], "travel/italy", "travel/italy/italy")
    tag(store, [1], "travel/italy/italy")
    move(store, "travel/italy", "travel")
    assert said(store) == {0: (("travel", "travel/italy"), ()), 1: (("travel/italy",), ())}
    store.undo()
    assert said(store) == {0: (("travel/italy", "travel/italy/italy"), ()), 1: (("travel/italy/italy",), ())}


def test_capitals_alone_are_another_spelling_of_the_same_tag(store: AnnotationStore) -> None:
    tag(store, [0], "travel/italy")
    before = store.changed_since(0).revision
    act = move(store, "travel/italy", "Travel/Italy", {1: ("travel/italy",)}).act
    assert act is not None
    assert act.items == 2
    assert said(store) == {0: (("Travel/Italy",), ()), 1: (("Travel/Italy",), ())}
    assert len(store.changed_since(before).items or ()) == 2, "the index copies both anew"
    tag(store, [2], "travel/italy")
    assert store.undo(act.id) is not None
    assert said(store) == {0: (("travel/italy",), ()), 2: (("travel/italy",), ())}


def test_a_name_that_was_used_before_is_spelled_as_it_is_given_now(store: AnnotationStore) -> None:
    tag(store, [0], "italy")
    store.undo()
    tag(store, [0], "itly")
    move(store, "itly", "Italy")
    assert said(store) == {0: (("Italy",), ())}
    store.undo()
    assert said(store) == {0: (("itly",), ())}


def test_undo_and_redo_give_back_the_spelling_of_a_tag_that_nobody_had(store: AnnotationStore) -> None:
    tag(store, [1], "sea")
    steps = [said(store)]
    for act in (
        lambda: tag(store, [0], "cat/tom"),
        lambda: store.apply([FILES[0]], AnnotationChange(remove_tags=("cat/tom",))),
        lambda: tag(store, [0], "CAT/Tom"),
        lambda: move(store, "CAT/Tom", "pet"),
        lambda: move(store, "pet", "Cat/TOM"),
        lambda: move(store, "Cat", None),
        lambda: apply_parts_of(store, "cAt"),
        lambda: tag(store, [2], "CAT"),
    ):
        act()
        steps.append(said(store))
    assert [steps[at][0][0] for at in (1, 3, 5, 7)] == [("cat/tom",), ("CAT/Tom",), ("Cat/TOM",), ("cAt",)]
    assert steps[-1][2][0] == ("cAt",), "a tag that photos have stays as it is"
    for before in reversed(steps[:-1]):
        result = store.undo()
        assert (result and (result.undone_items, result.kept_items), said(store)) == ((1, 0), before)
    for after in steps[1:]:
        store.redo()
        assert said(store) == after


def apply_parts_of(store: AnnotationStore, path: str) -> None:
    store.run(lambda conn: apply_parts(conn, [Part([FILES[0]], AnnotationChange(add_tags=(path,)))], "a file"))


def test_a_spelling_stays_where_the_tag_itself_is_kept(store: AnnotationStore) -> None:
    tag(store, [0], "cat")
    store.undo()
    tag(store, [0], "CAT")
    act = store.next_acts()[0]
    assert act is not None
    assert act.items == 1
    store.apply([FILES[0]], AnnotationChange(remove_tags=("CAT",)))
    result = store.undo(act.id)
    assert result is not None
    assert (result.kept_items, result.act.state) == (1, "done")
    store.undo()
    assert said(store) == {0: (("CAT",), ())}


def test_a_spelling_that_has_changed_since_stays(store: AnnotationStore) -> None:
    tag(store, [0], "italy")
    first = move(store, "italy", "Italy").act
    move(store, "Italy", "ITALY")
    assert first is not None
    result = store.undo(first.id)
    assert said(store) == {0: (("ITALY",), ())}
    assert result is not None
    assert (result.undone_items, result.kept_items, result.act.state) == (0, 1, "done")
    store.undo()
    store.undo()
    assert said(store) == {0: (("italy",), ())}


def test_an_old_act_is_not_undone_below_a_later_rename_until_that_is(store: AnnotationStore) -> None:
    tag(store, [0, 1], "itly")
    move(store, "itly", "Italy")
    result = store.undo(1)
    assert result is not None
    assert (result.undone_items, result.kept_items) == (0, 2), "told, and nothing overwritten"
    assert said(store) == {0: (("Italy",), ()), 1: (("Italy",), ())}
    store.undo(2)
    store.undo(1)
    assert said(store) == {}


def test_two_renames_are_undone_in_whatever_order(store: AnnotationStore) -> None:
    tag(store, [0, 1], "a")
    move(store, "a", "b")
    tag(store, [2], "b")
    move(store, "b", "c")
    result = store.undo(2)  # a and b: nobody has touched a since, b was taken off again
    assert result is not None
    for number in (4, 3, 2, 1):
        if store.history(number + 1, 1)[0].state == "done":
            store.undo(number)
    assert said(store) == {}


def test_a_tag_is_removed_with_those_below_it(store: AnnotationStore) -> None:
    tag(store, [0], "travel/italy", "food")
    act = move(store, "travel", None, {1: ("travel",)}).act
    assert said(store) == {0: (("food",), ()), 1: ((), ("travel",))}
    assert act is not None
    assert (act.items, act.change) == (2, AnnotationChange(remove_tags=("travel",)))


@pytest.mark.parametrize(("source", "target"), [("a", "a/b"), ("a", "A/b/c"), ("a", " / "), ("", "a")])
def test_what_makes_no_sense_is_refused(source: str, target: str) -> None:
    with pytest.raises(UsageError):
        tag_moves.clean_move(source, target)


def test_a_tag_that_would_stand_too_deep_is_refused_and_nothing_changes(store: AnnotationStore) -> None:
    tag(store, [0], "a/b")
    deep = "/".join("x" * 32)
    with pytest.raises(UsageError, match="31 others"):
        move(store, "a", deep)
    assert said(store) == {0: (("a/b",), ())}


def test_moving_a_tag_that_nobody_has_is_no_act(store: AnnotationStore) -> None:
    tag(store, [0], "a")
    assert move(store, "b", "c").act is None


PATHS = st.sampled_from(["a", "b", "A", "a/b", "a/a", "b/a", "c/b/a"])
STEP = st.one_of(
    st.tuples(st.just("tag"), st.sets(st.integers(0, 3), min_size=1), PATHS),
    st.tuples(st.just("untag"), st.sets(st.integers(0, 3), min_size=1), PATHS),
    st.tuples(st.just("move"), PATHS, st.one_of(st.none(), PATHS)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
    st.tuples(st.just("redo"), st.just(0), st.just(0)),
)


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(STEP, max_size=12))
def test_undoing_everything_leaves_nothing_and_redo_brings_all_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, object, object]]
) -> None:
    store = open_library(tmp_path_factory.mktemp("moves") / "library.db").store
    try:
        for kind, which, path in steps:
            if kind in ("tag", "untag"):
                tags = {"add_tags" if kind == "tag" else "remove_tags": (path,)}
                store.apply([FILES[number] for number in sorted(which)], AnnotationChange(**tags))  # type: ignore[arg-type, call-overload]
            elif kind == "move":
                try:
                    move(store, str(which), path if path is None else str(path))
                except UsageError:
                    continue
            else:
                getattr(store, kind)()
        states = [said(store)]
        while store.undo() is not None:
            states.append(said(store))
        assert said(store) == {}
        while states.pop() is not None and states:
            assert store.redo() is not None
            assert said(store) == states[-1]
    finally:
        store.close()
