"""What files that are no pictures are called, by their names."""

from __future__ import annotations

import re

import pytest

from gallery.catalog import left_out
from gallery.imaging import left_out_kinds
from gallery.imaging.formats import _FORMATS_BY_SUFFIX, is_candidate
from gallery.imaging.left_out_kinds import (
    FOLDER_KINDS,
    GROUPS,
    KEPT_OUT,
    NOT_TOLD,
    OTHER,
    THUMBNAILS,
    count_kinds,
    is_hidden_picture,
)
from gallery.program_files import program_folder


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (b"a.pdf", "pdf"), (b"A.PDF", "pdf"), (b"a.b.svg", "svg"), (b"a.svgz", "svg"), (b"a.eps", "eps"),
        (b"a.wmf", "wmf"), (b"film.MPG", "video"), (b"film.wmv", "video"), (b"x.Cr2", "raw"), (b"song.mp3", "sound"),
        (b"takeout.zip", "archive"), (b"a.py", OTHER), (b"a.", OTHER), (b"caf\xe9.pdf", "pdf"),
        (b"Thumbs.db", THUMBNAILS), (b"EHTHUMBS.DB", THUMBNAILS), (b"thumbnails-digikam.db", THUMBNAILS),
        (b"IMG_1.CR2.cot", THUMBNAILS), (b"pspbrwse.jbf", THUMBNAILS), (b"x.db", OTHER), (b"x.ini", OTHER), (b"x.\xff\xfe", OTHER),
    ],
)  # fmt: skip
def test_a_file_is_told_by_its_suffix(name: bytes, kind: str) -> None:
    assert is_candidate(name) or count_kinds([name]) == {kind: 1}


@pytest.mark.parametrize(
    "name", [b"desktop.ini", b"DESKTOP.INI", b"Picasa.ini", b"IMG_1.xmp", b"IMG_1.AAE", b"IMG_1.jpg.json"]
)
def test_what_the_system_and_photo_programs_put_beside_photos_is_not_told(name: bytes) -> None:
    assert count_kinds([name]) == {}
    assert count_kinds([name, b"a.pdf", b"notes.db"]) == {"pdf": 1, OTHER: 1}


@pytest.mark.parametrize(
    "name",
    [b"Catalog.lrcat-journal", b"Catalog.lrcat-WAL", b"Catalog.lrcat.lock", b"a.db-shm", b"IMG_1.jpg_exiftool_tmp",
     b"takeout.zip.crdownload", b"a.jpg.part", b"~save.TMP"],
)  # fmt: skip
def test_what_is_there_for_a_moment_is_not_told(name: bytes) -> None:
    assert count_kinds([name, b"notes.txt"]) == {OTHER: 1}


def test_files_of_a_kind_are_added_up_whatever_their_suffixes() -> None:
    names = [b"a.mpg", b"b.MPG", b"c.wmv", b"d.txt", b"e.c", b"Thumbs.db", b"f.xmp", b"thumbs.DB", b"g.cot"]
    assert count_kinds(names) == {"video": 3, OTHER: 2, THUMBNAILS: 3}


@pytest.mark.parametrize(
    ("name", "hidden"),
    [(b".a.jpg", True), (b".trashed-1700-IMG.HEIC", True), (b"a.jpg", False), (b"._a.jpg", False), (b".jpg", False),
     (b".DS_Store", False), (b".bashrc", False), (b".a.pdf", False), (b".IMG.jpg.x8fe", False)],
)  # fmt: skip
def test_hidden_pictures(name: bytes, hidden: bool) -> None:
    assert is_hidden_picture(name) == hidden


def test_no_suffix_of_a_picture_is_of_a_kind() -> None:
    """A format that is opened some day is told no more, though its line still stands in the table."""
    table = left_out_kinds._KINDS_BY_SUFFIX
    assert [suffix for suffix in table if is_candidate(b"x." + suffix)] == []
    assert not table.keys() & _FORMATS_BY_SUFFIX.keys()


def test_every_suffix_has_one_kind_and_every_kind_words() -> None:
    lines = left_out_kinds._SUFFIXES
    every = [suffix for suffixes in lines.values() for suffix in suffixes.split()]
    assert len(every) == len(set(every))
    assert lines.keys() - {NOT_TOLD} <= GROUPS.keys()
    assert GROUPS.keys() > FOLDER_KINDS
    assert left_out.NO_PICTURES == OTHER
    assert set(left_out.FOR_THE_OWNER) == {code for code, group in GROUPS.items() if group == KEPT_OUT}
    page = (program_folder("ui") / "js" / "pure" / "sidebar" / "left-out.js").read_text(encoding="utf-8")
    named = re.findall(r'\["(\w+)", "kinds-', page)
    assert sorted(named) == sorted(GROUPS), "the page has a name for each"
