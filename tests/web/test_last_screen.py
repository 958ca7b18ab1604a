"""The last screen in the document of the one-time address: escaped, let through by its policy, and nowhere else."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any

import pytest

from gallery.catalog import photos
from gallery.library.last_screen import LastScreen, ScreenPicture
from gallery.settings.view_state import ViewState
from gallery.web.last_screen import add_last_screen
from tests.web.client import ApiClient
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.web.client import Answer
    from tests.web.conftest import Home

pytestmark = desktop_only("a site's pages begin with nothing of the visit before")
DOCUMENT = (
    '<html lang="en" dir="ltr">\n<head>\n</head>\n<body>\n'
    '<div class="shell" id="shell" data-drawer="closed" hidden>\n</div>\n</body>\n</html>'
)


def screen(view: ViewState, heading: str = "1 May") -> LastScreen:
    picture = ScreenPicture(1, 1, (4, 40.5, 255, 170), b"jpeg")
    return LastScreen(
        (1200, 800), (256, 48, 896, 752), (picture,), (((0, 0, 896, 40), heading),), view, 7, is_uncovered=True
    )


def test_places_are_attributes_and_texts_are_escaped() -> None:
    html, style = add_last_screen(DOCUMENT, screen(ViewState(), "<script>&\"'"))
    assert '<image x="4" y="40.5" width="255" height="170"' in html
    assert f"base64,{base64.b64encode(b'jpeg').decode()}" in html
    assert "<script>" not in html
    assert "&lt;script&gt;&amp;&quot;&#x27;" in html
    assert f"<style>{style}</style>" in html
    assert "style=" not in html
    assert '<div class="shell" id="shell" data-drawer="closed">' in html
    assert '<html lang="en" dir="ltr">' in html


def test_theme_and_sidebar_are_those_of_the_view() -> None:
    html, style = add_last_screen(DOCUMENT, screen(ViewState(theme="dark", side=333, sidebar=False)))
    assert '<html data-theme="dark" lang="en" dir="ltr">' in html
    assert '<div class="shell is-sized no-side" id="shell" data-drawer="closed">' in html
    assert "#shell{--side-set:333px}" in style


@pytest.fixture
def told(home: Home) -> Iterator[dict[str, Any]]:
    """What a page says that shows all photos; forgotten afterwards."""
    client = home.enter()
    with home.harness.parts.database.read() as conn:
        generation = photos.get_generation(conn)
    body = {
        "view": client.ask("/api/status").json()["view"], "generation": generation, "window": [1200, 800],
        "grid": [256, 48, 896, 752], "pictures": [[home.id("p1.jpg"), 1, 4, 40, 255, 170]], "headings": [], "uncovered": True,
    }  # fmt: skip
    yield body
    home.enter().ask("/api/last-screen", "PUT", body={**body, "pictures": []})


def boot(home: Home) -> Answer:
    stranger = ApiClient(home.local.port, "", "")
    code = home.local.gate.boot_address().rpartition("/")[2]
    return stranger.ask(f"/boot/{code}", Cookie=None, X_Gallery_Key=None, Sec_Fetch_Site="none")


def test_the_policy_lets_its_style_and_pictures_through_and_no_others(home: Home, told: dict[str, Any]) -> None:
    usual = boot(home).headers["Content-Security-Policy"]
    assert home.enter().ask("/api/last-screen", "PUT", body=told).status == 200
    answer = boot(home)
    style = re.search("<style>(.*?)</style>", answer.body.decode())
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    allowed = answer.headers["Content-Security-Policy"]
    assert allowed.replace(f" 'sha256-{digest}'", "").replace("img-src 'self' data:", "img-src 'self'") == usual
    assert answer.body.count(b"<image ") == 1


def test_the_page_that_is_loaded_again_has_none(home: Home, told: dict[str, Any]) -> None:
    client = home.enter()
    client.ask("/api/last-screen", "PUT", body=told)
    assert b"last-screen" not in client.ask("/").body.replace(b"/last-screen", b"")


def test_what_makes_no_sense_is_refused(home: Home, told: dict[str, Any]) -> None:
    answer = home.enter().ask("/api/last-screen", "PUT", body={**told, "window": "wide"})
    assert (answer.status, answer.code) == (400, "bad_request")
