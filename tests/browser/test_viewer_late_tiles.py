"""Tiles of very large pictures that come late, or never: what is said, shown, kept and asked for meanwhile."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NoReturn

import pytest
from flask import abort, make_response
from playwright.sync_api import expect

from tests.browser.large_picture import drag, tile
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from PIL import Image

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser


def refuse(status: int) -> NoReturn:
    """Answer as the server does that has no tile yet, or as one before it that does not reach it."""
    abort(make_response({"error": {"code": "busy", "message": "It is still being made."}}, status))


def test_while_tiles_are_made_it_is_said_of_this_photo_alone(viewer: Viewer, large: Item) -> None:
    large.tile = lambda _: refuse(503)
    viewer.expect_complaint("503")
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    note = viewer.page.locator(".stage__note")
    expect(note).to_have_text("Opening the original")
    viewer.page.keyboard.press("ArrowRight")
    expect(note).to_be_hidden()


def test_a_server_that_is_away_does_not_make_the_browser_load_all_pixels(viewer: Viewer, large: Item) -> None:
    answers = iter((502, 503))

    def late(name: str) -> Image.Image | None:
        status = next(answers, None)
        return tile(name) if status is None else refuse(status)

    large.tile = late
    viewer.expect_complaint("status of 50")
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("tiles")
    assert viewer.stub.asked("/original/1") == []


def test_from_400_percent_on_pixels_are_squares_also_where_they_come_late(viewer: Viewer, large: Item) -> None:
    made = threading.Event()
    large.tile = lambda name: tile(name) if name[0] != "0" or made.is_set() else refuse(503)
    viewer.expect_complaint("503")
    viewer.open(1)
    expect(viewer.page.locator(".zoom output")).to_contain_text("%")  # before the details zooms are only kept in mind
    while viewer.percent != "50%":
        viewer.page.keyboard.press("+")
    viewer.wait("tiles")
    while viewer.percent != "400%":
        viewer.page.keyboard.press("+")
    made.set()
    expect(viewer.page.locator(".stage__picture.is-pixels")).to_be_visible()


def test_a_long_move_does_not_gather_the_picture(viewer: Viewer, large: Item) -> None:
    """Some of what is seen never comes, so that at no moment all is there."""

    def most(name: str) -> Image.Image | None:
        _, column, row = map(int, name.split("-"))
        return refuse(503) if name != "0-4-3" and (column + row) % 3 == 0 else tile(name)

    large.tile = most
    viewer.expect_complaint("503")
    viewer.open(1)
    viewer.page.keyboard.press("Control+1")
    for dx, dy, column, row in ((-900, -500, 8, 6), (900, 0, 0, 5), (0, 500, 0, 1)):
        drag(viewer, dx, dy, 12)
        last = (
            f"[...document.querySelectorAll('.stage__tiles img')].some((i) => i.src.endsWith('tile=0-{column}-{row}'))"
        )
        wait_until(viewer.page, last)
    wait_until(viewer.page, "document.querySelectorAll('.stage__tiles img').length <= 8")
