"""The page for people who set their browser's text twice as large: nothing is cut, and nothing lies over another thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.every_view import every_view, fill_with_others
from tests.browser.playing import play
from tests.browser.real_page import ready
from tests.browser.text_fits import enlarge_text, unreadable
from tests.browser.waits import finish_animations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.browser.viewer_page import Viewer
    from tests.conftest import Serve

pytestmark = pytest.mark.browser


def _look(page: Page) -> list[str]:
    finish_animations(page)
    return unreadable(page)


@pytest.mark.parametrize("width", [1280, 700])
def test_all_text_can_be_read_at_twice_the_size(serve: Serve, open_page: OpenPage, tmp_path: Path, width: int) -> None:
    served = serve(fill_with_others(tmp_path / "Pictures"))
    page = ready(open_page(served, before=enlarge_text, viewport={"width": width, "height": 800}))
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    found = {name: _look(page) for name in every_view(page)}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_all_is_laid_out_anew_when_the_size_changes_while_the_page_is_open(
    serve: Serve, open_page: OpenPage, tmp_path: Path
) -> None:
    page = ready(open_page(serve(fill_with_others(tmp_path / "Pictures"))))
    box = "(name) => document.querySelector(name).getBoundingClientRect()"
    usual = page.evaluate(f"({box})('.cell').top")
    enlarge_text(page)
    page.wait_for_function(f"(top) => ({box})('.cell').top > top", arg=usual)
    page.wait_for_function(f"({box})('.cell').top >= ({box})('.day__head').bottom")  # no heading lies over the photos
    assert _look(page) == []


@pytest.mark.parametrize("width", [1280, 700])
def test_the_first_page_can_be_read_at_twice_the_size(serve: Serve, open_page: OpenPage, width: int) -> None:
    page = open_page(serve(), before=enlarge_text, viewport={"width": width, "height": 800})
    expect(page.locator(".welcome h1")).to_be_visible()
    assert _look(page) == []


@pytest.mark.usefixtures("video")
@pytest.mark.parametrize("width", [1280, 700])
def test_the_controls_of_a_video_can_be_read_at_twice_the_size(viewer: Viewer, width: int) -> None:
    viewer.page.set_viewport_size({"width": width, "height": 800})
    enlarge_text(viewer.page)
    play(viewer)
    expect(viewer.page.locator(".player__time")).to_be_visible()
    assert _look(viewer.page) == []


def test_text_that_is_cut_and_text_that_is_gone_is_found(page: Page) -> None:
    """What finds nothing must be able to find something."""
    for style, found in (("width: 0; overflow: hidden; white-space: nowrap", "cut at its side"),
                         ("width: 0; overflow: hidden; text-overflow: ellipsis", "gone"),
                         ("height: 4px; overflow: hidden", "cut"), ("font-size: 0", "gone"),
                         ("height: 1rem; overflow: hidden; padding-top: 3rem", "gone")):  # fmt: skip
        page.evaluate(
            """(style) => {
              document.getElementById("probe")?.remove();
              const probe = document.createElement("p");
              Object.assign(probe, { id: "probe", textContent: "Probe" }).style.cssText = style;
              document.querySelector(".bar__name").append(probe);
            }""",
            style,
        )
        lines = [line for line in _look(page) if "Probe" in line]
        assert [line.startswith(found) for line in lines[:1]] == [True], (style, lines)
