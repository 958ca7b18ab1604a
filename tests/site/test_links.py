"""Signed links through nginx alone: for one browser, for a time, for one picture; and one copy for everybody."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from gallery.site.links import PICTURE_COOKIE
from gallery.site.signers import SecureLinkSigner
from tests.site.conftest import SECRET

if TYPE_CHECKING:
    from gallery.library.pictures import Picture
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor


def link(visitor: Visitor, name: str, size: str = "320") -> str:
    photo = visitor.ids()[name]
    return str(visitor.ask(f"/api/links?size={size}&ids={photo}").json()["links"][str(photo)])


@pytest.mark.parametrize("size", ["320", "512", "screen"])
def test_a_link_leads_to_the_picture(anna: Visitor, size: str) -> None:
    answer = anna.ask(link(anna, "h0.jpg", size))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in answer.headers
    assert answer.body.startswith(b"\xff\xd8")


def test_links_are_the_same_for_a_while_and_name_one_address_for_everybody(anna: Visitor, ben: Visitor) -> None:
    assert link(anna, "h0.jpg") == link(anna, "h0.jpg")
    assert link(anna, "h0.jpg").partition("?")[0] == link(ben, "h0.jpg").partition("?")[0]
    assert link(anna, "h0.jpg") != link(ben, "h0.jpg")


def test_a_link_is_good_in_one_browser_only(site: Site, anna: Visitor, ben: Visitor) -> None:
    annas = link(anna, "h1.jpg")
    assert anna.ask(annas).status == 200
    assert ben.ask(annas).status == 403
    assert site.visitor(None).ask(annas).status == 403
    assert site.visitor("anna").enter().ask(annas).status == 403, "another browser of hers"


def test_a_link_that_was_altered_is_refused(anna: Visitor) -> None:
    good = link(anna, "h1.jpg")
    for altered in (
        re.sub(r"md5=.", "md5=!", good),
        re.sub(r"expires=1", "expires=2", good),
        good.replace("thumb-320", "thumb-512"),
        re.sub(r"/([0-9a-f])([0-9a-f]+)\.jpg", lambda match: f"/{(int(match[1], 16) ^ 1):x}{match[2]}.jpg", good),
        good.partition("?")[0],
        good.partition("&")[0],
    ):
        assert altered != good
        assert anna.ask(altered).status in (403, 410), altered


def test_an_old_link_is_refused(anna: Visitor) -> None:
    path = link(anna, "h1.jpg").partition("?")[0]
    signed = SecureLinkSigner(SECRET).sign("", path, int(time.time()) - 1, anna.cookies[PICTURE_COOKIE])
    assert anna.ask(f"{path}?photo=1&expires={signed['expires']}&md5={signed['md5']}").status == 410


def test_the_photo_of_a_link_cannot_be_exchanged(anna: Visitor) -> None:
    """It only says by which photo a picture is made that is not there; the content is what is signed."""
    good, other = link(anna, "h2.jpg", "512"), anna.ids()["h3.jpg"]
    assert anna.ask(re.sub(r"photo=\d+", f"photo={other}", good)).status == 404
    assert anna.ask(good).status == 200


def test_nobody_gets_links_to_what_he_does_not_see(anna: Visitor, ben: Visitor) -> None:
    hidden = anna.ids()["a b.jpg"]
    assert ben.ask(f"/api/links?size=320&ids={hidden}").json()["links"] == {}
    assert ben.ask(f"/api/links?size=320&ids={hidden},999999").json()["links"] == {}


def test_a_copy_in_the_cache_lets_nobody_in(site: Site, anna: Visitor, ben: Visitor) -> None:
    """What anna has looked at lies in nginx's cache; ben can neither sign for it nor use her link."""
    annas = link(anna, "a b.jpg")
    first = anna.ask(annas)
    assert first.status == 200
    path = annas.partition("?")[0]
    assert ben.ask(annas).status == 403
    assert ben.ask(path).status == 403
    assert ben.ask(f"{path}?photo=1&expires=9999999999&md5=AAAAAAAAAAAAAAAAAAAAAA").status == 403
    assert any((site.folder / "nginx" / "cache").rglob("*")), "nginx has kept copies"


def test_python_sleeps_while_a_copy_is_sent(
    site: Site, anna: Visitor, ben: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [link(anna, "h3.jpg", "screen"), link(ben, "h3.jpg", "screen")]
    pictures, asked = site.harness.parts.library.pictures, list[int]()
    derived = pictures.derived

    def noted(photo: int, *rest: Any) -> Picture:
        asked.append(photo)
        return derived(photo, *rest)

    monkeypatch.setattr(pictures, "derived", noted)
    assert anna.ask(links[0]).status == 200
    assert len(asked) == 1
    assert [anna.ask(links[0]).status, ben.ask(links[1]).status] == [200, 200]
    assert len(asked) == 1
