"""A site as people meet it: its own name, TLS, nginx before it, and a Chromium that reaches nothing else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gallery.site.site_server import open_site
from tests.browser.chromium import FLAGS, chromium_path
from tests.site.certificate import Certificate, make_certificate
from tests.site.conftest import nginx_before, site_library
from tests.site.front_servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Playwright

    from tests.site.conftest import Site

NAME = "photos.example.org"
_PLACES = {
    "": 'return 200 "Who are you?";',
    "/in": 'add_header Set-Cookie "portal=$arg_who; Path=/; Secure; HttpOnly"; return 302 /;',
    "/out": 'add_header Set-Cookie "portal=; Path=/; Max-Age=0; Secure; HttpOnly"; return 200 "See you.";',
}
PORTAL = {
    '    auth_basic "Photos";\n': "".join(
        f"    location = /portal{place} {{ default_type text/plain; add_header Cache-Control no-store; {answer} }}\n"
        for place, answer in _PLACES.items()
    ),
    "    location / {\n": '    location / {\n        if ($cookie_portal = "") { return 302 /portal; }\n',
    "$remote_user": "$cookie_portal",
}
"""What makes of a log-in by password one by a portal of the front server, as forward authentication does."""


@contextmanager
def tls_site(folder: Path, *, portal: bool = False) -> Iterator[tuple[Site, Certificate]]:
    """Open the library of a site that does not run yet, and run nginx with TLS before it.

    Args:
        folder: for its files.
        portal: people log in at a portal, and can log out; else by password.
    """
    certificate, port = make_certificate(folder, NAME), free_port()
    login = 'log_out = "/portal/out"' if portal else ""
    address = f"https://{NAME}:{{port}}"
    library = site_library(folder, port, "x-accel-redirect", "secure_link", address=address, login=login)
    with library as site, nginx_before(site, PORTAL if portal else {}, certificate):
        yield site, certificate


@contextmanager
def running_tls_site(folder: Path, *, portal: bool = False) -> Iterator[tuple[Site, Certificate]]:
    """Run such a site."""
    with (
        tls_site(folder, portal=portal) as (site, certificate),
        open_site(site.harness.parts, site.config, lambda: None),
    ):
        yield site, certificate


def open_chromium(driver: Playwright, certificate: Certificate) -> Browser:
    """Return a Chromium that takes this certificate for a good one, and knows the name of the site alone."""
    mine = [
        f"--ignore-certificate-errors-spki-list={certificate.key_hash}",
        f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP * ~NOTFOUND",
    ]
    return driver.chromium.launch(executable_path=chromium_path(), args=[*FLAGS, *mine])
