"""The listening socket, made before there is a server: the window opens meanwhile, and clients wait in its queue."""

from __future__ import annotations

import socket
import sys

from gallery.base.errors import GalleryError

BLOCKED_PORTS = frozenset(
    (
        *(1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109),
        *(110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530),
        *(531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045),
        *(4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    )
)
"""Ports of other protocols, to which no browser connects (Fetch Standard, section 2.9, "bad port")."""


def bind(port: int = 0, setting: str = "--port") -> socket.socket:
    """Return a non-blocking socket that listens on 127.0.0.1, on `port` or on a free one (0).

    The socket is kept open from now on, so that no other program can take the port in between (S19 in docs/threats.md).

    Args:
        port: to listen on.
        setting: where the user names another port.

    Raises:
        GalleryError: the port is taken, or this account may not have it.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        # Ignores connections of an ended server that are still closing; a listening socket keeps its port all the same.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        why = "may not be used by this account" if isinstance(error, PermissionError) else "is taken"
        raise GalleryError(f"Port {port} on this computer {why}. Choose another with {setting}.") from error
    if not port and listener.getsockname()[1] in BLOCKED_PORTS:
        with listener:  # closed afterwards, so that the next one is another
            return bind()
    listener.setblocking(False)
    return listener
