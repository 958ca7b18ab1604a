"""How many connections there may be, and whose requests come first (S20)."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from gallery.web import server as server_module
from gallery.web.waitress_channel import PageFirst


def test_requests_of_the_page_are_served_before_those_of_others_and_words_before_pictures() -> None:
    class Waiting:
        def __init__(self, name: str) -> None:
            self.name, self.stranger, self.wants_picture = name, name[0] == "s", name[0] in "is"

    queue: Any = PageFirst()
    for name in ("s1", "i1", "p1", "s2", "i2", "p2"):
        queue.append(Waiting(name))
    assert len(queue) == 6
    assert [queue.popleft().name for _ in range(6)] == ["p1", "p2", "i1", "i2", "s1", "s2"]
    assert not queue
    with pytest.raises(IndexError):
        queue.popleft()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of descriptors for a process")
@pytest.mark.parametrize(("soft", "hard"), [(256, 256), (256, 600), (1024, 1 << 20), (1024, -1), (1 << 20, -1)])
def test_connections_leave_descriptors_for_files(soft: int, hard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos, databases and decode processes need some, too."""
    import resource

    limits = [soft, resource.RLIM_INFINITY if hard == -1 else hard]
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: tuple(limits))
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, wanted: limits.__setitem__(slice(None), wanted))
    connections = server_module._max_connections()
    assert 50 <= connections <= 900
    assert limits[0] - connections >= 200
