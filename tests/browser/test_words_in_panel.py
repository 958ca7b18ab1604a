"""Tags and people in the panel, and the files beside a photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.viewer_page import Viewer
    from tests.browser.viewer_stub import Item

pytestmark = pytest.mark.browser


@pytest.fixture
def described(viewer_items: list[Item]) -> Iterator[None]:
    """Give the first photo tags, people, and sidecars of which one is not read."""
    viewer_items[0].facts = {
        "tags": ["Places/Italy/Rome"], "people": ['Anna "Möwe"', "<b>Bob</b>"],
        "sidecars": ["one.jpg.xmp", "one.xmp"], "sidecar_problem": "“one.xmp” is not read: it is damaged.",
    }  # fmt: skip
    yield
    viewer_items[0].facts = {}


@pytest.mark.usefixtures("described")
def test_tags_and_people_lead_to_their_photos(viewer: Viewer) -> None:
    viewer.start("#/photo/1")
    viewer.page.keyboard.press("i")
    panel = viewer.page.locator(".panel")
    expect(panel.get_by_role("list", name="People").get_by_role("link")).to_have_text(['Anna "Möwe"', "<b>Bob</b>"])
    expect(panel).to_contain_text("+ one.jpg.xmp")
    expect(panel).to_contain_text("“one.xmp” is not read: it is damaged.")
    anna = panel.get_by_role("link", name="Anna")
    assert anna.get_attribute("href") == "#/?q=people%3A%22Anna++M%C3%B6we+%22"
    panel.get_by_role("list", name="Tags").get_by_role("link", name="Places / Italy / Rome").click()
    expect(viewer.page).to_have_url(f"{viewer.stub.url}#/?q=tag%3A%22Places%2FItaly%2FRome%2F%22")
