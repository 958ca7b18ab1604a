"""A Shoebox of its own behind its server, for tests of what is said about photos."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from tests.harness import run_harness
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness import Harness


@dataclass(frozen=True, slots=True)
class Said:
    """A running Shoebox, and a page of it."""

    harness: Harness
    client: ApiClient

    def id(self, name: str) -> int:
        """Return the id of the photo with this file name."""
        return self.harness.names()[name]

    def say(self, *names: str, **said: object) -> dict[str, Any]:
        """Say something about photos, and return the answer."""
        ids = [self.id(name) for name in names]
        return self.post("/api/annotations", {"ids": ids, "set": said})

    def post(self, target: str, body: object = None) -> dict[str, Any]:
        """Send a write that must succeed, and return the answer."""
        answer = self.client.ask(target, "POST", body={} if body is None else body)
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.json()
        return found

    def get(self, target: str) -> Any:
        """Return an answer that must be there."""
        answer = self.client.ask(target)
        assert answer.status == 200, answer
        return answer.json()

    def of(self, name: str) -> dict[str, Any]:
        """Return what holds for a photo."""
        found: dict[str, Any] = self.get(f"/api/photos/{self.id(name)}")["annotation"]
        return found

    def ratings(self) -> dict[str, int]:
        """Return the rating of every photo that has one."""
        return {name: rating for name in sorted(self.harness.names()) if (rating := self.of(name)["rating"])}


@contextmanager
def run_said(data: Path, *roots: Path) -> Iterator[Said]:
    """Run a Shoebox with these roots, besides those that it knows, until all is read."""
    with run_harness(data, *roots) as running, open_local_server(running.parts, 0) as local:
        local.begin(NoDesktop(), lambda: None)
        running.wait_until_idle()
        session = local.gate.start_session(local.gate.boot_address().rpartition("/")[2])
        yield Said(running, ApiClient(local.port, session.cookie, session.key))
