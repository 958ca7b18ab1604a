"""A site of real folders behind a real front server, with two people: anna sees everything, ben one folder."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from playwright.sync_api import sync_playwright

from gallery.program_files import program_folder
from gallery.site import shared_answers
from gallery.site.config import Login, load_config
from gallery.site.front_config import print_for
from gallery.site.sessions import Sessions
from gallery.site.site_app import create_app
from gallery.site.site_server import open_site
from tests.browser.chromium import FLAGS, chromium_path
from tests.harness import Harness, run_harness
from tests.pictures import encoded, picture, save
from tests.site.front_client import FRONT_SECRET, Front
from tests.site.front_servers import APACHE_USER, free_port, run_apache, run_nginx
from tests.site.visitor_client import Visitor
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser

    from gallery.site.config import SiteConfig
    from tests.site.certificate import Certificate

SECRET = "a secret of at least thirty-two characters"
ODD_NAMES = tuple(
    name if isinstance(name, bytes) else os.fsencode(name)
    for name in ("a b.jpg", "a%20b.jpg", "a+b.jpg", "50%.jpg", "a%41.jpg", "aA.jpg", "what?.jpg", "h#sh.jpg",
                 "Ümläut 😀.jpg", "\u00e9.jpg", "e\u0301.jpg", "%C3%A9.jpg", "new\nline.jpg", "cr\r.jpg", "tab\t.jpg",
                 "semi;colon&x=1.jpg", "plus+.jpg", "back\\slash.jpg", "quo\"te'.jpg", " lead.jpg", "-rf.jpg",
                 "%2e%2e.jpg", "Holidays%2fh0.jpg", "$uri.jpg", "{b}.jpg", "del\x7f.jpg", "n" * 251 + ".jpg",
                 b"bytes\xff\xfe.jpg", b"cut\xc3.jpg")
)  # fmt: skip
"""Names of photos; some would be another of them when they are decoded once more or less."""
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
base = "{base}"

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

    @property
    def is_nginx(self) -> bool:
        """Whether nginx stands before it, and Apache else."""
        return self.config.originals.sender == "x-accel-redirect"

    def printed(self, kind: str) -> str:
        """Return what `site --print` prints."""
        return print_for(kind, self.config, [os.fsencode(self.photos)], self.folder / "site.toml", self.folder / "data")

    def visitor(self, name: str | None) -> Visitor:
        """Return somebody who has not opened the page yet."""
        return Visitor(self.port, name)


@pytest.fixture(scope="package", autouse=True)
def news_at_once() -> Iterator[None]:
    """Look at the number of what is visible at every question: it would be told for two seconds, another test's."""
    with patch.object(shared_answers, "NUMBER_SECONDS", 0.0):
        yield


@contextmanager
def site_parts(folder: Path, port: int, sender: str, signer: str, above: str = ".", base: str = "") -> Iterator[Site]:
    """Run a site in this process, on a Unix socket, with nothing before it; its photos lie in `folder`/`above`."""
    library = site_library(folder, port, sender, signer, above=above, base=base)
    with library as site, open_site(site.harness.parts, site.config, lambda: None):
        yield site


@contextmanager
def site_library(
    folder: Path,
    port: int,
    sender: str,
    signer: str,
    *,
    above: str = ".",
    base: str = "",
    address: str = "http://127.0.0.1:{port}",
    login: str = "",
) -> Iterator[Site]:
    """Open the library of a site that does not run yet.

    Args:
        folder: for its files.
        port: of the front server.
        sender: of originals.
        signer: of links.
        above: where in `folder` the photos lie.
        base: origin of pictures, where it is another one.
        address: of the site, with "{port}" in it.
        login: more lines of the table `login`.
    """
    if sys.platform != "linux":
        pytest.skip("other systems take no such names of photos: a site is for servers with Linux")
    photos = folder / above / "photos"
    make_photos(photos)
    place = tempfile.mkdtemp()  # the path of a socket may have 100 bytes
    (folder / "links.secret").write_text(SECRET, encoding="utf-8")
    (folder / "links.secret").chmod(0o600)
    file = folder / "site.toml"
    values = {"socket": f"{place}/s", "sender": sender, "signer": signer, "login": login, "base": base}
    file.write_text(CONFIG.format(address=address.format(port=port), **values), encoding="utf-8")
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
        save(photos / "odd.jpg", picture(320 + number, 240, hue=60 + 6 * number))
        os.rename(photos / "odd.jpg", os.path.join(os.fsencode(photos), name))
    (photos / "Private").mkdir()
    (photos / "Private" / "old.tif").write_bytes(encoded("TIFF", picture(320, 240)))


@contextmanager
def nginx_before(
    site: Site, places: Mapping[str, str] | None = None, certificate: Certificate | None = None
) -> Iterator[None]:
    """Run nginx before a site, with the printed configuration; what it sends itself says so.

    Args:
        site: that runs, or will.
        places: what else to exchange in the configuration.
        certificate: for TLS.
    """
    links = site.folder / "links.conf"
    links.write_text(
        f'secure_link_md5 "$secure_link_expires$uri$cookie_shoebox_pictures {SECRET}";\n', encoding="utf-8"
    )
    (site.folder / "nginx").mkdir()
    mine = {"/etc/nginx/shoebox-links.conf": str(links), "etag off;": "etag off; add_header X-Sent-By nginx;"}
    with run_nginx(site.folder / "nginx", site.printed("nginx"), site.port, {**mine, **(places or {})}, certificate):
        yield


@contextmanager
def apache_before(site: Site) -> Iterator[None]:
    """Run Apache before a site; its account may read the photos and write to the socket, as an owner would see to."""
    assert site.config.socket
    os.chmod(os.path.dirname(site.config.socket), 0o755)
    if os.geteuid() == 0:
        shutil.chown(site.config.socket, group=APACHE_USER)
    with run_apache(site.folder, site.printed("apache"), site.port, {}):
        yield


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site behind nginx, which sends originals and checks links itself; every test leaves it as it found it."""
    folder = tmp_path_factory.mktemp("site")
    with site_parts(folder, free_port(), "x-accel-redirect", "secure_link") as site, nginx_before(site):
        yield site


@pytest.fixture(scope="package")
def apache_site() -> Iterator[Site]:
    """A site behind Apache, which sends originals; links are checked by us. Every test leaves it as it found it."""
    with tempfile.TemporaryDirectory() as place, site_parts(Path(place), free_port(), "x-sendfile", "hmac") as site:
        os.chmod(place, 0o755)
        with apache_before(site):
            yield site


@pytest.fixture(scope="package", params=["nginx", "apache"])
def front(request: pytest.FixtureRequest) -> Site:
    """A site behind each of the front servers, in turn."""
    found: Site = request.getfixturevalue({"nginx": "site", "apache": "apache_site"}[request.param])
    return found


@pytest.fixture
def anna(site: Site) -> Visitor:
    """Somebody who sees everything, with the page open."""
    return site.visitor("anna").enter()


@pytest.fixture
def ben(site: Site) -> Visitor:
    """Somebody who sees one folder, with the page open."""
    return site.visitor("ben").enter()


@pytest.fixture
def new_photo(front: Site) -> Iterator[Callable[[str], Path]]:
    """Return what names a file that becomes a photo when it is written; in the end all are taken away."""
    folder = front.photos / "Private" / "fresh"
    folder.mkdir()
    yield folder.joinpath
    shutil.rmtree(folder)
    anna = front.visitor("anna").enter()
    wait_for(lambda: not any(name.startswith("fresh") for name in anna.ids()), 60)
    front.harness.wait_until_idle()


@pytest.fixture
def make_front(site: Site) -> Callable[..., Front]:
    """Return what makes a front of a site on a port, with other settings where they are named."""

    def make(**changed: Any) -> Front:
        login = Login("Remote-User", FRONT_SECRET, 3600, None)
        config = replace(site.config, port=1, socket=None, **{"login": login, **changed})
        sessions = Sessions(config.login.session_seconds)
        ui, icon = program_folder("ui"), program_folder("assets") / "icon.png"
        return Front(create_app(site.harness.parts.library, config, sessions, ui, icon), config.host)

    return make


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Return a Chromium that the tests of a module share; each person has a context of its own."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()
