"""The window has the page's background colour, which is written down in Python and in the style sheet."""

from __future__ import annotations

import re
from pathlib import Path

from gallery.desktop.theme import DARK, LIGHT

TOKENS = Path(__file__).parents[2] / "ui" / "css" / "tokens.css"


def test_the_window_has_the_background_colour_of_the_page() -> None:
    found = re.search(r"--bg:\s*light-dark\((#\w+), (#\w+)\)", TOKENS.read_text(encoding="utf-8"))
    assert found, "tokens.css has no --bg"
    assert found.groups() == (LIGHT, DARK)
