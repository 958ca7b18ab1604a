"""What is said is kept, undone, done again and told, act by act."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from gallery.annotations import journal, values
from gallery.annotations.change_values import set_on_chosen
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.base.errors import NotFoundError, UsageError
from tests.annotations.files import file, files, item_of

if TYPE_CHECKING:
    import sqlite3

    from gallery.annotations.store import AnnotationStore

EVERYTHING = AnnotationChange(
    favourite=True,
    rating=4,
    pick="picked",
    label="red",
    title="Piazza",
    caption="At noon.",
    add_tags=("travel/italy", "food"),
    remove_tags=("work",),
)


def test_everything_that_is_said_is_read(store: AnnotationStore) -> None:
    applied = store.apply(files(3), EVERYTHING)
    assert applied.act is not None
    assert (applied.act.items, applied.act.kind, applied.act.change) == (3, "set", EVERYTHING)
    expected = Annotation(True, 4, "picked", "red", "Piazza", "At noon.", ("food", "travel/italy"), ("work",))
    assert store.read(applied.items) == dict.fromkeys(applied.items, expected)
    assert store.read([99]) == {}


def test_a_change_sets_only_what_it_names(store: AnnotationStore) -> None:
    [item] = store.apply([file()], AnnotationChange(rating=3)).items
    store.apply([file()], AnnotationChange(favourite=False, caption=""))
    assert store.read([item]) == {item: Annotation(favourite=False, rating=3, caption="")}


def test_what_is_said_already_is_no_act(store: AnnotationStore) -> None:
    first = store.apply(files(2), EVERYTHING)
    again = store.apply(files(2), EVERYTHING)
    assert again.act is None
    assert (again.items, again.revision) == (first.items, first.revision)
    more = store.apply(files(3), AnnotationChange(rating=4))
    assert more.act is not None
    assert more.act.items == 1, "the others have it"


def test_an_undone_act_leaves_nothing_and_comes_back(store: AnnotationStore) -> None:
    items = store.apply(files(2), EVERYTHING).items
    said = store.read(items)
    result = store.undo()
    assert result is not None
    assert (result.undone_items, result.kept_items, result.act.state) == (2, 0, "undone")
    assert store.read(items) == {}
    redone = store.redo()
    assert redone is not None
    assert (redone.undone_items, redone.act.state) == (2, "done")
    assert store.read(items) == said


def test_undo_goes_back_act_by_act_and_redo_forth(store: AnnotationStore) -> None:
    [item] = store.apply([file()], AnnotationChange(rating=1)).items
    for rating in (2, 3):
        store.apply([file()], AnnotationChange(rating=rating))
    seen = []
    for step in (store.undo, store.undo, store.redo, store.undo, store.redo, store.redo, store.redo):
        step()
        seen.append(store.read([item])[item].rating)
    assert seen == [2, 1, 2, 1, 2, 3, 3]


def test_two_acts_about_one_photo_leave_nothing_in_whatever_order_they_are_undone(store: AnnotationStore) -> None:
    items = store.apply(files(2), AnnotationChange(rating=3)).items
    store.apply([file(1)], AnnotationChange(rating=5))
    assert (store.undo(1), store.undo(2)) != (None, None)
    assert store.read(items) == {}
    store.redo()
    assert store.read(items) == {items[0]: Annotation(rating=5)}
    store.redo()
    assert store.read(items) == {items[0]: Annotation(rating=5), items[1]: Annotation(rating=3)}


def test_what_is_said_again_is_undone_though_it_was_said_before(store: AnnotationStore) -> None:
    items = store.apply(files(2), AnnotationChange(rating=3)).items
    store.apply(files(2), AnnotationChange(rating=5))
    store.apply([file(1)], AnnotationChange(rating=3))
    store.undo(2)
    result = store.undo()
    assert result is not None
    assert (result.act.id, result.undone_items, result.kept_items, result.act.state) == (3, 1, 0, "undone")
    assert store.read(items) == dict.fromkeys(items, Annotation(rating=3)), "the first act stands"
    store.undo()
    assert store.read(items) == {}, "the acts before it can be undone, too"
    redone = [store.redo() for _ in range(3)]
    assert [result and (result.act.id, result.undone_items, result.kept_items) for result in redone] == [
        (1, 2, 0),
        (3, 1, 0),
        (2, 1, 0),
    ]
    assert store.read(items) == {items[0]: Annotation(rating=3), items[1]: Annotation(rating=5)}


def say_in_sidecars(store: AnnotationStore, items: list[int], rating: int) -> None:
    """Let another program rate photos."""

    def take_over(conn: sqlite3.Connection) -> None:
        values.choose(conn, [(items, None, None)])
        change = AnnotationChange(rating=rating)
        journal.add_of_sidecars(conn, 1, set_on_chosen(conn, change), change)

    store.run(take_over)


def test_what_was_done_again_below_another_program_shows_when_that_is_undone(store: AnnotationStore) -> None:
    items = store.apply([file()], AnnotationChange(rating=5)).items
    store.undo()
    say_in_sidecars(store, items, 3)
    redone = store.redo()
    assert redone is not None
    assert (redone.undone_items, redone.kept_items) == (0, 1)
    store.undo(3)
    assert store.read(items) == {items[0]: Annotation(rating=5)}
    store.undo()
    assert store.read(items) == {}


def test_undo_comes_to_the_act_before_one_that_another_program_has_changed(store: AnnotationStore) -> None:
    items = store.apply([file()], AnnotationChange(favourite=True)).items
    store.apply([file()], AnnotationChange(rating=5))
    say_in_sidecars(store, items, 3)
    first, second = store.undo(), store.undo()
    assert first is not None
    assert second is not None
    assert (first.act.id, first.undone_items, first.kept_items, first.act.state) == (2, 0, 1, "undone")
    assert (second.act.id, second.undone_items) == (1, 1)
    assert store.read(items) == {items[0]: Annotation(rating=3)}
    store.undo(3)
    assert store.read(items) == {}, "what was before both"


def test_what_was_said_after_an_undo_cannot_be_followed_by_a_redo(store: AnnotationStore) -> None:
    store.apply([file(1)], AnnotationChange(rating=1))
    store.undo()
    store.apply([file(2)], AnnotationChange(rating=2))
    assert store.redo() is None


def test_what_a_later_act_changed_is_kept_and_counted(store: AnnotationStore) -> None:
    first = store.apply(files(3), AnnotationChange(rating=3, favourite=True))
    store.apply([file(2)], AnnotationChange(rating=5))
    store.apply([file(2)], AnnotationChange(rating=3))  # the same value again, and said later all the same
    assert first.act is not None
    result = store.undo(first.act.id)
    assert result is not None
    assert (result.undone_items, result.kept_items) == (2, 1)
    assert store.read(first.items) == {first.items[1]: Annotation(rating=3)}, "the other field is undone"


def test_an_act_that_cannot_be_undone_anywhere_stays_done(store: AnnotationStore) -> None:
    first = store.apply([file()], AnnotationChange(rating=3))
    store.apply([file()], AnnotationChange(rating=4))
    assert first.act is not None
    result = store.undo(first.act.id)
    assert result is not None
    assert (result.undone_items, result.kept_items, result.act.state) == (0, 1, "done")
    assert [act.state for act in store.history()] == ["done", "done"]


def test_what_cannot_be_undone_is_said(store: AnnotationStore) -> None:
    assert store.undo() is None
    assert store.redo() is None
    with pytest.raises(NotFoundError):
        store.undo(7)
    store.apply([file()], AnnotationChange(rating=3))
    store.undo(1)
    with pytest.raises(UsageError, match="undone already"):
        store.undo(1)
    with pytest.raises(UsageError, match="cannot be undone"):
        store.undo(2)


def test_history_tells_what_was_done_newest_first(store: AnnotationStore) -> None:
    for rating in range(1, 5):
        store.apply([file()], AnnotationChange(rating=rating))
    store.undo()
    told = store.history(limit=2)
    assert [(act.change.rating if act.change else None, act.state) for act in told] == [(4, "undone"), (3, "done")]
    assert [act.change.rating for act in store.history(before=told[-1].id) if act.change] == [2, 1]


def test_who_follows_hears_of_every_item_that_changed(store: AnnotationStore) -> None:
    items = store.apply(files(3), AnnotationChange(rating=3)).items
    now = store.changed_since(0)
    assert now.items is None, "of another library's revision nothing is known"
    assert store.changed_since(now.revision) == (now.revision, [])
    store.apply([file(2)], AnnotationChange(rating=4))
    assert store.changed_since(now.revision).items == [items[1]]
    store.undo()
    assert store.changed_since(now.revision).items == [items[1]]
    assert store.changed_since(now.revision + 99).items is None


def test_tags_are_one_whatever_their_capitals(store: AnnotationStore) -> None:
    [item] = store.apply([file()], AnnotationChange(add_tags=("Travel/Italy",))).items
    assert store.apply([file()], AnnotationChange(add_tags=(" travel / ITALY ",))).act is None
    assert store.read([item])[item].tags == ("Travel/Italy",)
    store.apply([file()], AnnotationChange(remove_tags=("travel/italy",)))
    assert store.read([item]) == {item: Annotation(removed_tags=("Travel/Italy",))}


def test_an_item_is_found_by_its_number_or_by_place_and_content(store: AnnotationStore) -> None:
    first, second = store.apply(files(2), AnnotationChange(rating=1)).items
    assert item_of(store, file(2)) == second
    assert store.apply([file(7, item=first), file(2, fingerprint=None)], AnnotationChange(rating=2)).items == [
        first,
        second,
    ]
    [edited] = store.apply([file(2, size=5, fingerprint=b"x" * 16)], AnnotationChange(rating=3)).items
    assert edited not in {first, second}, "another content at that place is not linked yet"


def test_a_file_given_twice_is_one_item(store: AnnotationStore) -> None:
    applied = store.apply([file(), file(2), file()], AnnotationChange(rating=1))
    assert applied.items[0] == applied.items[2] != applied.items[1]
    assert applied.act is not None
    assert applied.act.items == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"rating": 6},
        {"rating": -1},
        {"pick": "maybe"},
        {"label": "orange"},
        {"title": "a\0b"},
        {"caption": "\ud800"},
        {"caption": "x" * 100_001},
        {"add_tags": ("",)},
        {"add_tags": (" / ",)},
        {"add_tags": ("a/" * 33,)},
        {"add_tags": ("x" * 1001,)},
        {"add_tags": ("a",), "remove_tags": ("A",)},
    ],
)
def test_what_cannot_be_said_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        AnnotationChange(**wrong)  # type: ignore[arg-type]


def test_an_act_that_was_done_again_is_the_next_to_be_undone(store: AnnotationStore) -> None:
    first = store.apply([file(1)], AnnotationChange(rating=1)).act
    store.apply([file(2)], AnnotationChange(rating=2))
    assert first is not None
    store.undo(first.id)
    store.redo()
    result = store.undo()
    assert result is not None
    assert result.act.id == first.id


def test_many_threads_speak_at_once(store: AnnotationStore) -> None:
    acts: list[int] = []

    def say(number: int) -> None:
        for rating in range(1, 6):
            act = store.apply(files(20), AnnotationChange(rating=rating, add_tags=(f"t{number}-{rating}",))).act
            assert act is not None
            acts.append(act.id)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(say, number) for number in range(4)]:
            done.result()
    assert sorted(acts) == list(range(1, 21))
    assert len(store.read([1])[1].tags) == 20
    assert len(store.read(list(range(1, 100)))) == 20, "no file became two items"
