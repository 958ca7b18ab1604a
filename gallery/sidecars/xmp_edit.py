"""Changes properties of an XMP document in its bytes. What is not named stays as it is, byte for byte. Pure."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from gallery.sidecars.xmp_document import RDF, Entry, Property, Span, XmpError, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

PREFIXES = {
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/photoshop/1.0/": "photoshop",
    "http://ns.adobe.com/lightroom/1.0/": "lr",
    "http://www.digikam.org/ns/1.0/": "digiKam",
    "http://www.fstopapp.com/xmp/": "fstop",
    "http://ns.adobe.com/exif/1.0/": "exif",
    RDF: "rdf",
}
"""Prefixes for what a document does not declare. One that it declares is used as it is there."""
EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{RDF}">\n  <rdf:Description rdf:about=""'
    + "".join(f'\n    xmlns:{prefix}="{uri}"' for uri, prefix in PREFIXES.items() if prefix not in {"rdf", "exif"})
    + '>\n  </rdf:Description>\n </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>\n'
).encode()
"""A document that says nothing, which a new sidecar is made of."""
_INDENTATION = re.compile(rb"\n[ \t]*\Z")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_ADDED_DEFAULT = b"xml:lang='x-default'"
"""Single quotes, which hardly any program writes, tell an entry that was added from one that was there before."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return a text as XML gives it back: without the signs that no document may hold, and without blanks around."""
    return _NO_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


class XmpEditor:
    """A document, and the changes of it. `result` applies all of them; what was changed last of a property counts."""

    def __init__(self, document: bytes) -> None:
        """Take a document in UTF-8 or UTF-16.

        Raises:
            XmpError: it is damaged, hostile, no XMP, or in another encoding.
        """
        self._encoding, data = _decode(document)
        blanks = len(data) - len(data.lstrip())
        self._blanks, self.document = data[:blanks], parse(data[blanks:])
        self._source = document
        self._edits: dict[tuple[int, int], bytes] = {}
        self._added: dict[str, Callable[[bytes], bytes]] = {}

    def result(self) -> bytes:
        """Return the changed document; the very bytes that were given, where nothing is different."""
        edits = dict(self._edits)
        self._insert_added(edits)
        data, parts, at = self.document.data, [], 0
        for (start, end), new in sorted(edits.items()):
            if start >= at:  # what is within something that goes, goes with it
                parts += [data[at:start], new]
                at = end
        changed = b"".join((*parts, data[at:]))
        return self._source if changed == data else _encode(self._blanks + changed, self._encoding)

    def text(self, name: str) -> str | None:
        """Return a simple value, or the entry of a language alternative that readers show; None: there is none."""
        for prop in self.document.find(name):
            if text := ((_default(prop) or prop.entries[0]).text if prop.entries else prop.text).strip():
                return text
        return None

    def entries(self, name: str) -> list[str]:
        """Return the texts of a list, wherever the document has parts of it."""
        listed = [(entry.text for entry in prop.entries) if prop.entries else (prop.text,)
                  for prop in self.document.find(name)]  # fmt: skip
        return [text for texts in listed for text in texts if text.strip()]

    def set_text(self, name: str, value: str | None) -> None:
        """Set a simple value; None removes it."""
        found = list(self.document.find(name))
        for prop in found:
            if value is None:
                self._remove(prop)
            elif prop.inner is not None and not prop.has_elements:
                self._replace(prop.inner, _escaped(value, attribute=prop.is_attribute))
            else:
                self._remove(prop)
        if value is not None and not any(prop.inner and not prop.has_elements for prop in found):
            self._added[name] = lambda _: _escaped(value)

    def set_alternative(self, name: str, value: str | None) -> None:
        """Set the entry of a language alternative that readers show; None: it says nothing.

        Where there are only entries of languages, one is put in front. It goes again when it is to say what the first
        of them says. An empty one stays in front of those, as readers would show one of them.
        """
        found = list(self.document.find(name))
        if value is None:
            for prop in found:
                is_in_languages = any(entry.text.strip() for entry in prop.entries if entry is not _default(prop))
                self._set_default(prop, "") if is_in_languages else self._remove(prop)
            return
        if not any(prop.entries for prop in found):
            for prop in found:
                self._remove(prop)
        for prop in found:
            if prop.entries:
                self._set_default(prop, value)
        if not any(prop.entries for prop in found):
            entry = b'%(in)s  <%(rdf)s:li xml:lang="x-default">%(text)s</%(rdf)s:li>'
            lines = b"<%(rdf)s:Alt%(ns)s>" + entry + b"%(in)s </%(rdf)s:Alt>"
            self._added[name] = self._list_maker(lines, [value])

    def change_list(self, name: str, add: Collection[str], is_removed: Callable[[str], bool]) -> None:
        """Add entries to a list, and remove others; of what is there no entry is added twice.

        Args:
            name: of the property.
            add: texts that are to be in it.
            is_removed: says of the text of an entry whether it goes.
        """
        found = list(self.document.find(name))
        there = {text.casefold() for prop in found for text in _texts(prop)}
        missing = [text for text in dict.fromkeys(add) if text.casefold() not in there]
        kept: list[str] = []
        target = next((prop for prop in found if prop.list_end and not all(map(is_removed, _texts(prop)))), None)
        for prop in found:
            texts = _texts(prop)
            if all(map(is_removed, texts)) or (missing and target is None):
                kept += [text for text in texts if not is_removed(text)]
                self._remove(prop)
                continue
            for entry in prop.entries:
                if is_removed(entry.text):
                    self._remove(entry)
        if target is not None and missing:
            self._append(target, missing)
        elif kept or missing:
            lines = b"<%(rdf)s:Bag%(ns)s>%(entries)s%(in)s </%(rdf)s:Bag>"
            self._added[name] = self._list_maker(lines, [*kept, *missing])

    def _append(self, prop: Property, texts: Iterable[str]) -> None:
        last = prop.entries[-1]
        indentation = self._indentation(last.start)
        tag = self._tag(last)
        new = b"".join(b"%s<%s>%s</%s>" % (indentation, tag, _escaped(text), tag) for text in texts)
        self._edits[last.end, last.end] = new

    def _set_default(self, prop: Property, value: str) -> None:
        first, default = prop.entries[0], _default(prop)
        if default is not None:
            second = next((one for one in prop.entries if one is not default), None)
            if second and second.text.strip() == value and self._is_added_here(default):
                self._remove(default)
            elif default.text.strip() != value:
                self._replace_entry(default, value)
        elif first.text.strip() != value:
            made = b"<%s %s>%s</%s>" % (tag := self._tag(first), _ADDED_DEFAULT, _escaped(value), tag)
            self._edits[first.start, first.start] = made + self._indentation(first.start)

    def _is_added_here(self, entry: Span) -> bool:
        return self.document.data.startswith(b"<%s %s" % (self._tag(entry), _ADDED_DEFAULT), entry.start)

    def _tag(self, entry: Span) -> bytes:
        found = re.compile(rb"<([^\s/>]+)").match(self.document.data, entry.start)
        return found[1] if found else b"rdf:li"

    def _replace_entry(self, entry: Span, value: str) -> None:
        inner = getattr(entry, "inner", None)
        if inner is not None:
            self._replace(inner, _escaped(value))
        else:  # <rdf:li xml:lang="x-default"/>
            tag = self.document.data[entry.start : entry.end].rstrip(b"/>").rstrip()
            name = tag.split()[0].lstrip(b"<")
            self._edits[entry.start, entry.end] = b"%s>%s</%s>" % (tag, _escaped(value), name)

    def _replace(self, span: Span, new: bytes) -> None:
        self._edits[span.start, span.end] = new

    def _remove(self, span: Span) -> None:
        """Remove something, with the line that it stands on alone."""
        indentation = _INDENTATION.search(self.document.data, 0, span.start)
        start = indentation.start() if indentation and indentation.end() == span.start else span.start
        self._edits[start, span.end] = b""

    def _indentation(self, at: int) -> bytes:
        start = self.document.data.rfind(b"\n", 0, at)
        blanks = self.document.data[start:at] if start >= 0 else b""
        return blanks if not blanks.strip() else b""

    def _list_maker(self, lines: bytes, texts: list[str]) -> Callable[[bytes], bytes]:
        """Return what makes a list, given the indentation of its property."""
        prefix = self._prefixes().get(RDF)
        rdf = (prefix or "rdf").encode()
        declared = b"" if prefix else b' xmlns:rdf="%s"' % RDF.encode()

        def make(indentation: bytes) -> bytes:
            entries = b"".join(b"%s  <%s:li>%s</%s:li>" % (indentation, rdf, _escaped(text), rdf) for text in texts)
            known = {b"rdf": rdf, b"ns": declared, b"in": indentation, b"entries": entries, b"text": _escaped(texts[0])}
            return indentation + b" " + lines % known + indentation

        return make

    def _prefixes(self) -> dict[str, str]:
        """Return the prefixes where something is added."""
        return dict((self.document.descriptions[0] if self.document.descriptions else self.document.rdf).prefixes)

    def _insert_added(self, edits: dict[tuple[int, int], bytes]) -> None:
        """Add new properties at the end of the first description; a document without one gets one."""
        if not self._added:
            return
        if not self.document.descriptions:
            self._insert_description(edits)
            return
        one, data = self.document.descriptions[0], self.document.data
        outer = self._indentation(one.start)
        first = next((prop for prop in one.properties if not prop.is_attribute), None)
        inner = self._indentation(first.start) if first else (outer + b" " if outer else b"")
        new = b"".join(self._element(name, make, inner) for name, make in self._added.items())
        if one.end_tag is not None:
            at = one.end_tag - len(self._indentation(one.end_tag))
            edits[at, at] = new
        else:
            tag = re.compile(rb"<([^\s/>]+)").match(data, one.start)
            name = tag[1] if tag else b"rdf:Description"
            edits[one.tag_end - 2, one.tag_end] = b">%s%s</%s>" % (new, outer, name)

    def _insert_description(self, edits: dict[tuple[int, int], bytes]) -> None:
        rdf = self.document.rdf
        prefix = (rdf.prefixes.get(RDF) or "rdf").encode()
        inner = b"".join(self._element(name, make, b"\n   ") for name, make in self._added.items())
        made = b'\n  <%s:Description %s:about="">%s\n  </%s:Description>' % (prefix, prefix, inner, prefix)
        if rdf.end_tag is not None:
            edits[rdf.tag_end, rdf.tag_end] = made
        else:
            edits[rdf.tag_end - 2, rdf.tag_end] = b">%s\n </%s:RDF>" % (made, prefix)

    def _element(self, name: str, make: Callable[[bytes], bytes], indentation: bytes) -> bytes:
        """Return a property as an element; what its name needs is declared on it, where the document does not."""
        uri, _, local = name.partition("}")
        known = self._prefixes().get(uri)
        prefix = known or PREFIXES[uri]
        declared = "" if known else f' xmlns:{prefix}="{uri}"'
        tag = f"{prefix}:{local}"
        return indentation + f"<{tag}{declared}>".encode() + make(indentation) + f"</{tag}>".encode()


def _default(prop: Property) -> Entry | None:
    """Return the entry of a language alternative that is of no language; None: all are of one."""
    by_language = {entry.language.lower(): entry for entry in reversed(prop.entries)}
    return by_language.get("x-default") or by_language.get("")


def _texts(prop: Property) -> list[str]:
    """Return the texts of a list; a text that is none is one entry."""
    return [entry.text for entry in prop.entries] or ([prop.text] if prop.text.strip() else [])


def _escaped(text: str, *, attribute: bool = False) -> bytes:
    signs = {'"': "&quot;", "'": "&apos;", "\n": "&#10;", "\t": "&#9;"} if attribute else {}
    return escape(text, signs).encode()


def _decode(document: bytes) -> tuple[str, bytes]:
    """Return the encoding of a document, and the document in UTF-8 without a mark.

    Raises:
        XmpError: it is in one that is not known.
    """
    for mark, encoding in ((BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"), (BOM_UTF8, "utf-8-sig")):
        if document.startswith(mark):
            try:
                return encoding, document[len(mark) :].decode(encoding.removesuffix("-sig")).encode()
            except UnicodeError:
                raise XmpError("it is damaged, or not XMP") from None
    declared = _DECLARED.match(document)
    if declared and declared[1].lower() not in {b"utf-8", b"utf8", b"us-ascii", b"ascii"}:
        raise XmpError(f"its letters are in {declared[1].decode()}")
    return "utf-8", document


def _encode(data: bytes, encoding: str) -> bytes:
    marks = {"utf-16-le": BOM_UTF16_LE, "utf-16-be": BOM_UTF16_BE}
    if encoding in marks:
        return marks[encoding] + data.decode().encode(encoding)
    return BOM_UTF8 + data if encoding == "utf-8-sig" else data
