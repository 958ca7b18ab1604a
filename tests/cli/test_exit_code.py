"""Commands that serve end with 1 when their server ends by itself: what watches over them starts them again."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from gallery.cli import serve, site
from gallery.cli.main import _parse
from gallery.site import site_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

SITE = """
address = "http://127.0.0.1:8000"
listen = "unix:/nowhere/socket"
"""


class DyingServer:
    """A server that ends as soon as it has begun."""

    def __init__(self) -> None:
        self.is_built = threading.Event()

    def begin(self, _: object, on_death: Callable[[], None]) -> None:
        self.is_built.set()
        on_death()


@contextmanager
def die(*given: Any) -> Iterator[None]:
    """Stand for a site whose server ends at once."""
    given[-1]()
    yield


@contextmanager
def open_dying_server(*_: object) -> Iterator[DyingServer]:
    """Stand for a server of the page that ends at once."""
    yield DyingServer()


def test_a_site_whose_server_dies_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_server, "open_site", die)
    (tmp_path / "site.toml").write_text(SITE, encoding="utf-8")
    assert site.run(_parse(["site", str(tmp_path / "site.toml"), "--data-dir", str(tmp_path / "data")])) == 1


def test_a_page_whose_server_dies_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "open_local_server", open_dying_server)
    monkeypatch.setattr(serve, "_announce", lambda *_: None)
    assert serve.run(_parse(["serve", "--data-dir", str(tmp_path / "data")])) == 1
