"""Each check of a site's gate by itself, with what decides it and what does not: no library, no server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request

from gallery.site.gate import COOKIE, ENDPOINTS_THAT_WRITE, FRONT_HEADER, PICTURE_ENDPOINT, WRITING, SiteGate
from gallery.site.sessions import Session, Sessions
from gallery.web.request_checks import FRAME_DESTINATIONS, RefusedError, check_fetch_metadata, key_sent, secrets_equal
from tests.web.servers import FRONT_SECRET, PERSON, SITE_HOST, site_config

ROUTES = (
    ("/", "page", "GET"),
    ("/ui/x", "ui", "GET"),
    ("/api/status", "api.status", "GET"),
    ("/api/log-out", "api.log_out", "POST"),
    ("/media/<key>/thumb/1", "media.thumb", "GET"),
    ("/picture/x", PICTURE_ENDPOINT, "GET"),
)
ALL = ("/", "/ui/x", "/api/status", "/media/KEY/thumb/1", "/picture/x", "/nothing")
WITH_SESSION = ("/ui/x", "/api/status", "/media/KEY/thumb/1", "/nothing")
OTHERS = ("same-site", "cross-site", "none")


class Asked:
    """A gate, one session, and an application that has only addresses."""

    def __init__(self, **changed: Any) -> None:
        self.config = replace(site_config(8470), **changed)
        self.sessions = Sessions(60)
        self.session = self.sessions.start(PERSON)
        self.gate = SiteGate(self.config, self.sessions)
        self.app = Flask("test")
        for rule, endpoint, method in ROUTES:
            self.app.add_url_rule(rule, endpoint, lambda **_: "", methods=[method], provide_automatic_options=False)

    def check(self, target: str, method: str = "GET", peer: str | None = "127.0.0.1", **headers: str | None) -> Any:
        """Return the session, None, or the status and code of the refusal."""
        sent: dict[str, str | None] = {
            "HTTP_HOST": SITE_HOST,
            "HTTP_REMOTE_USER": PERSON,
            "HTTP_X_SHOEBOX_FRONT": FRONT_SECRET,
            "HTTP_COOKIE": f"{COOKIE}={self.session.cookie}",
            "HTTP_X_GALLERY_KEY": self.session.key,
            "REMOTE_ADDR": peer,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        if method not in ("GET", "HEAD"):
            sent = {"HTTP_ORIGIN": f"https://{SITE_HOST}", "CONTENT_TYPE": "application/json", **sent}
        if "HTTP_CONTENT_TYPE" in sent:
            sent["CONTENT_TYPE"] = sent.pop("HTTP_CONTENT_TYPE")
        environ = {name: value for name, value in sent.items() if value is not None}
        target = target.replace("KEY", self.session.key)
        with self.app.test_request_context(target, method=method, environ_overrides=environ):
            for name in ("HTTP_HOST", "REMOTE_ADDR"):
                if sent[name] is None:
                    request.environ.pop(name, None)
            try:
                return self.gate.check(request)
            except RefusedError as error:
                return error.status, error.code


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_the_names_are_these() -> None:
    assert (FRONT_HEADER, COOKIE, PICTURE_ENDPOINT) == ("X-Shoebox-Front", "__Host-shoebox", "signed_pictures.picture")
    assert {"POST", "PUT", "PATCH", "DELETE"} == WRITING
    assert {"api.log_out"} == ENDPOINTS_THAT_WRITE
    assert {"iframe", "frame", "embed", "object", "serviceworker", "fencedframe"} == FRAME_DESTINATIONS


def test_who_is_right_is_let_in(asked: Asked) -> None:
    assert [asked.check(target) for target in WITH_SESSION] == [asked.session] * len(WITH_SESSION)
    assert [asked.check(target, "HEAD") for target in WITH_SESSION] == [asked.session] * len(WITH_SESSION)
    assert [asked.check(target) for target in ("/", "/picture/x")] == [None, None]
    assert asked.check("/api/log-out", "POST") is asked.session


@pytest.mark.parametrize("target", ALL)
def test_checks_1_and_2_and_frames_are_for_every_address(asked: Asked, target: str) -> None:
    assert asked.check(target, peer="192.0.2.1") == (403, "peer")
    assert asked.check(target, peer=None) == (403, "peer")
    for secret in (None, "", FRONT_SECRET + "x", FRONT_SECRET[:-1]):
        assert asked.check(target, x_shoebox_front=secret) == (403, "front")
    for host in (None, "", f"{SITE_HOST}:443", SITE_HOST.upper(), "127.0.0.1:8470"):
        assert asked.check(target, host=host) == (403, "host")
    for origin in ("", "null", f"http://{SITE_HOST}", f"https://{SITE_HOST}/"):
        assert asked.check(target, origin=origin) == (403, "origin")
    assert asked.check(target, origin=f"https://{SITE_HOST}") == asked.check(target)
    for frame in FRAME_DESTINATIONS:
        refused = asked.check(target, sec_fetch_site="same-origin", sec_fetch_dest=frame)
        assert refused == (403, "frame")


def test_a_socket_proves_itself_and_a_secret_besides_is_asked_for() -> None:
    login = site_config(1).login
    alone = Asked(port=None, socket="/s", login=replace(login, front_secret=None))
    assert alone.check("/api/status", peer="localhost", x_shoebox_front=None) is alone.session
    both = Asked(port=None, socket="/s")
    assert both.check("/api/status", peer="localhost") is both.session
    assert both.check("/api/status", peer="localhost", x_shoebox_front=None) == (403, "front")


def test_whoever_brings_the_secret_is_no_stranger() -> None:
    config = site_config(1)
    gate = SiteGate(config, Sessions(1))
    assert gate.is_from_front("/", {"X_SHOEBOX_FRONT": FRONT_SECRET})
    for wrong in ({}, {"X_SHOEBOX_FRONT": ""}, {"X_SHOEBOX_FRONT": FRONT_SECRET + "x"}, {"COOKIE": FRONT_SECRET}):
        assert not gate.is_from_front("/", wrong)
    on_socket = replace(config, port=None, socket="/s", login=replace(config.login, front_secret=None))
    assert SiteGate(on_socket, Sessions(1)).is_from_front("/", {})


@pytest.mark.parametrize("site", OTHERS)
def test_where_a_link_of_another_site_leads(asked: Asked, site: str) -> None:
    for target in WITH_SESSION:
        assert asked.check(target, sec_fetch_site=site) == (403, "site")
        assert asked.check(target, sec_fetch_site=site, sec_fetch_dest="document") == (403, "site")
    assert asked.check("/", sec_fetch_site=site) is None
    assert asked.check("/", sec_fetch_site=site, sec_fetch_dest="document") is None
    assert asked.check("/", sec_fetch_site=site, sec_fetch_dest="image") == (403, "site")
    assert asked.check("/", "HEAD", sec_fetch_site=site) == (403, "site")
    assert asked.check("/", "POST", sec_fetch_site=site) == (403, "site")
    assert asked.check("/picture/x", sec_fetch_site=site, sec_fetch_dest="image") is None
    assert asked.check("/ui/x", sec_fetch_site="same-origin") is asked.session
    assert asked.check("/", sec_fetch_site="other") == asked.check("/picture/x", sec_fetch_site="") == (403, "site")


@pytest.mark.parametrize("name", [None, "", "eve", "anna,anna", PERSON.upper()])
def test_nobody_has_a_page_and_a_picture_needs_nobody(asked: Asked, name: str | None) -> None:
    for target in ("/", *WITH_SESSION):
        assert asked.check(target, remote_user=name) == (401, "unknown_person")
    assert asked.check("/picture/x", remote_user=name) is None


def test_without_people_in_the_file_anybody_is_somebody() -> None:
    asked = Asked(users=None)
    assert asked.check("/", remote_user="eve") is None
    assert asked.check("/ui/x", remote_user="eve") == (401, "not_entered")
    assert asked.check("/", remote_user="a,b") == asked.check("/", remote_user=None) == (401, "unknown_person")


@pytest.mark.parametrize("cookie", [None, "", "x=1", f"{COOKIE}=x", "TWICE", "WRONG; GOOD", "shoebox=GOOD"])
def test_a_session_is_one_good_cookie(asked: Asked, cookie: str | None) -> None:
    good = f"{COOKIE}={asked.session.cookie}"
    sent = cookie and cookie.replace("TWICE", f"{good}; {good}").replace("WRONG", f"{COOKIE}=x").replace("GOOD", good)
    for target in WITH_SESSION:
        assert asked.check(target, cookie=sent) == (401, "not_entered")
    assert asked.check("/", cookie=sent) is None
    assert asked.check("/picture/x", cookie=sent) is None
    assert asked.check("/ui/x", cookie=f"a=1; {good}; b=2") is asked.session


def test_the_key_is_asked_for_where_photos_are(asked: Asked) -> None:
    for key in (None, "", "x", asked.session.cookie):
        assert asked.check("/api/status", x_gallery_key=key) == (401, "not_entered")
        assert asked.check("/api/nothing", x_gallery_key=key) == (401, "not_entered")
        assert asked.check("/media/KEY/thumb/1", x_gallery_key=key) is asked.session
        assert asked.check("/ui/x", x_gallery_key=key) is asked.session
    assert asked.check("/media/x/thumb/1") == asked.check("/media/x") == asked.check("/feed/x") == (401, "not_entered")


@pytest.mark.parametrize("method", sorted(WRITING))
def test_a_write_is_refused_once_it_is_known_who_writes(asked: Asked, method: str) -> None:
    for target in ALL:
        assert asked.check(target, method) == (403, "read_only")
    assert asked.check("/ui/x", method, cookie=None) == (401, "not_entered")
    assert asked.check("/", method, remote_user=None) == (401, "unknown_person")
    if method != "POST":
        assert asked.check("/api/log-out", method) == (403, "read_only")


def test_the_log_out_is_the_pages(asked: Asked) -> None:
    assert asked.check("/api/log-out", "POST", origin=None) == (403, "origin")
    assert asked.check("/api/log-out", "POST", content_type="text/plain") == (415, "not_json")
    assert asked.check("/api/log-out", "POST", x_gallery_key=None) == (401, "not_entered")


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PROPFIND"])
def test_a_method_of_no_route_is_the_routers(asked: Asked, method: str) -> None:
    assert [asked.check(target, method) for target in WITH_SESSION] == [asked.session] * len(WITH_SESSION)
    assert asked.check("/ui/x", method, cookie=None) == (401, "not_entered")
    asked.app.add_url_rule("/odd", "odd", lambda: "", methods=[method])
    assert asked.check("/odd", method) == (403, "read_only"), "were there such a route, it would be no reading"


def test_the_session_of_a_page_is_this_persons(asked: Asked) -> None:
    def current(name: str) -> Session | None:
        headers = {"Cookie": f"{COOKIE}={asked.session.cookie}", "Remote-User": name}
        with asked.app.test_request_context("/", headers=headers):
            return asked.gate.current_session(request)

    assert current(PERSON) is asked.session
    with pytest.raises(RefusedError):
        current("eve")
    both = Asked(users=None)
    asked.gate = SiteGate(both.config, asked.sessions)
    assert current("eve") is None


def test_every_refusal_is_a_sentence_that_names_nothing_of_the_request(asked: Asked) -> None:
    for headers in ({"host": "evil"}, {"remote_user": "evil"}, {"cookie": "evil"}):
        with asked.app.test_request_context("/ui/x", headers={name.title(): value for name, value in headers.items()}):
            with pytest.raises(RefusedError) as refused:
                asked.gate.check(request)
            assert str(refused.value).endswith(".")
            assert "evil" not in str(refused.value)


@pytest.mark.parametrize(
    ("path", "key"),
    [("/api/x", "H"), ("//api/x", "H"), ("/api", "H"), ("/media/k/thumb/1", "k"), ("/media/k", "k"), ("/media", ""),
     ("/feed/k", "k"), ("/feed/k/", "k"), ("/", None), ("", None), ("/ui/api", None), ("/apix", None), ("/x/api", None)],
)  # fmt: skip
def test_where_the_key_stands(path: str, key: str | None) -> None:
    assert key_sent(path, "H") == key


def test_secrets_are_equal_or_not() -> None:
    assert secrets_equal("secret", "secret")
    assert secrets_equal("", "")
    for given in ("secre", "secrets", "Secret", "", "sec\ud800ret", "sécret"):
        assert not secrets_equal("secret", given)


def test_fetch_metadata_by_itself() -> None:
    def refused(*others: str, **headers: str) -> str:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with Flask("test").test_request_context("/", headers=named):
            try:
                check_fetch_metadata(request, others)
            except RefusedError as error:
                return f"{error.status} {error.code}"
        return ""

    assert refused() == refused(Sec_Fetch_Site="same-origin") == refused("none", Sec_Fetch_Site="none") == ""
    assert refused(Sec_Fetch_Site="none") == refused("none", Sec_Fetch_Site="cross-site") == "403 site"
    assert refused(Sec_Fetch_Dest="iframe") == "403 frame"
    assert refused(Sec_Fetch_Dest="image") == ""
