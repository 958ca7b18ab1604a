"""The accent of the page in the hue of the system's: text in it, and on it, can be read whatever the user has chosen."""

from __future__ import annotations

import colorsys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser
READ = """([theme, colours]) => {
  const root = document.documentElement;
  root.dataset.theme = theme;
  const probe = document.body.appendChild(document.createElement("i"));
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const read = (token) => {
    probe.style.color = `var(--${token})`;
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const grounds = ["bg", "side", "raise", "sunk", "stage", "soft"];
  return colours.map((colour) => {
    if (colour) root.dataset.accent = "system";
    else delete root.dataset.accent;
    root.style.setProperty("--system-accent", colour);
    return { colour, accent: read("accent"), on: read("on-accent"), grounds: grounds.map(read) };
  });
}"""
GREYS = ["#000000", "#ffffff", "#808080", "#6f8396"]


def every_colour() -> list[str]:
    """Hues all around, pale and strong, dark and light; and greys."""
    found = list(GREYS)
    for hue in range(0, 360, 15):
        for light, strength in ((0.5, 1.0), (0.25, 1.0), (0.8, 1.0), (0.5, 0.3)):
            parts = colorsys.hls_to_rgb(hue / 360, light, strength)
            found.append("#{:02x}{:02x}{:02x}".format(*(round(255 * part) for part in parts)))
    return found


def luminance(colour: list[int]) -> float:
    """As in WCAG 2.2."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: list[int], other: list[int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def read(page: Page, theme: str, colours: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(READ, [theme, colours])
    return found


@pytest.mark.parametrize(("theme", "least"), [("light", 4.9), ("dark", 5.7)])
def test_every_accent_can_be_read(serve: Serve, open_page: OpenPage, theme: str, least: float) -> None:
    for one in read(open_page(serve()), theme, every_colour()):
        assert min(contrast(one["accent"], ground) for ground in one["grounds"]) > least, one
        assert contrast(one["on"], one["accent"]) > 6, one


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_hue_is_the_system_s_and_grey_stays_grey(serve: Serve, open_page: OpenPage, theme: str) -> None:
    page = open_page(serve())
    red, green, grey, own = (one["accent"] for one in read(page, theme, ["#e62d42", "#3a944a", "#808080", ""]))
    assert max(red) == red[0]
    assert max(green) == green[1]
    assert max(grey) - min(grey) <= 1
    assert own == ([26, 90, 150] if theme == "light" else [134, 185, 234]), "without one of the system it is ours"
