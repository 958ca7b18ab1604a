"""Addresses of thumbnails and renditions that are the same for everybody, with what signs them for one browser.

An address names recipe, content and photo, so that one copy in a cache serves all:
`/picture/RECIPE/FINGERPRINT/PHOTO.jpg`. Behind the `?` stands the signature.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gallery.base.models import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.site.config import Links
    from gallery.site.signers import Signer

PICTURE_PATH = "/picture/"
PICTURE_COOKIE = "shoebox_pictures"
"""What links are bound to, where pictures have the origin of the page. No hyphen: nginx reads it as a variable."""
YEAR_S = 31_536_000
LINKED_RECIPES = (Recipe.SMALL, Recipe.LARGE, Recipe.FINE, Recipe.SCREEN)
_FINGERPRINT = re.compile(r"(?:[0-9a-f]{2}){8,64}")


class PictureLinks:
    """Makes and checks links to pictures. Any thread.

    Args:
        config: the table `links` of the site's file.
        signer: that the table names.
    """

    def __init__(self, config: Links, signer: Signer) -> None:
        self._config = config
        self._signer = signer

    @property
    def is_bound(self) -> bool:
        """Whether a link is good in one browser only: another origin is sent no cookie."""
        return not self._config.base

    def ends(self, now: float) -> int:
        """Return when links that are made now end: the same for a while, so that browsers find them in their cache."""
        return (int(now) // self._config.seconds + 2) * self._config.seconds

    def make(self, fingerprint: bytes, recipe: Recipe, photo: int, holder: str, ends: int) -> str:
        """Return the address of a picture.

        Args:
            fingerprint: of the photo's content.
            recipe: one of LINKED_RECIPES.
            photo: by which the picture is made where it was not made before.
            holder: of the session, which PICTURE_COOKIE names.
            ends: from `ends`.
        """
        path = f"{PICTURE_PATH}{recipe.value}/{fingerprint.hex()}/{photo}.jpg"
        address = f"{self._config.base}{path}"
        signed = self._signer.sign(address, path, ends, holder if self.is_bound else "")
        return f"{address}?{urlencode(signed, safe='-_~')}"

    def is_good(self, path: str, arguments: dict[str, str], holder: str, now: float) -> bool:
        """Return whether an address was made by `make`, for this holder, and has not ended."""
        if self.is_bound and not holder:
            return False
        return self._signer.is_good(path, arguments, holder if self.is_bound else "", now)

    def caching(self, now: float, arguments: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that say who may keep the picture of a good link, and how long.

        The bytes of an address never change. But a cache that does not check signatures knows neither to whom a link
        is bound nor when it ends: a bound one is kept by browsers alone, and by nginx, to which `X-Accel-Expires` is
        said (it checks, and tells nobody). CloudFront checks; any other cache keeps no link beyond its end.
        """
        if self.is_bound:
            return {"Cache-Control": f"private, max-age={YEAR_S}, immutable", "X-Accel-Expires": str(YEAR_S)}
        left = YEAR_S if self._config.signer == "cloudfront" else max(0, int(arguments.get("expires", "0")) - int(now))
        return {"Cache-Control": f"public, max-age={left}, immutable"}


def parse_place(recipe: str, fingerprint: str) -> tuple[Recipe, bytes] | None:
    """Return recipe and fingerprint as an address names them; None if it names none."""
    known = next((one for one in LINKED_RECIPES if one.value == recipe), None)
    return (known, bytes.fromhex(fingerprint)) if known and _FINGERPRINT.fullmatch(fingerprint) else None
