"""Sidecars of other programs, changed by Shoebox: every node that is not Shoebox's stays (canonical XML)."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, canonicalize, fromstring, tostring

import pytest

from gallery.annotations.models import Annotation
from gallery.sidecars import fields
from gallery.sidecars.fields import read_values, said_values, write_values
from gallery.sidecars.xmp_edit import XmpEditor
from tests.corpus import corpus_folder

CORPUS = corpus_folder()
SAID = said_values(
    Annotation(True, 5, "picked", "green", "A title", "A caption", ("travel/italy", "sun"), ("not there",))
)
OURS = {
    "{" + name
    for name in (
        *(fields.RATING, fields.LABEL, fields.TITLE, fields.CAPTION, fields.PICK_LABEL, fields.COLOR_LABEL),
        *(fields.FAVOURITE, fields.SUBJECT, fields.TAGS_LIST, fields.HIERARCHICAL),
    )
}
NAMES = sorted(str(path.relative_to(CORPUS)) for path in CORPUS.rglob("*.xmp"))


def foreign(document: bytes) -> str:
    """Return the canonical XML of a document without the properties that Shoebox writes."""
    root = fromstring(document.decode("utf-8-sig").strip())
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in OURS:
                _remove(parent, child)
        for name in OURS & parent.attrib.keys():
            del parent.attrib[name]
    return canonicalize(tostring(root, encoding="unicode"), strip_text=True, with_comments=True, rewrite_prefixes=True)


def _remove(parent: Element, child: Element) -> None:
    parent.remove(child)


@pytest.mark.corpus
@pytest.mark.parametrize("name", NAMES)
def test_a_sidecar_of_another_program_keeps_every_node(name: str) -> None:
    document = Path(CORPUS / name).read_bytes()
    editor = XmpEditor(document)
    tags = editor.entries(fields.SUBJECT)
    write_values(editor, SAID)
    written = editor.result()
    assert read_values(XmpEditor(written), SAID) == SAID
    assert foreign(written) == foreign(document)
    assert XmpEditor(written).entries(fields.SUBJECT)[: len(tags)] == tags
