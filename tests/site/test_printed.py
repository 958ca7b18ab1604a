"""What `site --print` prints is taken by those for whom it is printed: each way to log in, send bytes and sign links."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.site.config import SENDERS, SIGNERS, Links, Login, Originals, SiteConfig
from gallery.site.front_config import print_for
from tests.site.front_servers import free_port, on_loopback, require
from tests.web.servers import site_config

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "a secret of at least thirty-two characters"
WAYS = list(product(("127.0.0.1", "unix"), ("Remote-User", "X-Auth-Request-Email"), SENDERS, (None, *SIGNERS)))
ADDRESSES = ("https://photos.example.org", "https://photos.example.org:8443", "http://127.0.0.1:8000",
             "https://192.0.2.1", "https://[2001:db8::1]", "https://[2001:db8::1]:8443")  # fmt: skip
APACHE_MODULES = ("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "proxy",
                  "proxy_http", "env", "headers", "mime", "ssl", "socache_shmcb", "xsendfile", "alias")  # fmt: skip


def config_of(listen: str, header: str, sender: str, signer: str | None) -> SiteConfig:
    on_port = listen != "unix"
    return replace(
        site_config(8470),
        port=8470 if on_port else None,
        socket=None if on_port else "/run/shoebox/site.sock",
        login=Login(header, SECRET if on_port else None, 3600, "/log-out"),
        originals=Originals(sender, "/_originals/"),
        links=Links(signer, SECRET, "K", "https://cdn.example.org", 3600, SECRET) if signer else None,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that the printed configurations name: certificate, people, secrets, photos."""
    folder = tmp_path_factory.mktemp("printed")
    for name in ("my photos", "Ümläut", "cache", "shoebox"):
        (folder / name).mkdir()
    command = [require("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-subj", "/CN=photos.example.org", "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(command, check=True, capture_output=True)
    (folder / "people").write_text("", encoding="utf-8")
    (folder / "nginx-secret").write_text(f'proxy_set_header X-Shoebox-Front "{SECRET}";\n', encoding="utf-8")
    (folder / "nginx-links").write_text(f'secure_link_md5 "$secure_link_expires$uri {SECRET}";\n', encoding="utf-8")
    (folder / "apache-secret").write_text(f'RequestHeader set X-Shoebox-Front "{SECRET}"\n', encoding="utf-8")
    return folder


def print_it(kind: str, config: SiteConfig, folder: Path) -> str:
    """Return what is printed, with its places put into the folder, and a port that anybody may have."""
    roots = [os.fsencode(folder / name) for name in ("my photos", "Ümläut")]
    printed = print_for(kind, config, roots, folder / "site.toml", folder / "data")
    for old, new in {
        "/etc/nginx/shoebox.htpasswd": "people",
        "/etc/apache2/shoebox.htpasswd": "people",
        "/etc/nginx/shoebox-secret.conf": "nginx-secret",
        "/etc/nginx/shoebox-links.conf": "nginx-links",
        "/etc/apache2/shoebox-secret.conf": "apache-secret",
        "/var/cache/nginx-shoebox": "cache",
    }.items():
        printed = printed.replace(old, str(folder / new))
    printed = re.sub(r"/etc/letsencrypt/live/[^/]+/fullchain.pem", str(folder / "cert.pem"), printed)
    return re.sub(r"/etc/letsencrypt/live/[^/]+/privkey.pem", str(folder / "key.pem"), printed)


def check(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    said = "".join(line for line in (done.stdout + done.stderr).splitlines() if "http2" not in line)  # newer: http2 on;
    for word in ("[warn]", "[emerg]", "[error]", "Unknown"):
        assert word not in said


def check_nginx(config: SiteConfig, folder: Path) -> None:
    printed = on_loopback(print_it("nginx", config, folder), None)
    printed = re.sub(r"listen 127\.0\.0\.1:\d+", lambda _: f"listen 127.0.0.1:{free_port()}", printed)
    temporary = "".join(f"{name}_temp_path {folder};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log stderr;\nevents {{}}\nhttp {{ {temporary} access_log off;\n{printed}}}\n",
        encoding="utf-8",
    )
    check(require("nginx"), "-t", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf"))


def check_apache(config: SiteConfig, folder: Path) -> None:
    modules = Path("/usr/lib/apache2/modules")
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in APACHE_MODULES)
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName photos.example.org\nListen 127.0.0.1:{free_port()}\nPidFile {folder}/pid\n"
        f"DefaultRuntimeDir {folder}\nErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\n{loaded}"
        f"{print_it('apache', config, folder)}",
        encoding="utf-8",
    )
    check(require("apache2"), "-t", "-f", str(folder / "apache.conf"))


def check_systemd(config: SiteConfig, folder: Path) -> None:
    unit = folder / "shoebox-printed.service"
    printed = print_it("systemd", config, folder)
    unit.write_text(printed.replace("User=shoebox\n", "User=root\n").replace("Group=www-data\n", ""), encoding="utf-8")
    check(require("systemd-analyze"), "verify", "--man=no", str(unit))


CHECKS = {"nginx": check_nginx, "apache": check_apache, "systemd": check_systemd}


@pytest.fixture(params=CHECKS)
def taken(request: pytest.FixtureRequest, folder: Path) -> Callable[[SiteConfig], None]:
    """Return what lets one of the three look at what is printed for it."""
    return lambda config: CHECKS[request.param](config, folder)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_way_is_taken(taken: Callable[[SiteConfig], None], way: tuple[str, str, str, str | None]) -> None:
    taken(config_of(*way))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_is_taken(taken: Callable[[SiteConfig], None], address: str) -> None:
    taken(replace(config_of("unix", "Remote-User", "shoebox", None), address=address))


def test_a_wrong_word_would_be_found(folder: Path) -> None:
    config = config_of("unix", "Remote User", "shoebox", None)
    for look in (check_nginx, check_apache):
        with pytest.raises(AssertionError):
            look(config, folder)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/run/shoebox/site.sock", 'RuntimeDirectory="shoebox"'),
        ("/var/run/photos/s", 'RuntimeDirectory="photos"'),
        ("/run/a/b/s", 'RuntimeDirectory="a/b"'),
        ("/srv/sites/s", 'ReadWritePaths="/srv/sites"'),
    ],
)
def test_the_unit_has_the_folder_of_the_socket(folder: Path, path: str, line: str) -> None:
    config = replace(config_of("unix", "Remote-User", "shoebox", None), socket=path)
    printed = print_for("systemd", config, [], folder / "site.toml", folder / "data")
    assert line in printed.splitlines()
    assert printed.count("RuntimeDirectory") == line.count("RuntimeDirectory")
