"""Pictures from a CDN: a page in Chromium shows those of the origin that is configured, and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tests.site.conftest import nginx_before, site_parts
from tests.site.front_servers import free_port, run_nginx
from tests.site.site_page import SitePage, enter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Site

pytestmark = pytest.mark.browser

CDN = """
proxy_cache_path FOLDER keys_zone=cdn:1m;
server {
    listen OWN;
    location /picture/ {
        proxy_pass http://127.0.0.1:PORT;
        proxy_set_header Host 127.0.0.1:PORT;
        proxy_set_header Cookie "";
        proxy_set_header Authorization "";
        proxy_cache cdn;
        proxy_cache_key $request_uri;
        add_header X-Kept $upstream_cache_status;
    }
}
"""
"""What a CDN does: it asks the site without the browser's cookies and passwords, and keeps what is public."""
SHOW = """address => new Promise(end => {
    const blocked = event => end(event.violatedDirective);
    document.addEventListener("securitypolicyviolation", blocked, {once: true});
    const image = new Image();
    image.onload = () => end("shown");
    image.onerror = () => setTimeout(() => end("failed"), 1000);
    image.src = address;
})"""
"""Says whether a picture is shown, or by which rule of the page's policy it is not."""


@pytest.fixture(scope="module")
def with_cdn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, int]]:
    """A site whose pictures have the origin of a CDN, and the port of the CDN."""
    folder, cdn = tmp_path_factory.mktemp("cdn"), free_port()
    base = f"http://localhost:{cdn}"
    with site_parts(folder, free_port(), "x-accel-redirect", "hmac", base=base) as site, nginx_before(site):
        (folder / "cdn").mkdir()
        text = CDN.replace("OWN", str(cdn)).replace("PORT", str(site.port)).replace("FOLDER", str(folder / "kept"))
        with run_nginx(folder / "cdn", text, cdn, {}):
            yield site, cdn


@pytest.fixture
def page(with_cdn: tuple[Site, int]) -> Iterator[SitePage]:
    """The page of ben in Chromium."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield enter(browser, with_cdn[0].config.address, "ben").open()
        browser.close()


def test_the_pictures_of_the_page_come_from_the_cdn(with_cdn: tuple[Site, int], page: SitePage) -> None:
    shown = page.page.evaluate(
        "[...document.querySelectorAll('.cell:not([hidden]) img')].map(one => [one.currentSrc, one.naturalWidth])"
    )
    assert len(shown) == 4
    for address, width in shown:
        assert address.startswith(f"http://localhost:{with_cdn[1]}/picture/")
        assert width > 0
    assert page.complaints == []
    assert page.pictures() == {"picture", "api/links"}


def test_no_other_origin_shows_pictures_and_the_cdn_nothing_but_pictures(
    with_cdn: tuple[Site, int], page: SitePage
) -> None:
    site, cdn = with_cdn
    address = site.visitor("ben").enter().link("h0.jpg")
    assert address.startswith(f"http://localhost:{cdn}/")
    assert page.page.evaluate(SHOW, address) == "shown"
    assert page.page.evaluate(SHOW, address.replace("localhost", "127.0.0.1")) == "img-src"
    assert page.page.evaluate(SHOW, address.replace(str(cdn), str(site.port))) == "img-src"
    fetched = "address => fetch(address, {mode: 'no-cors'}).then(() => 'read', () => 'refused')"
    assert page.page.evaluate(fetched, address) == "refused"


def test_a_page_without_a_cdn_shows_its_own_pictures_only(with_cdn: tuple[Site, int], site: Site) -> None:
    address = with_cdn[0].visitor("ben").enter().link("h0.jpg")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = enter(browser, site.config.address, "ben").open()
        assert page.page.evaluate(SHOW, address) == "img-src"
        browser.close()


def test_the_cdn_keeps_one_copy_for_all_and_gives_it_to_none_without_a_link(with_cdn: tuple[Site, int]) -> None:
    site, cdn = with_cdn
    anna, ben = (site.visitor(name).enter() for name in ("anna", "ben"))
    link = anna.link("h1.jpg", "512").removeprefix(f"http://localhost:{cdn}")
    assert link == ben.link("h1.jpg", "512").removeprefix(f"http://localhost:{cdn}"), "the same for both"
    anna.port = ben.port = cdn
    first, second = anna.ask(link), ben.ask(link)
    assert (first.status, second.status, second.headers["X-Kept"]) == (200, 200, "HIT")
    assert second.body == first.body
    for answer in (first, second):
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert answer.headers["Cache-Control"].startswith("public")
        assert not {"Set-Cookie", "Vary"} & set(answer.headers)
    for wrong in (link.partition("?")[0], link[:-1], link.replace("expires=1", "expires=2")):
        for _ in range(2):
            answer = ben.ask(wrong)
            assert (answer.status, answer.headers["Cache-Control"]) == (403, "no-store")
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_what_is_asked_for_by_session_stays_with_the_page(with_cdn: tuple[Site, int]) -> None:
    anna = with_cdn[0].visitor("anna").enter()
    for target in (anna.original("h0.jpg"), f"/media/{anna.key}/thumb/{anna.ids()['h0.jpg']}", "/api/status"):
        assert anna.ask(target).headers["Cross-Origin-Resource-Policy"] == "same-origin"
