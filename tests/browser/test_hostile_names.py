"""Names of files and folders are text, whatever they hold: in the page, in the search and in the log (S12)."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.browser.real_page import ready
from tests.browser.waits import wait_until
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.name != "posix", reason="Windows allows none of these characters in a name"),
]

NAMES = [
    "<img src=x onerror=hit()>.jpg",
    '"><svg onload=hit()>.jpg',
    "' onfocus=hit() autofocus x='.jpg",
    "<script>hit()<\u2215script>.jpg",
    "javascript:hit().jpg",
    "data:text;html,<b>x<b>.jpg",
    "&lt;b&gt;&#60;i&#62;.jpg",
    "${hit()}{{hit()}}<%= hit() %>.jpg",
    "`hit()`.jpg",
    "\u202egpj.exe.jpg",
    "\u2066a\u2069\u200f\u061c.jpg",
    "line one\n2026-11-28 00:00:00,000 ERROR forged: line two\r\n.jpg",
    "\t\v\f\x01\x1b[31m\x7f.jpg",
    "\u2028\u2029\ufeff\u200b.jpg",
    "%3Cimg%20src=x%3E%00.jpg",
    "a..%2f..%2fetc%2fpasswd.jpg",
    "-rf --help; $(touch x) | cat.jpg",
    "#?q=x&a=b.jpg",
    "x" * 250 + ".jpg",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301\u0301\u0301\u0301\u0301.jpg",
    "caf\udce9\udcff.jpg",
    "__proto__.jpg",
    "constructor.jpg",
]
FOLDERS = ["<img src=x onerror=hit()>", "\u202erid", "a\nb", "javascript:hit()", "__proto__", "y" * 250]
WATCH = """globalThis.hits = 0; globalThis.hit = () => { hits += 1; };"""


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """One photo of each name, and one in each folder, every one with other bytes."""
    root = tmp_path / "<b onmouseover=hit()>root"
    places = [root / name for name in NAMES] + [root / folder / "a.jpg" for folder in FOLDERS]
    for number, place in enumerate(places):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(encoded(image=picture(300 + number, 200, hue=number * 8)))
    return root


def is_complaint(said: ConsoleMessage) -> bool:
    """Whether the browser complains; that a picture is still being made (503) is none."""
    return said.type == "error" and "status of 503" not in said.text


def shown(name: str) -> str:
    """Return a name as the page is told it: bytes that are no text are U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def test_a_name_is_text_wherever_it_is_shown(serve: Serve, open_page: OpenPage, hostile: Path) -> None:
    served = serve("--verbose", hostile)
    complaints: list[str] = []

    def watch(page: Page) -> None:
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("dialog", lambda dialog: complaints.append(dialog.message))

    count = len(NAMES) + len(FOLDERS)
    page = ready(open_page(served, before=watch), count)
    labels = page.evaluate(
        """async () => {
          const headers = {'X-Gallery-Key': sessionStorage.getItem('gallery-key')};
          const ids = Array.from({length: 100}, (_, at) => at + 1).join();
          return (await (await fetch('/api/labels?ids=' + ids, {headers})).json()).labels;
        }"""
    )
    names = {label["name"]: label["id"] for label in labels}
    assert {shown(name) for name in NAMES} <= set(names)
    _look_at_the_tree(page)
    _look_at_each(page, {shown(name): names[shown(name)] for name in NAMES})
    _search(page)
    assert page.evaluate("hits") == 0
    assert complaints == []
    assert page.locator("#shell img[src='x'], #viewer img[src='x'], svg[onload], b[onmouseover]").count() == 0
    served.stop()
    log = (served.data / "logs" / "shoebox.log").read_text(encoding="utf-8")
    assert [line for line in log.splitlines() if line.startswith("2026-11-28 00:00:00,000")] == []


def _look_at_the_tree(page: Page) -> None:
    """Wait for it: it is asked for once more when the last photo has been counted."""
    for name in FOLDERS:
        wait_until(page, f"document.getElementById('side').textContent.includes({json.dumps(name)})", 60)


def _look_at_each(page: Page, photos: dict[str, int]) -> None:
    """Open each in the viewer, with its details."""
    page.evaluate(f"location.hash = '#/photo/{next(iter(photos.values()))}'")
    wait_until(page, "!document.getElementById('viewer').hidden", 60)
    page.keyboard.press("i")
    for name, photo in photos.items():
        page.evaluate(f"location.hash = '#/photo/{photo}'")
        wait_until(page, f"document.getElementById('viewer').textContent.includes({json.dumps(name)})", 60)
    page.keyboard.press("Escape")


def _search(page: Page) -> None:
    """Search for each, and keep the search under its own words."""
    for name in NAMES:
        page.evaluate("(text) => { location.hash = '#/?q=' + encodeURIComponent(text); }", shown(name)[:200])
        wait_until(page, "location.hash.startsWith('#/?q=')", 60)
        page.evaluate(
            """async (query) => {
              const headers = {'X-Gallery-Key': sessionStorage.getItem('gallery-key'), 'Content-Type': 'application/json'};
              await fetch('/api/searches', {method: 'POST', headers, body: JSON.stringify({name: query, query})});
            }""",
            shown(name)[:60],
        )
    page.evaluate("location.hash = '#/'")
    wait_until(page, f"document.getElementById('side').textContent.includes({json.dumps(NAMES[0])})", 60)
