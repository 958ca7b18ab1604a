"""The listening socket, made before there is a server: the window opens meanwhile, and clients wait in its queue."""

from __future__ import annotations

import socket
import sys

from gallery.base.errors import GalleryError


def bind(port: int = 0) -> socket.socket:
    """Return a non-blocking socket that listens on 127.0.0.1, on `port` or on a free one (0).

    The socket is kept open from now on, so that no other program can take the port in between (S19 in docs/threats.md).

    Raises:
        GalleryError: the port is taken.
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
        raise GalleryError(f"Port {port} on this computer is taken. Choose another with --port.") from error
    listener.setblocking(False)
    return listener
