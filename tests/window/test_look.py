"""Contrast, motion, accent and text size of the system, as a portal tells them, on the page of the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gallery.desktop.portal_settings import APPEARANCE, GNOME_INTERFACE, KDE_GENERAL
from tests.waiting import wait_for
from tests.window.bus import Bus, Portal, Variant
from tests.window.needs import needs
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.window.app import App

needs("PySide6.QtDBus")
pytestmark = [pytest.mark.window, pytest.mark.skipif("sys.platform != 'linux'", reason="only Linux has a portal")]
SEEN = """() => {
  const root = document.documentElement;
  const { contrast, motion, accent } = root.dataset;
  return [contrast, motion, accent && root.style.getPropertyValue("--system-accent"), getComputedStyle(root).fontSize];
}"""
USUAL = [None, None, None, "16px"]
PAGE = "<!doctype html><html><head><script>{}</script></head><body><h1 id=ready>ready</h1></body></html>"
FIRST_SEEN = "requestAnimationFrame(() => { window.first = (%s)() })" % SEEN  # noqa: UP031  it is full of braces


def wait_for_look(page: Page, expected: list[Any]) -> None:
    wait_for(lambda: page.evaluate(SEEN) == expected, why=lambda: str(page.evaluate(SEEN)))


@pytest.mark.parametrize("desktop", ["GNOME", "XFCE", "KDE"])
def test_the_page_follows_the_settings_of_the_system(
    open_window: Callable[..., App], tmp_path: Path, desktop: str
) -> None:
    wanted = {"contrast": Variant("u", 1), "reduced-motion": Variant("u", 1)}
    with Bus(tmp_path) as bus, Portal(bus, **{APPEARANCE: wanted}) as portal, Stub() as stub:
        app = open_window(stub, env={**bus.env, "XDG_CURRENT_DESKTOP": desktop})
        page = app.page()
        page.wait_for_selector("#ready")
        wait_for_look(page, ["more", "less", None, "16px"])
        portal.change(APPEARANCE, "contrast", Variant("u", 0))
        portal.change(APPEARANCE, "reduced-motion", Variant("u", 0))
        wait_for_look(page, USUAL)
        portal.change(APPEARANCE, "contrast", Variant("u", 1))
        wait_for_look(page, ["more", None, None, "16px"])
        assert app.quit().code == 0


def test_text_size_and_accent_are_gnome_s(open_window: Callable[..., App], tmp_path: Path) -> None:
    own = {"text-scaling-factor": Variant("d", 1.25), "accent-color": Variant("s", "teal")}
    with Bus(tmp_path) as bus, Portal(bus, **{GNOME_INTERFACE: own}) as portal, Stub() as stub:
        app = open_window(stub, env={**bus.env, "XDG_CURRENT_DESKTOP": "GNOME"})
        page = app.page()
        page.wait_for_selector("#ready")
        wait_for_look(page, [None, None, "#2190a4", "20px"])
        portal.change(GNOME_INTERFACE, "text-scaling-factor", Variant("d", 2.0))
        portal.change(GNOME_INTERFACE, "accent-color", Variant("s", "purple"))
        wait_for_look(page, [None, None, "#9141ac", "32px"])
        portal.change(GNOME_INTERFACE, "accent-color", Variant("s", "a colour of next year"))
        portal.change(GNOME_INTERFACE, "text-scaling-factor", Variant("d", 1.0))
        wait_for_look(page, USUAL)
        assert app.quit().code == 0


def test_text_size_and_accent_are_kde_s(open_window: Callable[..., App], tmp_path: Path) -> None:
    own = {"font": Variant("s", "Noto Sans,15,-1,5,400,0"), "AccentColor": Variant("s", "61,174,233")}
    with Bus(tmp_path) as bus, Portal(bus, **{KDE_GENERAL: own}) as portal, Stub() as stub:
        app = open_window(stub, env={**bus.env, "XDG_CURRENT_DESKTOP": "KDE"})
        page = app.page()
        page.wait_for_selector("#ready")
        wait_for_look(page, [None, None, "#3daee9", "24px"])
        portal.change(KDE_GENERAL, "font", Variant("s", "Noto Sans,10,-1,5,400,0"))
        portal.change(KDE_GENERAL, "AccentColor", Variant("s", ""))
        wait_for_look(page, USUAL)
        assert app.quit().code == 0


def test_a_page_that_is_loaded_is_told_before_it_is_drawn(open_window: Callable[..., App], tmp_path: Path) -> None:
    wanted = {"contrast": Variant("u", 1)}
    with Bus(tmp_path) as bus, Portal(bus, **{APPEARANCE: wanted}), Stub({"/": PAGE.format(FIRST_SEEN)}) as stub:
        app = open_window(stub, env=bus.env)
        page = app.page()
        page.wait_for_selector("#ready")
        wait_for_look(page, ["more", None, None, "16px"])
        page.reload()
        page.wait_for_function("window.first !== undefined")
        assert page.evaluate("window.first") == ["more", None, None, "16px"]
        assert app.quit().code == 0


def test_without_a_portal_all_is_as_usual(open_window: Callable[..., App], tmp_path: Path) -> None:
    with Bus(tmp_path) as bus, Stub() as stub:
        app = open_window(stub, env=bus.env)
        page = app.page()
        page.wait_for_selector("#ready")
        assert page.evaluate(SEEN) == USUAL
        assert app.quit().code == 0
        assert "Traceback" not in app.text()
