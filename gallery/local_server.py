"""The port of the page, and the server behind it: a part of the composition root (app.py)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from gallery.base import logs
from gallery.program_files import program_folder

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from gallery.app import Parts
    from gallery.web.desktop_protocol import Desktop
    from gallery.web.gate import Gate
    from gallery.web.server import Server


class LocalServer:
    """The page's address, which is known at once, and the server behind it, which is built when `begin` is called.

    The window needs the address, and the server the window; so the window is handed to `begin`. `begin` and `stop` are
    called by one thread.
    """

    def __init__(self, gate: Gate, port: int, start_server: Callable[[Desktop, Callable[[], None]], Server]) -> None:
        """Take the gate, which knows the address, the bound port, and what builds and starts the server on it."""
        self.gate, self.port, self._start_server = gate, port, start_server
        self.is_built = threading.Event()  # set when the server can answer, or will never be able to
        self._builder = ThreadPoolExecutor(1, "server-start")
        self._serving: Future[Server] | None = None

    @property
    def server(self) -> Server:
        """The server; waits until it is built.

        Raises:
            RuntimeError: `begin` was not called.
            Exception: whatever kept the server from being built.
        """
        if self._serving is None:
            raise RuntimeError("the server has not begun")
        return self._serving.result()

    def begin(self, desktop: Desktop, on_death: Callable[[], None]) -> None:
        """Build the server on a thread of its own: to import it takes as long as a window takes to appear.

        A request that comes before the server is there waits in the port's queue.

        Args:
            desktop: The window, for what the page asks of it.
            on_death: Called, on a thread of its own, when the server could not be built or has ended by itself.
        """
        self._serving = self._builder.submit(self._start_server, desktop, on_death)
        self._serving.add_done_callback(lambda _: self.is_built.set())
        self._serving.add_done_callback(lambda built: on_death() if built.exception() else None)

    def stop(self) -> None:
        """Stop the server.

        Raises:
            Exception: whatever kept the server from being built.
        """
        self._builder.shutdown()
        if self._serving:
            self._serving.result().stop()


@contextmanager
def open_local_server(parts: Parts, port: int) -> Iterator[LocalServer]:
    """Bind a port on 127.0.0.1 (a free one when `port` is 0) for the page, and stop its server when the block ends.

    Raises:
        GalleryError: the port is taken.
    """
    from gallery.web.gate import Gate
    from gallery.web.listener import bind

    with ExitStack() as stack:
        listener = bind(port)
        stack.callback(listener.close)
        number = listener.getsockname()[1]
        gate = Gate(number, on_new_session=parts.hub.drop_all)
        logs.redactor.secrets = gate.live_secrets
        local = LocalServer(gate, number, partial(_start_server, parts, gate, listener))
        stack.callback(local.stop)
        stack.callback(parts.hub.close)
        yield local


def _start_server(
    parts: Parts, gate: Gate, listener: socket.socket, desktop: Desktop, on_death: Callable[[], None]
) -> Server:
    """Build the application and serve it on `listener`. The thread `server-start`."""
    from gallery.web.local_app import create_app
    from gallery.web.server import Server

    ui, icon = program_folder("ui"), program_folder("assets") / "icon.png"
    app = create_app(parts.library, parts.hub, gate, desktop, ui, icon)
    server = Server(app, listener, on_death, gate.is_signed_in)
    server.start()
    return server
