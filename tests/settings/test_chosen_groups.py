"""What the user put together or took apart: kept in settings.json, and of a damaged one as far as it goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import UsageError
from gallery.settings import chosen_groups
from gallery.settings.settings import Settings
from gallery.settings.settings_json import read

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, D = (bytes([letter]) * 16 for letter in b"abcd")
DEEP = b"e" * 17


def reopened(settings: Settings, path: Path) -> dict[bytes, tuple[int, int]]:
    settings.close()
    again = Settings(path)
    again.close()
    return again.groups.by_file()


def test_choices_are_on_the_disk_when_they_are_answered(path: Path) -> None:
    settings = Settings(path)
    settings.groups.choose([A, DEEP], together=True)
    settings.groups.choose([C, D], together=False)
    found = {A: (1, 0), DEEP: (1, 1), C: (0, 0), D: (0, 0)}
    assert settings.groups.by_file() == found
    assert read(path.read_bytes()).whole
    assert reopened(settings, path) == found


def test_a_later_choice_of_a_file_ends_an_earlier_one(path: Path) -> None:
    settings = Settings(path)
    settings.groups.choose([A, B], together=True)
    settings.groups.choose([B, C], together=True)
    assert settings.groups.by_file() == {B: (2, 0), C: (2, 1)}
    settings.groups.choose([B, C, D], together=False)
    settings.groups.choose([C], together=True)  # two files of one content
    assert settings.groups.by_file() == {B: (0, 0), C: (4, 0), D: (0, 0)}
    settings.groups.forget([B])
    settings.groups.forget([A])
    assert reopened(settings, path) == {C: (4, 0), D: (0, 0)}


def test_too_much_is_refused_and_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chosen_groups, "MAX_FILES", 3)
    settings = Settings(path)
    settings.groups.choose([A, B], together=True)
    for files in ([C, D], [A, B, C, D]):
        with pytest.raises(UsageError):
            settings.groups.choose(files, together=True)
    settings.groups.choose([A, B], together=False)
    assert reopened(settings, path) == {A: (0, 0), B: (0, 0)}


def test_a_burst_of_thousands_can_be_taken_apart(path: Path) -> None:
    files = [number.to_bytes(16) for number in range(10_000)]
    settings = Settings(path)
    settings.groups.choose(files, together=False)
    assert reopened(settings, path) == dict.fromkeys(files, (0, 0))


def test_settings_of_an_earlier_version_are_whole(path: Path) -> None:
    path.write_text(json.dumps({"version": 1, "roots": [], "searches": []}), encoding="utf-8")
    settings = Settings(path)
    assert settings.notice is None
    assert reopened(settings, path) == {}


@pytest.mark.parametrize(
    "wrong",
    [
        {"files": ["AB" * 16]},
        {"files": []},
        {"files": {"ab" * 16: 1}},
        {"files": [[]]},
        {"files": 5},
        {"files": ["ab"]},
        {"together": 1},
        {"id": 0},
    ],
)
def test_an_item_that_makes_no_sense_is_taken_from_the_copy(path: Path, wrong: dict[str, object]) -> None:
    settings = Settings(path)
    settings.groups.choose([A, B], together=True)
    settings.groups.choose([C, D], together=True)
    settings.close()
    fields = json.loads(path.read_text(encoding="utf-8"))
    fields["groups"][1] |= wrong
    path.write_text(json.dumps(fields), encoding="utf-8")
    assert read(path.read_bytes()).partial == {"groups"}
    assert reopened(Settings(path), path) == {A: (1, 0), B: (1, 1), C: (2, 0), D: (2, 1)}


def test_a_key_with_a_flipped_bit_costs_no_group(path: Path) -> None:
    settings = Settings(path)
    settings.groups.choose([A, B], together=True)
    settings.close()
    path.write_bytes(path.read_bytes().replace(b'"groups"', b'"groupq"'))
    assert reopened(Settings(path), path) == {A: (1, 0), B: (1, 1)}
