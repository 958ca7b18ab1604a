"""Documents of several pages: TIFF files whose directories describe more than one picture."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.base.models import Metadata, Problem, Recipe, Rendered
from gallery.base.variants import MAX_PAGES, Variant, parse_variant
from gallery.imaging.decoding.render import render
from gallery.imaging.decoding.tiff_redirect import open_page
from gallery.imaging.metadata import tiff_pages
from gallery.imaging.metadata.bounded_reader import BoundedReader
from gallery.imaging.metadata.read import read
from gallery.imaging.metadata.tiff import Tiff
from tests.imaging.rendering import colour_at, max_difference, open_result, rendered
from tests.imaging.tiff_documents import COLOURS, SIZES, document
from tests.imaging.tiff_files import DEFLATE, TiffWriter, join_pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.base.models import FileRef
    from tests.imaging.files import Put

REDUCED, MASK = 1, 4


def page_of(level: int, width: int = 19, height: int = 11, kind: int = 0, **fields: object) -> TiffWriter:
    """Return a grey page of one level, with a darker corner."""
    tags: dict[int, tuple[int, Sequence[int]]] = {0xFE: (4, (kind,))} if kind else {}
    return TiffWriter(
        lambda x, y, _: level - 40 if x < 4 and y < 4 else level,
        width,
        height,
        tags=tags,
        **fields,  # type: ignore[arg-type]
    )


def sizes_of(file: FileRef) -> list[tuple[int, int]] | None:
    """Return the sizes of the pages that the header tells."""
    found = read(file)
    assert isinstance(found, Metadata), found
    if found.pages is None:
        return None
    return [(width, height) for count, width, height in json.loads(found.pages) for _ in range(count)]


def shown_page(file: FileRef, number: int, recipe: Recipe = Recipe.SCREEN) -> Image.Image:
    """Return a page as it is shown, without a problem."""
    result = render(file, recipe, parse_variant(f"page-{number}"))
    assert isinstance(result, Rendered), result
    assert result.problem is None
    return open_result(result)


def level_of(image: Image.Image) -> int:
    return colour_at(image, (image.width - 2, image.height - 2))[0]


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_every_page_has_its_size_and_its_picture(put: Put, compression: str | None) -> None:
    file = put("a.tif", document(compression))
    assert sizes_of(file) == list(SIZES)
    for number, (size, colour) in enumerate(zip(SIZES, COLOURS, strict=True), 1):
        image = open_result(rendered(file, Recipe.SCREEN)) if number == 1 else shown_page(file, number)
        assert image.size == size
        assert max_difference(colour_at(image, (size[0] - 3, size[1] - 3)), colour) < 12


def test_pages_of_fax_machines_are_shown(put: Put) -> None:
    file = put("a.tif", document("group4", "1"))
    assert [shown_page(file, number).size for number in (2, 3)] == list(SIZES[1:])


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("bits", [8, 12])
def test_pages_of_any_kind_of_tiff_are_shown(put: Put, order: str, big: bool, bits: int) -> None:
    top = 16 if bits == 12 else 1
    levels = (200, 150, 100)
    pages = [
        TiffWriter(lambda x, y, _, level=level: (level - 60 * (x < 4 and y < 4)) * top, bits=bits, order=order, big=big)  # type: ignore[misc]
        for level in levels
    ]
    file = put("a.tif", join_pages(*pages))
    assert sizes_of(file) == [(19, 11)] * 3
    assert [abs(level_of(shown_page(file, n)) - level) < 4 for n, level in ((2, 150), (3, 100))] == [True, True]


def test_reduced_versions_and_masks_are_no_pages(put: Put) -> None:
    pages = [page_of(90, kind=REDUCED), page_of(200), page_of(60, kind=REDUCED), page_of(70, kind=MASK), page_of(150)]
    file = put("a.tif", join_pages(*pages))
    assert sizes_of(file) == [(19, 11)] * 2
    assert abs(level_of(open_result(rendered(file, Recipe.SCREEN))) - 200) < 4
    assert abs(level_of(shown_page(file, 2)) - 150) < 4


def test_a_picture_with_its_reduced_versions_is_one_page(put: Put) -> None:
    file = put("a.tif", join_pages(page_of(200, 64, 64), *(page_of(9, 64 >> n, 64 >> n, REDUCED) for n in (1, 2, 3))))
    assert sizes_of(file) is None
    assert isinstance(render(file, Recipe.SCREEN, Variant("page-2")), Problem)


def test_a_page_is_turned_as_it_says(put: Put) -> None:
    turned = page_of(150, 20, 10)
    turned.tags[0x112] = (3, (6,))
    file = put("a.tif", join_pages(page_of(200, 20, 10), turned))
    assert sizes_of(file) == [(20, 10), (10, 20)]
    image = shown_page(file, 2)
    assert image.size == (10, 20)
    assert colour_at(image, (8, 1))[0] < 130  # the dark corner, turned to the right


def test_a_damaged_page_costs_no_other(put: Put) -> None:
    pages = [page_of(200, 64, 64), page_of(150, 64, 64, compression=DEFLATE, rows=64), page_of(100, 64, 64)]
    data = bytearray(join_pages(*pages))
    packed = data.index(b"\x78\x9c", 64 * 64)
    data[packed : packed + 20] = bytes(20)
    file = put("a.tif", bytes(data))
    assert abs(level_of(open_result(rendered(file, Recipe.SCREEN))) - 200) < 4
    broken = render(file, Recipe.SCREEN, Variant("page-2"))
    assert isinstance(broken, Problem)
    assert broken.code == "damaged"
    assert abs(level_of(shown_page(file, 3)) - 100) < 4


def test_a_damaged_first_page_costs_no_other(put: Put) -> None:
    pages = [page_of(200, 64, 64, compression=DEFLATE, rows=64), page_of(150, 64, 64)]
    data = bytearray(join_pages(*pages))
    packed = data.index(b"\x78\x9c")
    data[packed : packed + 20] = bytes(20)
    file = put("a.tif", bytes(data))
    assert isinstance(render(file, Recipe.SCREEN), Problem)
    assert sizes_of(file) == [(64, 64)] * 2
    assert abs(level_of(shown_page(file, 2)) - 150) < 4


def test_of_a_document_that_ends_too_early_the_pages_before_the_end_are_shown(put: Put) -> None:
    pages = [page_of(200 - 10 * n, 64, 64, directory_first=True) for n in range(4)]
    data = join_pages(*pages)
    file = put("a.tif", data[: len(data) * 5 // 8])
    assert sizes_of(file) == [(64, 64)] * 3
    assert abs(level_of(shown_page(file, 2)) - 190) < 4
    third = render(file, Recipe.SCREEN, Variant("page-3"))
    assert isinstance(third, Rendered)
    assert third.problem is not None
    assert third.problem.code == "truncated"


def test_a_ring_of_directories_ends(put: Put) -> None:
    data = bytearray(join_pages(page_of(200), page_of(150)))
    first = struct.unpack("<L", data[4:8])[0]
    data[-4:] = struct.pack("<L", first)
    assert sizes_of(put("a.tif", bytes(data))) == [(19, 11)] * 2


def test_a_document_of_many_pages_is_counted_up_to_a_limit(put: Put) -> None:
    file = put("a.tif", join_pages(*(page_of(200, 4 + n % 2, 3) for n in range(MAX_PAGES + 5))))
    sizes = sizes_of(file)
    assert sizes is not None
    assert len(sizes) == MAX_PAGES
    assert sizes[:3] == [(4, 3), (5, 3), (4, 3)]
    assert shown_page(file, MAX_PAGES).size == (5, 3)


def test_page_and_server_know_the_same_number_of_pages() -> None:
    script = (Path(__file__).parents[2] / "ui/js/pure/viewer/variants.js").read_text(encoding="utf-8")
    assert f"MAX_PAGES = {MAX_PAGES};" in script


def test_a_page_of_a_long_document_costs_its_own_memory_only(put: Put) -> None:
    data = document() + bytes(60 << 20)
    file = put("a.tif", data)
    del data
    tracemalloc.start()
    try:
        shown_page(file, 3)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20


def test_directories_of_very_many_entries_cost_little() -> None:
    count = 4000
    entries = struct.pack("<HHLL", 0x8000, 4, 1, 1) * count
    out = bytearray(b"II*\0\x08\0\0\0")
    for number in range(200):
        body = struct.pack("<HHLL", 0x100, 4, 1, 9) + struct.pack("<HHLL", 0x101, 4, 1, 9) + entries
        follower = 8 + (number + 1) * (2 + len(body) + 4)
        out += struct.pack("<H", count + 2) + body + struct.pack("<L", follower)
    pages = list(tiff_pages.find_pages(Tiff(BoundedReader.from_bytes(bytes(out)))))
    assert len(pages) == 200
    assert max(len(found) for _, found in pages[1:]) <= 64


def test_a_page_is_read_like_the_file_but_for_its_first_directory(put: Put) -> None:
    data = document()
    file = io.BytesIO(data)
    second = open_page(file, 2)
    second.seek(0)
    changed = second.read()
    assert len(changed) == len(data)
    assert [at for at in range(len(data)) if data[at] != changed[at]] in ([4], [4, 5])
    second.seek(5)
    assert second.read(3) == changed[5:8]
    assert second.tell() == 8
    assert open_page(file, 1) is file


@pytest.mark.parametrize("name", ["", "page-1", "page-0", "page-01", "page-1001", "page-2x", "Developed", "page-", "2"])
def test_no_other_names_are_variants(name: str) -> None:
    assert parse_variant(name) is None


def test_only_documents_have_pages(put: Put) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    for name, data in (("a.png", out.getvalue()), ("a.tif", page_of(90).build())):
        result = render(put(name, data), Recipe.SCREEN, Variant("page-2"))
        assert isinstance(result, Problem)
