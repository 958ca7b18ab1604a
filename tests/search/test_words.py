"""Words and phrases find the photos whose names, folders or details contain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.catalog import folders
from gallery.catalog.collation import folded
from gallery.search import column_index_updater
from tests.index_builder import index, metadata, read, top
from tests.search.queries import ATTACKS, ids, names, settle

if TYPE_CHECKING:
    import sqlite3


@pytest.mark.parametrize("word", ATTACKS)
def test_a_word_is_only_ever_a_value(conn: sqlite3.Connection, word: str, state: str) -> None:
    folder = top(conn)
    read(conn, folder, b"plain.jpg")
    read(conn, folder, f"a{word}b.jpg".encode())
    settle(conn, state)
    assert names(conn, word) == [f"a{word}b.jpg"]
    assert names(conn, f'"{word}"') == [f"a{word}b.jpg"]


@pytest.mark.parametrize(
    ("text", "label"),
    [("ÜBUNG", "Übung.jpg"), ("übung", "U\u0308BUNG.JPG"), ("straße", "Straße.jpg"), ("strasse", "Straße.jpg"),
     ("straße", "STRASSE.JPG"), ("ЛЕТО", "лето 7.jpg"), ("日本", "日本.png"), ("本", "日本 12.png"), ("IMG", "img_1.jpg"),
     ("img", "ÜIMG.jpg"), ("🎂", "party 🎂 3.jpg"), ("g_1", "IMG_1.jpg"), ("34567.J", "IMG_1234567.jpg"),
     ("1234", "IMG_1234567.jpg"), ("7", "IMG_1234567.jpg"), ("\ufffd", "a\ufffd.jpg")],
)  # fmt: skip
def test_any_part_of_a_name(conn: sqlite3.Connection, text: str, label: str, state: str) -> None:
    folder = top(conn)
    read(conn, folder, b"plain.png")
    read(conn, folder, label.encode())
    settle(conn, state)
    assert names(conn, text) == [label]


def test_a_name_that_is_no_text_is_found_by_what_is_shown(conn: sqlite3.Connection, state: str) -> None:
    folder = top(conn)
    bare = read(conn, folder, b"caf\xe9 12.jpg")
    line = read(conn, folder, b"two\nlines\x01.jpg")
    settle(conn, state)
    assert ids(conn, "caf\ufffd") == ids(conn, "12") == [bare]
    assert ids(conn, '"two lines"') == [line]
    assert ids(conn, "jpg") == [line, bare]


def test_any_white_space_is_one_space(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    narrow = read(conn, here, "Screenshot at 9.41\u202fAM.png".encode())
    wide = read(conn, here, "Été\u3000\u00a0 2.png".encode())
    said = read(
        conn, here, b"c", metadata(title="One\u00a0 title", caption="A\u2003caption", lens="RF\u00a0\u00a050mm")
    )
    settle(conn, state)
    assert ids(conn, '"9.41 am"') == ids(conn, '"9.41\u202fAM"') == ids(conn, "9.41\u202fam") == [narrow]
    assert ids(conn, '"été 2"') == ids(conn, 'name:"été\u3000 2"') == [wide]
    assert ids(conn, '"one title" "a caption" lens:"rf 50"') == [said]


@pytest.mark.parametrize(
    ("label", "text"),
    [("Two  spaces", "two spaces"), ("Two  spaces", "two  spaces"), ("a\tb\x01\x7f", "a b"), ("Été\u00a0 là", "été là"),
     ("SUMMER \u202f", "summer"), ("Straße  1", "strasse 1"), ("~a b~", "~a b~")],
)  # fmt: skip
def test_a_folder_is_found_by_its_name_as_it_is_typed(
    conn: sqlite3.Connection, label: str, text: str, state: str
) -> None:
    here = top(conn)
    photo = read(conn, folders.put(conn, 1, here, b"x", label.encode()), b"a.jpg")
    read(conn, folders.put(conn, 1, here, b"y", b"other"), b"b.jpg")
    settle(conn, state)
    assert ids(conn, f'folder:"{text}"') == ids(conn, f'"{text}"') == [photo]


def test_a_vertical_bar_between_quotes_is_a_letter(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    both, stroke, _ = (
        read(conn, folders.put(conn, 1, here, name, name), b"%d" % number)
        for number, name in enumerate((b"A|B", b"|", b"B"))
    )
    settle(conn, state)
    assert ids(conn, 'folder:"A|B"') == [both]
    assert ids(conn, 'folder:"|"') == [stroke, both]


def test_the_mark_for_digits_in_a_pattern_cannot_be_typed(conn: sqlite3.Connection, state: str) -> None:
    folder = top(conn)
    digits, space = read(conn, folder, b"a12b.png"), read(conn, folder, b"a b.png")
    settle(conn, state)
    assert ids(conn, '"a b"') == [space]
    assert ids(conn, '"a1"') == ids(conn, "2b") == [digits]
    assert ids(conn, "a2") == ids(conn, "1b") == ids(conn, "1.") == []


def test_words_look_everywhere_and_all_must_fit(conn: sqlite3.Connection, state: str) -> None:
    here = top(conn)
    trip = folders.put(conn, 1, here, b"Trip", b"Trip to Oslo")
    below = folders.put(conn, 1, trip, b"Trip/day", b"Day 2")
    photo = read(conn, below, b"a7.jpg", metadata(make="Canon", model="Canon EOS R5", lens="RF 50mm", title="Ann's "
                 "Birthday", caption="At the harbour"))  # fmt: skip
    plain = read(conn, here, b"b8.jpg")
    settle(conn, state)
    for text in ("oslo", "day", '"day 2"', "r5", "canon", "50mm", "birthday", "harbour", "a7", "pictures oslo a7 50MM"):
        assert ids(conn, text) == [photo], text
    assert ids(conn, "pictures") == ids(conn, "jpg") == ids(conn, "") == [plain, photo]
    assert ids(conn, "oslo b8") == ids(conn, "canon-canon") == ids(conn, '"canon canon"') == []
    for text in ("folder:oslo", "camera:r5", "lens:rf", "title:ann", "caption:harbour", "name:a7"):
        assert ids(conn, text) == [photo], text
    for text in ("folder:r5", "camera:rf", "lens:canon", "title:harbour", "caption:ann", "name:oslo"):
        assert ids(conn, text) == [], text


def squeezed(text: str) -> str:
    return " ".join(folded(text).split()) if text.strip() else ""


NAMES = st.text("aAbßẞ日éE\u03011203 ._", min_size=1, max_size=6).filter(
    lambda name: name.strip() not in ("", ".", "..")
)


@settings(deadline=None, max_examples=40)
@given(st.lists(NAMES, min_size=1, max_size=40, unique=True), NAMES.filter(squeezed), st.integers(1, 40))
def test_a_phrase_finds_exactly_the_names_with_it(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str], needle: str, late: int
) -> None:
    with index(tmp_path_factory.mktemp("names")) as conn:
        folder = top(conn)
        for number, label in enumerate(labels):
            read(conn, folder, label.encode())
            # some are in the columns, others still stale
            column_index_updater.update_blocks(conn, min_stale=late + number)
        expected = {label for label in labels if squeezed(needle) in f" {squeezed(label)} "}
        assert set(names(conn, f'name:"{needle}"')) == expected
        assert set(names(conn, f'-name:"{needle}"')) == set(labels) - expected
