"""The first frame of an APNG whose picture is not part of its animation, as a PNG of its own (PNG 3rd edition, 11.3.6).

Browsers never show that picture. Pillow counts it as the first frame.
"""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from PIL import Image

from gallery.imaging.decoding.colour import to_resizable_mode
from gallery.imaging.decoding.decode_task import Decoded, DecodeTask, read_whole
from gallery.imaging.decoding.repairs import PNG_END, PNG_SIGNATURE, png_chunk, png_chunks
from gallery.imaging.metadata import apng

if TYPE_CHECKING:
    from gallery.imaging.metadata.header import PictureHeader

Box = tuple[int, int, int, int]
_SEQUENCE_BYTES = 4
"""Before the data in an fdAT stands its number (11.3.6.3)."""


def extract(task: DecodeTask, box: Box) -> DecodeTask:
    """Return the task to decode the frame alone; where the file ends within the frame, so does that PNG.

    Args:
        task: The task for the whole file.
        box: Left, top, right and bottom of the frame.
    """
    chunks = list(png_chunks(read_whole(task)))
    head = b"".join(chunk for name, chunk in takewhile(lambda one: one[0] != b"IDAT", chunks) if name not in _REPLACED)
    from_frame = list(dropwhile(lambda one: one[0] != b"fdAT", chunks))
    frame = [chunk for _, chunk in takewhile(lambda one: one[0] not in _NEXT, from_frame)]
    data = b"".join(chunk[8 + _SEQUENCE_BYTES : 8 + int.from_bytes(chunk[:4], "big")] for chunk in frame)
    end = PNG_END if len(frame) < len(from_frame) else b""
    size = struct.pack(">II", box[2] - box[0], box[3] - box[1])
    header = png_chunk(b"IHDR", size + chunks[0][1][16:21])
    return replace(task, file=io.BytesIO(PNG_SIGNATURE + header + head + png_chunk(b"IDAT", data) + end))


def place(decoded: Decoded, header: PictureHeader) -> Decoded:
    """Return a decoded frame at its place in the picture, which is clear around it."""
    size, box = (header.width, header.height), header.separate_frame
    if box is None or box == (0, 0, *size):
        return decoded
    frame = to_resizable_mode(decoded.image, header)
    mode = "LA" if frame.mode in ("L", "LA") else "RGBA"
    whole = Image.new(mode, size)
    whole.paste(frame.convert(mode), box[:2])
    whole.info["icc_profile"] = decoded.image.info.get("icc_profile")
    return replace(decoded, image=whole)


_REPLACED = apng.CHUNKS | {b"IHDR"}
_NEXT = frozenset((b"fcTL", b"IEND"))
"""What ends the data of a frame."""
