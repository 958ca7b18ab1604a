"""XMP and IPTC-IIM: what people wrote into a file with other programs (XMP part 1; IPTC-IIM 4.2).

XMP is parsed by defusedxml, which allows no document types, no entities and no fetching.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from gallery.imaging.metadata.capture_time import parse_xmp_date
from gallery.imaging.metadata.tiff import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.base.models import Taken

_MAX_PACKET_BYTES = 1 << 20
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DATES = (
    "{http://ns.adobe.com/exif/1.0/}DateTimeOriginal",
    "{http://ns.adobe.com/photoshop/1.0/}DateCreated",
    _XMP + "CreateDate",
)
_MAX_RATING = 5
_PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
# IPTC-IIM 4.2: record 2 (application), data sets 5 (Object Name) and 120 (Caption/Abstract); 1:90 names the encoding
_OBJECT_NAME, _CAPTION = b"\x1c\x02\x05", b"\x1c\x02\x78"


@dataclass(slots=True)
class Annotations:
    """What somebody wrote about a photo into its file."""

    taken: Taken | None = None
    rating: int | None = None
    """0 to 5."""
    title: str | None = None
    caption: str | None = None


def parse_xmp(packet: bytes | None) -> Annotations:
    """Return what an XMP packet says; nothing if there is none, or it is broken or hostile."""
    found, root = Annotations(), _parse_packet(packet or b"")
    if root is None:
        return found
    properties = dict(_iter_properties(root))
    for name in _DATES:
        found.taken = found.taken or parse_xmp_date(properties.get(name))
    with contextlib.suppress(ValueError, OverflowError):  # a rating that is no number is no rating
        found.rating = (
            max(0, min(_MAX_RATING, int(float(properties[_XMP + "Rating"])))) if _XMP + "Rating" in properties else None
        )
    found.title, found.caption = properties.get(_DC + "title"), properties.get(_DC + "description")
    return found


def parse_iptc(data: bytes | None) -> Annotations:
    """Return what IPTC data sets say: each is 1C, record, number, two bytes of length, text (IPTC-IIM 4.2)."""
    found, at, data = Annotations(), 0, data or b""
    while data[at : at + 1] == b"\x1c" and at + 5 <= len(data):
        data_set, size = data[at : at + 3], int.from_bytes(data[at + 3 : at + 5], "big")
        text = decode_text(data[at + 5 : at + 5 + size])
        if data_set == _OBJECT_NAME:
            found.title = found.title or text
        elif data_set == _CAPTION:
            found.caption = found.caption or text
        at += 5 + size
    return found


def _parse_packet(packet: bytes) -> Element | None:
    """Return the root of the XML in a packet, None if it cannot be parsed."""
    for opening, closing in _PACKETS:
        start, end = packet.find(opening), packet.rfind(closing)
        if 0 <= start < end <= start + _MAX_PACKET_BYTES:
            try:
                return fromstring(packet[start : end + len(closing)], forbid_dtd=True)
            except (ParseError, DefusedXmlException, ValueError, LookupError):
                return None  # broken or hostile XMP costs the XMP
    return None


def _iter_properties(root: Element) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the simple properties of the file itself (XMP part 1, 7.4).

    From the last description to the first: as the items of a dictionary, the first to hold a property wins.
    """
    descriptions = [one for rdf in root.iter(_RDF + "RDF") for one in rdf.findall(_RDF + "Description")]
    for one in reversed(descriptions):
        for child in one:
            if text := _simple_value(child):
                yield child.tag, text
        yield from one.attrib.items()


def _simple_value(element: Element) -> str:
    """Return a simple value, or the first entry, in the default language, of a language alternative."""
    entry = element.find(f"{_RDF}Alt/{_RDF}li")
    return ((element if entry is None else entry).text or "").strip()
