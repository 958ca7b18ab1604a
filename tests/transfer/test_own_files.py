"""The export as JSON and as a table: written and read again, and what others may do to them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gallery.annotations.items import KnownItem
from gallery.annotations.models import LABELS, PICKS, Annotation, FileIdentity, clean_tags
from gallery.base.errors import UsageError
from gallery.transfer.entries import TransferError
from gallery.transfer.own_csv import read_csv, write_csv
from gallery.transfer.own_json import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from gallery.transfer.entries import Collected

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def _is_tag(text: str) -> bool:
    try:
        return clean_tags((text,)) == (text,) and bool(text.replace("/", "").strip())
    except UsageError:
        return False


TAGS = st.lists(TEXTS.filter(_is_tag), max_size=4, unique_by=str.casefold)


@st.composite
def said_things(draw: st.DrawFn) -> Annotation:
    tags = draw(TAGS)
    cut = draw(st.integers(0, len(tags)))
    return Annotation(
        draw(st.none() | st.booleans()),
        draw(st.none() | st.integers(0, 5)),
        draw(st.none() | st.sampled_from(PICKS)),
        draw(st.none() | st.sampled_from(LABELS)),
        draw(st.none() | TEXTS),
        draw(st.none() | TEXTS),
        tuple(tags[:cut]),
        tuple(tags[cut:]),
    )


NAMES = st.binary(min_size=1, max_size=20).filter(lambda name: not set(name) & set(b"\0/"))
FILES = st.builds(
    FileIdentity,
    NAMES.map(lambda name: b"/" + name),
    st.lists(NAMES, min_size=1, max_size=3).map(b"/".join),
    st.integers(0, 1 << 50),
    st.integers(-(1 << 62), 1 << 62),
    st.none() | st.binary(min_size=16, max_size=17),
)
ITEMS = st.lists(st.tuples(st.builds(KnownItem, FILES, st.booleans()), said_things()), max_size=4)
ROME = FileIdentity(b"/home/ada/Bilder", "2019/Köln & Söhne.jpg".encode(), 1000, 1_500_000_000_123_456_789, b"m" * 16)


def told(collected: Collected) -> list[dict[str, Any]]:
    assert not collected.refused.lines
    return [dict(entry.said) for entry in collected.entries]


def expected(items: Sequence[tuple[KnownItem, Annotation]]) -> list[dict[str, Any]]:
    """What an importer must find: everything that was said, of files of which something was."""
    said = ({name: value for name, value in one._asdict().items() if value not in (None, ())} for _, one in items)
    return [one for one in said if one]


@settings(max_examples=40)
@given(ITEMS)
def test_a_json_file_says_what_was_said(items: list[tuple[KnownItem, Annotation]]) -> None:
    found = read_json(b"".join(write_json(items, "2026-11-30")), "x.json")
    assert told(found) == expected(items)
    kept = [known.identity for known, one in items if one != Annotation()]
    places = [(e.root, e.path, e.size, e.mtime_ns, e.fingerprint) for e in found.entries]
    assert places == [(f.root, f.relative, f.size, f.mtime_ns, f.fingerprint) for f in kept]


@settings(max_examples=40)
@given(ITEMS)
@example([(KnownItem(ROME, gone=False), Annotation(caption="", title="'=1", tags=("a;b", "c\\", "'x")))])
def test_a_table_says_what_was_said(items: list[tuple[KnownItem, Annotation]]) -> None:
    found = read_csv(b"".join(write_csv(items)), "x.csv")
    assert told(found) == expected(items)
    kept = [known.identity for known, one in items if one != Annotation()]
    places = [(e.root, e.path, e.size, e.mtime_ns, e.fingerprint) for e in found.entries]
    assert places == [(f.root, f.relative, f.size, f.mtime_ns, f.fingerprint) for f in kept]


def test_a_table_tells_which_files_are_gone() -> None:
    items = [(KnownItem(ROME, gone=gone), Annotation(rating=4)) for gone in (True, False)]
    content = b"".join(write_csv(items))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert [row["gone"] for row in rows] == ["yes", ""]
    assert [entry.is_gone for entry in read_csv(content, "x.csv").entries] == [True, False]


@settings(max_examples=40)
@given(ITEMS)
def test_no_cell_of_a_table_is_a_formula(items: list[tuple[KnownItem, Annotation]]) -> None:
    text = b"".join(write_csv(items)).decode("utf-8-sig", "surrogateescape")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in row)


def test_a_table_is_what_spreadsheets_read_with_its_umlauts() -> None:
    content = b"".join(
        write_csv([(KnownItem(ROME, gone=False), Annotation(True, 4, title="Grüße", tags=("a", "b/c")))])
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert row["path"] == "2019/Köln & Söhne.jpg"
    assert row["modified"] == "2017-07-14T02:40:00.123456789Z"
    assert (row["favourite"], row["rating"], row["title"], row["tags"]) == ("yes", "4", "Grüße", "a;b/c")


@pytest.mark.parametrize(
    "content",
    [
        b"path,rating,tags\r\n2019/a.jpg,4,rome; travel/italy\r\n",
        b"Path;Rating;Tags\n2019/a.jpg;4;rome, travel/italy\n".replace(b", travel", b"").replace(
            b"rome/italy", b"rome"
        ),
        "path\trating\ttags\n2019/a.jpg\t★★★★\trome;travel/italy\n".encode("utf-16"),
    ],
)
def test_a_table_that_was_made_by_hand_is_read(content: bytes) -> None:
    (entry,) = read_csv(content, "hand.csv").entries
    assert (entry.path, entry.root, entry.size) == (b"2019/a.jpg", None, None)
    assert entry.said["rating"] == 4
    assert entry.said["tags"][0] == "rome"


def test_a_table_of_windows_keeps_its_umlauts() -> None:
    (entry,) = read_csv("path;title\na.jpg;Köln\n".encode("cp1252"), "hand.csv").entries
    assert entry.said == {"title": "Köln"}


def test_what_cannot_be_kept_is_told_with_its_line_and_the_rest_counts() -> None:
    found = read_csv(b"path,rating,pick,title\na.jpg,7,maybe,Rome\nb.jpg,x,picked,\n,3,,\n", "hand.csv")
    assert [(entry.path, dict(entry.said)) for entry in found.entries] == [
        (b"a.jpg", {"title": "Rome"}),
        (b"b.jpg", {"pick": "picked"}),
    ]
    assert found.refused.count == 4
    assert found.refused.lines[1] == "a.jpg: A pick is one of none, picked, rejected."


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[1, 2]", b"{}", b'{"shoebox": "annotations", "version": 1}', b"\xff\xfe\xff", b"[" * 100_000,
        b'{"shoebox": "annotations", "version": 99, "photos": []}', b'{"shoebox": "annotations", "photos": []}',
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(TransferError, match=r"x\.json .*\.$"):
        read_json(content, "x.json")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"a,b\n1,2\n", b"path,nothing\na,b\n", b"path,rating\n\0,1\n", b"path,rating,Rating\na,1,2\n",
        b"path,path,rating\na,b,2\n", b'path,"rating\na,1\n',
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(TransferError, match=r"x\.csv .*\.$"):
        read_csv(content, "x.csv")


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('p0.jpg,3,x\np1.jpg,4,"hello\np2.jpg,5,y\np3.jpg,5,z\n', 3),
        ('p0.jpg,3,x\n"p1.jpg,4,hello\np2.jpg,5,y\n', 3),
        ('p0.jpg,3,"two\nlines"\n\np1.jpg,4,"hello', 5),
        ('p0.jpg,3,x\np1.jpg,4,"hello" world\n', 3),
        ('p0.jpg,3,"x\np1.jpg,4,"hello"\n', 2),
    ],
)
def test_a_quote_that_is_not_closed_is_told_with_its_line_and_nothing_is_taken(rows: str, line: int) -> None:
    with pytest.raises(TransferError, match=rf"x\.csv .* row that begins in line {line}: a quote .*\.$"):
        read_csv(f"path,rating,caption\n{rows}".encode(), "x.csv")


def test_a_quote_within_a_text_and_a_quoted_line_break_stay() -> None:
    found = read_csv(b'path,caption\na.jpg,the "old" bridge\nb.jpg,"two\nlines, ""one"""\n', "x.csv")
    assert [entry.said["caption"] for entry in found.entries] == ['the "old" bridge', 'two\nlines, "one"']


def test_rows_that_do_not_fit_the_columns_are_told() -> None:
    found = read_csv(b"rating,path,caption\n1,a.jpg,hello, world\n2,b.jpg,x,,\n3\n", "x.csv")
    assert [(entry.path, entry.said["rating"]) for entry in found.entries] == [(b"b.jpg", 2)]
    assert found.refused.lines == [
        "Line 2: the row has 4 cells, but the table 3 columns.",
        "Line 4: the path or the fingerprint is none.",
    ]


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (read_json, read_csv):
        with contextlib.suppress(TransferError):
            read(b"path,rating,tags\n" + content if read is read_csv else content, "x")


@settings(max_examples=40)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["path", "root", "said", "size", "fingerprint", "tags", "rating", "favourite"]),
                inner,
                max_size=6,
            )
        ),
        max_leaves=12,
    )
)
def test_photos_that_are_none_are_counted(photo: Any) -> None:
    content = json.dumps(
        {"shoebox": "annotations", "version": 1, "photos": [photo, {"path": "a", "said": {"rating": 2}}]}
    )
    found = read_json(content.encode(), "x.json")
    assert found.entries[-1].said == {"rating": 2}


def test_deeper_nesting_than_python_follows_is_refused() -> None:
    with pytest.raises(TransferError):
        read_json(b'{"shoebox": ' + b"[" * 200_000, "x.json")
