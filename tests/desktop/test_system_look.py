"""What systems say of accent and text size, as recorded, and what follows for the page."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

pytest.importorskip("PySide6.QtWebEngineCore", exc_type=ImportError)

from gallery.desktop.look_teller import source_of
from gallery.desktop.portal_settings import ACCENT, KDE_ACCENT, KDE_FONT, TEXT_SCALE
from gallery.desktop.system_look import Look, accent_of, text_scale_of, windows_text_percent

Portal = dict[tuple[str, str], Any]


@pytest.mark.parametrize(
    ("portal", "accent"),
    [
        ({}, None),
        ({ACCENT: "teal"}, "#2190a4"),
        ({ACCENT: "of next year"}, None),
        ({ACCENT: 3}, None),
        ({KDE_ACCENT: "61,174,233"}, "#3daee9"),
        ({KDE_ACCENT: "61,174,233,255"}, "#3daee9"),
        ({KDE_ACCENT: "61,174,233", ACCENT: "teal"}, "#3daee9"),
        ({KDE_ACCENT: "61,174,999", ACCENT: "teal"}, "#2190a4"),
        ({KDE_ACCENT: ""}, None),
        ({KDE_ACCENT: "red;background:url(x)"}, None),
    ],
)
def test_the_accent_of_a_desktop(portal: Portal, accent: str | None) -> None:
    assert accent_of(portal) == accent


@pytest.mark.parametrize(
    ("portal", "platform", "windows", "scale"),
    [
        ({}, "wayland", None, 1.0),
        ({TEXT_SCALE: 1.25}, "wayland", None, 1.25),
        ({TEXT_SCALE: 1.25}, "xcb", None, 1.0),
        ({TEXT_SCALE: 12.0}, "wayland", None, 3.0),
        ({TEXT_SCALE: 0.0}, "wayland", None, 0.5),
        ({TEXT_SCALE: "large"}, "wayland", None, 1.0),
        ({KDE_FONT: "Noto Sans,10,-1,5,400,0,0,0,0,0,0,0,0,0,0,1"}, "xcb", None, 1.0),
        ({KDE_FONT: "Noto Sans,12.5,-1,5,50,0,0,0,0,0"}, "xcb", None, 1.25),
        ({KDE_FONT: "Noto Sans,-1,18,5,50"}, "wayland", None, 1.0),
        ({KDE_FONT: "broken"}, "wayland", None, 1.0),
        ({}, "windows", None, 1.0),
        ({}, "windows", 100, 1.0),
        ({}, "windows", 225, 2.25),
        ({}, "cocoa", None, 1.0),
    ],
)
def test_the_text_size_of_a_system(portal: Portal, platform: str, windows: int | None, scale: float) -> None:
    assert text_scale_of(portal, platform, windows) == scale


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has one")
def test_only_windows_has_a_registry() -> None:
    assert windows_text_percent() is None


def test_what_the_page_is_told_is_data() -> None:
    told = source_of(Look(more_contrast=True, less_motion=False, accent="#2190a4", text_scale=2.0))
    attributes = {"data-contrast": "more", "data-motion": "", "data-accent": "system"}
    assert told.endswith(f"({json.dumps({'attributes': attributes, 'accent': '#2190a4'})})")
