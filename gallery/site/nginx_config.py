"""Prints what nginx needs to stand before a site (nginx documentation, alphabetical index of directives)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.site.handover import root_location
from gallery.site.links import PICTURE_COOKIE, PICTURE_PATH
from gallery.site.printed_config import certificate_files, indented, quoted
from gallery.web.security_headers import SECURITY_HEADERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.site.config import SiteConfig

_KEPT = ("Content-Security-Policy", "Vary", *SECURITY_HEADERS)
"""Headers of our answer that nginx does not keep by itself when it sends a file in its place."""
_TAG = (
    "# Our entity tag goes with the file that we looked at, and with none that has taken its place since.",
    'map "$upstream_http_last_modified|$sent_http_last_modified" $shoebox_etag {',
    r'    "~^(.+)\|\1$" $upstream_http_etag;',
    "}",
)
_CACHE = (
    "proxy_cache_path /var/cache/nginx-shoebox levels=1:2 keys_zone=shoebox:16m max_size=20g inactive=30d "
    "use_temp_path=off;"
)
_ERRORS = (
    "# What nginx answers by itself is not kept by anybody.",
    'map $upstream_http_cache_control $shoebox_cache_control { "" no-store; default ""; }',
)
_SIGNED = f'"$secure_link_expires$uri$cookie_{PICTURE_COOKIE} THE SECRET"'
_IN_A_FILE = "# a file of root with mode 600 and one line:"
_LOGIN = (
    "# Who somebody is. These three lines belong together: $remote_user is whatever name a browser sends where",
    "# auth_basic has not checked it. Another log-in takes the place of all three (docs/site.md).",
    'auth_basic "Photos";',
    "auth_basic_user_file /etc/nginx/shoebox.htpasswd;",
    "set $shoebox_person $remote_user;",
)

_NO_LOGIN = ("auth_basic off;", "auth_request off;")


def print_nginx(config: SiteConfig, roots: Sequence[bytes]) -> str:
    """Return a server block, with what it needs of the level above.

    Args:
        config: of the site.
        roots: paths of the folders that are shown.

    Raises:
        UsageError: a path cannot stand in it.
    """
    lines = [*_above(config), "", *_redirection(config), "server {", *indented(_server(config), 4)]
    places = [_proxied(config)]
    if config.originals.sender == "x-accel-redirect":
        places += [_root(config, root) for root in roots]
    if config.links:
        places.append(_pictures(config))
    for place in places:
        lines += ["", *indented(place, 4)]
    return "\n".join([*lines, "}", ""])


def _above(config: SiteConfig) -> list[str]:
    """Return what stands beside server blocks."""
    upstream = quoted(f"unix:{config.socket}".encode()) if config.socket else f"127.0.0.1:{config.port}"
    return [
        *(_TAG if config.originals.sender == "x-accel-redirect" else ()),
        *(_ERRORS if config.links else ()),
        *([_CACHE] if config.links and config.links.signer == "secure_link" else ()),
        f"upstream shoebox {{ server {upstream}; keepalive 16; keepalive_timeout 50s; }}",
    ]


def _redirection(config: SiteConfig) -> list[str]:
    """Return a server block that leads from http to https, where both have their usual ports."""
    if not config.is_secure or config.public_port != 443:
        return []
    return [
        "server {",
        *indented(_listen(80, ""), 4),
        f"    server_name {config.server_name};",
        f"    return 301 {config.address}$request_uri;",
        "}",
        "",
    ]


def _listen(port: int, how: str) -> tuple[str, str]:
    """Return the lines that listen, in both generations of addresses."""
    return f"listen {port}{how};", f"listen [::]:{port}{how};"


def _server(config: SiteConfig) -> list[str]:
    """Return the head of the server block."""
    name = f"server_name {config.server_name};"
    if not config.is_secure:
        return [f"listen 127.0.0.1:{config.public_port};", name, *_LOGIN]
    certificate, key = certificate_files(config)
    return [
        *_listen(config.public_port, " ssl http2"),
        name,
        f"ssl_certificate     {certificate};",
        f"ssl_certificate_key {key};",
        *_LOGIN,
    ]


def _proxied(config: SiteConfig) -> list[str]:
    """Return the location of all that we answer."""
    return ["location / {", *indented(_proxy(config, "$shoebox_person"), 4), "}"]


def _proxy(config: SiteConfig, person: str) -> list[str]:
    """Return how requests are passed on: nothing that a browser sends may pass for a word of the front server."""
    lines = [
        "proxy_pass http://shoebox;",
        "proxy_http_version 1.1;",
        'proxy_set_header Connection "";',
        "proxy_set_header Host $http_host;",
        'proxy_set_header Authorization "";',
        f"proxy_set_header {config.login.header} {person};",
    ]
    if config.login.front_secret is not None:
        lines.append(f'{_IN_A_FILE} proxy_set_header X-Shoebox-Front "THE SECRET";')
        lines.append("include /etc/nginx/shoebox-secret.conf;")
    return [*lines, "proxy_buffer_size 16k;", "proxy_buffers 8 16k;", "proxy_max_temp_file_size 0;"]


def _root(config: SiteConfig, root: bytes) -> list[str]:
    """Return the internal location of a root: no link in a path is followed, and what we said of the answer stays."""
    return [
        f"location {root_location(config.originals.location, root)} {{",
        "    internal;  # asked for by our answer alone, whose request has shown who it is",
        *indented(_NO_LOGIN, 4),
        f"    alias {quoted(root.rstrip(b'/') + b'/')};",
        "    disable_symlinks on;",
        "    etag off;",
        "    add_header ETag $shoebox_etag;",
        *(f"    add_header {name} $upstream_http_{name.lower().replace('-', '_')};" for name in _KEPT),
        "}",
    ]


def _pictures(config: SiteConfig) -> list[str]:
    """Return the location of signed pictures, one copy for everybody; with `secure_link` Python sleeps meanwhile."""
    lines = [
        f"location {PICTURE_PATH} {{",
        "    # The signature lets in, and stands in the address.",
        *indented(_NO_LOGIN, 4),
        "    access_log off;",
        "    add_header Cache-Control $shoebox_cache_control always;",
    ]
    if config.links and config.links.signer == "secure_link":
        lines += [
            "    secure_link $arg_md5,$arg_expires;",
            f"    {_IN_A_FILE} secure_link_md5 {_SIGNED};",
            "    include /etc/nginx/shoebox-links.conf;",
            '    if ($secure_link = "") { return 403; }',
            '    if ($secure_link = "0") { return 410; }',
            "    proxy_cache shoebox;",
            "    proxy_cache_key $uri;",
            "    proxy_ignore_headers Cache-Control;  # which is for browsers; X-Accel-Expires is for here",
            "    proxy_cache_lock on;  # a picture that many want is made once: Python answers within five seconds",
            "    proxy_cache_lock_age 10s;",
            "    proxy_cache_lock_timeout 10s;",
            "    open_file_cache max=10000 inactive=60s;  # what an address names never changes",
        ]
    return [*lines, *indented(_proxy(config, '""'), 4), "}"]
