"""Originals behind Apache with mod_xsendfile: every name arrives as itself, by whichever of the two sends it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.base.paths import display
from gallery.site.front_config import print_for
from tests.site.conftest import ODD_NAMES, site_parts
from tests.site.front_servers import APACHE_USER, free_port, run_apache

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor


@pytest.fixture(scope="module")
def apache() -> Iterator[Site]:
    """A site behind Apache, whose account may read the photos and write to the socket, as an owner would see to."""
    port = free_port()
    with tempfile.TemporaryDirectory() as place, site_parts(Path(place), port, "x-sendfile", "hmac") as site:
        assert site.config.socket
        for path in (place, os.path.dirname(site.config.socket)):
            os.chmod(path, 0o755)
        if os.geteuid() == 0:
            shutil.chown(site.config.socket, group=APACHE_USER)
        roots, folder = [os.fsencode(site.photos)], Path(place)
        with run_apache(folder, print_for("apache", site.config, roots, folder / "site.toml", folder), port, {}):
            yield site


@pytest.fixture
def anna(apache: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return apache.visitor("anna").enter()


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_every_name_arrives_as_its_own_file(apache: Site, anna: Visitor, name: bytes) -> None:
    answer = anna.ask(f"/media/{anna.key}/original/{anna.ids()[display(name)]}")
    with open(os.path.join(os.fsencode(apache.photos), name), "rb") as file:
        assert (answer.status, answer.body) == (200, file.read())
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "X-Sendfile" not in answer.headers


def test_the_answer_is_as_we_decided_it(anna: Visitor) -> None:
    answer = anna.ask(f"/media/{anna.key}/original/{anna.ids()['h0.jpg']}")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''h0.jpg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers.get_all("Cache-Control") == ["private, no-cache"]
    assert answer.headers.get_all("Last-Modified") is not None
    assert len(answer.headers.get_all("ETag") or ()) == 1


def test_ranges_heads_and_conditions(anna: Visitor) -> None:
    target = f"/media/{anna.key}/original/{anna.ids()['h0.jpg']}"
    whole = anna.ask(target)
    tag = whole.headers["ETag"]
    part = anna.ask(target, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert anna.ask(target, Range=f"bytes={len(whole.body)}-").status == 416
    assert anna.ask(target, Range="bytes=10-19", If_Range=tag).status == 206
    assert anna.ask(target, Range="bytes=10-19", If_Range='"another"').status == 200
    assert anna.ask(target, If_None_Match=tag).status == 304
    assert anna.ask(target, If_None_Match='"another"').status == 200
    head = anna.ask(target, "HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(whole.body)))


def test_without_a_password_nothing_is_told(apache: Site, anna: Visitor) -> None:
    stranger = apache.visitor(None)
    stranger.cookies, stranger.key = anna.cookies, anna.key
    for target in ("/", "/api/status", f"/media/{anna.key}/original/1", "/ui/js/main.js"):
        assert stranger.ask(target).status == 401


def test_what_a_browser_says_of_itself_does_not_count(apache: Site) -> None:
    """The front server overwrites the header by which people are known."""
    ben = apache.visitor("ben")
    assert ben.ask("/", Remote_User="anna").status == 200
    ben.enter()
    assert ben.ask("/api/status", Remote_User="anna").json()["counts"]["photos"] == 4
