"""The file of tiny pictures: a slot for each photo, at the place that its id gives.

The file begins with a head as long as a slot: a magic number, then the id below which photos that had a thumbnail
before there was such a file are still to be given a tiny picture (`tiny_pictures.py`). A slot begins with the CRC-32
of photo, fingerprint and picture. It is the only check there is: a write that was cut, the picture of what the file
held before, and that of another photo that had the id in an earlier index, are all none.
"""

from __future__ import annotations

import logging
import os
import threading
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gallery.base.durable_file import set_aside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

log = logging.getLogger(__name__)
MAX_BLOCKS = 54
"""Blocks of 8 bytes in a tiny picture: 36 x 24 pixels of a photo of 3:2."""
_HEAD_BYTES, _BLOCK_BYTES, _CHECKSUM_BYTES = 2, 8, 4
SLOT_BYTES = 440
"""A million photos take 440 MB."""
_MAGIC = b"SHBXTNY1"
_END = len(_MAGIC) + 8


def is_whole(tiny: bytes) -> bool:
    """Return whether bytes are a tiny picture, by their length: a decode process may say anything."""
    if len(tiny) < _HEAD_BYTES or not 0 < tiny[0] * tiny[1] <= MAX_BLOCKS:
        return False
    return len(tiny) == _HEAD_BYTES + _BLOCK_BYTES * tiny[0] * tiny[1]


class TinyFile:
    """The tiny pictures of photos, by id and fingerprint. Any thread may call every method.

    Nobody waits for the disk while another reads or writes: each names the place, and uses a descriptor of its own
    (`_lend`), so that `close` need not wait either. Windows has one place for all, which `_place_lock` guards for a
    slot at a time. `_lock` guards the descriptor. Derived data: where the disk refuses, there are no tiny pictures,
    and the log says so once.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        """Open the file, or make it; what is none of ours in its place is renamed.

        Args:
            path: of the file.
            max_bytes: Its slots end here: photos with higher ids have none.
        """
        self._path, self._max_bytes = path, max_bytes
        self._lock, self._place_lock = threading.Lock(), threading.Lock()
        self._refused = self._said = False
        self._undone = self.end
        self._file: int | None = None
        try:
            self._file = self._open()
        except OSError as error:
            self._fail(error)

    def get_many(self, photos: Sequence[tuple[int, bytes]]) -> list[bytes]:
        """Return the tiny picture of each (id, fingerprint), in their order; empty: there is none."""
        slots = self._read([photo for photo, _ in photos])
        return [_picture(slot, *key) for slot, key in zip(slots, photos, strict=True)]

    @property
    def end(self) -> int:
        """The lowest id that has no slot."""
        return self._max_bytes // SLOT_BYTES

    def holds(self, photo: int) -> bool:
        """Return whether there is a slot for a photo: for others nothing need be made."""
        return photo < self.end

    def put(self, photo: int, fingerprint: bytes, tiny: bytes) -> bool:
        """Write a tiny picture into its photo's slot; return whether it is there."""
        if not is_whole(tiny) or not self.holds(photo):
            return False
        return self._write(photo * SLOT_BYTES, _checksum(photo, fingerprint, tiny) + tiny)

    @property
    def failing(self) -> bool:
        """Whether it is closed, or the disk has refused and nothing was written since: what is made is not kept."""
        return self._file is None or self._refused

    @property
    def undone(self) -> int:
        """The id below which photos are still to be looked through, at most `end`; 0: none.

        It is what was set last, also where the disk refused it: then only the next start begins further back.
        """
        return self._undone

    @undone.setter
    def undone(self, photo: int) -> None:
        self._undone = photo
        self._write(len(_MAGIC), (photo + 1).to_bytes(8, "little"))

    def close(self) -> None:
        """Close the file. Afterwards there are no tiny pictures; what is under way is done."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
            self._file = None

    def _open(self) -> int:
        if os.path.lexists(self._path) and not self._is_ours():
            log.warning("%s was no file of tiny pictures; it was renamed", self._path.name)
            set_aside(self._path, "other")
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        file = os.open(self._path, flags, 0o600)
        try:
            stored = self._read_head(file)
        except OSError:
            os.close(file)
            raise
        self._undone = self.end if stored is None else min(stored, self.end)
        return file

    @staticmethod
    def _read_head(file: int) -> int | None:
        """Return below which id photos are undone, None: all; write the head of a new file."""
        head = os.read(file, _END)
        if len(head) < _END:
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, _MAGIC + bytes(_END - len(_MAGIC)))
            return None
        stored = int.from_bytes(head[len(_MAGIC) :], "little")
        return stored - 1 if stored else None

    def _is_ours(self) -> bool:
        if not self._path.is_file():
            return False
        with self._path.open("rb") as file:
            return file.read(len(_MAGIC)) in (b"", _MAGIC)

    def _read(self, photos: Sequence[int]) -> list[bytes]:
        """Return slots, less than whole where the file ends; empty where it cannot be read."""
        try:
            with self._lend() as file:
                return [b"" if file is None else self._read_slot(file, photo * SLOT_BYTES) for photo in photos]
        except OSError as error:
            self._fail(error)
            return [b""] * len(photos)

    def _write(self, at: int, data: bytes) -> bool:
        try:
            with self._lend() as file:
                if file is None:
                    return False
                written = self._write_at(file, at, data)
        except OSError as error:
            self._fail(error)
            return False
        self._refused = written < len(data)
        return not self._refused

    @contextmanager
    def _lend(self) -> Iterator[int | None]:
        """Lend a descriptor that `close` leaves open; None: closed."""
        with self._lock:
            file = None if self._file is None else os.dup(self._file)
        try:
            yield file
        finally:
            if file is not None:
                os.close(file)

    def _read_slot(self, file: int, at: int) -> bytes:
        if hasattr(os, "pread"):
            slot: bytes = os.pread(file, SLOT_BYTES, at)
            return slot
        with self._place_lock:
            os.lseek(file, at, os.SEEK_SET)
            return os.read(file, SLOT_BYTES)

    def _write_at(self, file: int, at: int, data: bytes) -> int:
        if hasattr(os, "pwrite"):
            written: int = os.pwrite(file, data, at)
            return written
        with self._place_lock:
            os.lseek(file, at, os.SEEK_SET)
            return os.write(file, data)

    def _fail(self, error: OSError) -> None:
        if not self._said:
            log.warning("tiny pictures are not kept: %s", error)
        self._refused = self._said = True


def _picture(slot: bytes, photo: int, fingerprint: bytes) -> bytes:
    """Return the tiny picture in a slot; empty where it is not the one of this photo and content, or not whole."""
    head = slot[_CHECKSUM_BYTES : _CHECKSUM_BYTES + _HEAD_BYTES]
    if len(head) < _HEAD_BYTES:
        return b""
    tiny = slot[_CHECKSUM_BYTES : _CHECKSUM_BYTES + _HEAD_BYTES + _BLOCK_BYTES * head[0] * head[1]]
    return tiny if is_whole(tiny) and slot[:_CHECKSUM_BYTES] == _checksum(photo, fingerprint, tiny) else b""


def _checksum(photo: int, fingerprint: bytes, tiny: bytes) -> bytes:
    key = zlib.crc32(fingerprint, zlib.crc32(photo.to_bytes(8, "little")))
    return zlib.crc32(tiny, key).to_bytes(_CHECKSUM_BYTES, "little")
