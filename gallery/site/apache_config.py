"""Prints what Apache needs to stand before a site (Apache HTTP Server 2.4, directive quick reference)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.site.links import PICTURE_PATH
from gallery.site.printed_config import certificate_files, indented, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.site.config import SiteConfig


def print_apache(config: SiteConfig, roots: Sequence[bytes]) -> str:
    """Return a virtual host.

    Args:
        config: of the site.
        roots: paths of the folders that are shown.

    Raises:
        UsageError: a path cannot stand in it.
    """
    target = f"unix:{config.socket}|http://shoebox" if config.socket else f"http://127.0.0.1:{config.port}"
    lines = [
        *_name(config),
        "SetEnv no-gzip 1",  # mod_deflate changes entity tags, so that nothing would be known again
        "ProxyPreserveHost On",
        "AllowEncodedSlashes NoDecode",
        f"ProxyPass        / {quoted(f'{target}/'.encode())} nocanon ttl=50",
        *_people(config),
        *_originals(config, roots),
    ]
    needed = "# a2enmod ssl proxy proxy_http headers auth_basic env xsendfile"
    address, port = "*" if config.is_secure else "127.0.0.1", config.public_port
    listen = [] if address == "*" and port == 443 else [f"Listen {'' if address == '*' else f'{address}:'}{port}"]
    host = [f"<VirtualHost {address}:{port}>", *indented(lines, 4), "</VirtualHost>"]
    return "\n".join([needed, *listen, *_redirection(config), *host, ""])


def _redirection(config: SiteConfig) -> list[str]:
    """Return a virtual host that leads from http to https, where both have their usual ports."""
    if not config.is_secure or config.public_port != 443:
        return []
    name = config.server_name
    server = [] if name.startswith("[") else [f"    ServerName {name}"]
    return ["<VirtualHost *:80>", *server, f"    Redirect permanent / {config.address}/", "</VirtualHost>"]


def _name(config: SiteConfig) -> list[str]:
    """Return who the host is, and how it proves that."""
    name = [] if config.host.startswith("[") else [f"ServerName {config.server_name}"]  # it knows no address of IPv6
    if not config.is_secure:
        return name
    certificate, key = certificate_files(config)
    return [*name, "SSLEngine on", f"SSLCertificateFile    {certificate}", f"SSLCertificateKeyFile {key}"]


def _people(config: SiteConfig) -> list[str]:
    """Return who may enter, and how that is told; nothing that a browser sends may pass for it."""
    lines = [
        "<Location />",
        "    AuthType Basic",
        '    AuthName "Photos"',
        "    AuthUserFile /etc/apache2/shoebox.htpasswd",
        "    Require valid-user",
        f'    RequestHeader set {config.login.header} "expr=%{{REMOTE_USER}}"',
        "    RequestHeader unset Authorization",
        "</Location>",
    ]
    if config.links:
        lines += [f"<Location {PICTURE_PATH}>", "    Require all granted", "</Location>"]
    if config.login.front_secret is not None:
        lines += [
            '# a file of root with mode 600 and one line: RequestHeader set X-Shoebox-Front "THE SECRET"',
            "Include /etc/apache2/shoebox-secret.conf",
        ]
    return lines


def _originals(config: SiteConfig, roots: Sequence[bytes]) -> list[str]:
    """Return what lets Apache send files that we name."""
    if config.originals.sender != "x-sendfile":
        return []
    paths = (f"XSendFilePath {quoted(root)}" for root in roots)
    return ["EnableMMAP Off", "XSendFile On", "XSendFileIgnoreETag Off", *paths]
