"""Holds the texts of every language, read once from the folder `ui/languages`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gallery.languages.fluent import read_messages
from gallery.languages.formatting import format_text
from gallery.program_files import program_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gallery.languages.fluent import Pattern

SOURCE = "en"
"""The language in which texts are written first, and that is shown to who has none of the others."""
LANGUAGES = ("en", "de")
"""The folders of `ui/languages`, each named by a language tag (BCP 47)."""
_PREFERRED = re.compile(r"([A-Za-z]{2,8})[A-Za-z0-9-]*(?:\s*;\s*[qQ]=([0-9.]{1,8}))?")
_MOST_LETTERS = 1000
"""Of a header that is looked at: strangers send it, too."""


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of one language by their keys."""

    tag: str
    """Its folder's name: "de"."""
    texts: Mapping[str, Pattern]

    @property
    def direction(self) -> str:
        """Where its lines begin: "ltr" or "rtl"."""
        return self.plain("language-direction")

    def plain(self, key: str) -> str:
        """Return a text that has no variables.

        Raises:
            KeyError: there is none of this key.
            TypeError: it has variables.
        """
        text = self.texts[key]
        if not isinstance(text, str):
            raise TypeError(key)
        return text

    def say(self, key: str, values: Mapping[str, str | int]) -> str:
        """Return a text with its variables filled in.

        Raises:
            KeyError: there is none of this key, or a variable is missing.
        """
        return format_text(self.texts[key], values, self.tag, self.direction)


def read_language(folder: Path, files: str = "*") -> Language:
    """Return the texts that stand in the .ftl files of a folder. Keys begin with the name of their file.

    Args:
        folder: of the language.
        files: a pattern of the names of the files.

    Raises:
        ValueError: a file is not in the form that `fluent.py` reads, or a key stands in a file of another name.
    """
    texts: dict[str, Pattern] = {}
    for file in sorted(folder.glob(f"{files}.ftl")):
        try:
            messages = read_messages(file.read_text("utf-8"))
        except ValueError as error:
            raise ValueError(f"{folder.name}/{file.name}: {error}") from error
        if strange := [key for key in messages if not key.startswith(f"{file.stem}-")]:
            raise ValueError(f"{folder.name}/{file.name}: {strange[0]} belongs into a file of another name.")
        texts.update(messages)
    return Language(folder.name, texts)


def read_languages(folder: Path) -> dict[str, Language]:
    """Return all languages by their tags.

    Raises:
        ValueError: as `read_language`.
    """
    return {tag: read_language(folder / tag) for tag in LANGUAGES}


@cache
def program_texts(tag: str, file: str) -> Language:
    """Return the texts of one file, which is read when one of them is first wanted, and of `language.ftl`.

    Args:
        tag: the language, one of `LANGUAGES`.
        file: its name without suffix: "window".
    """
    folder = program_folder("ui") / "languages" / tag
    texts = {**read_language(folder, "language").texts, **read_language(folder, file).texts}
    return Language(tag, texts)


def choose_language(chosen: str, accepted: str) -> str:
    """Return the tag of the language to show.

    Args:
        chosen: the setting: a tag, or "system".
        accepted: what a browser says that its user reads, most wanted first or weighed by `q` (RFC 9110, 12.5.4).
    """
    if chosen in LANGUAGES:
        return chosen
    parts = accepted[:_MOST_LETTERS].split(",")
    matches = [match for part in parts if (match := _PREFERRED.fullmatch(part.strip()))]
    matches.sort(key=lambda match: -_weight(match[2]))
    wanted = (match[1].lower() for match in matches if _weight(match[2]) > 0)
    return next((tag for tag in wanted if tag in LANGUAGES), SOURCE)


def _weight(text: str | None) -> float:
    """Return a weight of `q`; nonsense counts as nothing."""
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
