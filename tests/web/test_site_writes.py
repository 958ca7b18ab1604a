"""Nothing can be changed at a site: every write of this computer's page is refused there, whatever it is called (S35)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.web.routes import example_address
from tests.web.servers import SiteClient

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.client import ApiClient
    from tests.web.conftest import Home, RunningSite

READING = ("GET", "HEAD")
SITE_ROUTES = {
    "/", "/ui/<path:name>", "/favicon.ico",
    "/api/status", "/api/news", "/api/timeline.bin", "/api/folders", "/api/photos/<id:photo>",
    "/api/photos/<id:photo>/problem", "/api/labels", "/api/tiny",
    "/api/left-out", "/api/left-out/folders", "/api/problems", "/api/search", "/api/suggest", "/api/explain", "/api/links", "/api/log-out",
    "/api/day-places", "/api/stretches",
    "/media/<key>/thumb/<id:photo>", "/media/<key>/screen/<id:photo>", "/media/<key>/original/<id:photo>",
    "/media/<key>/tile/<id:photo>",
    "/media/<key>/motion/<id:photo>", "/media/<key>/video/<id:photo>",
    "/media/<key>/file/<id:photo>", "/picture/<recipe>/<fingerprint>/<id:photo>.jpg",
}  # fmt: skip
"""Written out twice, so that a new one is looked at: who may ask for it, and within which folders?"""


def routes(app: Flask) -> set[tuple[str, str]]:
    """Return (method, rule) of every route."""
    return {(method, str(rule)) for rule in app.url_map.iter_rules() for method in rule.methods or ()}


@pytest.fixture
def visitor(running_site: RunningSite) -> ApiClient:
    """Somebody with the page of the site open."""
    return SiteClient(running_site.port).enter()


@pytest.fixture
def writes(home: Home) -> list[tuple[str, str]]:
    """Every write of this computer's page."""
    found = [(method, example_address(rule)) for method, rule in routes(home.app) if method not in READING]
    assert len(found) > 10
    return sorted(found)


def test_the_routes_of_a_site_are_these(running_site: RunningSite) -> None:
    assert {rule for _, rule in routes(running_site.app)} == SITE_ROUTES
    assert {(method, rule) for method, rule in routes(running_site.app) if method not in READING} == {
        ("POST", "/api/log-out")
    }


def test_every_write_of_the_desktop_is_refused(
    home: Home, running_site: RunningSite, visitor: ApiClient, writes: list[tuple[str, str]]
) -> None:
    before = (home.harness.parts.settings.view, list(home.harness.parts.settings.searches))
    roots = list(home.harness.parts.settings.roots)
    for method, target in writes:
        for body in ({}, {"ids": [1], "paused": True, "query": "x", "action": "fullscreen", "root": 1}):
            answer = visitor.ask(target, method, body=body)
            assert (answer.status, answer.code) == (403, "read_only"), (method, target)
    assert (home.harness.parts.settings.view, list(home.harness.parts.settings.searches)) == before
    assert list(home.harness.parts.settings.roots) == roots


def test_no_other_name_of_the_method_gets_a_write_in(visitor: ApiClient, writes: list[tuple[str, str]]) -> None:
    names = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
    for (method, target), name in product(writes, names):
        header = {name.replace("-", "_"): method}
        assert visitor.ask(target, **header).status == 404, "reading there is nothing"
        answer = visitor.ask(target, "POST", body={"_method": method}, **header)
        assert (answer.status, answer.code) == (403, "read_only")
    for method, target in writes:
        assert visitor.ask(f"{target}?_method={method}").status == 404
        assert visitor.ask(f"{target}?_method=GET", "POST", body={}).code == "read_only"


def test_a_write_to_any_address_of_a_site_is_refused(running_site: RunningSite, visitor: ApiClient) -> None:
    targets = {example_address(rule) for _, rule in routes(running_site.app)} | {"/nothing", "/api", "/boot/x"}
    for method, target in product(("POST", "PUT", "PATCH", "DELETE"), sorted(targets)):
        if (method, target) != ("POST", "/api/log-out"):
            answer = visitor.ask(target, method, body={})
            assert (answer.status, answer.code) == (403, "read_only"), (method, target)


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "GETX"])
def test_a_method_that_no_route_has_is_said_to(running_site: RunningSite, visitor: ApiClient, method: str) -> None:
    for target in sorted({example_address(rule) for _, rule in routes(running_site.app)}):
        answer = visitor.ask(target, method, body={})
        assert (answer.status, answer.code) == (405, "method"), target
        assert set(answer.headers["Allow"].split(", ")) == ({"POST"} if target == "/api/log-out" else {*READING})
    assert visitor.ask("/nothing", method, body={}).status == 404
    assert visitor.ask("/api/status", method, body={}, Cookie=None).status == 401


def test_nothing_of_the_desktops_own_is_at_a_site(home: Home, running_site: RunningSite, visitor: ApiClient) -> None:
    own = {rule for method, rule in routes(home.app) if method in READING} - SITE_ROUTES
    assert own == {
        "/boot/<code>", "/feed/<key>", "/api/searches", "/api/visits/<id:visit>",
        "/api/history", "/api/tags", "/api/backups", "/api/backups/<name>", "/api/export", "/api/albums", "/api/sidecars/conflicts",
        "/api/gone", "/api/gone/<id:item>/photos", "/api/places", "/api/settings",
        "/api/proposals",
    }  # fmt: skip
    for rule in own:
        answer = visitor.ask(example_address(rule))
        assert (answer.status, answer.code) == (404, "not_found"), rule
    code = home.local.gate.boot_address().rpartition("/")[2]
    assert visitor.ask(f"/boot/{code}").status == 404
    assert home.local.gate.start_session(code), "it was not used up either"


def test_the_log_out_is_the_pages_alone(running_site: RunningSite, visitor: ApiClient) -> None:
    def ask(**changed: str | None) -> tuple[int, str]:
        answer = visitor.ask("/api/log-out", "POST", body={}, **changed)
        return answer.status, answer.code

    assert ask(Cookie=None) == (401, "not_entered")
    assert ask(X_Gallery_Key=None) == (401, "not_entered")
    assert ask(Origin=None) == (403, "origin")
    assert ask(Origin="https://evil.example") == (403, "origin")
    assert ask(Sec_Fetch_Site="cross-site") == (403, "site")
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", None):
        assert ask(Content_Type=kind) == (415, "not_json")
    assert visitor.ask("/api/status").status == 200, "still in"
    assert visitor.ask("/api/log-out", "POST", body={}).json() == {"to": "/"}
    assert visitor.ask("/api/status").status == 401


def test_a_secret_of_the_one_is_none_at_the_other(home: Home, running_site: RunningSite, visitor: ApiClient) -> None:
    page = home.enter()
    strange = SiteClient(running_site.port, page.cookie, page.key)
    assert strange.ask("/api/status").status == 401
    assert visitor.ask("/api/status", Cookie=f"{page.cookie_name}={page.cookie}").status == 401
    assert visitor.ask("/api/status", X_Gallery_Key=page.key).status == 401
    both = f"{page.cookie_name}={page.cookie}; {visitor.cookie_name}={visitor.cookie}"
    assert visitor.ask("/api/status", Cookie=both).status == 200, "one host, two names"
    assert page.ask("/api/status", Cookie=both).status == 200
    assert page.ask("/api/status", Cookie=f"{page.cookie_name}={visitor.cookie}").status == 401
    assert page.ask("/api/status", X_Gallery_Key=visitor.key).status == 401
