"""How the front server is told to send a file itself: by a header, whose encoding is another for each.

nginx takes the address of an internal location in `X-Accel-Redirect`, and decodes it once
(ngx_http_parse_unsafe_uri). Apache's mod_xsendfile takes the path of the file in `X-Sendfile`: up to 0.12 as it stands,
from 1.0 on decoded. So a path that would be another one when it is decoded is not handed over.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote_from_bytes

if TYPE_CHECKING:
    from gallery.base.models import FileRef

_SEP = os.fsencode(os.sep)


class Handover(Protocol):
    """Tells a front server which file to send."""

    def headers(self, file: FileRef) -> dict[str, str] | None:
        """Return the headers that hand a file over; None if it cannot be named in them, and we send it ourselves."""


class NoHandover:
    """Hands nothing over: this program sends every file."""

    def headers(self, file: FileRef) -> dict[str, str] | None:  # noqa: ARG002
        """Return None."""
        return None


class AccelRedirect:
    """nginx: `X-Accel-Redirect`.

    Args:
        location: the internal location, with slashes at both ends; below it each root has one (`root_location`).
    """

    def __init__(self, location: str) -> None:
        self._location = location

    def headers(self, file: FileRef) -> dict[str, str] | None:
        """Return the address of the file, with every byte encoded that could mean anything in an address."""
        relative = file.relative.replace(_SEP, b"/")
        return {"X-Accel-Redirect": root_location(self._location, file.root) + quote_from_bytes(relative, safe="/")}


class SendFile:
    """Apache with mod_xsendfile: `X-Sendfile`."""

    def headers(self, file: FileRef) -> dict[str, str] | None:
        """Return the path; None where a header cannot carry it, or a decoder would make another path of it."""
        path = os.path.join(file.root, file.relative)
        if b"%" in path or path != path.strip() or any(byte < 0x20 or byte == 0x7F for byte in path):
            return None
        # WSGI's text of bytes (PEP 3333); Apache says only beside a part that there are parts, nginx always
        return {"X-Sendfile": path.decode("latin-1"), "Accept-Ranges": "bytes"}


def root_location(location: str, root: bytes) -> str:
    """Return the internal location of a root: a name of its path alone, so that a file printed once stays right."""
    return f"{location}{hashlib.sha256(root).hexdigest()[:16]}/"


def choose(sender: str, location: str) -> Handover:
    """Return the handover to this sender, one of `config.SENDERS`."""
    if sender == "x-accel-redirect":
        return AccelRedirect(location)
    return SendFile() if sender == "x-sendfile" else NoHandover()
