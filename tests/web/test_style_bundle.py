"""The style sheets in one: the same rules in the same order, and a document that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gallery.web.assets import DOCUMENT, Assets
from gallery.web.style_bundle import ALL_STYLES, join_styles

UI = Path(__file__).parents[2] / "ui"
HTML = (
    '<title>x</title>\n<link rel="stylesheet" href="/ui/css/b.css">\n<link rel="stylesheet" href="/ui/css/a.css">\n'
    '<script src="/ui/js/main.js"></script>'
)


def test_they_keep_the_order_of_the_links() -> None:
    html, css = join_styles(HTML, {"css/a.css": "a{}\n", "css/b.css": "b{}\n", "css/unused.css": "c{}\n"})
    assert css == "b{}\na{}\n"
    assert html == (
        '<title>x</title>\n<link rel="stylesheet" href="/ui/css/all.css">\n<script src="/ui/js/main.js"></script>'
    )


@pytest.mark.parametrize(
    ("html", "sheets", "error"),
    [
        (HTML, {"css/a.css": ""}, KeyError),
        (HTML, {"css/a.css": "", "css/b.css": '@import "c.css";'}, ValueError),
        ("<title>x</title>", {}, ValueError),
    ],
)
def test_what_cannot_be_joined_is_an_error(html: str, sheets: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        join_styles(html, sheets)


def test_the_page_s_are_all_in_one_and_paths_in_them_do_not_depend_on_where_they_stand() -> None:
    assets = Assets(UI)
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)">', assets[DOCUMENT].data.decode())
    assert links == [f"/ui/{ALL_STYLES}"]
    joined = assets[ALL_STYLES].data.decode()
    for file in (UI / "css").glob("*.css"):
        assert file.read_text("utf-8") in joined
    assert re.findall(r"url\((?!['\"]?(?:data:|/|#))", joined) == []
