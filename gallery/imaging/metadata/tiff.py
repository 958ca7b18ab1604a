"""The TIFF structure, which EXIF and MPF use, too: directories of tagged values (TIFF 6.0, section 2; BigTIFF)."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, NamedTuple, Self

from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH, _HEIGHT = 0x100, 0x101
_PHOTOMETRIC, _SENSOR_DATA = 0x106, frozenset((32803, 34892))
"""PhotometricInterpretation, and its values for what a sensor measured: CFA (TIFF/EP), LinearRaw (DNG 1.7)."""
_NEW_SUBFILE_TYPE, _SUBFILE_TYPE, _SUB_IFDS = 0xFE, 0xFF, 0x14A
_REDUCED_OR_MASK = 0b101
"""Bits of NewSubfileType: a reduced-resolution version of another picture of the file, a transparency mask."""
MAX_CHAIN = 64
"""So many directories are looked at for one that is the picture itself."""
_LAYOUTS = {
    1: "B",
    3: "H",
    4: "L",
    6: "b",
    7: "B",
    8: "h",
    9: "l",
    11: "f",
    12: "d",
    13: "L",
    16: "Q",
    17: "q",
    18: "Q",
}
"""`struct` layout of a value by field type (TIFF 6.0, section 2; 13 IFD, 16 to 18 BigTIFF)."""
_RATIONALS = {5: "LL", 10: "ll"}
_MAX_TAGS = 1 << 16
"""A tag has 16 bits. BigTIFF may announce more entries, which Pillow would read one by one."""
_MAX_ENTRIES = 4096
_EXIF_LETTERS = b"Exif\0\0"
_MAX_VALUE_BYTES = 1 << 20
"""Longer values are not read: the longest of use is a caption or an XMP packet."""


class Entry(NamedTuple):
    """One entry of a directory."""

    type: int
    """Field type."""
    value_count: int
    inline: bytes
    """The value, or its offset where it is longer than this field."""


Directory = dict[int, Entry]
"""Entries by tag."""


class Tiff:
    """One TIFF structure. A value that cannot be read is an empty one: a broken tag costs that tag, not the photo.

    Offsets count from the byte order mark ("II" or "MM"), as in the structure itself.
    """

    def __init__(self, reader: BoundedReader) -> None:
        """Read the header of the structure.

        Raises:
            DamagedError: There is none.
        """
        # writers put the letters "Exif" before it never, once or twice
        start = reader.read_up_to(0, 16)
        self._base = min((at for at in (start.find(b"II"), start.find(b"MM")) if at >= 0), default=0)
        self.is_standard = start[self._base :][:4] in (b"II*\0", b"MM\0*") and self._base in (0, len(_EXIF_LETTERS))
        """Whether it begins where it should, with the magic number of TIFF: strict readers take no other."""
        self._reader = reader
        order = reader.read_up_to(self._base, 2)
        if order not in (b"II", b"MM"):
            raise DamagedError("no TIFF structure")
        self.order = "<" if order == b"II" else ">"
        """Byte order, as `struct` writes it."""
        self.is_big = 43 in reader.read_up_to(self._base + 2, 2)
        """Whether it is a BigTIFF."""
        self.first = self._number(8, "Q") if self.is_big else self._number(4, "L")

    @classmethod
    def inside(cls, reader: BoundedReader, base: int, order: str) -> Self:
        """Return a structure without a header of its own, as in the notes of cameras.

        Args:
            reader: The file.
            base: From where its offsets count.
            order: Its byte order, as `struct` writes it.
        """
        self = cls.__new__(cls)
        self._reader, self._base, self.order = reader, base, order
        self.is_standard, self.is_big, self.first = False, False, 0
        return self

    def offset_of(self, entry: Entry) -> int:
        """Return where in the file the value of an entry stands, if it is longer than its field."""
        return self._base + int.from_bytes(entry.inline, "little" if self.order == "<" else "big")

    def directory(self, offset: int, most: int = _MAX_ENTRIES) -> Directory:
        """Return the entries of the directory at this offset, as far as they are there; of equal ones the first.

        Args:
            offset: Where it stands.
            most: So many entries are read; they are sorted by their tags.

        Raises:
            DamagedError: The offset lies behind the end, or there are more entries than tags.
        """
        count = self._number(offset, "Q" if self.is_big else "H")
        if count > _MAX_TAGS:
            raise DamagedError("a directory of more entries than there are tags")
        layout = struct.Struct(self.order + ("HHQ8s" if self.is_big else "HHL4s"))
        data = self._reader.read_up_to(self._base + offset + (8 if self.is_big else 2), min(count, most) * layout.size)
        whole = data[: len(data) // layout.size * layout.size]
        found: Directory = {}
        for tag, kind, value_count, inline in layout.iter_unpack(whole):
            found.setdefault(tag, Entry(kind, value_count, inline))
        return found

    def chain(self, limit: int = MAX_CHAIN, most: int = _MAX_ENTRIES) -> Iterator[tuple[int, Directory]]:
        """Yield offset and entries of the first directory, then of those that follow it, as far as they are there.

        Args:
            limit: So many directories are looked at.
            most: So many entries of each are read.
        """
        offset, seen = self.first, set[int]()
        while offset and offset not in seen and len(seen) < limit:
            try:
                yield offset, self.directory(offset, most)
                seen.add(offset)
                offset = self._next(offset)
            except DamagedError:
                if not seen:
                    raise
                return  # the chain is broken behind what has been found

    def numbers(self, entry: Entry | None, limit: int = 64) -> tuple[float, ...]:
        """Return up to `limit` values of a numeric entry; rationals as floats, not-a-number where they divide by 0."""
        if entry is None or (layout := _LAYOUTS.get(entry.type) or _RATIONALS.get(entry.type)) is None:
            return ()
        count = min(entry.value_count, limit)
        data = self._data(entry, struct.calcsize("=" + layout) * count)
        return tuple(v[0] if len(v) == 1 else _divide(*v) for v in struct.iter_unpack(self.order + layout, data))

    def number(self, entry: Entry | None) -> float | None:
        """Return the first value of a numeric entry, if there is one and it is finite."""
        values = self.numbers(entry)
        return values[0] if values and math.isfinite(values[0]) else None

    def raw(self, entry: Entry | None) -> bytes:
        """Return the bytes of an entry of bytes or text; none for another type."""
        if entry is None or entry.type not in (1, 2, 4, 7, 13):
            return b""
        return self._data(entry, entry.value_count * (4 if entry.type in (4, 13) else 1))

    def text(self, entry: Entry | None) -> str | None:
        """Return the text of an entry, None if it is empty."""
        return decode_text(self.raw(entry))

    def _data(self, entry: Entry, size: int) -> bytes:
        if size <= len(entry.inline):
            return entry.inline[:size]
        offset = int.from_bytes(entry.inline, "little" if self.order == "<" else "big")
        data = self._reader.read_up_to(self._base + offset, size) if size <= _MAX_VALUE_BYTES else b""
        return data if len(data) == size else b""

    def _next(self, offset: int) -> int:
        """Return where the directory behind the one at this offset starts; 0 behind the last."""
        count = self._number(offset, "Q" if self.is_big else "H")
        return self._number(offset + (8 + 20 * count if self.is_big else 2 + 12 * count), "Q" if self.is_big else "L")

    def _number(self, offset: int, layout: str) -> int:
        return self._reader.read_number(self._base + offset, self.order + layout)


def child_offsets(image: Tiff, parent: Directory) -> Iterator[int]:
    """Yield the offsets of the directories that a directory refers to."""
    return map(int, filter(math.isfinite, image.numbers(parent.get(_SUB_IFDS))))


def is_sensor_data(image: Tiff, found: Directory) -> bool:
    """Return whether a directory describes what a camera's sensor measured."""
    return image.number(found.get(_PHOTOMETRIC)) in _SENSOR_DATA


def is_derived(image: Tiff, found: Directory) -> bool:
    """Return whether a directory describes no picture of its own: a thumbnail, a mask, or nothing with a size."""
    kind = int(image.number(found.get(_NEW_SUBFILE_TYPE)) or 0)
    # 2 is the reduced version of the older SubfileType
    reduced = bool(kind & _REDUCED_OR_MASK) or image.number(found.get(_SUBFILE_TYPE)) == 2
    return reduced or not (image.number(found.get(_WIDTH)) and image.number(found.get(_HEIGHT)))


def decode_text(data: bytes) -> str | None:
    """Decode text of unknown encoding: UTF-8 where it is valid, else Windows-1252.

    Returns:
        The text before the first NUL, without blanks around; None if it is empty.
    """
    data = data.split(b"\0", 1)[0] if data.strip(b"\0 ") else b""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return text.strip() or None


def _divide(above: int, below: int) -> float:
    return above / below if below else math.nan
