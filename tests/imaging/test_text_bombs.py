"""Texts in headers that were made to cost much: each costs time and memory by its length, no more."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIMIT_S = 45
"""So long an interpreter may take, on a loaded machine; what these tests hold off took minutes or hours."""
PRELUDE = """
import struct, tracemalloc, zlib
from gallery.imaging.metadata import annotation_text, capture_time, containers, places, xmp
from gallery.imaging.metadata.bounded_reader import BoundedReader

def jpeg(*segments):
    parts = [b"\\xff" + bytes([mark]) + struct.pack(">H", len(data) + 2) + data for mark, data in segments]
    size = b"\\xff\\xc0\\0\\x11\\x08\\0\\x10\\0\\x10\\3" + bytes(9)
    return containers.parse(BoundedReader.from_bytes(b"\\xff\\xd8" + b"".join(parts) + size + b"\\xff\\xd9"), "jpeg")

def png(chunk, times):
    def frame(name, data):
        return struct.pack(">I", len(data)) + name + data + bytes(4)
    head = frame(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0))
    data = b"\\x89PNG\\r\\n\\x1a\\n" + head + frame(*chunk) * times + frame(b"IEND", b"")
    return containers.parse(BoundedReader.from_bytes(data), "png")

def packet(namespace, content):
    head = '<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    inner = f'<rdf:RDF><rdf:Description xmlns:q="{namespace}">{content}</rdf:Description></rdf:RDF>'
    return (head + inner + "</x:xmpmeta>").encode()
"""
BOMBS = {
    "blanks in a coordinate": "assert places.parse_xmp_degrees(' ' * 100_000 + '1' + ' ' * 100_000, 'NS', 90) is None",
    "numbers in a coordinate": "assert places.parse_degree_text('1 ' * 5_000_000) == ()",
    "slashes in a caption": "text = '<' + ' / ' * 600_000\nassert annotation_text.written_by_people(text) == text",
    "parts of an extension of XMP": """
digest = b"d" * 32
part = lambda at: b"http://ns.adobe.com/xmp/extension/\\0" + digest + struct.pack(">II", 1 << 20, at) + b"x"
header = jpeg((0xE1, b"http://ns.adobe.com/xap/1.0/\\0" + digest), *((0xE1, part(at)) for at in range(2000)))
assert header.xmp_extension.count(b"x") == 256
""",
    "resources of Photoshop": """
block = lambda count: b"Photoshop 3.0\\0" + (b"8BIM" + bytes(8)) * count + b"8BIM\\4\\4" + bytes(5) + b"\\1x"
assert jpeg((0xED, block(200))).iptc == b"x"
assert jpeg((0xED, block(5000))).iptc is None
""",
    "words in a raw profile": """
text = zlib.compress(b"\\nexif\\n 100\\n" + b"ab " * 1_300_000)
tracemalloc.start()
png((b"zTXt", b"Raw profile type exif\\0\\0" + text), 1)
assert tracemalloc.get_traced_memory()[1] < 24 << 20
""",
    "a namespace with a long name": "assert xmp.parse_xmp(packet('u' * 500_000, '<q:b/>' * 75_000)).title is None",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_text_costs_no_more_than_its_length(name: str) -> None:
    """In an interpreter of its own, because a regular expression at work cannot be stopped from Python."""
    subprocess.run([sys.executable, "-c", PRELUDE + BOMBS[name]], check=True, timeout=LIMIT_S)
