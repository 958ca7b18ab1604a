"""Three-way merging of one field, and the names of sidecars."""

from __future__ import annotations

import pytest

from gallery.annotations.sidecar_records import JOURNAL_FIELDS
from gallery.sidecars.fields import FIELDS, Value, can_be_said, change_of
from gallery.sidecars.merging import merge
from gallery.sidecars.naming import choose_sidecars

UNSAID, UNKNOWN = object(), object()


@pytest.mark.parametrize(
    ("said", "base", "theirs", "newer", "expected"),
    [
        (4, UNKNOWN, None, True, {"write": 4}),
        (4, UNKNOWN, 2, False, {"write": 4}),
        (4, 4, 4, True, {}),
        (5, 4, 4, False, {"write": 5}),
        (4, 4, 2, False, {"adopt": 2}),
        (4, 4, None, False, {"adopt": None}),
        (4, 4, 2, True, {"write": 4, "conflict": True}),  # said again since, or finer than XMP can say
        (5, 4, 2, True, {"write": 5, "conflict": True}),
        (5, 4, 2, False, {"adopt": 2, "conflict": False}),
        (2, 4, 2, False, {}),
        (UNSAID, 4, 4, True, {"write": 1}),
        (UNSAID, 4, 2, True, {}),
    ],
)
def test_a_field_is_merged_by_who_changed_it(
    said: object, base: object, theirs: Value, newer: bool, expected: dict[str, Value]
) -> None:
    ours = {} if said is UNSAID else {"rating": said}
    held = {} if base is UNKNOWN else {"rating": base}
    before = {} if base is UNKNOWN else {"rating": 1}
    found = merge(ours, {"rating": theirs}, held, before, lambda _: newer)  # type: ignore[arg-type]
    told: dict[str, Value] = {}
    told |= {"write": found.write["rating"]} if found.write else {}
    told |= {"adopt": found.adopt["rating"]} if found.adopt else {}
    told |= {"conflict": found.conflicts[0].is_ours_taken} if found.conflicts else {}
    assert told == expected
    assert ("rating" in found.held_when_written()) == (said is not UNSAID)
    if "write" in told and said is not UNSAID:
        assert found.held["rating"] == theirs, "what is kept before the writing is what is there"
        assert found.held_when_written()["rating"] == said


def test_what_another_program_wrote_is_said_in_shoeboxs_words() -> None:
    values: dict[str, Value] = {"rating": 2, "label": "purple", "title": None, "tag:a/b": True, "tag:c": None}
    assert change_of(values, {}) == {
        "rating": 2, "label": "purple", "title": "", "add_tags": ["a/b"], "remove_tags": ["c"],
    }  # fmt: skip
    assert change_of({"rating": -1}, {"rating": 4}) == {"pick": "rejected"}
    assert change_of({"rating": 3}, {"rating": -1}) == {"pick": "none", "rating": 3}
    assert change_of({"rating": None}, {"rating": -1}) == {"pick": "none"}
    assert not can_be_said("label", "Rot")
    assert not can_be_said("pick", "pending")
    assert not can_be_said("tag: / ", True)


@pytest.mark.parametrize(
    ("photo", "names", "expected"),
    [
        (b"a.jpg", [], b"a.jpg.xmp"),
        (b"a.jpg", [b"a.xmp"], b"a.xmp"),
        (b"a.jpg", [b"a.xmp", b"a.jpg.xmp"], b"a.jpg.xmp"),
        (b"A.JPG", [b"a.jpg.xmp"], b"a.jpg.xmp"),
        (b"a.NEF", [], b"a.xmp"),
        (b"a.NEF", [b"a.jpg"], b"a.NEF.xmp"),
        (b"a.mov", [], b"a.mov.xmp"),
        (b"noname", [], b"noname.xmp"),
        (b"\xff.jpg", [], b"\xff.jpg.xmp"),
    ],
)
def test_the_sidecar_of_a_photo(photo: bytes, names: list[bytes], expected: bytes) -> None:
    assert choose_sidecars([photo], [photo, *names, b"other.jpg", b"other.xmp"])[photo].name == expected


def test_a_sidecar_of_two_pictures_is_nobodys_until_it_says_so() -> None:
    found = choose_sidecars([b"a.nef", b"a.jpg"], [b"a.nef", b"a.jpg", b"a.xmp"])
    assert [(one.name, one.is_short, one.is_shared) for one in found.values()] == [(b"a.xmp", True, True)] * 2


def test_a_tag_that_only_has_other_capitals_now_is_not_taken_away() -> None:
    found = merge(
        {"tag:Italy": True},
        {"tag:Italy": True, "tag:italy": True},
        {"tag:italy": True},
        {"tag:italy": None},
        lambda _: True,
    )
    assert (found.write, found.adopt, found.conflicts) == ({}, {}, [])
    assert found.before_when_written() == {"tag:Italy": None}, "Shoebox wrote it: it goes when it is taken off"


def test_each_field_of_a_sidecar_has_its_fields_in_the_journal() -> None:
    assert JOURNAL_FIELDS.keys() == FIELDS.keys()
