"""The port of the page, and the server behind it: a part of the composition root (app.py)."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PagePort:
    """The address of the page, before there is a server: who asks meanwhile waits in the port's queue."""

    listener: socket.socket
    gate: Gate

    @property
    def number(self) -> int:
        """The port."""
        return int(self.listener.getsockname()[1])


@contextmanager
def open_page_port(number: int) -> Iterator[PagePort]:
    """Bind a port on 127.0.0.1 (a free one when `number` is 0) for the page, and close it when the block ends.

    Raises:
        GalleryError: the port is taken.
    """
    from gallery.web.gate import Gate
    from gallery.web.listener import bind

    with closing(bind(number)) as listener:
        gate = Gate(listener.getsockname()[1])
        logs.redactor.secrets = gate.live_secrets
        yield PagePort(listener, gate)


@contextmanager
def serve_page(parts: Parts, port: PagePort) -> Iterator[LocalServer]:
    """Return the server for a port, which builds it when it is told to begin. Stop it when the block ends."""
    port.gate.on_new_session = parts.hub.drop_all
    local = LocalServer(port.gate, port.number, partial(_start_server, parts, port.gate, port.listener))
    with ExitStack() as stack:
        stack.callback(local.stop)
        stack.callback(parts.hub.close)
        yield local


@contextmanager
def open_local_server(parts: Parts, number: int) -> Iterator[LocalServer]:
    """Bind a port as `open_page_port` does, and return its server as `serve_page` does.

    Raises:
        GalleryError: the port is taken.
    """
    with open_page_port(number) as port, serve_page(parts, port) as local:
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
