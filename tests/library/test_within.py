"""What a visitor sees who may see some folders: what a library that holds nothing else would show, and no path."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import NotFoundError
from gallery.catalog.left_out import CountedFolders
from gallery.search.folder_search import Scope
from gallery.timeline.build import ORDERS, TimelineQuery
from tests.library.two_libraries import TOPS, TYPED, Library, build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MISSING = 999_999
"""An id that is in no library."""
HIDDEN = (
    "vault",
    "srv",
    "hidden",
    "secret",
    "kyoto",
    "leica",
    "summilux",
    "password",
    "lisbao",
    "gardens",
    "beech",
    "japan",
)
"""What no answer to a visitor may hold, unless it was typed."""
Pair = tuple[Library, Library]


@pytest.fixture(params=range(4))
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """The whole library, and that of what is visible."""
    whole, part = build(
        tmp_path, request.param, settled=request.param > 0
    )  # stale photos are searched one by one, slowly
    yield whole, part
    whole.close()
    part.close()


def texts(seed: int, count: int) -> list[str]:
    """Return each of the texts, and random ones of two."""
    chance = random.Random(seed)
    joined = (" ", " ", " or ", " -")
    return [*TYPED, *(chance.choice(joined).join(chance.choices(TYPED, k=2)) for _ in range(count))]


def folder_ids(pair: Pair) -> list[tuple[int, int]]:
    """Return the visible folders' ids in both libraries; then some that the visitor must not know, and ids of nothing.

    Among these is a folder above a top folder.
    """
    of_key = {key: folder for folder, key in pair[1].folder_keys.items()}
    shared = [(folder, of_key[key]) for folder, key in pair[0].folder_keys.items() if key in of_key]
    hidden = [folder for folder, key in pair[0].folder_keys.items() if key not in of_key]
    assert len(shared) > 2
    assert len(hidden) > 2
    return [*shared, *((folder, MISSING) for folder in (*hidden[:2], 1))]


def test_searches_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    counts = set()
    for text in texts(1, 60):
        asked, alone = (library.named(library.search.find(text, library.within)) for library in pair)
        assert asked == alone == pair[1].named(pair[1].search.find(text)), text
        counts.add(asked["count"])
    assert len(counts) > 5


def test_suggestions_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    some = 0
    for text in sorted({whole[:at] for whole in texts(2, 10) for at in range(1, len(whole) + 1)}):
        asked, alone = (library.search.suggest(text, len(text), None, library.within) for library in pair)
        assert asked == alone == pair[1].search.suggest(text, len(text)), text
        some += bool(asked["suggestions"])
    assert some > 20


def test_explanations_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    near = everywhere = 0
    for text in texts(3, 40):
        asked, alone = (library.search.explain(text, None, library.within) for library in pair)
        assert asked == alone == pair[1].search.explain(text), text
        near += any(part["near"] for part in asked["parts"])
        everywhere += asked["everywhere"]
    assert near > 3
    assert everywhere > 10


def test_a_folder_outside_is_searched_as_one_that_does_not_exist(pair: Pair) -> None:
    for ids in folder_ids(pair):
        for subfolders in (True, False):
            for text in ("camera:", "lens:", "folder:", "date:", "2", "lisbn", "canon", "is:", ""):
                asked, alone = (
                    (
                        library.search.suggest(text, len(text), Scope(folder, subfolders), library.within),
                        library.search.explain(text, Scope(folder, subfolders), library.within),
                    )
                    for library, folder in zip(pair, ids, strict=True)
                )
                assert asked == alone, (ids, text)


def test_timelines_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    for order in ORDERS:
        for text in ("", "canon", "-canon", "2015 or date:2019", "date:2015", "jpg", "hidden"):
            asked, alone = (timeline(library, TimelineQuery(text=text, order=order)) for library in pair)
            assert asked == alone, (order, text)
            assert asked[0] or text
    for ids in folder_ids(pair):
        for subfolders in (True, False):
            asked, alone = (
                timeline(library, TimelineQuery(folder, subfolders)) for library, folder in zip(pair, ids, strict=True)
            )
            assert asked == alone


def timeline(library: Library, query: TimelineQuery) -> Any:
    """Return what a visitor gets as a timeline, or the error."""
    seen = TimelineQuery(query.folder, query.subfolders, query.text, query.order, within=library.within)
    return or_error(lambda: library.named_timeline(library.timelines.get(seen)[1]))


def test_places_of_days_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    some = 0
    for text in ("", "canon", "city:lisbon", "portugal or japan"):
        asked, alone = (
            library.day_places.get(TimelineQuery(text=text, within=library.within), days(library)) for library in pair
        )
        assert asked == alone
        some += len(asked)
    assert some > 3
    assert pair[0].day_places.get(TimelineQuery(), days(pair[0])) != asked


@pytest.mark.parametrize("order", ["name", "size", "modified-asc"])
def test_stretches_are_those_of_a_library_that_holds_nothing_else(pair: Pair, order: str) -> None:
    asked, alone = (library.stretches.get(TimelineQuery(order=order, within=library.within)) for library in pair)
    assert asked == alone
    assert asked
    assert pair[0].stretches.get(TimelineQuery(order="name")) != asked


def days(library: Library) -> list[int]:
    """Return all days of the library on which any photo was taken."""
    with library.index.read() as conn:
        return [row[0] for row in conn.execute("SELECT DISTINCT taken_ms / 86400000 FROM photos WHERE state = 1")]


def or_error(ask: Callable[[], Any]) -> Any:
    """Return an answer, or the sentence that says that there is no such thing."""
    try:
        return ask()
    except NotFoundError as error:
        return str(error)


def test_the_statement_of_a_timeline_itself_keeps_to_what_is_visible(pair: Pair) -> None:
    whole = pair[0]
    for folder in range(1, max(whole.folder_keys) + 1):
        data = whole.timeline_cache.get(TimelineQuery(folder, within=whole.within)).data
        assert all(key[0][0] != "outside" for key in whole.named_timeline(data)[2])


@pytest.mark.parametrize("what", ["tree", "status", "problems", "left out", "left out by folder"])
def test_lists_are_those_of_a_library_that_holds_nothing_else(pair: Pair, what: str) -> None:
    ask: dict[str, Callable[[Library], Any]] = {
        "tree": lambda library: library.folders.tree(library.within),
        "status": lambda library: library.status.read_within(library.within),
        "problems": lambda library: library.problems.read(None, library.within),
        "left out": lambda library: library.folders.left_out(CountedFolders(within=library.within)),
        "left out by folder": lambda library: sorted(
            map(str, library.named(library.folders.list_left_out(CountedFolders(within=library.within))))
        ),
    }
    asked, alone = (library.named(ask[what](library)) for library in pair)
    assert asked == alone
    assert asked


def test_what_is_left_out_of_a_folder_is_that_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    some = 0
    for ids in folder_ids(pair):
        for subfolders in (True, False):
            asked, alone = (
                or_error(lambda library=library, where=where: ask_left_out(library, where))  # type: ignore[misc]
                for library, where in (
                    (library, CountedFolders(folder, subfolders, library.within))
                    for library, folder in zip(pair, ids, strict=True)
                )
            )
            assert asked == alone, (ids, subfolders)
            some += bool(asked)
    assert some > 3


def ask_left_out(library: Library, where: CountedFolders) -> Any:
    """Return what is left out in some folders, and the list of it."""
    rows = library.named(library.folders.list_left_out(where))
    return library.folders.left_out(where)["kinds"], sorted(map(str, rows))


def test_lists_tell_the_visitor_of_all_what_they_tell_the_owner(pair: Pair) -> None:
    part = pair[1]
    trees = [
        [row | {"root": None, "reason": row["reason"] and "away"} for row in part.folders.tree(within)["folders"]]
        for within in (None, part.within)
    ]
    assert trees[0] == trees[1]
    seen, own = part.status.read_within(part.within), part.status.read()
    assert seen["counts"] == own["counts"]
    roots = [
        sorted((root["folder"], root["name"], root["state"], root["photos"]) for root in status["roots"])
        for status in (seen, own)
    ]
    assert roots[0] == roots[1]
    paths = [
        [row["path"].removeprefix("/") for row in part.problems.read(None, within)] for within in (None, part.within)
    ]
    assert paths[0] == paths[1] != []


def test_photos_are_those_of_a_library_that_holds_nothing_else(pair: Pair) -> None:
    whole, part = pair
    asked = whole.named(whole.photos.labels(sorted(whole.photo_keys), whole.within))
    expected = part.named(part.photos.labels(sorted(part.photo_keys)))
    assert sorted(asked, key=str) == sorted(expected, key=str)
    assert len(asked) > 5
    of_key = {key: photo for photo, key in part.photo_keys.items()}
    for photo, key in whole.photo_keys.items():
        theirs = of_key.get(key, MISSING)
        asked, alone = (
            or_error(lambda library=library, at=at: library.named(library.photos.details(at, library.within)))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
            for library, at in ((whole, photo), (part, theirs))
        )
        assert asked == alone
        assert "path" not in asked


def test_nothing_hidden_stands_in_any_answer(pair: Pair) -> None:
    whole = pair[0]
    shown = whole.photos.labels(sorted(whole.photo_keys), whole.within)
    said = [
        whole.folders.tree(whole.within),
        whole.status.read_within(whole.within),
        whole.problems.read(None, whole.within),
        whole.folders.left_out(CountedFolders(within=whole.within)),
        whole.folders.list_left_out(CountedFolders(within=whole.within)),
        shown,
        *(whole.photos.details(label["id"], whole.within) for label in shown),
        *(
            whole.search.suggest(text, len(text), None, whole.within)
            for text in ("folder:", "lens:", "l", "s", "k", "h")
        ),
        *(whole.search.explain(text, None, whole.within) for text in ("lisba", "kyot", "secrt", "gardenz", "lecia")),
    ]
    text = json.dumps(said, ensure_ascii=False).lower()
    assert [word for word in HIDDEN if word in text] == []
    owner = json.dumps([whole.folders.tree(), whole.status.read()]).lower()
    assert [word for word in ("vault", "srv", "hidden") if word not in owner] == []


def test_the_top_folders_are_found_by_their_names(pair: Pair) -> None:
    assert pair[0].folders.find_tops(TOPS).within == pair[0].within
