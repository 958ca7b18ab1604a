"""Finds where the properties of an XMP document stand in its bytes, so that some can be changed and all others kept.

No tree is built: expat reports each element as it passes, and only the places of properties are kept. So what other
programs wrote (nodes that Shoebox does not know, prefixes, comments, blanks) stays byte for byte. A hostile document is
bounded: its length is limited, document types and entities are refused, and places are counted. That is why, unlike a
picture, it may be looked through in the main process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import TreeBuilder
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import unescape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_PLACES = 50_000
"""So many properties and entries of lists are looked at. Real documents have some hundred."""
_MAX_NAMESPACE_LENGTH = 1024
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_END = re.compile(rb"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_CONTAINERS = frozenset(f"{RDF}}}{kind}" for kind in ("Bag", "Seq", "Alt"))
_ENTITIES = {"&quot;": '"', "&apos;": "'", "&#10;": "\n", "&#xA;": "\n", "&#9;": "\t", "&#x9;": "\t", "&#13;": "\r"}


class XmpError(Exception):
    """A document that cannot be changed. The message ends a sentence for people: "it is …"."""


@dataclass(slots=True)
class Span:
    """Where something stands in the bytes of a document: from `start` up to `end`."""

    start: int
    end: int


@dataclass(slots=True)
class Entry(Span):
    """An entry of a list (rdf:li)."""

    text: str = ""
    language: str = ""
    inner: Span | None = None
    """What is between its tags; None: it is one tag."""


@dataclass(slots=True)
class Property(Span):
    """A property of the photo: an element of a description, or an attribute of it."""

    name: str = ""
    """Namespace, a closing brace, and the local name."""
    text: str = ""
    """Its value, where it has no list."""
    is_attribute: bool = False
    inner: Span | None = None
    """What is between its tags, or between the quotes of an attribute; None: it is one tag."""
    entries: list[Entry] = field(default_factory=list)
    list_end: int | None = None
    """Where the closing tag of its list begins; None: it has none, or one without entries."""
    has_elements: bool = False


@dataclass(slots=True)
class Description(Span):
    """An rdf:Description."""

    properties: list[Property] = field(default_factory=list)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """The prefix of each namespace, in its content."""
    tag_end: int = 0
    """Behind its opening tag."""
    end_tag: int | None = None
    """Where its closing tag begins; None: it is one tag."""


@dataclass(slots=True)
class XmpDocument:
    """The places in a document of UTF-8."""

    data: bytes
    descriptions: list[Description] = field(default_factory=list)
    rdf: Description = field(default_factory=lambda: Description(0, 0))
    """The rdf:RDF element itself, without properties."""

    def find(self, name: str) -> Iterator[Property]:
        """Yield the properties of a name, those first that readers believe (XMP part 1, 7.4)."""
        for one in self.descriptions:
            yield from sorted((each for each in one.properties if each.name == name), key=lambda p: not p.is_attribute)


def parse(data: bytes) -> XmpDocument:
    """Return where the properties of an XMP document stand.

    Args:
        data: UTF-8, without blanks in front.

    Raises:
        XmpError: it is damaged, hostile, or no XMP.
    """
    reader = _Reader(data)
    try:
        reader.run()
    except DefusedXmlException:
        raise XmpError("it has a document type, which metadata never has") from None
    except (ExpatError, ValueError, LookupError):
        raise XmpError("it is damaged, or not XMP") from None
    if not reader.document.rdf.end:
        raise XmpError("it is not XMP")
    return reader.document


class _Reader:
    """Follows expat through a document, and notes places by the depth below rdf:RDF."""

    def __init__(self, data: bytes) -> None:
        self.document = XmpDocument(data)
        self._data = data
        self._depth = 0
        self._rdf_depth: int | None = None
        self._places = 0
        self._text: list[str] | None = None
        self._scopes: dict[str, list[str]] = {}
        parser = DefusedXMLParser(target=TreeBuilder(), encoding="utf-8", forbid_dtd=True)
        self._expat = expat = parser.parser  # defusedxml refuses by it; its tree nobody needs
        expat.StartElementHandler, expat.EndElementHandler = self._start, self._end
        expat.StartNamespaceDeclHandler, expat.EndNamespaceDeclHandler = self._declare, self._undeclare
        expat.CharacterDataHandler = self._characters
        expat.DefaultHandlerExpand = expat.CommentHandler = expat.ProcessingInstructionHandler = None

    def run(self) -> None:
        """Follow the document to its end.

        Raises:
            ExpatError: it is damaged.
            ValueError: it is hostile.
        """
        self._expat.Parse(self._data, True)

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if len(uri or "") > _MAX_NAMESPACE_LENGTH:
            raise ValueError("a very long name of a namespace")
        self._scopes.setdefault(prefix or "", []).append(uri or "")

    def _undeclare(self, prefix: str | None) -> None:
        self._scopes[prefix or ""].pop()

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _level(self) -> int | None:
        """Return how deep below rdf:RDF the parser is: 1 a description, 2 a property, 3 its list, 4 an entry."""
        return None if self._rdf_depth is None else self._depth - self._rdf_depth

    def _count(self) -> None:
        self._places += 1
        if self._places > MAX_PLACES:
            raise ValueError("too many properties")

    def _start(self, name: str, attributes: object) -> None:
        self._depth += 1
        at = self._expat.CurrentByteIndex
        if self._rdf_depth is None:
            if name == f"{RDF}}}RDF" and not self.document.rdf.end:
                self._rdf_depth = self._depth
                self.document.rdf = self._opened(Description(at, 0))
            return
        level = self._level()
        if level == 1 and name == f"{RDF}}}Description":
            self._count()
            self.document.descriptions.append(self._opened(Description(at, 0)))
            self._read_attributes()
        elif level == 2 and self._is_in_description():
            self._count()
            self._text = []
            self.document.descriptions[-1].properties.append(Property(at, 0, name))
        elif level in {3, 4} and (prop := self._open_property()) is not None:
            prop.has_elements = True
            if level == 4 and name == f"{RDF}}}li":
                self._count()
                self._text = []
                prop.entries.append(Entry(at, 0, language=_language(attributes)))

    def _opened(self, found: Description) -> Description:
        found.tag_end = self._tag_end(found.start)
        found.prefixes = {uris[-1]: prefix for prefix, uris in self._scopes.items() if uris and prefix}
        return found

    def _tag_end(self, at: int) -> int:
        match = _TAG_END.match(self._data, at)
        if match is None:
            raise ValueError("a tag without an end")
        return match.end()

    def _is_in_description(self) -> bool:
        return bool(self.document.descriptions) and not self.document.descriptions[-1].end

    def _open_property(self) -> Property | None:
        if not self._is_in_description() or not self.document.descriptions[-1].properties:
            return None
        last = self.document.descriptions[-1].properties[-1]
        return None if last.end else last

    def _read_attributes(self) -> None:
        """Note the attributes of the description that has just been opened."""
        one = self.document.descriptions[-1]
        by_prefix = {prefix: uris[-1] for prefix, uris in self._scopes.items() if uris}
        name_end = re.compile(rb"<[^\s/>]+").match(self._data, one.start)
        at = name_end.end() if name_end else one.tag_end
        while (match := _ATTRIBUTE.match(self._data, at, one.tag_end)) is not None:
            prefix, colon, local = match[1].decode().partition(":")
            if colon and prefix in by_prefix and prefix != "xmlns" and by_prefix[prefix] != RDF:
                self._count()
                inner = Span(match.start(2) + 1, match.end(2) - 1)
                text = unescape(self._data[inner.start : inner.end].decode(), _ENTITIES)
                one.properties.append(
                    Property(match.start(), match.end(), f"{by_prefix[prefix]}}}{local}", text, True, inner)
                )
            at = match.end()

    def _end(self, name: str) -> None:
        at, level = self._expat.CurrentByteIndex, self._level()
        prop = self._open_property()
        if level == 0:
            rdf = self.document.rdf
            rdf.end, rdf.end_tag = self._close(rdf.start, at)
            self._rdf_depth = None
        elif level == 1 and self._is_in_description():
            one = self.document.descriptions[-1]
            one.end, one.end_tag = self._close(one.start, at)
        elif level == 2 and prop is not None:
            self._end_property(prop, at)
        elif level == 3 and prop is not None and name in _CONTAINERS and prop.entries:
            prop.list_end = at
        elif level == 4 and prop is not None and name == f"{RDF}}}li" and prop.entries and not prop.entries[-1].end:
            entry = prop.entries[-1]
            entry.end, end_tag = self._close(entry.start, at)
            entry.inner = None if end_tag is None else Span(self._tag_end(entry.start), end_tag)
            entry.text, self._text = "".join(self._text or ()), None
        self._depth -= 1

    def _end_property(self, prop: Property, at: int) -> None:
        prop.end, end_tag = self._close(prop.start, at)
        prop.inner = None if end_tag is None else Span(self._tag_end(prop.start), end_tag)
        prop.text = "" if prop.has_elements else "".join(self._text or ())
        self._text = None

    def _close(self, start: int, at: int) -> tuple[int, int | None]:
        """Return where an element ends, and where its closing tag begins, if it has one."""
        if self._data.endswith(b"/>", start, self._tag_end(start)):
            return self._tag_end(start), None
        return self._tag_end(at), at


def _language(attributes: object) -> str:
    """Return xml:lang, from the attributes as expat hands them over: a list of names and values, or a dictionary."""
    listed = dict(attributes) if isinstance(attributes, dict) else dict(_pairs(attributes))
    return str(listed.get(f"{XML}}}lang", ""))


def _pairs(attributes: object) -> Iterator[tuple[str, str]]:
    flat = list(attributes) if isinstance(attributes, list) else []
    return zip(flat[::2], flat[1::2], strict=False)
