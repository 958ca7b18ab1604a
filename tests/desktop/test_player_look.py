"""The player in the window has the page's colours and icons, and fits its video as the page does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.window.needs import needs

look = needs("gallery.desktop.player_look")
controls = needs("gallery.desktop.player_controls")
UI = Path(__file__).parents[2] / "ui"
TOKENS = (UI / "css" / "tokens.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "token"), [("stage", "--stage"), ("ink", "--ink"), ("ink_2", "--ink-2"), ("edge", "--edge")]
)
def test_colours_are_the_page_s(field: str, token: str) -> None:
    found = re.search(rf"{token}:\s*light-dark\((#\w+), (#\w+)\)", TOKENS)
    assert found, token
    assert found.groups() == (getattr(look.LIGHT, field), getattr(look.DARK, field))


@pytest.mark.parametrize("name", ["back", "play", "pause", "sound", "muted", "full"])
def test_icons_are_the_page_s(name: str) -> None:
    assert look.icon(name, look.LIGHT.ink).isValid()


@pytest.mark.parametrize(("px", "token"), [(look.BAR_PX, "--bar"), (look.HIT_PX, "--hit"), (look.GAP_PX, "--s2")])
def test_sizes_are_the_page_s(px: int, token: str) -> None:
    found = re.search(rf"{token}: (?:max\()?(\d+)px", TOKENS)
    assert found
    assert int(found[1]) == px


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0:00"), (6_600, "0:07"), (62_000, "1:02"), (3_753_000, "1:02:33"), (36_000_000, "10:00:00")]
)
def test_times_are_written_as_in_the_page(ms: int, text: str) -> None:
    assert controls.clock(ms) == text


@pytest.mark.parametrize(
    ("picture", "room", "box"),
    [
        ((1920, 1080), (1000, 1000), (0, 218, 1000, 563)),
        ((1080, 1920), (1000, 1000), (218, 0, 563, 1000)),
        ((160, 90), (1600, 900), (0, 0, 1600, 900)),
        ((0, 0), (1600, 900), (0, 0, 1600, 900)),
    ],
)
def test_a_video_fills_its_room_undistorted(
    picture: tuple[int, int], room: tuple[int, int], box: tuple[int, int, int, int]
) -> None:
    page, size = needs("gallery.desktop.player_page"), needs("PySide6.QtCore").QSize
    found = page.fit_inside(size(*picture), size(*room)).getRect()
    assert all(abs(one - other) <= 1 for one, other in zip(found, box, strict=True)), found
