"""The last screen: kept for the next start, and shown only where a page would show the same."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import photos
from gallery.library.last_screen import MOST_HEADINGS, MOST_PICTURES, LastScreenController, parse_screen
from tests.harness import run_harness
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness import Harness

SCREEN: dict[str, Any] = {
    "view": {"folder": None, "theme": "dark", "side": 300},
    "generation": 7,
    "window": [1200, 800],
    "grid": [256, 48, 896, 752.5],
    "pictures": [[1, 1, 4, 40, 255, 170], [2, 1, 263, -40.25, 256, 170]],
    "headings": [[0, 0, 896, 40, "Tuesday 26 December 2023"]],
    "uncovered": True,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    base = tmp_path_factory.mktemp("last")
    for number in range(3):
        save(base / "photos" / f"p{number}.jpg", picture(hue=60 * number))
    with run_harness(base / "data", base / "photos") as running:
        running.wait_until_idle()
        yield running


@pytest.fixture
def last(home: Harness) -> Iterator[LastScreenController]:
    before = home.library.settings.view
    yield home.library.last_screen
    home.library.settings.change_view(before.as_json())


def screen_of(home: Harness) -> dict[str, Any]:
    """What a page says that shows all photos, as they are now."""
    with home.parts.database.read() as conn:
        generation = photos.get_generation(conn)
    rows = [[photo, 1, 10 * index, 0, 100, 80] for index, photo in enumerate(home.ids())]
    return {**SCREEN, "view": home.library.settings.view.as_json(), "generation": generation, "pictures": rows}


def test_it_comes_back_with_its_thumbnails(home: Harness, last: LastScreenController) -> None:
    told = screen_of(home)
    last.keep(told)
    screen = last.read()
    assert screen is not None
    assert [(one.photo, *one.box) for one in screen.pictures] == [(row[0], *row[2:]) for row in told["pictures"]]
    assert all(one.jpeg.startswith(b"\xff\xd8") for one in screen.pictures)
    assert (screen.window, screen.grid) == ((1200, 800), (256, 48, 896, 752.5))
    assert screen.headings == (((0, 0, 896, 40), "Tuesday 26 December 2023"),)


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        ({"row": 200}, False),
        ({"order": "name"}, False),
        ({"sidebar": False}, False),
        ({"theme": "light"}, False),
        ({"anchor": {"photo": 1, "offset": 30}}, False),
        ({"photo": 1}, False),
        ({"volume": 3, "info": True, "open": [1], "language": "de"}, True),
    ],
)
def test_it_is_shown_where_the_page_would_show_the_same(
    home: Harness, last: LastScreenController, change: dict[str, Any], is_shown: bool
) -> None:
    last.keep(screen_of(home))
    home.library.settings.change_view(change)
    assert (last.read() is not None) is is_shown


def test_it_is_of_its_generation_alone(home: Harness, last: LastScreenController) -> None:
    told = screen_of(home)
    last.keep({**told, "generation": told["generation"] - 1})
    assert last.read() is None


def test_a_photo_that_is_another_now_is_left_out(home: Harness, last: LastScreenController) -> None:
    told = screen_of(home)
    told["pictures"][0][1] = 9
    last.keep(told)
    screen = last.read()
    assert screen is not None
    assert [one.photo for one in screen.pictures] == [row[0] for row in told["pictures"][1:]]


def test_without_any_thumbnail_there_is_none(home: Harness, last: LastScreenController) -> None:
    told = screen_of(home)
    last.keep({**told, "pictures": [[4_000_000, 1, 0, 0, 10, 10]]})
    assert last.read() is None


def test_timelines_that_are_kept_leave_it(home: Harness, tmp_path: Path) -> None:
    for number in range(2):
        save(tmp_path / "photos" / f"p{number}.jpg", picture(hue=60 * number))
    with run_harness(tmp_path / "data", tmp_path / "photos") as running:
        running.wait_until_idle()
        running.library.last_screen.keep(screen_of(running))
    with run_harness(tmp_path / "data") as again:
        assert again.library.last_screen.read() is not None


@pytest.mark.parametrize(
    "change",
    [
        {"window": [1200]},
        {"window": [1200, "800"]},
        {"window": [-1, 800]},
        {"grid": [0, 0, 10]},
        {"grid": [0, 0, 10, True]},
        {"grid": [0, 0, 10, float("nan")]},
        {"grid": [0, 0, 10, 1e9]},
        {"pictures": [[0, 1, 0, 0, 1, 1]]},
        {"pictures": [[1, 1, 0, 0, 1]]},
        {"pictures": [[1, 1, 0, 0, 1, None]]},
        {"pictures": [[1, 1, 0, 0, 1, 1]] * (MOST_PICTURES + 1)},
        {"pictures": {}},
        {"headings": [[0, 0, 1, 1]]},
        {"headings": [[0, 0, 1, 1, 5]]},
        {"headings": [[0, 0, 1, 1, "x" * 300]]},
        {"headings": [[0, 0, 1, 1, "x"]] * (MOST_HEADINGS + 1)},
        {"headings": None},
        {"uncovered": 1},
        {"generation": "7"},
        {"generation": 1 << 32},
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    assert parse_screen(SCREEN).view.side == 300
    with pytest.raises(ValueError, match="not what a page says"):
        parse_screen({**SCREEN, **change})


@pytest.mark.parametrize("field", sorted(SCREEN))
def test_each_field_is_needed(field: str) -> None:
    told = deepcopy(SCREEN)
    del told[field]
    with pytest.raises(ValueError, match="not what a page says"):
        parse_screen(told)


def test_whether_something_was_over_it_is_known_until_another_page_begins(
    home: Harness, last: LastScreenController
) -> None:
    last.keep(screen_of(home))
    assert last.is_uncovered
    last.keep({**screen_of(home), "uncovered": False})
    assert not last.is_uncovered
    last.keep(screen_of(home))
    last.read()  # and this page may show anything when it is left
    assert not last.is_uncovered
