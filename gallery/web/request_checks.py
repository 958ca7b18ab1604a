"""What every gate asks of a request: where it is from, and whether it may write. Threat ids: docs/threats.md."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from gallery.base.errors import GalleryError

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Request

    from gallery.languages.sentence import Sentence

FRAME_DESTINATIONS = frozenset({"iframe", "frame", "embed", "object", "serviceworker", "fencedframe"})
"""Values of `Sec-Fetch-Dest` that are refused (check 5)."""


class RefusedError(GalleryError):
    """A request that the gate does not let pass.

    Args:
        status: 401, 403, 405 or 415.
        code: for the page, in the error body.
        sentence: for the user, without anything of the request in it.
    """

    def __init__(self, status: int, code: str, sentence: Sentence | str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


def check_addressee(request: Request, host: str, origin: str) -> None:
    """Return if a request is addressed to this server and comes from its own page, or says nothing of where it is from.

    `Host` has to be right byte for byte (DNS rebinding, S03), `Origin` absent or ours (another site's fetch or form,
    S05).

    Raises:
        RefusedError: 403.
    """
    if request.environ.get("HTTP_HOST") != host:
        raise refused("host")
    if request.headers.get("Origin", origin) != origin:
        raise refused("origin")


def check_fetch_metadata(request: Request, others: Collection[str] = ()) -> None:
    """Return if a browser does not say that another site caused the request, or that its answer is for a frame (S06).

    Args:
        request: the request.
        others: values of `Sec-Fetch-Site` besides `same-origin` that are as good.

    Raises:
        RefusedError: 403.
    """
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site != "same-origin" and site not in others:
        raise refused("site")
    if request.headers.get("Sec-Fetch-Dest", "") in FRAME_DESTINATIONS:
        raise refused("frame")


def check_write(request: Request) -> None:
    """Return if a request that writes can only be the page's (S08).

    A form, or a plain fetch of another site, can send neither our `Origin` nor this type.

    Raises:
        RefusedError: 403 or 415.
    """
    if "Origin" not in request.headers:
        raise refused("origin")
    if request.mimetype != "application/json":
        raise RefusedError(415, "not_json", "Send JSON.")


def secrets_equal(secret: str, given: str) -> bool:
    """Return whether `given` is the secret, in a time that does not tell how much of it was right (S02)."""
    return hmac.compare_digest(secret.encode(), given.encode("utf-8", "surrogatepass"))


def key_sent(path: str, header: str) -> str | None:
    """Return the page key as a request brings it, or None where the address needs none.

    Args:
        path: of the address, decoded.
        header: value of `X-Gallery-Key`.
    """
    top, _, rest = path.lstrip("/").partition("/")
    if top == "api":
        return header
    return rest.partition("/")[0] if top in ("media", "feed") else None


def refused(code: str) -> RefusedError:
    """Return the refusal of a request that did not come from the page; the code says by what that was seen."""
    return RefusedError(403, code, "This request did not come from the Shoebox page.")
