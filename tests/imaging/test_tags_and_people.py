"""Tags and names of people: from which fields, each told once, and what strange ones cost."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Sidecar
from gallery.imaging.metadata.gif import colour_table_bytes
from gallery.imaging.metadata.keywords import clean, merge_tags
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.xmp import parse_iptc, parse_xmp
from tests.imaging.annotated_files import IMAGE, exif, iptc, jpeg
from tests.pictures import encoded
from tests.sidecar_files import bag, regions, takeout_file, xmp_file

if TYPE_CHECKING:
    from gallery.base.models import FileRef
    from tests.imaging.files import Put

MICROSOFT = (
    '<MP:RegionInfo rdf:parseType="Resource"><MPRI:Regions><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<MPReg:PersonDisplayName>Anna</MPReg:PersonDisplayName><MPReg:Rectangle>0.1, 0.1, 0.2, 0.2</MPReg:Rectangle>"
    '</rdf:li><rdf:li MPReg:Rectangle="0, 0, 1, 1" MPReg:PersonDisplayName="Bob"/></rdf:Bag></MPRI:Regions></MP:RegionInfo>'
)
ELEMENTS = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<mwg-rs:Name>Anna</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)


@pytest.mark.parametrize(
    ("content", "people"),
    [
        (regions("Anna", "Bob Möwe"), ("Anna", "Bob Möwe")),
        (regions("Anna", "anna", " Anna ", ""), ("Anna",)),
        (regions("Rex", kind="Pet"), ()),
        (regions("", kind="Focus"), ()),
        (ELEMENTS, ("Anna",)),
        (MICROSOFT, ("Anna", "Bob")),
        (bag("Iptc4xmpExt:PersonInImage", "Carl"), ("Carl",)),
        (regions("Anna") + MICROSOFT + bag("Iptc4xmpExt:PersonInImage", "Carl", "Bob"), ("Anna", "Bob", "Carl")),
    ],
)
def test_people(content: str, people: tuple[str, ...]) -> None:
    assert parse_xmp(xmp_file(content)).people == people


@pytest.mark.parametrize(
    ("content", "tags"),
    [
        (bag("dc:subject", "Sea", "Summer"), ("Sea", "Summer")),
        (
            bag("dc:subject", "Italy", "Rome") + bag("lr:hierarchicalSubject", "Places|Italy|Rome"),
            ("Places/Italy/Rome",),
        ),
        (bag("digiKam:TagsList", "Places", "Places/Italy", "Places/Rome"), ("Places/Italy", "Places/Rome")),
        (bag("digiKam:TagsList", "_Digikam_Internal_Tags_/Color Label Red", "Sea"), ("Sea",)),
        (
            bag("digiKam:TagsList", "A/B") + bag("lr:hierarchicalSubject", "A|B") + bag("dc:subject", "B", "C"),
            ("A/B", "C"),
        ),
        ("<dc:subject>Sea</dc:subject>", ("Sea",)),
        (bag("dc:subject", "Sea", "sea", "  ", "two  words\n"), ("Sea", "two words")),
        ("<dc:subject/>", ()),
        (bag("dc:subject", "Sea ; Summer;;sun "), ("Sea", "Summer", "sun")),
    ],
)
def test_tags(content: str, tags: tuple[str, ...]) -> None:
    assert parse_xmp(xmp_file(content)).tags == tags


def test_keywords_of_iptc() -> None:
    data_sets = b"\x1c\x02\x19\0\x03Sea\x1c\x02\x19\0\x05" + "Möwe".encode() + b"\x1c\x02\x78\0\x05Words"
    assert parse_iptc(data_sets).tags == ("Sea", "Möwe")


def test_xmp_of_a_gif(put: Put) -> None:
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    extension = b"\x21\xff\x0bXMP DataXMP" + xmp_file(bag("dc:subject", "Sea", "Möwe")) + trailer
    data = encoded("GIF", IMAGE)
    at = 13 + colour_table_bytes(data[10])
    for content in (extension, extension + extension, extension[:400]):
        found = metadata(put("a.gif", data[:at] + content + data[at:]))
        assert found.tags == (None if len(content) == 400 else "Sea\nMöwe")
        assert (found.width, found.height) == IMAGE.size


def metadata(file: FileRef) -> Metadata:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def inside(put: Put, content: str = "") -> FileRef:
    """A photo with tags of IPTC and Windows, and this in its XMP."""
    block = exif({0x9C9E: "Windows;Sea".encode("utf-16-le") + b"\0\0"})
    packet = b"http://ns.adobe.com/xap/1.0/\0" + xmp_file(content)
    return put("a.jpg", jpeg((0xE1, packet), iptc((25, b"Sea"), (25, b"Old")), exif=block))


def test_the_tags_of_a_file_are_those_of_all_its_fields(put: Put) -> None:
    assert metadata(inside(put, bag("dc:subject", "Rome", "sea"))).tags == "Rome\nsea\nOld\nWindows"


def test_those_of_its_own_sidecar_stand_for_all(put: Put) -> None:
    beside = put("a.jpg.xmp", xmp_file(bag("dc:subject", "New") + regions("Bob")))
    sidecar = Sidecar(beside.relative, beside.size, beside.mtime_ns, shared=False)
    file = inside(put, bag("dc:subject", "Rome") + regions("Anna"))
    found = metadata(replace(file, sidecars=(sidecar,)))
    assert (found.tags, found.people) == ("New", "Bob")
    found = metadata(replace(file, sidecars=(sidecar._replace(shared=True),)))
    assert (found.tags, found.people) == ("Rome\nNew\nSea\nOld\nWindows", "Anna\nBob")


def test_people_of_google(put: Put) -> None:
    people = [{"name": "Anna"}, {"name": 5}, {}, "Bob", {"name": "Möwe"}]
    beside = put("a.jpg.json", takeout_file(people=people))
    file = put("a.jpg", encoded("JPEG", IMAGE))
    sidecar = Sidecar(os.fsencode("a.jpg.json"), beside.size, beside.mtime_ns, shared=False)
    assert metadata(replace(file, sidecars=(sidecar,))).people == "Anna\nMöwe"


def test_many_and_long_ones_are_cut() -> None:
    assert len(clean(f"tag {number}" for number in range(10_000))) == 250
    assert clean(["x" * 201, "y\x1f\0\u2028z", "\ud800", None, "ok"]) == ("y z", "ok")
    assert len(parse_xmp(xmp_file(bag("dc:subject", *map(str, range(5000))))).tags) == 250
    assert merge_tags(["a/b", "A/B/c", "a"], ["C", "d"]) == ("A/B/c", "d")


@pytest.mark.parametrize(
    ("paths", "words", "expected"),
    [
        (["Music/AC/DC"], ["AC/DC"], ["Music/AC/DC"]),
        (["Places/Italy/Rome", "places/italy"], ["rome", "Italy", "Sea"], ["Places/Italy/Rome", "Sea"]),
        (["Places/Rome"], ["Rom", "ome"], ["Places/Rome", "Rom", "ome"]),
    ],
)
def test_a_word_that_stands_in_a_path_is_told_once(paths: list[str], words: list[str], expected: list[str]) -> None:
    assert list(merge_tags(paths, words)) == expected
