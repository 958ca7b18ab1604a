"""What the printed configurations share: paths in quotes, lines that are set in, names of the certificate's files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

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


def public_port(config: SiteConfig) -> int:
    """Return the port that browsers come to."""
    return urlsplit(config.address).port or (443 if is_secure(config) else 80)


def public_name(config: SiteConfig) -> str:
    """Return the name of the server, or its address; one of IPv6 in brackets."""
    return config.host.removesuffix(f":{public_port(config)}")


def is_secure(config: SiteConfig) -> bool:
    """Return whether browsers come by TLS: by anything else they come to this computer alone, to try it out."""
    return config.address.startswith("https:")


def certificate_files(config: SiteConfig) -> tuple[str, str]:
    """Return where certbot puts the certificate and its key."""
    folder = f"/etc/letsencrypt/live/{public_name(config)}"
    return f"{folder}/fullchain.pem", f"{folder}/privkey.pem"
