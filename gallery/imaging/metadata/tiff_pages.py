"""The pages of a TIFF file: which directory describes its picture, which ones are further pages, and what they say."""

from __future__ import annotations

import itertools
import json
import math
from typing import TYPE_CHECKING

from gallery.base.variants import MAX_PAGES
from gallery.imaging.geometry import SWAPPING_ORIENTATIONS
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader
from gallery.imaging.metadata.photoshop_resources import find_iptc
from gallery.imaging.metadata.tiff import MAX_CHAIN, Directory, Tiff, child_offsets, is_derived

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Page = tuple[int, Directory]
    """Offset and entries of a directory."""

_WIDTH, _HEIGHT, _XMP, _IPTC, _PHOTOSHOP, _ORIENTATION = 0x100, 0x101, 0x2BC, 0x83BB, 0x8649, 0x112
_BITS_PER_SAMPLE, _SAMPLES_PER_PIXEL = 0x102, 0x115
_MAX_STORED_BITS = 64 * 64
"""More are not believed."""
_PAGE_ENTRIES = 64
"""So many entries of a page are read to count it: the size and the turn stand among the first."""


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a TIFF file, as the directory of its picture describes it (TIFF 6.0, section 2)."""
    image = Tiff(reader)
    pages = list(itertools.islice(find_pages(image), MAX_PAGES))
    offset, found = pages[0]
    width, height = _size(image, found)
    header = PictureHeader(int(width), int(height), exif=reader, directory=offset)
    if offset != image.first:  # EXIF is read from the first directory, whose orientation is that of another picture
        header.orientation = _orientation(image, found)
    if len(pages) > 1:
        header.pages = tuple(_shown_size(image, found) for _, found in pages)
    header.stored_bits = _stored_bits(image, found)
    header.xmp = image.raw(found.get(_XMP)) or None
    header.iptc = image.raw(found.get(_IPTC)) or find_iptc(image.raw(found.get(_PHOTOSHOP)))
    return header


def find_page(image: Tiff) -> Page:
    """Return offset and entries of the directory that describes the picture.

    That is the first one which is no reduced version or mask of another (TIFF 6.0, section 8, NewSubfileType):
    scanner programs write a thumbnail before it. Where all say that they are, it is the largest of them and of the
    children of the first (TIFF/EP, SubIFDs).

    Raises:
        DamagedError: There is no directory.
    """
    pages = list(image.chain())
    if not pages:
        raise DamagedError("a TIFF file without a directory")
    own = next((page for page in pages if not is_derived(image, page[1])), None)
    derived = pages[0], *_iter_children(image, pages[0][1]), *pages
    return own or max(derived, key=lambda page: math.prod(_size(image, page[1])))


def find_pages(image: Tiff) -> Iterator[Page]:
    """Yield offset and leading entries of each page of a document: of the picture, then of those that follow it.

    Reduced versions and masks are no pages. There is one page where nothing but those is found.

    Raises:
        DamagedError: There is no directory.
    """
    first = find_page(image)
    yield first
    is_behind = False
    for page in image.chain(MAX_CHAIN + MAX_PAGES, _PAGE_ENTRIES):
        if is_behind and not is_derived(image, page[1]):
            yield page
        is_behind = is_behind or page[0] == first[0]


def _iter_children(image: Tiff, parent: Directory) -> Iterator[Page]:
    for offset in dict.fromkeys(child_offsets(image, parent)):
        try:
            yield offset, image.directory(offset)
        except DamagedError:
            continue


def _size(image: Tiff, found: Directory) -> tuple[float, float]:
    return image.number(found.get(_WIDTH)) or 0, image.number(found.get(_HEIGHT)) or 0


def _orientation(image: Tiff, found: Directory) -> int:
    orientation = int(image.number(found.get(_ORIENTATION)) or 1)
    return orientation if 1 <= orientation <= 8 else 1


def _shown_size(image: Tiff, found: Directory) -> tuple[int, int]:
    """Return width and height of a page, upright."""
    width, height = map(int, _size(image, found))
    return (height, width) if _orientation(image, found) in SWAPPING_ORIENTATIONS else (width, height)


def _stored_bits(image: Tiff, found: Directory) -> int:
    """Return the bits of a pixel; one number for a sample stands for all."""
    bits = image.numbers(found.get(_BITS_PER_SAMPLE)) or (1,)
    samples = image.number(found.get(_SAMPLES_PER_PIXEL)) or len(bits)
    most = max(sum(bits), bits[0] * samples)
    return int(min(most, _MAX_STORED_BITS)) if most > 0 else 1  # not where they are no numbers


def encode_pages(pages: Iterable[tuple[int, int]]) -> str | None:
    """Return the sizes of the pages of a document as `Metadata.pages` holds them; None where there is one page."""
    runs = [[len(list(same)), *size] for size, same in itertools.groupby(pages)]
    return json.dumps(runs, separators=(",", ":")) if runs else None
