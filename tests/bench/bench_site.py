"""How many requests and bytes a second a site sends, by who sends them: this program, nginx or Apache.

    python -m tests.bench.bench_site [SECONDS]

One run, on this machine, with wrk on loopback. `limit` is nginx with the plain file: nothing can be faster here. Needs
nginx, Apache with mod_xsendfile, and wrk.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from gallery.site.front_config import print_for
from tests.site.conftest import SECRET, site_parts
from tests.site.front_servers import APACHE_USER, free_port, require, run_apache, run_nginx
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

CONNECTIONS, THREADS = 16, 2
FRONTS = ("nginx", "apache2")
ORIGINAL_BYTES = 5_000_000
NAME = "original.png"
_UNITS = {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}
_TIMES = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@dataclass(frozen=True, slots=True)
class Measured:
    """What wrk says, and what Python did meanwhile."""

    requests: float
    megabytes: float
    p50_ms: float
    p99_ms: float
    python_seconds: float
    python_megabytes: float
    front_megabytes: float
    """Of all processes of the front server, what they share counted once (PSS)."""
    errors: int


def measure(address: str, headers: Mapping[str, str], seconds: int) -> Measured:
    """Ask for one address again and again."""
    words = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    own = psutil.Process()
    before = own.cpu_times()
    done = subprocess.run(
        [require("wrk"), "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s", "--latency", *words, address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    after = own.cpu_times()
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return Measured(
        float(_find(r"Requests/sec:\s+([\d.]+)", done)),
        _amount(_find(r"Transfer/sec:\s+(\S+)B", done)) / 1e6,
        _time(_find(r"^ +50% +(\S+)", done)),
        _time(_find(r"^ +99% +(\S+)", done)),
        after.user + after.system - before.user - before.system,
        own.memory_info().rss / 1e6,
        sum(each.memory_full_info().pss for each in own.children(recursive=True) if each.name() in FRONTS) / 1e6,
        int(refused[1]) if refused else 0,
    )


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    assert found, text
    return found[1]


def _amount(text: str) -> float:
    return float(text.rstrip("KMG")) * _UNITS[text[-1] if text[-1] in _UNITS else ""]


def _time(text: str) -> float:
    unit = text.lstrip("0123456789.")
    return float(text.removesuffix(unit)) * _TIMES[unit]


def headers_of(visitor: Visitor) -> dict[str, str]:
    """Return what a browser sends with each request."""
    from tests.site.front_servers import authorization

    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    return {"Cookie": cookies, "X-Gallery-Key": visitor.key, "Authorization": authorization(visitor.name or "")}


def put_original(site: Site) -> None:
    """Put a PNG of about ORIGINAL_BYTES among the photos, and wait until it is known."""
    noise = os.urandom(ORIGINAL_BYTES // 3 // 1250 * 1250 * 3)
    from PIL import Image

    image = Image.frombytes("RGB", (1250, len(noise) // 3 // 1250), noise)
    image.save(site.photos / NAME, compress_level=0)
    site.harness.parts.library.roots.rescan()
    wait_for(lambda: NAME in site.harness.names(), 60)
    site.harness.wait_until_idle()


def run_case(title: str, sender: str, signer: str, seconds: int) -> list[tuple[str, str, Measured]]:
    """Run a site with one way to send, and measure an original and a thumbnail."""
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = free_port()
        site = stack.enter_context(site_parts(place, port, "shoebox" if sender == "limit" else sender, signer))
        put_original(site)
        assert site.config.socket
        for path in (place, Path(site.config.socket).parent):
            path.chmod(0o755)
        roots, folder = [os.fsencode(site.photos)], place / "front"
        folder.mkdir(mode=0o755)
        if sender == "x-sendfile":
            if os.geteuid() == 0:
                import shutil

                shutil.chown(site.config.socket, group=APACHE_USER)
            printed = print_for("apache", site.config, roots, place / "site.toml", place / "data")
            stack.enter_context(run_apache(folder, printed, port, {}))
        else:
            links = place / "links.conf"
            links.write_text(
                f'secure_link_md5 "$secure_link_expires$uri$cookie_shoebox_pictures {SECRET}";\n', encoding="utf-8"
            )
            printed = print_for("nginx", site.config, roots, place / "site.toml", place / "data")
            plain = f"    location /plain/ {{ auth_basic off; alias {site.photos}/; }}\n    location / {{"
            places = {"/etc/nginx/shoebox-links.conf": str(links), "    location / {": plain}
            stack.enter_context(run_nginx(folder, printed, port, places))
        anna = site.visitor("anna").enter()
        headers, base = headers_of(anna), f"http://127.0.0.1:{port}"
        photo = anna.ids()[NAME]
        original = f"/plain/{NAME}" if sender == "limit" else f"/media/{anna.key}/original/{photo}"
        found = [(title, "original", measure(base + original, headers, seconds))]
        if sender == "limit":
            thumbnail = anna.ask(f"/media/{anna.key}/thumb/{photo}?s=320").body
            (site.photos / "thumb.jpg").write_bytes(thumbnail)
            small = "/plain/thumb.jpg"
        elif signer == "secure_link" and sender == "x-accel-redirect":
            small = anna.ask(f"/api/links?size=320&ids={photo}").json()["links"][str(photo)]
        else:
            small = f"/media/{anna.key}/thumb/{photo}?s=320"
        anna.ask(small)
        return [*found, (title, "thumbnail", measure(base + small, headers, seconds))]


def main() -> None:
    """Measure all ways, and print a table."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 8
    cases = (
        ("nginx, plain file (limit)", "limit", "hmac"),
        ("Flask alone, behind nginx", "shoebox", "hmac"),
        ("nginx + X-Accel-Redirect", "x-accel-redirect", "hmac"),
        ("nginx + secure_link + cache", "x-accel-redirect", "secure_link"),
        ("Apache + X-Sendfile", "x-sendfile", "hmac"),
    )
    print("| sent by | what | requests/s | MB/s | p50 ms | p99 ms | Python CPU s | Python MB | front MB | errors |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for case in cases:
        for title, what, found in run_case(*case, seconds):
            print(
                f"| {title} | {what} | {found.requests:,.0f} | {found.megabytes:,.0f} | {found.p50_ms:.1f} |"
                f" {found.p99_ms:.1f} | {found.python_seconds:.1f} | {found.python_megabytes:.0f} | {found.front_megabytes:.0f} |"
                f" {found.errors} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
