"""Real front servers on loopback, configured by what `site --print` prints: only addresses and places are put in."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.site.certificate import Certificate

APACHE_USER = "www-data"
"""Apache does not serve as root; what it serves is to be readable for this account."""
PEOPLE = {"anna": "anna's password", "ben": "ben's password"}


_given: set[int] = set()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody has just now, and that was not returned before: two make no one server."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        if port not in _given:
            _given.add(port)
            return port


def require(program: str) -> str:
    """Return the path of a program; without it the test is skipped, or fails where nothing may be."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("SHOEBOX_REQUIRE"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")
    return found


def password_file(file: Path) -> Path:
    """Write the names and passwords of PEOPLE, as both servers read them: salted SHA-1 (RFC 2307)."""
    lines = [f"{name}:{{SHA}}{base64.b64encode(_sha1(password)).decode()}" for name, password in PEOPLE.items()]
    file.write_text("\n".join([*lines, ""]), encoding="ascii")
    return file


def _sha1(text: str) -> bytes:
    return hashlib.sha1(text.encode(), usedforsecurity=False).digest()


def authorization(name: str) -> str:
    """Return the header value by which somebody logs in."""
    return f"Basic {base64.b64encode(f'{name}:{PEOPLE[name]}'.encode()).decode()}"


def on_loopback(printed: str, certificate: Certificate | None) -> str:
    """Return a printed configuration of nginx that listens on 127.0.0.1 alone, with this certificate for TLS."""
    printed = re.sub(r" *listen \[::\]:.*\n", "", printed)
    printed = re.sub(r"listen (\d+)( |;)", r"listen 127.0.0.1:\1\2", printed)
    if certificate is None:
        return printed
    folder = r"/etc/letsencrypt/live/[^/]+/"
    printed = re.sub(f"{folder}fullchain.pem", str(certificate.file), printed)
    return re.sub(f"{folder}privkey.pem", str(certificate.key_file), printed)


@contextmanager
def run_nginx(
    folder: Path, printed: str, port: int, places: Mapping[str, str], certificate: Certificate | None = None
) -> Iterator[None]:
    """Run nginx with a printed server block.

    Args:
        folder: for its files.
        printed: as `site --print nginx` prints it.
        port: on 127.0.0.1.
        places: what stands in the printed text -> what is to stand there.
        certificate: for TLS, where the address of the site is of https.
    """
    program = require("nginx")
    printed = on_loopback(printed, certificate)
    for old, new in {
        "/etc/nginx/shoebox.htpasswd": str(password_file(folder / "people")),
        "/var/cache/nginx-shoebox": str(folder / "cache"),
        **places,
    }.items():
        printed = printed.replace(old, new)
    user = "user root;" if os.name == "posix" and os.geteuid() == 0 else ""
    temporary = "\n".join(
        f"    {name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"{user}\nworker_processes 2;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"events {{ worker_connections 4096; }}\nhttp {{\n{temporary}\n    access_log off;\n    sendfile on;\n"
        f"    include /etc/nginx/mime.types;\n{printed}}}\n",
        encoding="utf-8",
    )
    with _running([program, "-p", str(folder), "-c", str(config), "-g", "daemon off;"], port, folder / "error.log"):
        yield


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server until the block ends; it listens when the block begins."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_for(lambda: process.poll() is not None or _listens(port), 30)
        assert process.poll() is None, (
            process.stdout and process.stdout.read(),
            log.exists() and log.read_text(encoding="utf-8"),
        )
        yield
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def run_apache(folder: Path, printed: str, port: int, places: Mapping[str, str]) -> Iterator[None]:
    """Run Apache with a printed virtual host of an http address; arguments as of `run_nginx`."""
    program, modules = require("apache2"), Path("/usr/lib/apache2/modules")
    if not (modules / "mod_xsendfile.so").exists():
        require("mod_xsendfile of Apache")
    for old, new in {
        "/etc/apache2/shoebox.htpasswd": str(password_file(folder / "people")),
        **places,
    }.items():
        printed = printed.replace(old, new)
    names = ("mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic", "proxy", "proxy_http",
             "env", "headers", "mime", "xsendfile")  # fmt: skip
    loaded = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in names)
    user = f"User {APACHE_USER}\nGroup {APACHE_USER}\n" if os.name == "posix" and os.geteuid() == 0 else ""
    config = folder / "apache.conf"
    config.write_text(
        f"ServerRoot {folder}\nServerName 127.0.0.1\nPidFile {folder}/pid\n"
        f"DefaultRuntimeDir {folder}\nErrorLog {folder}/error.log\nTypesConfig /etc/mime.types\n{loaded}{user}{printed}",
        encoding="utf-8",
    )
    command = [program, "-f", str(config), "-DFOREGROUND"]
    with _running(command, port, folder / "error.log"):
        yield
