"""Data that begins as a picture of a format without a signature does, and pictures that look like data."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import ico, icon_bitmap
from tests.imaging.shown import explain, show, show_whole

if TYPE_CHECKING:
    from tests.imaging.files import Put

TEXTS = [
    b"P4 12 3 items to do\n" * 4,
    b"P4 12 3 items, to be bought in M\xc3\xbcnchen or M\xfcnchen\n",
    b"P5 100 200 300 apples and pears are what we bought last week\n",
    b"P5\n12 14 2020 meeting notes\nmore notes follow here\n" * 30,
    b"P6 3 4 99 bottles of beer on the wall, and forty more words of text to fill the rows",
    b"P6 2 3 400 K\n",
    b"P1 1 9 8\n",
    b"P1 1 0 1 0 1 0 1\n",
    b"P2 10 20 30 40 50 60 70 80\n90 100 110\n",
    b"P3 3 4 5\n",
    b"P2 20 20 99 " + b"1 " * 395 + b"and that is that",
    b"P2 2 2 9 " + b"1 " * 400,
    b"P2 20 20 99 " + b"1 " * 350,
    b"P2 20 20 99 " + b"1 " * 450,
    b"P2 300 300 9 " + b"1 " * 50_000,
    b"P2 900 900 9 " + b"1 " * 40_000,
    b"P1 900 900 " + b"1 " * 40_000,
    b"Pf 1 2 3 grade\n" + b"and so on\n" * 9,
    b"PF 100 200 3.5 kg of flour\n",
    b"P7\nWIDTH 3\nHEIGHT 2\nDEPTH 1\nMAXVAL 9\nENDHDR\nthat is how a header looks\n",
    b"P7\n# comment\nWIDTH of the table is 3 m\n",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["notes", "photo.jpg"])
def test_a_text_is_no_netpbm(put: Put, text: bytes, name: str) -> None:
    file = put(name, text)
    answer = read(file)
    assert answer == render(file, Recipe.SMALL)
    assert isinstance(answer, Problem)
    assert answer.code == ("not_a_picture" if name == "notes" else "wrong_content")


PIXELS = bytes(range(97, 97 + 24))
PICTURES = [
    b"P1 6 4\n# bits\n101010 1 1 0 0 1 0\n101010010101",
    b"P2\n6 4\n255\n" + b" ".join(b"%d" % value for value in PIXELS),
    b"P2\n6 4\n255\n" + b" ".join(b"%d" % value for value in PIXELS[:22]),
    b"P2 600 400 255\n" + b"17\n" * 240_000,
    b"P1 600 400\n" + b"1" * 240_000,
    b"P3 2 4 255\n" + b"#three for each\n1 2 3 4 5 6\n" * 4,
    b"P4 24 8\n" + PIXELS,
    b"P5 6 4 255\n" + PIXELS,
    b"P5 6 4 255\n" + PIXELS + b"\0",
    b"P5 6 4 255\n" + bytes(24) + b"P5 6 4 255\n" + bytes(24),
    b"P5 6 2 999\n" + PIXELS,
    b"P6 4 2 255\n" + PIXELS,
    b"Pf 3 2 1.0\n" + struct.pack(">6f", *[0.25] * 5, 0.5),
    b"P7\nWIDTH 3\nHEIGHT 2\nDEPTH 4\nMAXVAL 255\nENDHDR\n" + PIXELS,
]


@pytest.mark.parametrize("data", PICTURES)
def test_a_whole_netpbm_needs_no_name(put: Put, data: bytes) -> None:
    answer = read(put("picture", data))
    assert isinstance(answer, Metadata), answer
    assert isinstance(render(put("picture", data), Recipe.SMALL), Rendered)


def test_a_netpbm_that_is_cut_needs_its_name(put: Put) -> None:
    data = PICTURES[7][:-8]
    for name in ("a.pgm", "a.pnm", "a.PFM", "a.pam"):
        _, problem = show(put(name, data))
        assert problem is not None
        assert problem.code == "truncated"
    assert explain(put("a", data)).code == "not_a_picture"


@pytest.mark.parametrize("name", ["a.ppm", "a"])
@pytest.mark.parametrize("length", [400, 600, 60_000])
def test_comments_in_the_header_may_be_long(put: Put, name: str, length: int) -> None:
    """Longer than the leading bytes by which formats with a signature are told."""
    image = show_whole(put(name, b"P6\n#" + b"c" * length + b"\n2 4\n255\n" + PIXELS))
    assert image.tobytes() == PIXELS


SHEET = bytes.fromhex("00000200060406000800") + bytes(4) + bytes.fromhex("050010002f0001000002000100ff030001000000")


def test_a_sheet_of_numbers_is_no_icon(put: Put) -> None:
    """One of Lotus 1-2-3 begins as a cursor of 1030 pictures does."""
    sheets = [b"\0\0" + kind + SHEET[3:] + bytes(30_000) for kind in (b"\1", b"\2")]
    assert [explain(put("a", sheet)).code for sheet in sheets] == ["not_a_picture"] * 2
    answer = read(put("a.ico", sheets[0]))
    assert isinstance(answer, Problem)
    assert answer.code == "damaged"


def test_the_first_picture_of_an_icon_begins_within_the_file(put: Put) -> None:
    data = ico((16, 24, icon_bitmap(16, 24, bytes(range(256)) * 3, bytes(64))))
    assert show_whole(put("a", data)).size == (16, 16)
    outside = data[:18] + struct.pack("<I", len(data)) + data[22:]
    assert explain(put("a", outside)).code == "not_a_picture"
    assert explain(put("a.ico", outside)).code == "damaged"
