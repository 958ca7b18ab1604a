"""A hint is shown once, in whichever window, and none when none is wanted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from gallery.settings.hints import is_name
from gallery.settings.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_hint_may_be_shown_once_also_after_a_restart(path: Path) -> None:
    settings = Settings(path)
    hints = settings.preferences.hints
    assert (hints.show("keys"), hints.show("keys"), hints.show("search")) == (True, False, True)
    settings.close()
    again = Settings(path)
    assert again.preferences.hints.as_json() == {"wanted": True, "shown": ["keys", "search"]}
    assert not again.preferences.hints.show("search")
    again.close()


def test_none_is_shown_when_none_is_wanted_and_those_shown_stay_known(path: Path) -> None:
    settings = Settings(path)
    settings.preferences.hints.show("keys")
    settings.preferences.hints.want(wanted=False)
    assert not settings.preferences.hints.show("search")
    settings.close()
    again = Settings(path)
    assert again.preferences.hints.as_json() == {"wanted": False, "shown": ["keys"]}
    again.preferences.hints.want(wanted=True)
    assert (again.preferences.hints.show("keys"), again.preferences.hints.show("search")) == (False, True)
    again.close()


@pytest.mark.parametrize("name", [None, 1, "", "Keys", "a/b", "a" * 21, ["keys"]])
def test_what_is_no_name_of_a_hint(name: object) -> None:
    assert not is_name(name)
    assert is_name("keys")


@pytest.mark.parametrize("stored", [None, [], {"wanted": 0, "shown": "keys"}, {"shown": [1, "KEYS", None]}])
def test_what_makes_no_sense_in_the_file_is_left_out(path: Path, stored: object) -> None:
    path.write_text(
        json.dumps({"version": 1, "roots": [], "searches": [], "groups": [], "hints": stored}), encoding="utf-8"
    )
    settings = Settings(path)
    assert settings.preferences.hints.as_json() == {"wanted": True, "shown": []}
    settings.close()
