"""Why this date: the part of the panel that tells what else was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser


def found(origin: str, local: str, agrees: bool | None) -> dict[str, Any]:
    return {"origin": origin, "local": local, "offset": None, "agrees": agrees}


@pytest.fixture
def dated(viewer_items: list[Item]) -> Iterator[None]:
    """Give the first photo dates that disagree, and the third one that agrees."""
    others = {
        0: [found("name", "2014-05-06T00:00:00", False), found("file", "2020-01-01T10:00:00", None)],
        2: [found("gps", "2016-07-18T12:26:58", True)],
    }
    for at, dates in others.items():
        taken = {"local": "2016-07-18T12:27:00", "offset": None, "origin": "exif", "others": dates}
        viewer_items[at].facts = {"taken": taken}
    yield
    for at in others:
        viewer_items[at].facts = {}


@pytest.mark.usefixtures("dated")
def test_the_reasons_unfold_and_stay_so_for_the_next_photo(viewer: Viewer) -> None:
    viewer.start("#/photo/1")
    viewer.page.keyboard.press("i")
    why = viewer.page.locator(".why")
    expect(why.locator("summary")).to_contain_text("File name says otherwise")
    expect(why.locator("dl")).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("dt")).to_have_text(["Camera", "File name", "Last change"])
    expect(why.locator("dd")).to_have_text(
        ["18 July 2016, 12:27believed", "6 May 2014disagrees", "1 January 2020, 10:00not when it was taken"]
    )
    viewer.page.keyboard.press("ArrowRight")
    expect(why).to_have_count(0)  # nothing else is known of it
    viewer.page.keyboard.press("ArrowRight")
    expect(why.locator("summary")).to_have_text("Why this date")
    expect(why.locator("dd")).to_have_text(["18 July 2016, 12:27believed", "18 July 2016, 12:26agrees"])
