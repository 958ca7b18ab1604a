"""Who may keep a picture that was asked for by a signed link, and how long."""

from __future__ import annotations

import pytest

from gallery.site.config import Links
from gallery.site.links import PictureLinks
from gallery.site.signers import HmacSigner

NOW = 1_800_000_000
YEAR = 31_536_000


def make(signer: str, base: str) -> PictureLinks:
    return PictureLinks(Links(signer, "x" * 40, "", base, 3600, None), HmacSigner("x" * 40))


@pytest.mark.parametrize("signer", ["hmac", "secure_link"])
def test_a_link_of_one_browser_is_kept_by_that_browser_and_by_nginx(signer: str) -> None:
    assert make(signer, "").caching(NOW, {"expires": str(NOW + 5)}) == {
        "Cache-Control": f"private, max-age={YEAR}, immutable",
        "X-Accel-Expires": str(YEAR),
    }


def test_a_cache_that_checks_nothing_keeps_no_link_beyond_its_end() -> None:
    links = make("hmac", "https://cdn.example.org")
    assert links.caching(NOW, {"expires": str(NOW + 5)}) == {"Cache-Control": "public, max-age=5, immutable"}
    assert links.caching(NOW, {"expires": str(NOW - 5)}) == {"Cache-Control": "public, max-age=0, immutable"}


def test_a_cdn_that_checks_every_link_keeps_its_copy() -> None:
    links = make("cloudfront", "https://cdn.example.org")
    assert links.caching(NOW, {}) == {"Cache-Control": f"public, max-age={YEAR}, immutable"}
