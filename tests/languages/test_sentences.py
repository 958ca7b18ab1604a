"""What Python says to a person stands in the tables: every key with its variables, every sentence with a key."""

from __future__ import annotations

import ast
import re
from itertools import product
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import BusyError, GalleryError
from gallery.languages.fluent import variables
from gallery.languages.sentence import Sentence, sentence_json
from gallery.languages.tables import LANGUAGES, read_language
from gallery.program_files import program_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = program_folder("gallery")
TREES = {file: ast.parse(file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py"))}
FILES = ("error", "window")
"""The files of texts that Python alone says. All others are the page's: tests/ui/texts.test.mjs."""
SAYING = {"Sentence", "say", "_say"}
KEY = re.compile(rf"(?:{'|'.join(FILES)})-[a-z0-9-]+")
ENGLISH_CLASSES = {
    "BadRequestError": "a request as the page never puts it",
    "BadSizeError": "a request as the page never puts it",
    "ConfigError": "the file of a site, read by who starts it",
    "SecretFileError": "a file of a site, read by who starts it",
    "DataFolderError": "the command line",
    "FolderInUseError": "the command line",
}
ENGLISH_PLACES = {
    "annotations/album_store.py": (1, "an order that no menu has"),
    "annotations/models.py": (6, "values that no control has"),
    "catalog/blobs.py": (1, "raised and caught here; a notice"),
    "catalog/database.py": (4, "whoever asks comes after the end: a fault of ours"),
    "cli": (5, "the command line"),
    "library/transfer.py": (1, "a form that no menu has"),
    "scan/write_queue.py": (1, "nobody reads it: whoever waited has gone"),
    "settings/preferences.py": (1, "keys as the page never sends them"),
    "settings/sidecar_answer.py": (1, "an answer that no button has"),
    "site": (4, "what the command line says of a site"),
    "transfer/entries.py": (2, "the half of a note in a list that is in English, as the fields of the file are"),
    "web/listener.py": (1, "the command line"),
    "web/request_checks.py": (2, "other pages and programs"),
}
"""Where sentences stay English: how many, and why. The numbers only become smaller."""


def name_of(call: ast.Call) -> str:
    """The name of what is called; not of what another library's module has, such as `sqlite3.DatabaseError`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr if call.func.attr in SAYING else ""
    return getattr(call.func, "id", "")


def calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in names)


def keys_of(argument: ast.expr, function: ast.FunctionDef | None) -> set[str]:
    """The keys that an argument may be: itself, or what its name is given in the function."""
    places: list[ast.AST] = [argument]
    if isinstance(argument, ast.Name) and function:
        found = (node for node in ast.walk(function) if isinstance(node, ast.Assign))
        places += [one.value for one in found if argument.id in [getattr(name, "id", "") for name in one.targets]]
    literals = (node.value for place in places for node in ast.walk(place) if isinstance(node, ast.Constant))
    return {one for one in literals if isinstance(one, str) and KEY.fullmatch(one)}


def error_classes() -> set[str]:
    classes = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {"GalleryError"}
    while new := {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & found} - found:
        found |= new
    return found


def sentences(tree: ast.Module, classes: set[str]) -> list[str]:
    """The sentences that a module raises without a key, also those that stand in a constant of it."""
    given = {
        name.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    found = []
    for call in calls(tree, classes):
        for argument in call.args:
            shown = given.get(argument.id, argument) if isinstance(argument, ast.Name) else argument
            keyed = {inner for one in calls(shown, SAYING) for inner in ast.walk(one)}
            found += [
                f"{name_of(call)}: {node.value}"
                for node in ast.walk(shown)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                if node not in keyed and re.search(r"\w \w", node.value)
            ][:1]
    return found


def test_every_key_stands_in_every_language_with_its_variables() -> None:
    texts = {tag: read_language(program_folder("ui") / "languages" / tag).texts for tag in LANGUAGES}
    for file, tree in TREES.items():
        for function in (None, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))):
            for call in calls(function or tree, SAYING):
                given = {keyword.arg for keyword in call.keywords}
                for key, tag in product(keys_of(call.args[0], function) if call.args else (), LANGUAGES):
                    assert key in texts[tag], f"{file.name}: {key} ({tag})"
                    assert variables(texts[tag][key]) == given, f"{file.name}: {key} ({tag})"


@pytest.mark.parametrize("file", FILES)
def test_every_text_is_said(file: str) -> None:
    said = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for tag in LANGUAGES:
        texts = read_language(program_folder("ui") / "languages" / tag, file).texts
        assert [key for key in texts if key not in said] == []


def test_every_sentence_that_is_raised_has_a_key() -> None:
    classes = error_classes() - set(ENGLISH_CLASSES)
    assert set(ENGLISH_CLASSES) < error_classes()
    found: dict[str, list[str]] = {}
    for file, tree in TREES.items():
        place = file.relative_to(PACKAGE).as_posix()
        room = place.partition("/")[0]
        found.setdefault(room if room in ENGLISH_PLACES else place, []).extend(sentences(tree, classes))
    strange = {place: texts for place, texts in found.items() if len(texts) != ENGLISH_PLACES.get(place, (0, ""))[0]}
    assert strange == {}


def test_a_sentence_without_a_key_would_be_found() -> None:
    tree = ast.parse(
        'A = "This is away."\nB = Sentence("error-b")\n'
        'raise BusyError("This is " + x)\nraise BusyError(f"{x} is away.")\nraise BusyError(A)\nraise BusyError(B)\n'
        'raise BusyError(Sentence("error-away", name="two words"))\nraise BusyError(str(error))'
    )
    assert sentences(tree, {"BusyError"}) == ["BusyError: This is ", "BusyError:  is away.", "BusyError: This is away."]


def test_an_error_is_english_and_can_be_said_in_german() -> None:
    why = Sentence("error-disk-full", path="/home/a")
    error = BusyError(Sentence("error-not-kept", why=why))
    assert str(error).startswith("This was not kept. The disk that holds /home/a is full.")
    assert isinstance(error.sentence, Sentence)
    assert error.sentence.say("de").startswith("Das wurde nicht gespeichert. Der Datenträger von /home/a ist voll.")
    assert sentence_json(error.sentence) == {
        "message": str(error),
        "key": "error-not-kept",
        "values": {"why": {"message": str(why), "key": "error-disk-full", "values": {"path": "/home/a"}}},
    }
    assert sentence_json(GalleryError("Send JSON.").sentence) == {"message": "Send JSON."}


def test_texts_of_one_file_are_read_without_the_others(tmp_path: Path) -> None:
    (tmp_path / "error.ftl").write_text("error-a = A\n", encoding="utf-8")
    (tmp_path / "other.ftl").write_text("{ not read }\n", encoding="utf-8")
    assert dict(read_language(tmp_path, "error").texts) == {"error-a": "A"}
