"""Addresses of thumbnails and renditions that are the same for everybody, with what signs them for one browser.

An address names content and recipe, so that one copy in a cache serves all: `/picture/RECIPE/FINGERPRINT.jpg`. Behind
the `?` stand the photo that it was asked for by, which is no secret, and the signature.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from gallery.base.models import Recipe

if TYPE_CHECKING:
    from gallery.site.config import Links
    from gallery.site.signers import Signer

PICTURE_PATH = "/picture/"
PICTURE_COOKIE = "shoebox_pictures"
"""What links are bound to, where pictures have the origin of the page. No hyphen: nginx reads it as a variable."""
LINKED_RECIPES = (Recipe.SMALL, Recipe.LARGE, Recipe.SCREEN)
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
            holder: value of PICTURE_COOKIE.
            ends: from `ends`.
        """
        path = f"{PICTURE_PATH}{recipe.value}/{fingerprint.hex()}.jpg"
        address = f"{self._config.base}{path}?photo={photo}"
        signed = self._signer.sign(address, path, ends, holder if self.is_bound else "")
        return f"{address}&{urlencode(signed, safe='-_~')}"

    def is_good(self, path: str, arguments: dict[str, str], holder: str, now: float) -> bool:
        """Return whether an address was made by `make`, for this holder, and has not ended."""
        if self.is_bound and not holder:
            return False
        return self._signer.is_good(path, arguments, holder if self.is_bound else "", now)


def parse_place(recipe: str, fingerprint: str) -> tuple[Recipe, bytes] | None:
    """Return recipe and fingerprint as an address names them; None if it names none."""
    known = next((one for one in LINKED_RECIPES if one.value == recipe), None)
    return (known, bytes.fromhex(fingerprint)) if known and _FINGERPRINT.fullmatch(fingerprint) else None
