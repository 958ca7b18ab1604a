"""Files whose names are those of pictures and of other things: templates, typefaces, indexes, programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Problem
from gallery.imaging.metadata.read import read
from tests.imaging.format_files import tga

if TYPE_CHECKING:
    from tests.imaging.files import Put

SHARED = ["jpc", "jpx", "tga", "icb", "vda", "vst", "tpic", "ppm", "pgm", "pbm", "pam", "pfm", "dds", "pcx", "dcx"]
OTHER_CONTENT = {
    "text": b"hello, this is no picture\n",
    "a document of Visio": bytes.fromhex("d0cf11e0a1b11ae1")
    + bytes(16)
    + bytes.fromhex("3e000300feff0900")
    + bytes(480),
    "measures of a typeface": bytes.fromhex("000101c70200") + b"Copyright 1990 Adobe".ljust(60, b" ") + bytes(200),
    "an index of FoxPro": bytes.fromhex("000400000000000000000000") + bytes(500),
    "a program of a drum machine": bytes.fromhex("0704") + b"PROGRAM 1".ljust(80, b"\0"),
    "a flip book": b"PARA" + bytes.fromhex("00a10000d0070100") + bytes(90),
    "a project": b"<?xml version='1.0'?><project/>",
    "an archive": b"PK\x03\x04" + bytes(90),
    "zeros": bytes(4096),
    "noise": bytes(range(255, 0, -1)) * 20,
}


@pytest.mark.parametrize("suffix", SHARED)
@pytest.mark.parametrize("content", OTHER_CONTENT)
def test_other_content_is_no_picture_and_no_problem_of_one(put: Put, suffix: str, content: str) -> None:
    found = read(put(f"a.{suffix}", OTHER_CONTENT[content]))
    assert isinstance(found, Problem)
    assert found.code == "not_a_picture"
    assert found.message.startswith("This is no picture that Shoebox knows: the content is ")


@pytest.mark.parametrize("suffix", ["jp2", "psd", "psb", "ico", "icns", "qoi", "pnm"])
def test_suffixes_of_pictures_alone_promise_one(put: Put, suffix: str) -> None:
    found = read(put(f"a.{suffix}", OTHER_CONTENT["text"]))
    assert isinstance(found, Problem)
    assert found.code == "wrong_content"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pcx", b"\x0a\5\1\x08 and nothing that makes sense"),
        ("a.dcx", b"\xb1\x68\xde\x3a" + bytes(20)),
        ("a.dds", b"DDS \x7c\0\0\0" + bytes(20)),
        ("a.dds", b"DDS \x7d\0\0\0" + bytes(200)),
        ("a.pgm", b"P5 21 13 ducks"),
        ("a.pam", b"P7\nWIDTH 0\nENDHDR\n"),
        ("a.pfm", b"PF\n21 x\n"),
        ("a.jpc", b"\xff\x4f\xff\x51\0\x2f"),
        ("a.jpx", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(30)),
    ],
)
def test_a_picture_that_is_damaged_is_one(put: Put, name: str, data: bytes) -> None:
    found = read(put(name, data))
    assert isinstance(found, Problem)
    assert found.code == "damaged"


@pytest.mark.parametrize("suffix", ["tga", "icb", "vda", "vst", "tpic"])
def test_a_tga_of_any_of_its_names_is_one(put: Put, suffix: str) -> None:
    found = read(put(f"a.{suffix}", tga(2, 24, bytes(3 * 21 * 13))))
    assert isinstance(found, Metadata)
    assert found.format == "tga"
