"""The tables of texts: read whole, and chosen by what the user set or the browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.languages.tables import LANGUAGES, choose_language, read_language, read_languages
from gallery.program_files import program_folder
from gallery.settings import view_state

if TYPE_CHECKING:
    from pathlib import Path

UI = program_folder("ui")


def test_every_language_is_read_and_can_be_set() -> None:
    languages = read_languages(UI / "languages")
    assert set(languages) == {folder.name for folder in (UI / "languages").iterdir()}
    assert view_state.LANGUAGES[1:] == LANGUAGES
    for language in languages.values():
        assert language.direction in {"ltr", "rtl"}
        assert language.plain("language-locale").startswith(language.tag)
        with pytest.raises(TypeError):
            language.plain("count-photos")


def test_a_key_begins_with_the_name_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "grid.ftl").write_text("grid-photos = Photos\n", encoding="utf-8")
    assert dict(read_language(tmp_path).texts) == {"grid-photos": "Photos"}
    (tmp_path / "viewer.ftl").write_text("grid-more = More\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"viewer\.ftl: grid-more"):
        read_language(tmp_path)
    (tmp_path / "viewer.ftl").write_text("viewer-more = { More }\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"viewer\.ftl: .*viewer-more"):
        read_language(tmp_path)


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("file", sorted((UI / "languages").glob("*/*.ftl")), ids=lambda file: "/".join(file.parts[-2:]))
def test_apostrophes_and_quotes_are_those_of_print(file: Path) -> None:
    assert [line for line in lines(file) if "'" in line or '"' in line] == []


@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_what_could_not_be_done_is_said_in_sentences_with_a_full_stop(tag: str) -> None:
    """But for a reason, which brings its own, what stands within a sentence, and the titles at the end of the file."""
    said = (UI / "languages" / tag / "error.ftl").read_text("utf-8")
    said = said[: said.index("error-all-left-out = ")]
    whole = [line for line in said.splitlines() if line.startswith("error-") and not line.startswith("error-outlook-")]
    assert [line for line in whole if not line.endswith((".", ". { $why }", "->"))] == []


@pytest.mark.parametrize(
    ("chosen", "accepted", "tag"),
    [
        ("de", "en", "de"),
        ("en", "de-DE", "en"),
        ("system", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("system", "fr-FR, de;q=0.5, en;q=0.7", "en"),
        ("system", "DE", "de"),
        ("system", "fr,es", "en"),
        ("system", "de;q=0", "en"),
        ("system", "de;q=x,;;,*", "en"),
        ("system", "", "en"),
    ],
)
def test_which_language_is_shown(chosen: str, accepted: str, tag: str) -> None:
    assert choose_language(chosen, accepted) == tag
