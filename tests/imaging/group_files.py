"""Makes files that belong together, as cameras and phones write them: Live Photos, motion photos, bursts."""

from __future__ import annotations

import struct
from typing import Any

from tests.imaging.annotated_files import exif, jpeg
from tests.imaging.playable_videos import halves, motion_jpeg_mov
from tests.imaging.video_files import box, keyed

MAKER_NOTE = 0x927C
CLIP = motion_jpeg_mov([halves((230, 20, 20), (20, 20, 230))] * 20)
"""A film of two seconds that players decode."""
_CAMERA, _CONTAINER = "http://ns.google.com/photos/1.0/camera/", "http://ns.google.com/photos/1.0/container/"


def apple_note(content_id: str = "", burst_id: str = "", order: str = ">") -> bytes:
    """Return the note of an iPhone, whose offsets count from its start."""
    texts = {tag: text.encode() + b"\0" for tag, text in ((0x0B, burst_id), (0x11, content_id)) if text}
    head = b"Apple iOS\0\0\1" + (b"MM" if order == ">" else b"II")
    at = len(head) + 2 + 12 * len(texts) + 4
    rows, values = b"", b""
    for tag, text in texts.items():
        rows += struct.pack(f"{order}HHLL", tag, 2, len(text), at + len(values))
        values += text
    return head + struct.pack(f"{order}H", len(texts)) + rows + bytes(4) + values


def shot(taken: str = "2019:06:11 12:34:56", make: str = "Apple", note: bytes = b"", **options: Any) -> bytes:
    """Return a JPEG of a camera; `options` are those of `jpeg`, and `segments`."""
    capture: dict[int, Any] = {0x9003: taken} | ({MAKER_NOTE: note} if note else {})
    return jpeg(*options.pop("segments", ()), exif=exif({0x10F: make}, capture), **options)


def live_still(content_id: str, taken: str = "2019:06:11 12:34:56") -> bytes:
    """Return the picture of a Live Photo."""
    return shot(taken, note=apple_note(content_id))


def live_video(content_id: str = "", taken: str = "2019-06-11T12:34:55+0200", clip: bytes = CLIP) -> bytes:
    """Return the film of a Live Photo."""
    keys = {"com_apple_quicktime_creationdate": taken}
    if content_id:
        keys["com_apple_quicktime_content_identifier"] = content_id
    at = clip.index(b"moov") - 4
    return clip[:at] + box(b"moov", clip[at + 8 :], keyed(**keys))


def xmp(attributes: str = "", inside: str = "") -> tuple[int, bytes]:
    """Return a segment with what Google's camera writes."""
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:GCamera="{_CAMERA}" xmlns:Container="{_CONTAINER}"'
        f' xmlns:Item="{_CONTAINER}item/" {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    return 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode()


def container(*items: tuple[str, int, int]) -> str:
    """Return the directory of a container: (what it is, its length, what stands behind it unused)."""
    rows = "".join(
        f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="{what}" Item:Mime="x/y" Item:Length="{length}"'
        f' Item:Padding="{padding}"/></rdf:li>'
        for what, length, padding in items
    )
    return f"<Container:Directory><rdf:Seq>{rows}</rdf:Seq></Container:Directory>"


def google_motion(clip: bytes = CLIP, behind: bytes = b"") -> bytes:
    """Return a motion photo of Google; `behind` follows the film."""
    items = [("Primary", 0, 0), ("MotionPhoto", len(clip), 0)] + ([("Depth", len(behind), 0)] if behind else [])
    return shot(segments=[xmp('GCamera:MotionPhoto="1"', container(*items))], make="Google") + clip + behind


def micro_video(clip: bytes = CLIP) -> bytes:
    """Return a motion photo of the older kind."""
    told = f'GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(clip)}"'
    return shot(segments=[xmp(told)], make="Google") + clip


def samsung_motion(clip: bytes = CLIP, make: str = "samsung") -> bytes:
    """Return a motion photo of Samsung: blocks behind the picture, then their directory."""
    named = struct.pack("<HHI", 0, 0x0A30, 16) + b"MotionPhoto_Data" + clip
    other = struct.pack("<HHI", 0, 0x0A01, 14) + b"Image_UTC_Data" + b"1560249296000"
    entries = struct.pack("<HHII", 0, 0x0A01, len(named) + len(other), len(other))
    entries += struct.pack("<HHII", 0, 0x0A30, len(named), len(named))
    directory = b"SEFH" + struct.pack("<II", 107, 2) + entries
    return shot(make=make) + other + named + directory + struct.pack("<I", len(directory)) + b"SEFT"


def burst_frame(burst: str, *, cover: bool = False) -> bytes:
    """Return a picture of a burst of Google's camera."""
    told = f'GCamera:BurstID="{burst}"' + (' GCamera:BurstPrimary="1"' if cover else "")
    return shot(segments=[xmp(told)], make="Google")
