"""Addresses of pictures and their check, without a front server: when links end, what they may name, who may ask."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from gallery.base.models import Recipe
from gallery.library.pictures import Picture
from gallery.site.config import Links
from gallery.site.links import LINKED_RECIPES, PictureLinks, parse_place
from gallery.site.signers import HmacSigner

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.site.front_client import Front

SECRET = "x" * 32
CDN_SECRET = "the secret of the CDN, of 32 characters and more"
DAY = 86_400
FINGERPRINT = bytes(range(16))


def links_of(base: str) -> PictureLinks:
    """Return links that are good for a day at least."""
    return PictureLinks(Links("hmac", SECRET, "", base, DAY, None), HmacSigner(SECRET))


@pytest.mark.parametrize("second", [0, 1, DAY - 1, DAY, 20_000 * DAY + 5])
def test_links_last_for_one_to_two_times_as_long_and_end_together(second: int) -> None:
    links = links_of("")
    assert DAY < links.ends(second) - second <= 2 * DAY
    assert links.ends(second) % DAY == 0
    assert links.ends(second + 0.9) == links.ends(second)


@pytest.mark.parametrize("recipe", LINKED_RECIPES)
def test_what_is_made_is_good_for_its_holder_alone(recipe: Recipe) -> None:
    links = links_of("")
    link = links.make(FINGERPRINT, recipe, 7, "me", 100)
    path, _, query = link.partition("?")
    given = dict(each.split("=") for each in query.split("&"))
    assert path == f"/picture/{recipe.value}/{FINGERPRINT.hex()}/7.jpg"
    assert links.is_good(path, given, "me", 99)
    assert not links.is_good(path.replace("/7.jpg", "/8.jpg"), given, "me", 99)
    assert not links.is_good(path, given, "you", 99)
    assert not links.is_good(path, given, "", 99)
    assert not links.is_good(path, given, "me", 100)


def test_a_link_of_another_origin_has_no_holder_and_one_of_the_page_needs_one() -> None:
    of_cdn, of_page = links_of("https://cdn.example.org"), links_of("")
    link = of_cdn.make(FINGERPRINT, Recipe.SMALL, 7, "me", 100)
    assert link == of_cdn.make(FINGERPRINT, Recipe.SMALL, 7, "you", 100)
    path, _, query = link.removeprefix("https://cdn.example.org").partition("?")
    given = dict(each.split("=") for each in query.split("&"))
    assert of_cdn.is_good(path, given, "", 99)
    assert of_cdn.is_good(path, given, "you", 99)
    assert not of_page.is_good(path, given, "", 99), "nobody's link is not everybody's"


def test_places_are_those_of_links() -> None:
    assert parse_place("screen-3", FINGERPRINT.hex()) == (Recipe.SCREEN, FINGERPRINT)
    for recipe, fingerprint in (
        (Recipe.FULL.value, FINGERPRINT.hex()),
        ("screen-2", FINGERPRINT.hex()),
        ("", FINGERPRINT.hex()),
        ("screen-3", FINGERPRINT.hex().upper()),
        ("screen-3", FINGERPRINT.hex()[:-1]),
        ("screen-3", FINGERPRINT.hex()[:14]),
        ("screen-3", ""),
        ("screen-3", "00" * 65),
        ("screen-3", f"{FINGERPRINT.hex()}\n"),
        ("screen-3", "zz" * 16),
    ):
        assert parse_place(recipe, fingerprint) is None


@pytest.fixture
def behind_cloudfront(make_front: Callable[..., Front]) -> Front:
    """A site whose links CloudFront checks."""
    key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return make_front(links=Links("cloudfront", key, "K1", "https://cdn.example.org", DAY, CDN_SECRET))


@pytest.mark.parametrize("sent", [None, "", "x", CDN_SECRET + "x", CDN_SECRET[:-1]])
def test_only_the_cdn_itself_gets_pictures_that_it_has_checked(behind_cloudfront: Front, sent: str | None) -> None:
    address = f"/picture/thumb-320-3/{FINGERPRINT.hex()}/99999.jpg"
    assert behind_cloudfront.ask(address, X_Shoebox_Cdn=sent).status_code == 403
    assert behind_cloudfront.ask(address, X_Shoebox_Cdn=CDN_SECRET).status_code == 404, "no such photo"


def test_a_picture_of_an_older_recipe_is_closed_and_not_sent(
    make_front: Callable[..., Front], site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = replace(site.config.links, signer="hmac", base="https://cdn.example.org", secret=SECRET)
    front, file = make_front(links=links), io.BytesIO(b"older")
    monkeypatch.setattr(
        site.harness.parts.library.pictures,
        "derived",
        lambda *_: Picture(file, "image/jpeg", 5, "older", None, 0),
    )
    link = PictureLinks(links, HmacSigner(SECRET)).make(FINGERPRINT, Recipe.SMALL, 7, "", int(time.time()) + 60)
    assert front.ask(link.removeprefix("https://cdn.example.org")).status_code == 404
    assert file.closed
