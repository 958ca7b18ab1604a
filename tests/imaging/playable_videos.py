"""Builds videos that a player decodes: Motion JPEG in AVI and QuickTime, VP8 in WebM, whose frames Pillow has made."""

from __future__ import annotations

import io
import struct

from PIL import Image

from tests.imaging.video_files import (
    box,
    chunk,
    element,
    ftyp,
    matroska,
    mkv_info,
    mkv_tracks,
    mvhd,
    number,
    track,
)

RATE = 10
"""Frames a second."""


def jpeg(image: Image.Image, subsampling: str = "4:2:0") -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=95, subsampling=subsampling)
    return out.getvalue()


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (160, 96)) -> bytes:
    """Return a frame of one colour."""
    return jpeg(Image.new("RGB", size, colour))


def halves(left: tuple[int, int, int], right: tuple[int, int, int], size: tuple[int, int] = (160, 96)) -> bytes:
    """Return a frame of two colours side by side."""
    image = Image.new("RGB", size, left)
    image.paste(right, (size[0] // 2, 0, *size))
    return jpeg(image)


def motion_jpeg_avi(frames: list[bytes], size: tuple[int, int] = (160, 96)) -> bytes:
    """Return an AVI file with an index."""
    count, us = len(frames), 1_000_000 // RATE
    avih = chunk(b"avih", struct.pack("<14I", us, 0, 0, 0x10, count, 0, 1, 0, *size, 0, 0, 0, 0))
    timing = struct.pack("<IHHIIIIIIII", 0, 0, 0, 0, 1, RATE, 0, count, 0, 0xFFFFFFFF, 0)
    strh = chunk(b"strh", b"vidsMJPG", timing, bytes(8))
    strf = chunk(b"strf", struct.pack("<IiiHH4sIiiII", 40, *size, 1, 24, b"MJPG", 0, 0, 0, 0, 0))
    header = chunk(b"LIST", b"hdrl", avih, chunk(b"LIST", b"strl", strh, strf))
    parts, index, at = [], [], 4
    for frame in frames:
        parts.append(chunk(b"00dc", frame))
        index.append(struct.pack("<4sIII", b"00dc", 0x10, at, len(frame)))
        at += len(parts[-1])
    return chunk(b"RIFF", b"AVI ", header, chunk(b"LIST", b"movi", *parts), chunk(b"idx1", *index))


def motion_jpeg_mov(frames: list[bytes], size: tuple[int, int] = (160, 96), turn: int = 0) -> bytes:
    """Return a QuickTime file whose track is turned by so many degrees with the clock."""
    head = ftyp(b"qt  ")
    seconds = len(frames) / RATE
    tables = box(b"stts", bytes(4), struct.pack(">III", 1, len(frames), 600 // RATE))
    tables += box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, len(frames), 1))
    tables += box(b"stco", bytes(4), struct.pack(">II", 1, len(head) + 8))
    sizes = box(
        b"stsz", bytes(4), struct.pack(">II", 0, len(frames)), *(struct.pack(">I", len(frame)) for frame in frames)
    )
    entry = track(b"jpeg", size, turn, samples=len(frames), seconds=seconds)
    short = box(b"stsz", bytes(8), struct.pack(">I", len(frames)))
    assert entry.endswith(short)
    stbl_at = entry.index(b"stbl") - 4
    stbl = box(b"stbl", entry[stbl_at + 8 : -len(short)], tables, sizes)
    names = (b"minf", b"mdia", b"trak")
    whole, content = stbl, entry[:stbl_at]
    for name in names:
        start = content.index(name) + 4
        whole = box(name, content[start:], whole)
        content = content[: start - 8]
    return head + box(b"mdat", *frames) + box(b"moov", mvhd(seconds), whole)


def vp8_webm(colours: list[tuple[int, int, int]], size: tuple[int, int] = (160, 96)) -> bytes:
    """Return a WebM of VP8: a frame of each colour, each of them a key frame that can be gone to.

    A lossy WebP holds nothing but such a frame (RFC 6386); its chunk begins at byte 12.
    """
    clusters = []
    for position, colour in enumerate(colours):
        out = io.BytesIO()
        Image.new("RGB", size, colour).save(out, "WEBP", quality=60, method=0)
        length = int.from_bytes(out.getvalue()[16:20], "little")
        frame = out.getvalue()[20 : 20 + length]
        block = element(0xA3, b"\x81", bytes(2), b"\x80", frame)
        clusters.append(element(0x1F43B675, element(0xE7, number(1000 * position // RATE)), block))
    video = element(0xE0, element(0xB0, number(size[0])), element(0xBA, number(size[1])))
    track_1 = (element(0xD7, b"\1"), element(0x73C5, b"\1"), element(0x83, b"\1"), element(0x86, b"V_VP8"))
    head = [mkv_info(1000.0 * len(colours) / RATE), mkv_tracks(element(0xAE, *track_1, video))]
    head[1:1] = [_cues([len(one) for one in clusters], sum(map(len, head)))]
    return matroska(*head, *clusters, doc=b"webm")


def _cues(lengths: list[int], before: int) -> bytes:
    """Return the index of clusters of these lengths, with so many bytes before it and them."""

    def point(position: int, at: int) -> bytes:
        place = element(0xB7, element(0xF7, b"\x01"), element(0xF1, at.to_bytes(8, "big")))
        return element(0xBB, element(0xB3, (1000 * position // RATE).to_bytes(4, "big")), place)

    def points(start: int) -> bytes:
        starts = [start + sum(lengths[:position]) for position in range(len(lengths))]
        return element(0x1C53BB6B, *(point(position, at) for position, at in enumerate(starts)))

    return points(before + len(points(0)))
