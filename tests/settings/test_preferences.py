"""Keys and the limit of the cache are kept, and what makes no sense is not taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.errors import UsageError
from gallery.settings.settings import Settings
from tests.settings.opened import reopened

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_and_limit_are_kept(path: Path) -> None:
    settings = Settings(path)
    settings.preferences.set_keys({"grid/KeyF": ["q", "KeyQ"], "app/F11": []})
    settings.preferences.set_cache_limit(1 << 30)
    settings.close()
    found = reopened(path).preferences
    assert (found.keys, found.cache_limit) == ({"grid/KeyF": ["q", "KeyQ"], "app/F11": []}, 1 << 30)
    again = Settings(path)
    again.preferences.set_keys({})
    again.preferences.set_cache_limit(None)
    again.close()
    assert (reopened(path).preferences.keys, reopened(path).preferences.cache_limit) == ({}, None)


@pytest.mark.parametrize(
    "keys",
    [
        None,
        [],
        {"KeyF": ["q"]},
        {"GRID/KeyF": ["q"]},
        {"grid/": ["q"]},
        {"grid/KeyF": "q"},
        {"grid/KeyF": [1]},
        {"grid/KeyF": [""]},
        {"grid/KeyF": ["q"] * 13},
        {"grid/KeyF": ["q" * 41]},
        {f"grid/{n}": [] for n in range(301)},
    ],
)
def test_what_are_no_keys_is_refused(path: Path, keys: object) -> None:
    settings = Settings(path)
    with pytest.raises(UsageError):
        settings.preferences.set_keys(keys)
    assert settings.preferences.keys == {}
    settings.close()


@pytest.mark.parametrize("limit", [0, -1, True, 1.5e9, "1", 1 << 27, 1 << 43])
def test_what_is_no_limit_is_refused(path: Path, limit: object) -> None:
    settings = Settings(path)
    with pytest.raises(UsageError):
        settings.preferences.set_cache_limit(limit)
    assert settings.preferences.cache_limit is None
    settings.close()


@pytest.mark.parametrize("field", ['"keys": {"x": 1}', '"cache_limit": "much"', '"keys": null, "cache_limit": true'])
def test_what_makes_no_sense_in_the_file_is_left_alone(path: Path, field: str) -> None:
    path.write_text('{"version": 1, "roots": [], "searches": [], ' + field + "}", encoding="utf-8")
    found = reopened(path).preferences
    assert (found.keys, found.cache_limit) == ({}, None)


def test_what_makes_no_sense_in_the_file_costs_no_other_key(path: Path) -> None:
    keys = '{"grid/KeyF": ["q"], "KeyX": ["x"], "grid/KeyT": "t", "app/F11": []}'
    path.write_text('{"version": 1, "roots": [], "searches": [], "keys": ' + keys + "}", encoding="utf-8")
    settings = Settings(path)
    settings.preferences.set_cache_limit(1 << 30)
    settings.close()
    assert reopened(path).preferences.keys == {"grid/KeyF": ["q"], "app/F11": []}


@pytest.mark.parametrize("wanted", [{"keys": {"a/b": ["q"]}, "cache_limit": 1}, {"keys": 1, "cache_limit": 1 << 30}])
def test_of_two_wishes_none_is_kept_where_one_makes_no_sense(path: Path, wanted: dict[str, object]) -> None:
    settings = Settings(path)
    with pytest.raises(UsageError):
        settings.preferences.change(wanted)
    assert (settings.preferences.keys, settings.preferences.cache_limit) == ({}, None)
    settings.close()
    assert reopened(path).preferences.keys == {}
