"""A sentence for a person that is not put into words yet: its key in the tables, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.languages.tables import SOURCE, program_texts

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sentence:
    """A sentence by its key and the values of its variables. As a string it is in English, as the log is.

    Nothing is read before somebody asks for the words. What stands in a sentence may be a sentence, too.
    """

    __slots__ = ("key", "values")

    def __init__(self, key: str, /, **values: Sentence | str | int) -> None:
        self.key = key
        self.values: Mapping[str, Sentence | str | int] = values

    def __str__(self) -> str:
        return self.say(SOURCE)

    def __repr__(self) -> str:
        return f"Sentence({self.key!r}, {self.values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        return hash(self.key)

    def say(self, tag: str) -> str:
        """Return the sentence in a language, by its tag."""
        values = {name: one.say(tag) if isinstance(one, Sentence) else one for name, one in self.values.items()}
        return program_texts(tag, self.key.partition("-")[0]).say(self.key, values)

    def as_json(self) -> dict[str, object]:
        """Return it for the page: in English, and by its key, so that the page can say it in its own language."""
        values = {name: one.as_json() if isinstance(one, Sentence) else one for name, one in self.values.items()}
        return {"message": str(self), "key": self.key, "values": values}


def sentence_json(sentence: Sentence | str) -> dict[str, object]:
    """Return a sentence for the page; one that stands in no table is a `message` alone."""
    return sentence.as_json() if isinstance(sentence, Sentence) else {"message": sentence}
