"""Image resources of Photoshop, which JPEG holds in APP13 and TIFF in tag 34377."""

from __future__ import annotations

_MAX_RESOURCES = 256
"""So many image resources of a block are gone through; Photoshop writes about 30."""


def find_iptc(data: bytes) -> bytes | None:
    """Return image resource 0x0404 of a Photoshop block (Adobe Photoshop File Formats, Image Resource Blocks)."""
    at = 0
    for _ in range(_MAX_RESOURCES):
        if data[at : at + 4] != b"8BIM" or at + 12 > len(data):
            break
        name = data[at + 6] + 1
        start = at + 6 + name + name % 2
        size = int.from_bytes(data[start : start + 4], "big")
        if data[at + 4 : at + 6] == b"\x04\x04":
            return data[start + 4 : start + 4 + size]
        at = start + 4 + size + size % 2
    return None
