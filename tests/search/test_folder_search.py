"""Folders by name, by pattern and by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders
from gallery.search.folder_search import Scope, find_folders_at, find_folders_like, folders_in, with_folders_below
from tests.index_builder import top

if TYPE_CHECKING:
    import sqlite3


@pytest.fixture
def tree(conn: sqlite3.Connection) -> dict[str, int]:
    """A root at /home/anna/Pictures with the folders of two trips, and one on a drive."""
    home = top(conn, 1, b"/home/anna/Pictures")
    found = {"": home}
    for path in ("2019/Rome", "2020/Rome", "2020/Zürich"):
        found[path] = folders.put_chain(conn, 1, b"/home/anna/Pictures", path.encode())
        above = path.split("/")[0]
        found[above] = folders.put_chain(conn, 1, b"/home/anna/Pictures", above.encode())
    found["drive"] = top(conn, 2, b"/media/Pictures")
    return found


@pytest.mark.parametrize(
    ("path", "best"),
    [
        ("home/anna/pictures/2019/rome", ["2019/Rome"]),
        ("2020/rome", ["2020/Rome"]),
        ("rome", ["2019/Rome", "2020/Rome"]),
        ("c:/users/x/2020/zurich", ["2020/Zürich"]),
        ("home/anna/pictures", [""]),
        ("media/pictures", ["drive"]),
        ("pictures", ["", "drive"]),
        ("anna", []),
        ("2021/oslo", []),
    ],
)
def test_the_folders_that_agree_with_most_of_a_path_come_first(
    conn: sqlite3.Connection, tree: dict[str, int], path: str, best: list[str]
) -> None:
    found = find_folders_at(conn, tuple(path.split("/")))
    assert (found[0] if found else set()) == {tree[each] for each in best}


def test_others_of_the_name_come_after_it(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    assert find_folders_at(conn, ("2019", "rome")) == [{tree["2019/Rome"]}, {tree["2020/Rome"]}]
    assert find_folders_at(conn, ()) == []


def test_a_pattern_is_one_of_whole_names_and_includes_what_is_below(
    conn: sqlite3.Connection, tree: dict[str, int]
) -> None:
    assert find_folders_like(conn, "20?0") == {tree["2020"], tree["2020/Rome"], tree["2020/Zürich"]}
    assert find_folders_like(conn, "rom?x") == set()
    assert find_folders_like(conn, "zu*") == {tree["2020/Zürich"]}


def test_a_scope_is_a_folder_with_or_without_those_below(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    assert folders_in(conn, Scope(tree["2019"])) == {tree["2019"], tree["2019/Rome"]}
    assert folders_in(conn, Scope(tree["2019"], subfolders=False)) == {tree["2019"]}
    assert with_folders_below(conn, [tree["2019"], tree["2020"]]) == set(tree.values()) - {tree[""], tree["drive"]}
    assert with_folders_below(conn, []) == set()
