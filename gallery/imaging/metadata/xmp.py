"""XMP and IPTC-IIM: what people wrote with other programs into a file or beside it (XMP part 1; IPTC-IIM 4.2).

XMP is parsed by defusedxml, which allows no document types, no entities and no fetching.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from gallery.imaging.metadata import google_camera
from gallery.imaging.metadata.capture_time import parse_iptc_date, parse_xmp_date
from gallery.imaging.metadata.keywords import clean
from gallery.imaging.metadata.places import is_place, parse_xmp_altitude, parse_xmp_degrees
from gallery.imaging.metadata.tiff import decode_text
from gallery.imaging.metadata.xmp_lists import find_people, find_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gallery.base.models import Taken

_MAX_PACKET_BYTES = 1 << 20
_MAX_NAMESPACE_LENGTH = 1024
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_TAKEN = (_EXIF + "DateTimeOriginal", _PHOTOSHOP + "DateCreated")
_MADE = (_XMP + "CreateDate", _EXIF + "DateTimeDigitized")
_SIDECAR_FOR = _PHOTOSHOP + "SidecarForExtension"
_CHANGED = ("{http://ns.adobe.com/tiff/1.0/}DateTime", _XMP + "ModifyDate")
_MAX_RATING = 5
_PLACE = ("latitude", "longitude", "altitude_m")
_PACKETS = ((b"<x:xmpmeta", b"</x:xmpmeta>"), (b"<rdf:RDF", b"</rdf:RDF>"))
# data sets of record 2 (IPTC-IIM 4.2): Object Name, Keywords, Date and Time Created, Digital Creation Date and Time,
# Caption
_OBJECT_NAME, _KEYWORDS, _DATE, _TIME, _DIGITAL_DATE, _DIGITAL_TIME, _CAPTION = 5, 25, 55, 60, 62, 63, 120


@dataclass(slots=True)
class Annotations:
    """What somebody wrote about a photo into its file."""

    taken: Taken | None = None
    made: Taken | None = None
    """When the digital picture was made: of a camera's the same, of a scan the day at the scanner."""
    changed: Taken | None = None
    """The last change, for what carries no other date."""
    rating: int | None = None
    """0 to 5."""
    title: str | None = None
    caption: str | None = None
    latitude: float | None = None
    """Degrees, north positive."""
    longitude: float | None = None
    """Degrees, east positive."""
    altitude_m: float | None = None
    """Of the place."""
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    for_suffix: str | None = None
    """Of a sidecar: the suffix of the one file that it is about, where it says so."""
    motion: google_camera.EndPart | None = None
    """Where the video of a motion photo stands."""
    burst_id: str | None = None
    is_burst_cover: bool = False
    """Of a burst: whether the photo stands for it."""


class SidecarError(Exception):
    """A sidecar that says nothing. The message ends a sentence for people: "it is …"."""


def parse_xmp(packet: bytes | bytearray | None) -> Annotations:
    """Return what an XMP packet says; nothing if there is none, or it is broken or hostile."""
    root = _parse_packet(packet or b"")
    return Annotations() if root is None else _describe(root)


def parse_sidecar(document: bytes) -> Annotations:
    """Return what an XMP file says (XMP part 3, 1.2).

    Raises:
        SidecarError: It is no XMP, cut off, or hostile.
    """
    try:
        root = _parse_xml(document.lstrip())
    except DefusedXmlException:
        raise SidecarError("it has a document type, which metadata never has") from None
    except (ParseError, ValueError, LookupError):  # perhaps only what stands around the packet is wrong
        found = _parse_packet(document)
        if found is None:
            raise SidecarError("it is damaged, or not XMP") from None
        root = found
    if next(root.iter(_RDF + "RDF"), None) is None:
        raise SidecarError("it is not XMP")
    return _describe(root)


def _describe(root: Element) -> Annotations:
    """Return what an XMP document says."""
    found, properties = Annotations(), dict(_iter_properties(root))
    for name in _TAKEN:
        found.taken = found.taken or parse_xmp_date(properties.get(name))
    for name in _MADE:
        found.made = found.made or parse_xmp_date(properties.get(name))
    for name in _CHANGED:
        found.changed = found.changed or parse_xmp_date(properties.get(name), "changed")
    with contextlib.suppress(ValueError, OverflowError):  # a rating that is no number is no rating
        found.rating = (
            max(0, min(_MAX_RATING, int(float(properties[_XMP + "Rating"])))) if _XMP + "Rating" in properties else None
        )
    found.title, found.caption = properties.get(_DC + "title"), properties.get(_DC + "description")
    latitude = parse_xmp_degrees(properties.get(_EXIF + "GPSLatitude"), "NS", 90)
    longitude = parse_xmp_degrees(properties.get(_EXIF + "GPSLongitude"), "EW", 180)
    if is_place(latitude, longitude):
        found.latitude, found.longitude = latitude, longitude
        altitude, reference = (properties.get(_EXIF + name) for name in ("GPSAltitude", "GPSAltitudeRef"))
        found.altitude_m = parse_xmp_altitude(altitude, reference)
    found.for_suffix = properties.get(_SIDECAR_FOR)
    found.tags, found.people = find_tags(root), find_people(root)
    found.motion = google_camera.find_motion(root, properties)
    found.burst_id, found.is_burst_cover = google_camera.find_burst(properties)
    return found


def parse_packets(packet: bytes | None, extension: bytearray | None) -> Annotations:
    """Return what an XMP packet says, and where it is silent its extension (XMP part 3, 1.1.3.1)."""
    found = parse_xmp(packet)
    return found if extension is None else merge(found, parse_xmp(extension))


def merge(first: Annotations, second: Annotations) -> Annotations:
    """Return what the first says, and where it is silent the second. A place is taken from one of them alone."""
    values = {field.name: getattr(first, field.name) for field in fields(Annotations)}
    for name, value in values.items():
        if value in (None, ()) and (name not in _PLACE or first.latitude is None):
            values[name] = getattr(second, name)
    return Annotations(**values)


def parse_iptc(data: bytes | None) -> Annotations:
    """Return what the first data sets of each kind say, and all keywords (IPTC-IIM 4.2)."""
    texts: dict[int, str | None] = {}
    sets = list(_iter_data_sets(data or b""))
    for number, text in sets:
        texts[number] = texts.get(number) or text
    tags = clean(text for number, text in sets if number == _KEYWORDS)
    created = parse_iptc_date(texts.get(_DATE), texts.get(_TIME))
    digitized = parse_iptc_date(texts.get(_DIGITAL_DATE), texts.get(_DIGITAL_TIME))
    title, caption = texts.get(_OBJECT_NAME), texts.get(_CAPTION)
    return Annotations(taken=created, made=digitized, title=title, caption=caption, tags=tags)


def _iter_data_sets(data: bytes) -> Iterator[tuple[int, str | None]]:
    """Yield (number, text) of record 2: each data set is 1C, record, number, two bytes of length, text."""
    at = 0
    while data[at : at + 1] == b"\x1c" and at + 5 <= len(data):
        size = int.from_bytes(data[at + 3 : at + 5], "big")
        if data[at + 1] == 2:
            yield data[at + 2], decode_text(data[at + 5 : at + 5 + size])
        at += 5 + size


def _parse_packet(packet: bytes | bytearray) -> Element | None:
    """Return the root of the XML in a packet of UTF-8 or little-endian UTF-16; None if it cannot be parsed."""
    if (start := packet.find(_PACKETS[0][0].decode().encode("utf-16-le"))) >= 0:
        packet = packet[start:].decode("utf-16-le", "ignore").encode()
    for opening, closing in _PACKETS:
        # the first end: a second one, which some program left behind it, is not of the packet
        start = packet.find(opening)
        end = packet.find(closing, max(start, 0))
        if 0 <= start < end <= start + _MAX_PACKET_BYTES:
            try:
                return _parse_xml(bytes(packet[start : end + len(closing)]))
            except (ParseError, DefusedXmlException, ValueError, LookupError):
                return None  # broken or hostile XMP costs the XMP
    return None


def _parse_xml(text: bytes) -> Element:
    """Return the root of a document.

    Raises:
        ParseError: It is none.
        DefusedXmlException: It has a document type or entities.
        ValueError: The name of a namespace is very long: the parser copies it for each element that is in it.
    """
    parser = DefusedXMLParser(target=TreeBuilder(), forbid_dtd=True)
    parser.parser.StartNamespaceDeclHandler = _check_namespace
    parser.feed(text)
    root: Element = parser.close()
    return root


def _check_namespace(_prefix: str | None, name: str | None) -> None:
    if len(name or "") > _MAX_NAMESPACE_LENGTH:
        raise ValueError("a very long name of a namespace")


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
    """Return a simple value, or of a language alternative the entry of no language, else the first."""
    entry = element.find(f"{_RDF}Alt/{_RDF}li[@{_LANGUAGE}='x-default']")
    entry = element.find(f"{_RDF}Alt/{_RDF}li") if entry is None else entry
    return ((element if entry is None else entry).text or "").strip()
