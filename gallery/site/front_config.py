"""Prints a configuration of nginx, Apache or systemd that fits the file of a site, to be pasted and looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.site.apache_config import print_apache
from gallery.site.nginx_config import print_nginx
from gallery.site.systemd_unit import print_systemd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gallery.site.config import SiteConfig

KINDS = ("nginx", "apache", "systemd")


def print_for(kind: str, config: SiteConfig, roots: Sequence[bytes], file: Path, data: Path) -> str:
    """Return the configuration.

    Args:
        kind: one of KINDS.
        config: of the site.
        roots: paths of the folders that are shown.
        file: the file of the site.
        data: the data folder.

    Raises:
        UsageError: a path cannot stand in such a file.
    """
    if kind == "systemd":
        return print_systemd(config, file, data)
    return print_nginx(config, roots) if kind == "nginx" else print_apache(config, roots)
