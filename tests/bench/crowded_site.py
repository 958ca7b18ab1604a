"""A real site behind a real nginx with the printed configuration, on a library of `tests.bench.million`."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from gallery.catalog.folders import IN_TIMELINE
from gallery.site.config import load_config
from gallery.site.front_config import print_for
from tests.bench.running import ROOT, until, usual
from tests.site.front_servers import free_port, run_nginx

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "a password"
SECRET = "a secret of at least thirty-two characters"
SEERS = 10
YEARS: dict[str, list[str]] = {
    "limited1": ["root/2004", "root/2005"],
    "limited2": ["root/2010", "root/added"],
    "limited3": ["root/2012", "root/2013", "root/2014", "root/added"],
    "limited4": ["root/added"],
}
CONFIG = """
address = "http://127.0.0.1:{port}"
listen = "unix:{socket}"
[originals]
sender = "x-accel-redirect"
[links]
signer = "secure_link"
secret_file = "links.secret"
"""


@dataclass
class Use:
    """What a program has used, or uses."""

    cpu: float
    decoding: float
    """CPU of its other processes."""
    rss: float
    pss: float
    threads: int


def use_of(process: psutil.Process) -> Use:
    """Measure a program: seconds, MB."""
    times, children = process.cpu_times(), process.children(recursive=True)
    decoding = times.children_user + times.children_system
    for child in children:
        try:
            spent = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        decoding += spent.user + spent.system
    memory = process.memory_full_info()
    return Use(times.user + times.system, decoding, memory.rss / 1e6, memory.pss / 1e6, process.num_threads())


@dataclass
class Site:
    """A site that runs, and its front server."""

    process: psutil.Process
    command: list[str]
    port: int
    data: Path
    added: Path
    pictures: list[Path]

    def nginx_cpu(self) -> float:
        """Seconds of CPU of nginx."""
        found = [each for each in psutil.Process().children(recursive=True) if each.name() == "nginx"]
        return sum(each.cpu_times().user + each.cpu_times().system for each in found)

    def known(self) -> int:
        """How many of the added photos are in the index."""
        with closing(sqlite3.connect(f"file:{self.data}/index.db?mode=ro", uri=True)) as conn:
            count = f"SELECT count(*) FROM photos WHERE label LIKE 'newcomer%' AND {IN_TIMELINE}"
            return int(conn.execute(count).fetchone()[0])


def login(name: str) -> str:
    """Return how somebody logs in."""
    return f"Basic {base64.b64encode(f'{name}:{PASSWORD}'.encode()).decode()}"


def start(command: list[str]) -> subprocess.Popen[str]:
    """Start the program, and return when it serves."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=usual())
    assert process.stdout
    assert "is served" in process.stdout.readline()
    return process


@contextmanager
def run_site(base: Path, *, idle: bool = True) -> Iterator[Site]:
    """Run the program on a library, and nginx before it; it has nothing left to do, if `idle`."""
    root, data = base / "root", base / "data"
    shutil.rmtree(root / "added", ignore_errors=True)
    (root / "added").mkdir()
    people = [*(f"seer{number}" for number in range(SEERS)), *YEARS]
    with ExitStack() as stack:
        folder, port = Path(stack.enter_context(tempfile.TemporaryDirectory())), free_port()
        (folder / "links.secret").write_text(SECRET, encoding="utf-8")
        (folder / "links.secret").chmod(0o600)
        file = folder / "site.toml"
        users = "".join(
            f"[users.{name}]\n" + (f"folders = {json.dumps(YEARS[name])}\n" if name in YEARS else "") for name in people
        )
        file.write_text(CONFIG.format(port=port, socket=folder / "s") + users, encoding="utf-8")
        (folder / "links.conf").write_text(
            f'secure_link_md5 "$secure_link_expires$uri$cookie_shoebox_pictures {SECRET}";\n', encoding="utf-8"
        )
        secret = base64.b64encode(hashlib.sha1(PASSWORD.encode(), usedforsecurity=False).digest()).decode()
        (folder / "passwords").write_text("".join(f"{name}:{{SHA}}{secret}\n" for name in people), encoding="utf-8")
        command = [sys.executable, "main.py", "site", str(file), "--data-dir", str(data)]
        process = start(command)
        stack.callback(process.wait, 60)
        stack.callback(process.terminate)
        (folder / "nginx").mkdir()
        printed = print_for("nginx", load_config(file), [os.fsencode(root)], file, data)
        places = {
            "/etc/nginx/shoebox-links.conf": str(folder / "links.conf"),
            "/etc/nginx/shoebox.htpasswd": str(folder / "passwords"),
        }
        stack.enter_context(run_nginx(folder / "nginx", printed, port, places))
        pictures = sorted((base / "pictures").iterdir())
        site = Site(psutil.Process(process.pid), command, port, data, root / "added", pictures)
        if idle:
            until(lambda: site.known() == 0)
            wait_until_idle(site)
        yield site
    shutil.rmtree(root / "added", ignore_errors=True)


def wait_until_idle(site: Site) -> None:
    """Wait until the program has done nothing for three seconds."""
    before = -1.0
    while (now := use_of(site.process).cpu) - before > 0.1:
        before = now
        time.sleep(3)
