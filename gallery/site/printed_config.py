"""What the printed configurations of front servers share: quoting, indentation, where the certificate lies."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gallery.base.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gallery.site.config import SiteConfig

_DIRECTIVES = b'"\\$%{};'


def quoted(path: bytes) -> str:
    """Return a path in quotes.

    Raises:
        UsageError: it holds what these files would read as something else.
    """
    text = path.decode("utf-8", "replace")
    if "\ufffd" in text or any(byte < 0x20 or byte in _DIRECTIVES for byte in path):
        raise UsageError(f"{os.fsdecode(path)!r} cannot stand in such a configuration; give the folder a plainer name.")
    return f'"{text}"'


def indented(lines: Iterable[str], spaces: int) -> list[str]:
    """Return the lines, set in."""
    return [f"{' ' * spaces}{line}" for line in lines]


def certificate_files(config: SiteConfig) -> tuple[str, str]:
    """Return where certbot puts the certificate and its key."""
    folder = f"/etc/letsencrypt/live/{config.server_name}"
    return f"{folder}/fullchain.pem", f"{folder}/privkey.pem"
