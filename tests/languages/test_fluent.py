"""The subset of Fluent in which texts are written: what is read, and that all else is refused."""

from __future__ import annotations

import pytest

from gallery.languages.fluent import read_messages, variables

FILE = """# Comment

one-word = Word
with-place = From { $place } on { $day }
photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
} in { $place }
blank = { " " }and { "{" }
inner = { $a ->
    [x] { $b ->
        [0] none
       *[other] { $b }
    }
   *[y] y
}
"""


def test_what_is_read() -> None:
    photos = {"one": [["count"], " photo"], "other": [["count"], " photos"]}
    inner = ["b", {"0": "none", "other": [["b"]]}, "other"]
    assert read_messages(FILE) == {
        "one-word": "Word",
        "with-place": ["From ", ["place"], " on ", ["day"]],
        "photos": [["count", photos, "other"], " in ", ["place"]],
        "blank": " and {",
        "inner": [["a", {"x": [inner], "y": "y"}, "y"]],
    }


def test_variables_of_all_its_parts() -> None:
    messages = read_messages(FILE)
    assert variables(messages["photos"]) == {"count", "place"}
    assert variables(messages["inner"]) == {"a", "b"}
    assert variables(messages["one-word"]) == set()


@pytest.mark.parametrize(
    "text",
    [
        "a = \n",
        "a=b\n",
        "A = b\n",
        "-term = b\n",
        "a = b\n    .attribute = c\n",
        "a = b\n  c\n",
        "a = { b }\n",
        "a = { -b }\n",
        "a = { NUMBER($b) }\n",
        "a = {$b}\n",
        "a = b }\n",
        "a = { $b ->\n    [one] c\n}\n",
        "a = { $b ->\n   *[one] c\n   *[other] c\n}\n",
        "a = { $b ->\n    [one] c\n    [one] c\n   *[other] c\n}\n",
        "a = { $b ->\n   *[other] c\n",
        "a = { $b ->\n   *[other]\n}\n",
        "a = b\na = c\n",
        "words\n",
    ],
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"message"):
        read_messages(text)
