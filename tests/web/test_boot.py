"""The one-time address: one use, a short life, nobody else's, written nowhere (S09)."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from gallery.web.gate import BOOT_CODE_SECONDS, MAX_BOOT_CODES, Gate
from gallery.web.request_checks import RefusedError
from tests.web.client import Answer, ApiClient
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Serve
    from tests.web.conftest import Home

pytestmark = desktop_only("a site has no one-time address: its front server says who somebody is")

SECRET = r"[\w-]{43}"


@pytest.fixture
def code(home: Home) -> str:
    return home.local.gate.boot_address().rpartition("/")[2]


@pytest.fixture
def boot(home: Home) -> Callable[..., Answer]:
    """Open an address as a browser does in which somebody typed it."""
    stranger = ApiClient(home.local.port, "", "")

    def ask(code: str, method: str = "GET", **changed: str | None) -> Answer:
        typed = {"Cookie": None, "X_Gallery_Key": None, "Sec_Fetch_Site": "none"}
        return stranger.ask(f"/boot/{code}", method, **{**typed, **changed})

    return ask


def test_the_address_brings_both_secrets(boot: Callable[..., Answer], code: str, home: Home) -> None:
    answer = boot(code)
    assert answer.status == 200
    cookie = re.fullmatch(
        rf"shoebox_{home.local.port}=({SECRET}); HttpOnly; Path=/; SameSite=Strict", answer.headers["Set-Cookie"]
    )
    key = re.search(rf'<meta name="gallery-key" content="({SECRET})">', answer.body.decode())
    assert cookie
    assert key
    assert answer.headers["Cache-Control"] == "no-store"
    assert ApiClient(home.local.port, cookie[1], key[1]).ask("/api/status").status == 200
    assert len({code, cookie[1], key[1]}) == 3


def test_it_is_the_page_itself(boot: Callable[..., Answer], code: str, home: Home) -> None:
    """Nobody has to be sent on to a second address."""
    answer = boot(code)
    cookie, key = (re.search(before + f"({SECRET})", text) for before, text in _secrets(answer))
    assert cookie
    assert key
    client = ApiClient(home.local.port, cookie[1], key[1]).ask("/")
    assert answer.headers["Content-Type"] == client.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Link"] == client.headers["Link"]
    assert answer.body.replace(f'<meta name="gallery-key" content="{key[1]}">\n'.encode(), b"") == client.body


def _secrets(answer: Answer) -> tuple[tuple[str, str], ...]:
    """Where each is, and what stands before it."""
    return ("=", answer.headers["Set-Cookie"]), ('gallery-key" content="', answer.body.decode())


def test_it_works_once(boot: Callable[..., Answer], code: str) -> None:
    assert boot(code).status == 200
    again = boot(code)
    assert (again.status, again.code) == (403, "boot_code")
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize("wrong", ["x", "A" * 43, "%00", "%ff", "A" * 5000, "..", "%2e%2e%2f"])
def test_a_wrong_code_is_refused(boot: Callable[..., Answer], wrong: str) -> None:
    assert boot(wrong).status in (401, 403)


@pytest.mark.parametrize(
    ("method", "changed"),
    [
        ("HEAD", {}),
        ("OPTIONS", {}),
        ("POST", {}),
        ("DELETE", {}),
        ("GET", {"Host": "evil.example"}),
        ("GET", {"Host": None}),
        ("GET", {"Origin": "http://evil.example"}),
        ("GET", {"Sec_Fetch_Site": "cross-site"}),
        ("GET", {"Sec_Fetch_Site": "same-site"}),
        ("GET", {"Sec_Fetch_Dest": "iframe"}),
    ],
    ids=str,
)
def test_whoever_may_not_use_it_does_not_use_it_up(
    boot: Callable[..., Answer], code: str, method: str, changed: dict[str, str | None]
) -> None:
    refused = boot(code, method, **changed)
    assert refused.status in (401, 403, 405)
    assert "Set-Cookie" not in refused.headers
    assert boot(code).status == 200


@pytest.mark.parametrize(
    ("seconds", "enters"),
    [
        (0, True),
        (BOOT_CODE_SECONDS - 0.1, True),
        (BOOT_CODE_SECONDS, False),
        (BOOT_CODE_SECONDS + 1, False),
        (1e9, False),
    ],
)
def test_it_grows_old(seconds: float, enters: bool) -> None:
    now = [1000.0]
    gate = Gate(1, clock=lambda: now[0])
    code = gate.boot_address().rpartition("/")[2]
    now[0] += seconds
    if enters:
        gate.start_session(code)
    else:
        with pytest.raises(RefusedError) as refused:
            gate.start_session(code)
        assert refused.value.status == 403


def test_only_the_last_few_are_good() -> None:
    gate = Gate(1)
    codes = [gate.boot_address().rpartition("/")[2] for _ in range(MAX_BOOT_CODES + 1)]
    with pytest.raises(RefusedError):
        gate.start_session(codes[0])
    gate.start_session(codes[1])


def test_whoever_enters_ends_the_streams_of_the_page_before() -> None:
    entered = []
    gate = Gate(1, on_new_session=lambda: entered.append(1))
    gate.start_session(gate.boot_address().rpartition("/")[2])
    with pytest.raises(RefusedError):
        gate.start_session("wrong")
    assert entered == [1]


def test_of_two_at_once_exactly_one_enters() -> None:
    gate = Gate(1)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(1000):
            code = gate.boot_address().rpartition("/")[2]
            start = threading.Barrier(2)

            def enter(code: str = code, start: threading.Barrier = start) -> bool:
                start.wait()
                try:
                    gate.start_session(code)
                except RefusedError:
                    return False
                return True

            assert sorted(pool.map(lambda attempt: attempt(), (enter, enter))) == [False, True]


def test_of_two_requests_at_once_exactly_one_enters(home: Home, boot: Callable[..., Answer]) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in range(50):
            code = home.local.gate.boot_address().rpartition("/")[2]
            answers = pool.map(boot, (code, code))
            assert sorted(answer.status for answer in answers) == [200, 403]


def test_no_secret_is_written_down_anywhere(serve: Serve, tmp_path: Path) -> None:
    running = serve("--verbose")
    stored = {running.code}
    client = running.enter()
    stored |= {client.cookie, client.key}
    for target in ("/", "/api/status", "/media/KEY/thumb/1", "/media/KEY/original/999", "/api/nothing"):
        client.ask(target)
    for process in (psutil.Process(running.pid), *psutil.Process(running.pid).children(recursive=True)):
        folder = Path(f"/proc/{process.pid}")
        seen = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes() if folder.exists() else b""
        assert not [secret for secret in stored if secret.encode() in seen]
    with client.connect("/feed/KEY"):
        pass
    running.stop()
    files = [file for file in running.data.rglob("*") if file.is_file()]
    assert any(file.name == "shoebox.log" for file in files)
    for file in files:
        content = file.read_bytes()
        assert not [secret for secret in stored if secret.encode() in content], file
    assert not [secret for secret in stored if secret in running.stderr]
