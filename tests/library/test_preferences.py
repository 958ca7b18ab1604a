"""What the page of settings is told of the network."""

from __future__ import annotations

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
