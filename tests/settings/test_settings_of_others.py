"""What another program, or another version of Shoebox, does to settings.json is told, and nothing of it is lost."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import SettingsError
from gallery.settings.settings import Settings
from tests.full_disk import no_space
from tests.settings.filled import QUERIES, is_whole
from tests.settings.opened import reopened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


# while the program runs


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda path: path.unlink(), "was removed while Shoebox was running. It was written again."),
        (lambda path: path.write_bytes(b""), "was changed while Shoebox was running. The changed one was kept as"),
        (
            lambda path: path.write_text('{"roots": []}', encoding="utf-8"),
            "The changed one was kept as settings.changed-",
        ),
        (lambda path: (path.unlink(), path.mkdir()), "The changed one was kept as settings.changed-"),
    ],
    ids=["removed", "emptied", "edited", "folder"],
)
def test_what_others_do_to_it_meanwhile_is_told_and_kept(
    filled: Path, harm: Callable[[Path], object], said: str
) -> None:
    settings = Settings(filled)
    harm(filled)
    found = filled.read_bytes() if filled.is_file() else None
    settings.searches.save("", "new")
    assert said in (settings.notice or "")
    assert [saved.query for saved in reopened(filled).searches] == [*QUERIES, "new"]
    kept = [place.read_bytes() for place in filled.parent.glob("settings.changed-*") if place.is_file()]
    assert kept == ([] if found is None else [found])
    settings.close()


def test_a_file_that_was_touched_only_is_no_news(filled: Path) -> None:
    settings = Settings(filled)
    os.utime(filled, (5, 5))
    settings.searches.save("", "new")
    assert settings.notice is None
    settings.close()


def test_a_data_folder_that_is_gone_is_told(filled: Path) -> None:
    settings = Settings(filled)
    filled.parent.rename(filled.parent.with_name("elsewhere"))
    with pytest.raises(SettingsError, match="cannot be saved"):
        settings.searches.save("", "new")
    assert "cannot be saved" in (settings.notice or "")
    filled.parent.with_name("elsewhere").rename(filled.parent)
    settings.searches.save("", "new")
    assert settings.notice is None
    settings.close()


# other versions


def test_fields_of_a_later_version_stay(filled: Path) -> None:
    fields = json.loads(filled.read_text(encoding="utf-8"))
    fields["favourites"] = [1, 2, 3]
    fields["view"]["zoom"] = 4
    fields["roots"][0]["nickname"] = "Holidays"
    filled.write_text(json.dumps(fields), encoding="utf-8")
    settings = Settings(filled)
    settings.searches.save("", "new")
    settings.close()
    after = json.loads(filled.read_text(encoding="utf-8"))
    assert (after["favourites"], after["view"]["zoom"], after["roots"][0]["nickname"]) == ([1, 2, 3], 4, "Holidays")
    assert settings.notice is None


def test_a_file_of_a_later_version_is_kept_whole_beside(filled: Path) -> None:
    fields = json.loads(filled.read_text(encoding="utf-8"))
    text = json.dumps({**fields, "version": 7, "searches": [*fields["searches"], {"id": 9, "rules": ["x"]}], "more": 1})
    for name in ("settings.newer-7.json", "settings.newer-7-2.json"):
        filled.write_text(text, encoding="utf-8")
        settings = Settings(filled)
        settings.searches.save("", "new")
        settings.close()
        assert settings.notice == f"settings.json was made by a newer Shoebox. A copy was kept as {name}."
        assert filled.with_name(name).read_text(encoding="utf-8") == text
        after = json.loads(filled.read_text(encoding="utf-8"))
        assert (after["version"], after["more"], len(after["searches"])) == (1, 1, 4)
        assert reopened(filled).notice is None


def test_a_later_version_is_not_opened_where_it_cannot_be_kept(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps({"version": 2, "roots": []})
    filled.write_text(text, encoding="utf-8")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(SettingsError, match="made by a newer Shoebox, and cannot be copied: No space left"):
        Settings(filled)
    assert filled.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("version", ["7", None, True, -1, 0, 1.5, [], 1e400])
def test_a_senseless_version_is_as_none(filled: Path, version: object) -> None:
    fields = json.loads(filled.read_text(encoding="utf-8"))
    filled.write_text(json.dumps({**fields, "version": version}), encoding="utf-8")
    settings = reopened(filled)
    assert is_whole(settings)
    assert settings.notice is None
