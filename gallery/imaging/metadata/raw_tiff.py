"""RAW files that are TIFF files, more or less: DNG, CR2, NEF, ARW, ORF, PEF, RW2, SRW, IIQ ... (TIFF/EP, DNG 1.7).

Each maker puts its pictures somewhere else; whatever a directory or a note names, and is a JPEG, is one.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from gallery.imaging.metadata import exif
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError
from gallery.imaging.metadata.header import PictureHeader, Preview
from gallery.imaging.metadata.jpeg_frame import read_exif
from gallery.imaging.metadata.maker_notes import NotedPreview, find_preview
from gallery.imaging.metadata.raw_format import iter_directories
from gallery.imaging.metadata.raw_previews import MAX_PREVIEWS, add_previews, find_jpeg
from gallery.imaging.metadata.tiff import Directory, Tiff, is_sensor_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gallery.imaging.metadata.tiff import Entry

_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC = 0x100, 0x101, 0x102, 0x103, 0x106
_STRIP_OFFSETS, _SAMPLES, _STRIP_LENGTHS, _JPEG_START, _JPEG_LENGTH = 0x111, 0x115, 0x117, 0x201, 0x202
_ORIENTATION, _XMP, _IPTC = 0x112, 0x2BC, 0x83BB
_EXIF_IFD, _MAKER_NOTE, _EXIF_WIDTH, _EXIF_HEIGHT = 0x8769, 0x927C, 0xA002, 0xA003
_PLAIN, _JPEG_COMPRESSIONS = 1, (6, 7)
_PICTURES = frozenset((0, 1, 2, 6))
"""PhotometricInterpretation of JPEG in a TIFF file: grey, RGB, YCbCr."""
_GREY, _RGB = (1, 1), (2, 3)
"""PhotometricInterpretation and channels of plain pictures."""
_DEFAULT_CROP, _PREVIEW_COLOURS = 0xC620, 0xC71A
"""DefaultCropSize and PreviewColorSpace (DNG 1.7)."""
_DNG_COLOURS = {2: "srgb", 3: "adobe", 4: "prophoto"}
_MAX_STRIPS = 1 << 14
_PANASONIC_ISO, _PANASONIC_JPEG = 0x17, 0x2E
_PANASONIC_BORDERS = (4, 5, 6, 7)
"""Top, left, bottom and right of the sensor's part that pictures show."""

Page = tuple[int, Directory]


def parse(reader: BoundedReader) -> PictureHeader:
    """Parse the header of a RAW file.

    Raises:
        DamagedError: It has no directory.
    """
    image = Tiff(reader)
    pages = list(iter_directories(image))
    first = pages[0][1]
    capture = _exif_directory(image, first)
    note = _read_note(image, reader, capture)
    previews = list(_find_previews(image, reader, pages, note))
    header = PictureHeader(exif=reader)
    if _ORIENTATION not in first:
        header.orientation = _orientation_of_preview(reader, previews)
    orientation = header.orientation or _number(image, first, _ORIENTATION)
    add_previews(header, previews, _announced_sizes(image, pages, capture), orientation)
    if _PANASONIC_JPEG in first or _PANASONIC_BORDERS[0] in first:
        header.iso = _number(image, first, _PANASONIC_ISO) or None
    header.xmp = image.raw(first.get(_XMP)) or None
    header.iptc = image.raw(first.get(_IPTC)) or None
    return header


def _orientation_of_preview(reader: BoundedReader, previews: Iterable[Preview | None]) -> int | None:
    """Return the orientation that the EXIF of a preview says, where the RAW file says none."""
    blocks = (read_exif(reader, one.offset) for one in previews if one is not None and one.kind == "jpeg")
    return next((exif.parse(block).orientation for block in blocks if block is not None), None)


def _exif_directory(image: Tiff, first: Directory) -> Directory:
    try:
        pointer = _number(image, first, _EXIF_IFD)
        return image.directory(pointer) if pointer else {}
    except DamagedError:
        return {}


def _read_note(image: Tiff, reader: BoundedReader, capture: Directory) -> NotedPreview:
    entry = capture.get(_MAKER_NOTE)
    return find_preview(reader, image.offset_of(entry)) if entry is not None else NotedPreview()


def _find_previews(
    image: Tiff, reader: BoundedReader, pages: Sequence[Page], note: NotedPreview
) -> Iterator[Preview | None]:
    """Yield what may be previews: JPEG first, so that a place counts as one."""

    def colours(page: Directory) -> str | None:
        if _PREVIEW_COLOURS in page:
            return _DNG_COLOURS.get(_number(image, page, _PREVIEW_COLOURS))
        return "adobe" if note.is_adobe else None

    for offset, length, page in itertools.islice(_jpeg_places(image, pages, note), MAX_PREVIEWS):
        yield find_jpeg(reader, offset, length, colours(page))
    for offset, page in pages:
        if _is_plain(image, page):
            yield Preview("tiff", offset, 0, _number(image, page, _WIDTH), _number(image, page, _HEIGHT), colours(page))


def _jpeg_places(image: Tiff, pages: Sequence[Page], note: NotedPreview) -> Iterator[tuple[int, int, Directory]]:
    """Yield offset and length of what may be a JPEG, and the directory that names it."""
    for _, page in pages:
        if _JPEG_START in page:
            yield _number(image, page, _JPEG_START), _number(image, page, _JPEG_LENGTH), page
        is_jpeg = _number(image, page, _COMPRESSION) in _JPEG_COMPRESSIONS and _may_be_picture(image, page)
        if is_jpeg and len(image.numbers(page.get(_STRIP_OFFSETS), 2)) == 1:
            yield _number(image, page, _STRIP_OFFSETS), _number(image, page, _STRIP_LENGTHS), page
        if (entry := page.get(_PANASONIC_JPEG)) is not None:
            yield image.offset_of(entry), entry.value_count, page
    yield note.offset, note.length, {}


def is_picture(image: Tiff, page: Directory) -> bool:
    """Return whether a directory says that it describes a picture: no sensor's data, no mask, no map of depths."""
    return _PHOTOMETRIC in page and _number(image, page, _PHOTOMETRIC) in _PICTURES


def _may_be_picture(image: Tiff, page: Directory) -> bool:
    return _PHOTOMETRIC not in page or is_picture(image, page)


def _is_plain(image: Tiff, page: Directory) -> bool:
    """Return whether a directory describes an uncompressed picture of eight bits, all bytes of which it names.

    Deeper ones are not yet developed.
    """
    channels = _number(image, page, _SAMPLES)
    width, height = _number(image, page, _WIDTH), _number(image, page, _HEIGHT)
    if (_number(image, page, _PHOTOMETRIC), channels) not in (_GREY, _RGB):
        return False
    if (_number(image, page, _COMPRESSION), _number(image, page, _BITS)) != (_PLAIN, 8):
        return False
    return 0 < width * height * channels <= sum(image.numbers(page.get(_STRIP_LENGTHS), _MAX_STRIPS))


def _announced_sizes(image: Tiff, pages: Sequence[Page], capture: Directory) -> Iterator[tuple[int, int]]:
    """Yield the sizes that a file says: as it is to be cropped, as EXIF says, as the sensor is."""
    for _, page in pages:
        if (crop := _pair(image, page.get(_DEFAULT_CROP))) is not None:
            yield crop
    yield _number(image, capture, _EXIF_WIDTH), _number(image, capture, _EXIF_HEIGHT)
    top, left, bottom, right = (_number(image, pages[0][1], tag) for tag in _PANASONIC_BORDERS)
    yield right - left, bottom - top
    sizes = (
        (_number(image, page, _WIDTH), _number(image, page, _HEIGHT))
        for _, page in pages
        if is_sensor_data(image, page)
    )
    yield max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    yield _number(image, pages[0][1], _WIDTH), _number(image, pages[0][1], _HEIGHT)


def _pair(image: Tiff, entry: Entry | None) -> tuple[int, int] | None:
    values = image.numbers(entry, 2)
    try:
        return (int(values[0]), int(values[1])) if len(values) == 2 else None
    except (ValueError, OverflowError):  # a rational that is no number
        return None


def _number(image: Tiff, found: Directory, tag: int) -> int:
    return int(image.number(found.get(tag)) or 0)
