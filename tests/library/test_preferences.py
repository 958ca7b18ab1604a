"""What the page of settings is told of the network, and in which order the cache is emptied."""

from __future__ import annotations

from unittest.mock import Mock

from gallery.base.open_sockets import Socket, Sockets
from gallery.library import preferences as module


def test_a_connection_whose_both_ends_are_here_counts_once() -> None:
    here, there, third = "127.0.0.1:8080", "127.0.0.1:50000", "127.0.0.1:50001"
    sockets = [
        Socket("tcp", here, "0.0.0.0:0", True, True),
        Socket("tcp", here, there, False, True),
        Socket("tcp", there, here, False, True),
        Socket("tcp", here, third, False, True),
    ]
    told = module._network_json(Sockets(sockets, 2, 0, 0))
    assert (told["listening"], told["inside"], told["outside"]) == ([here], 2, [])


def test_nothing_that_was_made_is_remembered_while_the_cache_is_emptied() -> None:
    done: list[str] = []
    blobs, store, indexer = Mock(), Mock(), Mock()
    blobs.clear.side_effect = lambda: done.append("clear")
    store.forget.side_effect = lambda _: done.append("forget")
    indexer.submit.side_effect = lambda _: done.append("submit")
    module.PreferencesController(Mock(), blobs, store, indexer).empty_cache()
    assert done == ["forget", "clear", "forget", "submit"]
