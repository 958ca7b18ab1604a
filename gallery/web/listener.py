"""The port: taken before there is a server, so that the window can be opened meanwhile. Callers wait in its queue."""

from __future__ import annotations

import socket
import sys

from gallery.base.errors import GalleryError


def bind(port: int = 0) -> socket.socket:
    """A listening socket on 127.0.0.1, kept from now on: nobody can take the port in between.

    Raises:
        GalleryError: the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        # only over connections of an ended server that are still closing; a living one keeps its port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise GalleryError(f"Port {port} on this computer is taken. Choose another with --port.") from error
    listener.setblocking(False)
    return listener
