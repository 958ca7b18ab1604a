"""Top folders by their names, and what lies below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.catalog import folders, visible_folders
from gallery.catalog.visible_folders import TopFolders, find_visible, get_names, get_rows, resolve_tops
from tests.index_builder import read, top

if TYPE_CHECKING:
    import sqlite3

HOME, DRIVE, OTHER = b"/home/anna/Pictures", b"/media/Holidays", b"/media/other/Holidays"


@pytest.fixture
def tree(conn: sqlite3.Connection) -> dict[str, int]:
    """Three roots, two of one name; a folder that is gone."""
    found = {"Pictures": top(conn, 1, HOME), "drive": top(conn, 2, DRIVE), "other": top(conn, 3, OTHER)}
    for path in ("2023", "2023/Rome", "2023/Rome/Night", "2024", "2024/Rome", "gone"):
        found[path] = folders.put_chain(conn, 1, HOME, path.encode())
    found["drive/Rome"] = folders.put_chain(conn, 2, DRIVE, b"Rome")
    found["drive/x"] = folders.put_chain(conn, 2, DRIVE, b"x")
    found["other/Rome"] = folders.put_chain(conn, 3, OTHER, b"Rome")
    folders.mark_gone(conn, found["gone"])
    return found


@pytest.mark.parametrize(
    ("names", "tops", "missing", "ambiguous"),
    [
        (["Pictures"], ["Pictures"], (), ()),
        (["Pictures/2023/Rome", "Pictures/2024"], ["2023/Rome", "2024"], (), ()),
        (["Pictures/2023/Rome", "Pictures/2023", "Pictures/2023"], ["2023"], (), ()),
        (["Holidays", "Holidays/Rome", "Holidays/x"], ["drive/x"], (), ("Holidays", "Holidays/Rome")),
        (["Rome", "2023", "pictures", "Pictures/", "/Pictures", "", "Pictures/gone"], [],
         ("Rome", "2023", "pictures", "Pictures/", "/Pictures", "", "Pictures/gone"), ()),
        (["Pictures/2023/Rom_", "Pictures/2023/%"], [], ("Pictures/2023/Rom_", "Pictures/2023/%"), ()),
        ([], [], (), ()),
        (None, ["Pictures", "drive", "other"], (), ()),
    ],
)  # fmt: skip
def test_top_folders_are_found_by_name(
    conn: sqlite3.Connection,
    tree: dict[str, int],
    names: list[str] | None,
    tops: list[str],
    missing: tuple[str, ...],
    ambiguous: tuple[str, ...],
) -> None:
    ids = tuple(sorted(tree[top] for top in tops))
    assert resolve_tops(conn, names) == TopFolders(ids, missing, ambiguous)


def test_the_top_folders_are_the_roots_of_what_is_visible(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    within = (tree["2023"], tree["drive"])
    rows = {row.id: row for row in get_rows(conn, within)}
    assert set(rows) == {
        tree[name] for name in ("2023", "2023/Rome", "2023/Rome/Night", "drive", "drive/Rome", "drive/x")
    }
    assert (rows[tree["2023"]].parent, rows[tree["2023"]].root) == (None, tree["2023"])
    assert (rows[tree["2023/Rome"]].parent, rows[tree["2023/Rome"]].root) == (tree["2023"], tree["2023"])
    assert rows[tree["drive/x"]].root == tree["drive"]
    assert get_rows(conn, ()) == []
    assert get_rows(conn, (999,)) == []


def test_names_begin_with_the_top_folder(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    night = tree["2023/Rome/Night"]
    assert get_names(conn, night, (tree["Pictures"],)) == ["Pictures", "2023", "Rome", "Night"]
    assert get_names(conn, night, (tree["2023"], tree["2023/Rome"])) == ["2023", "Rome", "Night"]
    assert get_names(conn, night, (night,)) == ["Night"]
    assert get_names(conn, night, (tree["2024"],)) == get_names(conn, night, ()) == []
    assert get_names(conn, tree["2023"], (tree["2023/Rome"],)) == [], "above a top folder"
    assert get_names(conn, 999, (tree["2023"],)) == []


def test_photos_are_visible_below_the_top_folders_alone(conn: sqlite3.Connection, tree: dict[str, int]) -> None:
    found = {
        name: read(conn, tree[name], b"a.jpg") for name in ("Pictures", "2023", "2023/Rome/Night", "2024", "drive")
    }
    every = [*found.values(), 999]
    assert find_visible(conn, every, (tree["2023"],)) == {found["2023"], found["2023/Rome/Night"]}
    assert find_visible(conn, every, (tree["2024"], tree["drive"])) == {found["2024"], found["drive"]}
    assert find_visible(conn, every, ()) == find_visible(conn, [], (tree["2023"],)) == set()
    with_all_below = visible_folders.get_tops(conn, (tree["2023"],))
    assert with_all_below == dict.fromkeys((tree["2023"], tree["2023/Rome"], tree["2023/Rome/Night"]), tree["2023"])
