"""Items are found by place, content and inode, and follow their files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.annotations.item_sets import pack, unpack
from gallery.annotations.items import KnownItem
from gallery.annotations.models import Annotation, AnnotationChange
from tests.annotations.files import file, files, item_of

if TYPE_CHECKING:
    from gallery.annotations.models import FileIdentity
    from gallery.annotations.store import AnnotationStore

THREE = AnnotationChange(rating=3)


def found(store: AnnotationStore, which: FileIdentity) -> list[int | None]:
    return [known.identity.item for known in store.find([which])[0]]


def test_an_item_is_known_by_all_its_keys(store: AnnotationStore) -> None:
    [item] = store.apply([file()], THREE).items
    assert store.get_item(item) == KnownItem(file(item=item), gone=False)
    assert store.get_item(99) is None
    assert store.find([file(), file(2)]) == [[KnownItem(file(item=item), gone=False)], []]


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("place", {"size": 1, "fingerprint": b"x" * 16, "inode": 1}),
        ("content", {"root": b"/r", "relative": b"y.jpg", "inode": 1, "mtime_ns": 1}),
    ],
)
def test_one_key_is_enough_to_find_a_candidate(store: AnnotationStore, key: str, other: dict[str, object]) -> None:
    items = store.apply(files(3), THREE).items
    assert found(store, file(2, **other)) == [items[1]], key


@pytest.mark.parametrize("fingerprint", [None, b"w" * 17])
def test_what_no_fingerprint_tells_is_found_by_its_inode(store: AnnotationStore, fingerprint: bytes | None) -> None:
    [item] = store.apply([file(fingerprint=fingerprint)], THREE).items
    assert found(store, file(relative=b"y.jpg")) == [item]
    assert found(store, file(relative=b"y.jpg", mtime_ns=1)) == []
    assert found(store, file(relative=b"y.jpg", inode=None)) == []


def test_words_follow_a_file_that_moved_was_edited_and_went(store: AnnotationStore) -> None:
    [item] = store.apply([file()], THREE).items
    now = file(relative=b"other/name.jpg", size=5, mtime_ns=6, fingerprint=b"x" * 16, device="~1", inode=7, item=item)
    store.relocate([now])
    assert store.get_item(item) == KnownItem(now, gone=False)
    assert found(store, file()) == []
    store.set_gone([item])
    assert store.get_item(item) == KnownItem(now, gone=True, gone_at_ms=ANY)
    assert store.read([item]) == {item: Annotation(rating=3)}
    store.relocate([now._replace(fingerprint=None)])
    assert store.get_item(item) == KnownItem(now, gone=False), "a content that is not read again stays known"


def test_following_a_file_says_nothing_and_is_not_undone(store: AnnotationStore) -> None:
    [item] = store.apply([file()], THREE).items
    before = store.changed_since(0).revision
    store.relocate([file(relative=b"y.jpg", item=item)])
    assert store.changed_since(before).items == []
    store.undo()
    assert found(store, file(relative=b"y.jpg")) == [item]


def test_files_that_swapped_their_names_keep_their_items(store: AnnotationStore) -> None:
    first, second = store.apply(files(2), THREE).items
    store.relocate([file(1, relative=file(2).relative, item=first), file(2, relative=file(1).relative, item=second)])
    assert item_of(store, file(1, relative=file(2).relative)) == first


def test_names_need_not_be_text(store: AnnotationStore) -> None:
    names = [b"\xff\xfe.jpg", b"a/\x80/b.jpg", b"top.jpg", "ü/é.jpg".encode()]
    given_files = [file(number, relative=name.replace(b"/", os.fsencode(os.sep))) for number, name in enumerate(names)]
    items = store.apply(given_files, THREE).items
    assert [item_of(store, each) for each in given_files] == items


def test_files_that_are_new_known_and_named_twice_are_told_apart_in_one_act(store: AnnotationStore) -> None:
    known = store.apply(files(3), THREE).items
    lost = file(9, item=max(known) + 100)
    asked = [file(7), file(2), file(8), file(7), file(3, size=1, fingerprint=bytes(16)), lost]
    items = store.apply(asked, THREE).items
    assert items[1] == known[1], "known by its place"
    assert items[0] == items[3], "named twice"
    new = [items[0], items[2], items[4], items[5]]
    assert new == list(range(max(known) + 1, max(known) + 5)), "one after the other, so that the journal stays short"
    assert store.apply(asked[:5], THREE).items == items[:5]


@pytest.mark.parametrize(("first", "asked"), [(60, 3), (3, 60), (1, 1), (2, 1)], ids=["many", "few", "one", "two"])
def test_items_are_found_in_folders_of_many_and_of_few(store: AnnotationStore, first: int, asked: int) -> None:
    """Of a folder with few items all are read, in another each place is looked for."""
    elsewhere = [one._replace(relative=b"home/" + one.relative[5:]) for one in files(first)]
    known = store.apply([*files(first), *elsewhere], THREE).items
    kept = min(first, asked)
    found = store.apply([*files(asked), elsewhere[0]], THREE).items
    assert found[:kept] == known[:kept]
    assert found[kept:asked] == list(range(max(known) + 1, max(known) + 1 + asked - kept))
    assert found[asked] == known[first]


def test_an_item_whose_file_is_there_comes_before_one_that_is_gone(store: AnnotationStore) -> None:
    [gone] = store.apply([file(1)], THREE).items
    store.relocate([file(2, item=gone)])
    [there] = store.apply([file(1)], THREE).items
    store.relocate([file(1, item=gone)])
    store.set_gone([gone])
    assert store.apply([file(1)], THREE).items == [there]


@given(st.sets(st.integers(1, 2**32 - 1)))
def test_sets_of_items_come_back(items: set[int]) -> None:
    assert unpack(pack(items)) == sorted(items)


def test_items_in_a_row_are_short() -> None:
    assert len(pack(range(1, 50_001))) < 1000
