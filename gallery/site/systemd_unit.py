"""Prints a unit of systemd that runs a site: systemd.exec(5), systemd.service(5)."""

from __future__ import annotations

import os
import sys
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from gallery.site.printed_config import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.site.config import SiteConfig

ACCOUNT = "shoebox"
FRONT_GROUP = "www-data"
"""The group of the front server, on Debian: it may connect to our socket."""


def print_systemd(config: SiteConfig, file: Path, data: Path) -> str:
    """Return the unit.

    Args:
        config: of the site.
        file: the file of the site.
        data: the data folder.

    Raises:
        UsageError: a path cannot stand in it.
    """
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, os.path.abspath(sys.argv[0])]
    command = " ".join(quoted(os.fsencode(part)) for part in (*program, "site", str(file), "--data-dir", str(data)))
    lines = [
        "[Unit]",
        "Description=Shoebox, the photos of this computer for the people who may see them",
        "After=network.target remote-fs.target",
        "",
        "[Service]",
        f"ExecStart={command}",
        f"User={ACCOUNT}",
        f"Group={FRONT_GROUP}",
        f"SupplementaryGroups={ACCOUNT}",
        *_socket_folder(config),
        f"ReadWritePaths={quoted(os.fsencode(data))}",
        "Restart=on-failure",
        *_HARDENING,
        "",
        "[Install]",
        "WantedBy=multi-user.target",
        "",
    ]
    return "\n".join(lines)


_HARDENING = (
    "UMask=0077",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "PrivateTmp=yes",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "ProtectKernelTunables=yes",
    "ProtectControlGroups=yes",
    "RestrictSUIDSGID=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET",
    "IPAddressDeny=any",
    "IPAddressAllow=localhost",
)


def _socket_folder(config: SiteConfig) -> list[str]:
    """Return what gives us the folder of the socket: made below /run, or one that is there already."""
    if config.socket is None:
        return []
    folder = PurePosixPath(config.socket).parent
    for run in ("/run", "/var/run"):
        if folder.is_relative_to(run):
            return [f"RuntimeDirectory={quoted(os.fsencode(str(folder.relative_to(run))))}"]
    return [f"ReadWritePaths={quoted(os.fsencode(str(folder)))}"]
