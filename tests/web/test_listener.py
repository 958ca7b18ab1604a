"""The port: bound before there is a server, and never one that nobody can reach."""

from __future__ import annotations

import errno
import socket

import pytest

from gallery.base.errors import GalleryError
from gallery.web import listener
from gallery.web.listener import bind
from tests.leaks import assert_leaves_nothing


def test_binding_a_taken_port_raises_an_error_that_names_the_option() -> None:
    with bind() as taken:
        port = taken.getsockname()[1]
        kept = []  # an error that somebody keeps must not keep the socket

        def fail() -> None:
            with pytest.raises(GalleryError, match=rf"^Port {port} .*--port\.$") as refused:
                bind(port)
            kept.append(refused)

        assert_leaves_nothing(fail)


def test_a_port_that_the_account_may_not_have_is_not_called_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse, raising=False)
    with pytest.raises(GalleryError, match=r"^Port 80 on this computer may not be used by this account\."):
        bind(80)


def test_a_free_port_is_never_one_to_which_no_browser_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []

    class BlocksTheFirst:
        def __contains__(self, port: int) -> bool:
            found.append(port)
            return len(found) == 1

    monkeypatch.setattr(listener, "BLOCKED_PORTS", BlocksTheFirst())
    with bind() as bound:
        assert bound.getsockname()[1] == found[1] != found[0]
        assert not bound.getblocking()
    bind(found[0]).close()
