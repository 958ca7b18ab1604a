"""A site of real folders behind a real nginx, with two people: anna sees everything, ben one folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from gallery.site.config import load_config
from gallery.site.front_config import print_for
from gallery.site.site_server import open_site
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.site.front_servers import free_port, run_nginx
from tests.site.visitor_client import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gallery.site.config import SiteConfig
    from tests.site.certificate import Certificate

SECRET = "a secret of at least thirty-two characters"
ODD_NAMES = tuple(
    name if isinstance(name, bytes) else os.fsencode(name)
    for name in ("a b.jpg", "50%.jpg", "a%41.jpg", "what?.jpg", "h#sh.jpg", "Ümläut 😀.jpg", "new\nline.jpg",
                 "tab\t.jpg", "semi;colon&x=1.jpg", "plus+.jpg", "back\\slash.jpg", "quo\"te'.jpg", " lead.jpg",
                 "%2e%2e.jpg", "$uri.jpg", "{b}.jpg", b"bytes\xff\xfe.jpg")
)  # fmt: skip
CONFIG = """
address = "{address}"
listen = "unix:{socket}"

[login]
session_hours = 1
{login}

[originals]
sender = "{sender}"

[links]
signer = "{signer}"
secret_file = "links.secret"

[users.anna]

[users.ben]
folders = ["photos/Holidays"]
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A site that runs, behind its front server."""

    harness: Harness
    config: SiteConfig
    port: int
    photos: Path
    folder: Path

    def visitor(self, name: str | None) -> Visitor:
        """Return somebody who has not opened the page yet."""
        return Visitor(self.port, name)


@contextmanager
def site_parts(folder: Path, port: int, sender: str, signer: str) -> Iterator[Site]:
    """Run a site in this process, on a Unix socket, with nothing before it."""
    with site_library(folder, port, sender, signer) as site, open_site(site.harness.parts, site.config, lambda: None):
        yield site


@contextmanager
def site_library(
    folder: Path, port: int, sender: str, signer: str, address: str = "http://127.0.0.1:{port}", login: str = ""
) -> Iterator[Site]:
    """Open the library of a site that does not run yet.

    Args:
        folder: for its files.
        port: of the front server.
        sender: of originals.
        signer: of links.
        address: of the site, with "{port}" in it.
        login: more lines of the table `login`.
    """
    photos = folder / "photos"
    make_photos(photos)
    place = tempfile.mkdtemp()  # the path of a socket may have 100 bytes
    (folder / "links.secret").write_text(SECRET)
    (folder / "links.secret").chmod(0o600)
    file = folder / "site.toml"
    values = {"socket": f"{place}/s", "sender": sender, "signer": signer, "login": login}
    file.write_text(CONFIG.format(address=address.format(port=port), **values))
    config = load_config(file)
    try:
        with run_harness(folder / "data", photos) as running:
            running.wait_until_idle()
            yield Site(running, config, port, photos, folder)
    finally:
        shutil.rmtree(place)


def make_photos(photos: Path) -> None:
    """Make pictures, each of another colour, so that none can be taken for another."""
    for number in range(4):
        save(photos / "Holidays" / f"h{number}.jpg", picture(640, 480, hue=8 * number))
    for number, name in enumerate(ODD_NAMES):
        save(photos / "odd.jpg", picture(320, 240, hue=60 + 8 * number))
        os.rename(photos / "odd.jpg", os.path.join(os.fsencode(photos), name))
    (photos / "Private").mkdir()
    (photos / "Private" / "old.tif").write_bytes(encoded("TIFF", picture(320, 240)))


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site behind nginx, which sends originals and checks links itself; every test leaves it as it found it."""
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    with site_parts(folder, port, "x-accel-redirect", "secure_link") as site:
        places = {"etag off;": "etag off; add_header X-Sent-By nginx;"}
        with nginx_before(site, places):
            yield site


@contextmanager
def nginx_before(site: Site, places: Mapping[str, str], certificate: Certificate | None = None) -> Iterator[None]:
    """Run nginx before a site, as `site --print` prints it; arguments as of `run_nginx`."""
    folder = site.folder
    links = folder / "links.conf"
    links.write_text(f'secure_link_md5 "$secure_link_expires$uri$cookie_shoebox_pictures {SECRET}";\n')
    printed = print_for("nginx", site.config, [os.fsencode(site.photos)], folder / "site.toml", folder / "data")
    (folder / "nginx").mkdir()
    more = {"/etc/nginx/shoebox-links.conf": str(links), **places}
    with run_nginx(folder / "nginx", printed, site.port, more, certificate):
        yield


@pytest.fixture
def anna(site: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return site.visitor("anna").enter()


@pytest.fixture
def ben(site: Site) -> Visitor:
    """Somebody who sees one folder, with the page open."""
    return site.visitor("ben").enter()
