"""Saved searches: kept once, under a name, never mixed up, and read from a file that anybody may have edited."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import NotFoundError, SettingsError, UsageError
from gallery.settings.saved_searches import MAX_SEARCHES, SavedSearch, SavedSearches
from gallery.settings.settings import RootPath, Settings
from gallery.settings.settings_json import MAX_NAME_CHARACTERS, MAX_QUERY_CHARACTERS
from tests.settings.opened import reopened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Paper:
    """A keeper that writes nothing, and fails where `broken` says so."""

    def __init__(self) -> None:
        self.kept: list[Mapping[str, Any]] = []
        self.broken = False
        self._lock = threading.Lock()

    def changing(self) -> threading.Lock:
        return self._lock

    def keep(self, fields: Mapping[str, Any]) -> None:
        assert self._lock.locked()
        if self.broken:
            raise SettingsError("The disk is full.")
        self.kept.append(fields)


def shelf(keeper: Paper | None = None) -> SavedSearches:
    return SavedSearches([], None, keeper or Paper())


def test_a_search_is_kept_under_a_name_or_its_own_text() -> None:
    searches = shelf()
    assert searches.save("  Rome in \n spring ", " rome april ") == SavedSearch(1, "Rome in spring", "rome april")
    assert searches.save(" ", "type:png   or\ttype:gif") == SavedSearch(
        2, "type:png or type:gif", "type:png   or\ttype:gif"
    )
    assert searches.save("Rome in spring", "rome may").id == 3
    assert [saved.query for saved in searches] == ["rome april", "type:png   or\ttype:gif", "rome may"]


def test_the_same_search_is_kept_once() -> None:
    paper = Paper()
    searches = shelf(paper)
    first = searches.save("A", "rome")
    assert searches.save("B", " rome ") == first
    assert (list(searches), len(paper.kept)) == ([first], 1)
    assert searches.save("A", "Rome").id == 2


def test_many_at_once_keep_it_once() -> None:
    searches = shelf()
    gate = threading.Barrier(8)
    threads = [threading.Thread(target=lambda: (gate.wait(), searches.save("", "rome"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(searches) == [SavedSearch(1, "rome", "rome")]


def test_a_new_name_leaves_the_rest_and_none_is_the_text_again() -> None:
    searches = shelf()
    searches.save("", "rome")
    searches.save("", "lisbon")
    assert searches.change(1, name=" Italy ") == SavedSearch(1, "Italy", "rome")
    assert list(searches) == [SavedSearch(1, "Italy", "rome"), SavedSearch(2, "lisbon", "lisbon")]
    assert searches.change(1, name="").name == "rome"


def test_one_of_two_with_the_same_text_gets_a_new_name() -> None:
    """Such a file can be written by hand."""
    twice = [{"id": number, "name": name, "query": "rome"} for number, name in ((1, "a"), (2, "b"))]
    assert SavedSearches(twice, None, Paper()).change(2, name="c") == SavedSearch(2, "c", "rome")


def test_a_new_text_keeps_the_name_that_was_given_and_no_other() -> None:
    searches = shelf()
    searches.save("Italy", "rome")
    searches.save("", "lisbon  2019")
    assert searches.change(1, query=" rome or milan ") == SavedSearch(1, "Italy", "rome or milan")
    assert searches.change(2, query="porto") == SavedSearch(2, "porto", "porto")
    assert searches.change(2, name="Sea", query="porto") == SavedSearch(2, "Sea", "porto")
    assert [saved.query for saved in searches] == ["rome or milan", "porto"]


@pytest.mark.parametrize(
    ("query", "why"),
    [(" ", "An empty search"), ("q" * (MAX_QUERY_CHARACTERS + 1), "more than 1,000"), (" rome ", "already as “Italy”")],
)
def test_a_new_text_that_cannot_be_kept_changes_nothing(query: str, why: str) -> None:
    searches = shelf()
    searches.save("Italy", "rome")
    searches.save("", "lisbon")
    before = list(searches)
    with pytest.raises(UsageError, match=why):
        searches.change(2, query=query)
    assert list(searches) == before


def test_what_is_gone_is_not_found() -> None:
    searches = shelf()
    searches.save("", "rome")
    searches.remove(1)
    assert list(searches) == []
    with pytest.raises(NotFoundError):
        searches.remove(1)
    with pytest.raises(NotFoundError):
        searches.change(1, name="x")


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [
        ("x", " \n", "An empty search"),
        ("x", "q" * (MAX_QUERY_CHARACTERS + 1), "more than 1,000 characters"),
        ("n" * (MAX_NAME_CHARACTERS + 1), "q", "at most 100 characters"),
    ],
)
def test_what_is_empty_or_too_long_is_refused_with_a_sentence(name: str, query: str, why: str) -> None:
    searches = shelf()
    with pytest.raises(UsageError, match=why):
        searches.save(name, query)
    assert (list(searches), searches.next_id) == ([], 1)


def test_the_longest_are_taken_and_a_long_search_names_itself_with_its_beginning() -> None:
    searches = shelf()
    assert searches.save("", "q" * MAX_QUERY_CHARACTERS).name == "q" * MAX_NAME_CHARACTERS
    assert searches.save("n" * MAX_NAME_CHARACTERS, "other").name == "n" * MAX_NAME_CHARACTERS
    with pytest.raises(UsageError):
        searches.change(2, name="n" * (MAX_NAME_CHARACTERS + 1))


def test_there_is_room_for_so_many_and_again_when_one_goes() -> None:
    searches = shelf()
    for number in range(MAX_SEARCHES):
        searches.save("", f"q{number}")
    with pytest.raises(UsageError, match="At most 200 searches can be saved"):
        searches.save("", "one more")
    assert searches.save("", "q7").id == 8
    searches.remove(1)
    assert searches.save("", "one more").id == MAX_SEARCHES + 1


def test_every_change_is_told_to_all_who_listen() -> None:
    told: list[str] = []
    searches = shelf()
    searches.add_listener(lambda: told.append("one"))
    searches.add_listener(lambda: told.append("two"))
    searches.save("", "rome")
    searches.change(1, name="x")
    searches.remove(1)
    assert told == ["one", "two"] * 3


def test_what_cannot_be_written_is_not_changed_and_not_told() -> None:
    paper, told = Paper(), list[str]()
    searches = shelf(paper)
    before = [searches.save("", "rome")]
    searches.add_listener(lambda: told.append("changed"))
    paper.broken = True
    for change in (lambda: searches.save("", "x"), lambda: searches.change(1, name="x"), lambda: searches.remove(1)):
        with pytest.raises(SettingsError):
            change()
    assert (list(searches), searches.next_id, told) == (before, 2, [])
    paper.broken = False
    assert searches.save("", "next").id == 2


# settings.json


def test_they_survive_and_their_numbers_are_never_given_twice(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(path)
    settings.searches.save("Caf\xe9 \U0001f3d4", 'folder:"a b"\x01\udcff')
    settings.searches.save("", "gone")
    settings.searches.remove(2)
    settings.close()
    settings = Settings(path)
    assert list(settings.searches) == [SavedSearch(1, "Caf\xe9 \U0001f3d4", 'folder:"a b"\x01\udcff')]
    assert settings.searches.save("", "new").id == 3
    settings.close()
    assert [saved.id for saved in reopened(path).searches] == [1, 3]
    assert settings.notice is None


GOOD = {"id": 7, "name": "Rome", "query": "rome"}
BAD: list[Any] = [
    None, 5, "rome", [], {}, {"id": 8, "name": "x"}, {"id": 8, "query": "x"}, {"name": "x", "query": "x"},
    {**GOOD, "id": 0}, {**GOOD, "id": True}, {**GOOD, "id": "8"}, {**GOOD, "id": 2**32}, {**GOOD, "id": []}, GOOD,
    {**GOOD, "id": 8, "name": ""}, {**GOOD, "id": 8, "name": 5}, {**GOOD, "id": 8, "name": "n" * 101},
    {**GOOD, "id": 8, "query": " "}, {**GOOD, "id": 8, "query": None}, {**GOOD, "id": 8, "query": "q" * 1001},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_those_that_make_sense_are_kept_beside_one_that_does_not(tmp_path: Path, bad: object) -> None:
    path = tmp_path / "settings.json"
    text = json.dumps({"roots": [{"id": 1, "path": "/a"}], "searches": [GOOD, bad], "view": {"theme": "dark"}})
    path.write_text(text, encoding="utf-8")
    settings = reopened(path)
    assert list(settings.searches) == [SavedSearch(7, "Rome", "rome")]
    assert (settings.roots, settings.view.theme) == ((RootPath(1, b"/a"),), "dark")
    assert "Some of your saved searches may be missing." in (settings.notice or "")
    [aside] = tmp_path.glob("settings.damaged-*.json")
    assert aside.read_text(encoding="utf-8") == text
    assert json.loads(path.read_text(encoding="utf-8"))["searches"] == [GOOD]


@pytest.mark.parametrize("searches", ["x", {"id": 1}, None, 5])
def test_a_list_that_is_none_is_damage(tmp_path: Path, searches: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"searches": searches}), encoding="utf-8")
    settings = reopened(path)
    assert list(settings.searches) == []
    assert settings.notice


def test_more_than_can_be_added_are_kept_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    many = [{"id": number, "name": "x", "query": f"q{number}"} for number in range(1, MAX_SEARCHES + 3)]
    path.write_text(json.dumps({"searches": many}), encoding="utf-8")
    settings = Settings(path)
    settings.searches.remove(1)
    with pytest.raises(UsageError):
        settings.searches.save("", "one more")
    settings.close()
    assert [saved.id for saved in reopened(path).searches] == list(range(2, MAX_SEARCHES + 3))


def test_they_are_kept_where_the_roots_are_damaged(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"roots": [5], "searches": [GOOD, 5]}), encoding="utf-8")
    settings = reopened(path)
    assert "Some of your folders and saved searches may be missing." in (settings.notice or "")
    assert len(list(tmp_path.glob("settings.damaged-*.json"))) == 1
    assert list(reopened(path).searches) == [SavedSearch(7, "Rome", "rome")]


def test_fields_of_a_later_version_stay_with_their_search(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"searches": [{**GOOD, "colour": "red"}]}), encoding="utf-8")
    settings = Settings(path)
    settings.searches.change(7, name="Roma")
    settings.close()
    assert json.loads(path.read_text(encoding="utf-8"))["searches"] == [{**GOOD, "name": "Roma", "colour": "red"}]
    assert settings.searches.as_json() == [{**GOOD, "name": "Roma"}]


@pytest.mark.parametrize("value", [None, "9", -1, True, 0.5, 2])
def test_a_senseless_next_number_gives_way(tmp_path: Path, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"searches": [GOOD], "next_search": value}), encoding="utf-8")
    settings = Settings(path)
    assert settings.searches.save("", "new").id == 8
    settings.close()
    assert settings.notice is None
