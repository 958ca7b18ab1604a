"""Lists in XMP: tags (dc:subject and what programs have besides), and people by name (MWG regions, Microsoft, IPTC)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.imaging.metadata.keywords import clean, join_path, merge_tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_WORDS = "{http://purl.org/dc/elements/1.1/}subject"
_PATHS = {
    "{http://www.digikam.org/ns/1.0/}TagsList": "/",
    "{http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject": "|",
    "{http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": "/",
    "{http://ns.iview-multimedia.com/mediapro/1.0/}CatalogSets": "|",
}
"""Lists of tags with those above them, and the sign between."""
_PERSON_IN_IMAGE = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}PersonInImage"
_MWG = "{http://www.metadataworkinggroup.com/schemas/regions/}"
_REGIONS = {
    _MWG + "RegionList": (_MWG + "Name", _MWG + "Type"),
    "{http://ns.microsoft.com/photo/1.2/t/RegionInfo#}Regions": (
        "{http://ns.microsoft.com/photo/1.2/t/Region#}PersonDisplayName",
        None,
    ),
}
"""Lists of regions, with the fields that hold the name and the type (MWG Guidelines 2.0, 5.9.2)."""
_MAX_ITEMS = 1000
"""So many entries of one list are looked at."""


def find_tags(root: Element) -> tuple[str, ...]:
    """Return the tags of a document."""
    paths = [join_path(text, sign) for name, sign in _PATHS.items() for text in _texts(root, name)]
    return merge_tags(paths, _texts(root, _WORDS))


def find_people(root: Element) -> tuple[str, ...]:
    """Return the names of the people whose faces are marked in a document, or who are said to be in the picture."""
    return clean((*_names_of_regions(root), *_texts(root, _PERSON_IN_IMAGE)))


def _names_of_regions(root: Element) -> Iterator[str]:
    for listed, (name, kind) in _REGIONS.items():
        for item in _items(root, listed):
            fields = dict(_fields(item))
            if kind is None or fields.get(kind, "Face").strip().lower() == "face":
                yield fields.get(name, "")


def _texts(root: Element, name: str) -> Iterator[str]:
    """Yield the texts of a list of texts, wherever it stands."""
    return (item.text or "" for item in _items(root, name))


def _items(root: Element, name: str) -> Iterator[Element]:
    """Yield the entries of a bag, sequence or alternative, wherever it stands; a text that is none is one entry."""
    left = _MAX_ITEMS
    for found in root.iter(name):
        entries = [entry for kind in ("Bag", "Seq", "Alt") for entry in found.iterfind(f"{_RDF}{kind}/{_RDF}li")]
        yield from (entries or [found])[:left]
        left -= len(entries)
        if left <= 0:
            return


def _fields(item: Element) -> Iterator[tuple[str, str]]:
    """Yield the fields of a structure, which stand as attributes or elements, in it or in a description inside it."""
    for element in (item, *item.iterfind(_RDF + "Description")):
        yield from element.attrib.items()
        yield from ((child.tag, child.text or "") for child in element)
