"""Originals behind nginx: every name arrives as itself, ranges and conditions hold, and nobody gets in by guessing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from gallery.base.paths import display
from gallery.site.handover import root_location
from tests.site.conftest import ODD_NAMES
from tests.waiting import wait_for

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor


@pytest.mark.parametrize("name", ODD_NAMES, ids=repr)
def test_every_name_arrives_as_its_own_file(site: Site, anna: Visitor, name: bytes) -> None:
    photo = anna.ids()[display(name)]
    answer = anna.ask(f"/media/{anna.key}/original/{photo}")
    with open(os.path.join(os.fsencode(site.photos), name), "rb") as file:
        assert (answer.status, answer.body) == (200, file.read())
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Sent-By"] == "nginx", "not by us"


def test_the_answer_is_as_we_decided_it(site: Site, anna: Visitor) -> None:
    answer = anna.ask(f"/media/{anna.key}/original/{anna.ids()['h0.jpg']}")
    assert answer.headers["Content-Disposition"] == "inline; filename*=UTF-8''h0.jpg"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Vary"] == "Cookie"
    assert answer.headers["Last-Modified"]
    assert answer.headers.get_all("ETag") is not None
    assert len(answer.headers.get_all("ETag") or ()) == 1
    assert "X-Accel-Redirect" not in answer.headers


def test_ranges_heads_and_conditions(site: Site, anna: Visitor) -> None:
    target = f"/media/{anna.key}/original/{anna.ids()['h0.jpg']}"
    whole = anna.ask(target)
    tag = whole.headers["ETag"]
    part = anna.ask(target, Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole.body)}"
    assert anna.ask(target, Range=f"bytes={len(whole.body)}-").status == 416
    assert anna.ask(target, Range="bytes=10-19", If_Range=tag).status == 206
    assert anna.ask(target, Range="bytes=10-19", If_Range='"another"').status == 200
    assert anna.ask(target, If_None_Match=tag).status == 304
    assert anna.ask(target, If_None_Match='"another"').status == 200
    assert anna.ask(target, If_Match='"another"').status == 412
    assert anna.ask(target, If_Modified_Since=whole.headers["Last-Modified"]).status == 304
    head = anna.ask(target, "HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(whole.body)))
    assert head.headers["ETag"] == tag


def test_what_no_browser_paints_is_made_and_sent_by_us(anna: Visitor) -> None:
    answer = anna.ask(f"/media/{anna.key}/original/{anna.ids()['old.tif']}")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")


@pytest.mark.parametrize("name", [*ODD_NAMES, b"Private/old.tif"], ids=repr)
def test_a_download_is_the_file_itself_under_its_own_name(site: Site, anna: Visitor, name: bytes) -> None:
    shown = display(os.path.basename(name))
    answer = anna.ask(f"/media/{anna.key}/file/{anna.ids()[shown]}")
    with open(os.path.join(os.fsencode(site.photos), name), "rb") as file:
        assert (answer.status, answer.body) == (200, file.read())
    kind, _, encoded = (answer.headers["Content-Disposition"] or "").partition("; filename*=UTF-8''")
    assert (kind, unquote(encoded)) == ("attachment", shown)
    assert answer.headers["Content-Type"] in ("image/jpeg", "application/octet-stream")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["X-Sent-By"] == "nginx", "not by us"


def test_the_internal_location_is_nobodys(site: Site, anna: Visitor) -> None:
    place = root_location("/_originals/", os.fsencode(site.photos))
    assert anna.ask(f"{place}Holidays/h0.jpg").status == 404
    assert anna.ask(f"{place}../site.toml").status in (400, 404)


def test_without_a_password_nothing_is_told(site: Site, anna: Visitor) -> None:
    stranger = site.visitor(None)
    for target in ("/", "/api/status", f"/media/{anna.key}/original/1", "/ui/js/main.js", "/nothing"):
        assert stranger.ask(target).status == 401
    stranger.cookies, stranger.key = anna.cookies, anna.key
    assert stranger.ask("/api/status").status == 401


def test_a_link_that_is_put_in_place_of_a_file_leads_nowhere(site: Site, anna: Visitor) -> None:
    photo, file = anna.ids()["h3.jpg"], site.photos / "Holidays" / "h3.jpg"
    kept = file.read_bytes()
    (site.folder / "secret.jpg").write_bytes(b"\xff\xd8 secret")
    try:
        file.unlink()
        file.symlink_to(site.folder / "secret.jpg")
        answer = anna.ask(f"/media/{anna.key}/original/{photo}")
        assert answer.status == 404
        assert b"secret" not in answer.body
        # nginx by itself, had we been a moment earlier
        assert (
            b"secret" not in anna.ask(f"{root_location('/_originals/', os.fsencode(site.photos))}Holidays/h3.jpg").body
        )
    finally:
        file.unlink()
        file.write_bytes(kept)
        wait_for(lambda: "h3.jpg" in anna.ids(), 30)
        site.harness.wait_until_idle()
