"""Signed links taken apart, changed, and made as only the program could make them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gallery.site.links import PICTURE_COOKIE
from gallery.site.signers import HmacSigner, SecureLinkSigner
from tests.site.conftest import SECRET

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor


def query_of(link: str) -> tuple[str, dict[str, str]]:
    """Return the path of a link, and its arguments."""
    path, _, query = link.partition("?")
    return path, dict(part.split("=", 1) for part in query.split("&"))


def spell(path: str, arguments: dict[str, str]) -> str:
    """Return a link of its parts."""
    return path + "?" + "&".join(f"{name}={value}" for name, value in arguments.items())


def changed(path: str, arguments: dict[str, str], **others: str | None) -> str:
    """Return a link with other arguments; None leaves one out."""
    return spell(path, {name: value for name, value in (arguments | others).items() if value is not None})


def sign(front: Site, visitor: Visitor, path: str, seconds: int = 60) -> str:
    """Return a link that we could have made, which ends in so many seconds."""
    signer = SecureLinkSigner(SECRET) if front.is_nginx else HmacSigner(SECRET)
    return spell(path, signer.sign("", path, int(time.time()) + seconds, visitor.cookies[PICTURE_COOKIE]))
