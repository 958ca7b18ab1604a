"""Properties changed in the bytes of XMP documents, and everything else kept."""

from __future__ import annotations

import time

import pytest

from gallery.annotations.models import Annotation
from gallery.imaging.metadata.xmp import parse_sidecar
from gallery.sidecars import xmp_document
from gallery.sidecars.fields import RATING, SUBJECT, TITLE, read_values, said_values, write_values
from gallery.sidecars.xmp_document import XmpError, parse
from gallery.sidecars.xmp_edit import EMPTY, XmpEditor, plain
from tests.sidecar_files import title, xmp_file

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
SAID = said_values(
    Annotation(True, 5, "picked", "green", 'The "T" & <t>', "Line\nand line", ("travel/italy", "AC|DC"), ("sad",))
)
DOCUMENTS = {
    "a new one": EMPTY,
    "attributes": xmp_file(xmp_Rating=3, xmp_Label="Red", dc_title="plain"),
    "elements": xmp_file(f"<xmp:Rating>3</xmp:Rating>{title('Old')}<dc:subject><rdf:Bag><rdf:li>sad</rdf:li>"
                         "<rdf:li>kept</rdf:li></rdf:Bag></dc:subject>"),
    "empty lists": xmp_file("<dc:subject/><dc:title><rdf:Alt><rdf:li xml:lang='x-default'/></rdf:Alt></dc:title>"),
    "an empty description": f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}><rdf:Description/></rdf:RDF></x:xmpmeta>'
    .encode(),
    "no description": f"<rdf:RDF {RDF}/>".encode(),
    "no description but tags": f"<rdf:RDF {RDF}></rdf:RDF>".encode(),
    "other prefixes": f'<r:RDF {RDF.replace(":rdf", ":r")}><r:Description xmlns:xap="http://ns.adobe.com/xap/1.0/"'
    f' xmlns:xmp="urn:other" xap:Rating="1" xmp:Rating="kept"/></r:RDF>'.encode(),
    "UTF-16": xmp_file(title("Zoë")).decode().encode("utf-16"),
    "a mark": b"\xef\xbb\xbf" + xmp_file(),
    "blanks in front": b"\n\n " + xmp_file(),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_is_written_is_read_again_and_a_second_time_changes_nothing(kind: str) -> None:
    document = DOCUMENTS[kind]
    editor = XmpEditor(document)
    assert editor.result() is document
    write_values(editor, SAID)
    written = editor.result()
    assert read_values(XmpEditor(written), SAID) == SAID
    found = parse_sidecar(written)
    assert (found.rating, found.title, found.caption) == (5, 'The "T" & <t>', "Line\nand line")
    assert {"travel/italy", "AC|DC"} <= set(found.tags)
    assert "sad" not in found.tags
    again = XmpEditor(written)
    write_values(again, SAID)
    assert again.result() is written


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_what_was_written_can_be_taken_out_again(kind: str) -> None:
    editor = XmpEditor(DOCUMENTS[kind])
    before = read_values(editor, SAID)
    write_values(editor, SAID)
    back = XmpEditor(editor.result())
    write_values(back, before)
    assert read_values(XmpEditor(back.result()), SAID) == before


def test_all_else_stays_byte_for_byte() -> None:
    noise = "<!-- a comment -->\n<x:y xmlns:x='urn:x' a = \"1\">&amp;\t<![CDATA[<raw>]]></x:y><?a instruction?>"
    document = xmp_file(f"{noise}<xmp:Rating>3</xmp:Rating>")
    editor = XmpEditor(document)
    editor.set_text(RATING, "4")
    assert editor.result() == document.replace(b">3<", b">4<")


@pytest.mark.parametrize("blanks", ["", "\n   "])
def test_a_title_is_put_in_front_of_those_in_languages_and_goes_again_as_it_came(blanks: str) -> None:
    titles = f'{blanks}<rdf:li xml:lang="de-DE">Meer</rdf:li>{blanks}<rdf:li xml:lang="fr">Mer</rdf:li>'
    document = xmp_file(f"<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title>")
    editor = XmpEditor(document)
    assert editor.text(TITLE) == "Meer"
    editor.set_alternative(TITLE, "Sea")
    written = editor.result()
    default = f"{blanks}<rdf:li xml:lang='x-default'>Sea</rdf:li>"
    assert written == document.replace(titles.encode(), (default + titles).encode())
    assert parse_sidecar(written).title == "Sea"
    other = XmpEditor(written)
    other.set_alternative(TITLE, "Ocean")
    assert other.result() == written.replace(b"Sea", b"Ocean")
    back = XmpEditor(written)
    back.set_alternative(TITLE, "Meer")
    assert back.result() == document


def test_the_entry_of_no_language_of_another_program_stays_wherever_it_stands() -> None:
    titles = '<rdf:li xml:lang="de">Meer</rdf:li><rdf:li xml:lang="x-default">Old</rdf:li>'
    document = xmp_file(f"<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title>")
    editor = XmpEditor(document)
    assert (editor.text(TITLE), parse_sidecar(document).title) == ("Old", "Old")
    editor.set_alternative(TITLE, "Meer")
    assert editor.result() == document.replace(b"Old", b"Meer")


@pytest.mark.parametrize("default", ['<rdf:li xml:lang="x-default">Old</rdf:li>', "", '<rdf:li xml:lang="x-default"/>'])
def test_to_say_that_there_is_no_title_leaves_those_in_languages(default: str) -> None:
    titles = f'{default}<rdf:li xml:lang="de">Meer</rdf:li>'
    document = xmp_file(f"<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title>")
    editor = XmpEditor(document)
    before = editor.text(TITLE)
    editor.set_alternative(TITLE, None)
    cleared = editor.result()
    assert b'de">Meer<' in cleared
    assert (XmpEditor(cleared).text(TITLE), parse_sidecar(cleared).title) == (None, None)
    again = XmpEditor(cleared)
    again.set_alternative(TITLE, "Sea")
    assert parse_sidecar(again.result()).title == "Sea"
    back = XmpEditor(again.result())
    back.set_alternative(TITLE, before)
    assert parse_sidecar(back.result()).title == before
    assert b'de">Meer<' in back.result()
    if before:
        assert back.result() == document


def test_other_languages_and_other_tags_stay() -> None:
    titles = '<rdf:li xml:lang="x-default">Old</rdf:li><rdf:li xml:lang="de">Alt</rdf:li>'
    tags = "<rdf:li>a</rdf:li><rdf:li>b</rdf:li>"
    document = xmp_file(
        f"<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title><dc:subject><rdf:Bag>{tags}</rdf:Bag></dc:subject>"
    )
    editor = XmpEditor(document)
    editor.set_alternative(TITLE, "New")
    editor.change_list(SUBJECT, ["C", "B"], lambda text: text == "a")
    assert b'de">Alt<' in editor.result()
    assert XmpEditor(editor.result()).entries(SUBJECT) == ["b", "C"]


def test_a_tag_is_taken_out_of_every_list_but_not_the_word_of_another() -> None:
    bags = "".join(
        f"<{name}><rdf:Bag>{''.join(f'<rdf:li>{text}</rdf:li>' for text in texts)}</rdf:Bag></{name}>"
        for name, texts in {
            "digiKam:TagsList": ("Places/Rome", "Films/Rome", "Sun"),
            "lr:hierarchicalSubject": ("Places|Rome", "Films|Rome", "Sun"),
            "dc:subject": ("Rome", "Sun"),
        }.items()
    )
    editor = XmpEditor(xmp_file(bags))
    write_values(editor, {"tag:places/rome": None, "tag:sun": None})
    assert parse_sidecar(editor.result()).tags == ("Films/Rome",)
    assert XmpEditor(editor.result()).entries(SUBJECT) == ["Rome"]


def test_signs_that_no_document_may_hold_are_left_out() -> None:
    assert plain(" a\0b\x0bc\ufffe\r\nd ") == "abc\nd"


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]>' + xmp_file(),
        xmp_file()[:-40],
        b"",
        b"<a/>",
        b'<?xml version="1.0" encoding="ISO-8859-1"?>' + xmp_file(),
        b"\xff\xfe" + xmp_file(),
        xmp_file("<unbound:y/>"),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(document: bytes) -> None:
    with pytest.raises(XmpError, match=r"^it"):
        XmpEditor(document)


def test_a_document_of_countless_nodes_is_bounded() -> None:
    started = time.process_time()
    deep = "<a>" * 200_000 + "</a>" * 200_000
    assert parse(xmp_file(f"<x>{deep}</x>".replace("<x>", "<dc:x>").replace("</x>", "</dc:x>"))).descriptions
    with pytest.raises(XmpError):
        parse(xmp_file("<dc:x/>" * (xmp_document.MAX_PLACES + 1)))
    with pytest.raises(XmpError):
        parse(xmp_file(f'<dc:x xmlns:y="{"u" * 5000}"/>'))
    assert time.process_time() - started < 60
