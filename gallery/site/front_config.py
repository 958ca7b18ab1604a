"""Prints a configuration of nginx, Apache or systemd that fits the file of a site, to be pasted and looked over."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gallery.base.errors import UsageError
from gallery.site.handover import root_location
from gallery.site.links import PICTURE_COOKIE, PICTURE_PATH
from gallery.web.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.site.config import SiteConfig

_SIGNED = f'"$secure_link_expires$uri$cookie_{PICTURE_COOKIE} THE SECRET"'
KINDS = ("nginx", "apache", "systemd")
_KEPT = ("Content-Security-Policy", "Vary", *SECURITY_HEADERS)
"""Headers of our answer that nginx does not keep by itself when it sends a file in its place."""
_NGINX_TAG = (
    "# Our entity tag goes with the file that we looked at, and with none that has taken its place since.",
    'map "$upstream_http_last_modified|$sent_http_last_modified" $shoebox_etag {',
    r'    "~^(.+)\|\1$" $upstream_http_etag;',
    "}",
)
_NGINX_CACHE = (
    "proxy_cache_path /var/cache/nginx/shoebox levels=1:2 keys_zone=shoebox:16m max_size=20g inactive=365d "
    "use_temp_path=off;"
)
_NGINX_ERRORS = (
    "# What nginx answers by itself is not kept by anybody.",
    'map $upstream_http_cache_control $shoebox_cache_control { "" no-store; default ""; }',
)


def print_for(kind: str, config: SiteConfig, roots: Sequence[bytes], file: Path, data: Path) -> str:
    """Return the configuration.

    Args:
        kind: one of KINDS.
        config: of the site.
        roots: paths of the folders that are shown.
        file: the file of the site.
        data: the data folder.

    Raises:
        UsageError: the path of a root cannot stand in such a file.
    """
    if kind == "systemd":
        return _systemd(config, file, data)
    return _nginx(config, roots) if kind == "nginx" else _apache(config, roots)


def _nginx(config: SiteConfig, roots: Sequence[bytes]) -> str:
    """Return a server block, with what it needs of the level above."""
    lines = [
        "# Where the certificate is, and how people log in, is yours to fill in.",
        *(_NGINX_TAG if config.originals.sender == "x-accel-redirect" else ()),
        *(_NGINX_ERRORS if config.links else ()),
        *([_NGINX_CACHE] if config.links and config.links.signer == "secure_link" else ()),
        f"upstream shoebox {{ server {_nginx_upstream(config)}; keepalive 16; keepalive_timeout 50s; }}",
        "",
        "server {",
        f"    listen {_public_port(config)} ssl;",
        f"    server_name {re.sub(':[0-9]+$', '', config.host)};",
        "    ssl_certificate     /etc/ssl/certs/YOURS.pem;",
        "    ssl_certificate_key /etc/ssl/private/YOURS.key;",
        '    auth_basic "Photos";',
        "    auth_basic_user_file /etc/nginx/shoebox.htpasswd;",
        "",
        "    location / {",
        *_indented(_nginx_proxy(config), 8),
        "    }",
    ]
    if config.originals.sender == "x-accel-redirect":
        for root in roots:
            lines += ["", *_indented(_nginx_root(config, root), 4)]
    if config.links:
        lines += ["", *_indented(_nginx_pictures(config), 4)]
    return "\n".join([*lines, "}", ""])


def _public_port(config: SiteConfig) -> int:
    """Return the port that browsers come to."""
    return urlsplit(config.address).port or 443


def _nginx_upstream(config: SiteConfig) -> str:
    return f"unix:{config.socket}" if config.socket else f"127.0.0.1:{config.port}"


def _nginx_proxy(config: SiteConfig, user: str = "$remote_user") -> list[str]:
    """Return how requests are passed on: nothing that a browser sends may pass for a word of the front server.

    Args:
        config: of the site.
        user: who it is. `$remote_user` is who a browser says it is where no `auth_basic` has checked that.
    """
    lines = [
        "proxy_pass http://shoebox;",
        "proxy_http_version 1.1;",
        'proxy_set_header Connection "";',
        "proxy_set_header Host $http_host;",
        f"proxy_set_header {config.login.header} {user};",
    ]
    if config.login.front_secret is not None:
        lines.append('include /etc/nginx/shoebox-secret.conf;  # proxy_set_header X-Shoebox-Front "THE SECRET";')
    return [*lines, "proxy_max_temp_file_size 0;"]


def _nginx_root(config: SiteConfig, root: bytes) -> list[str]:
    """Return the internal location of a root: no link in a path is followed, and what we said of the answer stays."""
    return [
        f"location {root_location(config.originals.location, root)} {{",
        "    internal;",
        f"    alias {_quoted(root.rstrip(b'/') + b'/')};",
        "    disable_symlinks on;",
        "    etag off;",
        "    add_header ETag $shoebox_etag;",
        *(f"    add_header {name} $upstream_http_{name.lower().replace('-', '_')};" for name in _KEPT),
        "}",
    ]


def _nginx_pictures(config: SiteConfig) -> list[str]:
    """Return the location of signed pictures, one copy for everybody; with `secure_link` Python sleeps meanwhile."""
    lines = [
        f"location {PICTURE_PATH} {{",
        "    auth_basic off;  # the signature lets in",
        "    add_header Cache-Control $shoebox_cache_control always;",
    ]
    if config.links and config.links.signer == "secure_link":
        lines += [
            "    secure_link $arg_md5,$arg_expires;",
            f"    include /etc/nginx/shoebox-links.conf;  # secure_link_md5 {_SIGNED};",
            '    if ($secure_link = "") { return 403; }',
            '    if ($secure_link = "0") { return 410; }',
            "    proxy_cache shoebox;",
            "    proxy_cache_key $uri;",
            "    proxy_cache_lock on;",
        ]
    return [*lines, *_indented(_nginx_proxy(config, '""'), 4), "}"]


def _apache(config: SiteConfig, roots: Sequence[bytes]) -> str:
    """Return a virtual host."""
    target = f"unix:{config.socket}|http://shoebox" if config.socket else f"http://127.0.0.1:{config.port}"
    lines = [
        "# Modules: ssl, proxy, proxy_http, headers, auth_basic, xsendfile.",
        f"<VirtualHost *:{_public_port(config)}>",
        *(() if config.host.startswith("[") else (f"    ServerName {config.host}",)),  # it knows no address of IPv6
        "    SSLEngine on",
        "    SSLCertificateFile    /etc/ssl/certs/YOURS.pem",
        "    SSLCertificateKeyFile /etc/ssl/private/YOURS.key",
        "    ProxyPreserveHost On",
        "    AllowEncodedSlashes NoDecode",
        f"    ProxyPass        / {target}/ nocanon ttl=50",
        "    <Location />",
        "        AuthType Basic",
        '        AuthName "Photos"',
        "        AuthUserFile /etc/apache2/shoebox.htpasswd",
        "        Require valid-user",
        f'        RequestHeader set {config.login.header} "expr=%{{REMOTE_USER}}"',
        "    </Location>",
    ]
    if config.links:
        lines += [f"    <Location {PICTURE_PATH}>", "        Require all granted", "    </Location>"]
    if config.login.front_secret is not None:
        lines += [
            '    # a file with one line: RequestHeader set X-Shoebox-Front "THE SECRET"',
            "    Include /etc/apache2/shoebox-secret.conf",
        ]
    if config.originals.sender == "x-sendfile":
        lines += [
            "    EnableMMAP Off",
            "    XSendFile On",
            "    XSendFileIgnoreETag Off",
            *(f"    XSendFilePath {_quoted(root)}" for root in roots),
        ]
    return "\n".join([*lines, "</VirtualHost>", ""])


def _systemd(config: SiteConfig, file: Path, data: Path) -> str:
    """Return a unit."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, os.path.abspath(sys.argv[0])]
    command = " ".join(_quoted(os.fsencode(part)) for part in (*program, "site", str(file), "--data-dir", str(data)))
    runtime = ["RuntimeDirectory=shoebox"] if config.socket and Path(config.socket).parent.name == "shoebox" else []
    return "\n".join(
        [
            "[Unit]",
            "Description=Shoebox, the photos of this computer for the people who may see them",
            "After=network.target",
            "",
            "[Service]",
            f"ExecStart={command}",
            "User=shoebox",
            "Group=www-data",
            *runtime,
            "Restart=on-failure",
            "NoNewPrivileges=yes",
            "PrivateTmp=yes",
            "ProtectSystem=strict",
            f"ReadWritePaths={_quoted(os.fsencode(data))}",
            "",
            "[Install]",
            "WantedBy=multi-user.target",
            "",
        ]
    )


def _quoted(path: bytes) -> str:
    """Return a path in quotes.

    Raises:
        UsageError: it holds what these files would read as something else.
    """
    text = path.decode("utf-8", "replace")
    if "\ufffd" in text or any(byte < 0x20 or byte in b'"\\$%{};' for byte in path):
        raise UsageError(f"{os.fsdecode(path)!r} cannot stand in such a configuration; give the folder a plainer name.")
    return f'"{text}"'


def _indented(lines: Sequence[str], spaces: int) -> list[str]:
    return [f"{' ' * spaces}{line}" for line in lines]
