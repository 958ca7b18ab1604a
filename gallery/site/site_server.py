"""Puts a site together from the parts that run, and serves it until it is stopped."""

from __future__ import annotations

import os
import socket
import stat
import sys
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from gallery.base import logs
from gallery.base.errors import GalleryError
from gallery.program_files import program_folder
from gallery.site.gate import SiteGate
from gallery.site.sessions import Sessions
from gallery.site.site_app import MAX_BODY_BYTES, create_app
from gallery.timeline.build import TimelineQuery
from gallery.web.listener import bind
from gallery.web.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gallery.app import Parts
    from gallery.library.library import Library
    from gallery.site.config import SiteConfig

SOCKET_MODE = 0o660
"""Of the Unix socket: for us, and for the group that the front server is in."""


@contextmanager
def open_site(parts: Parts, config: SiteConfig, on_death: Callable[[], None]) -> Iterator[Server]:
    """Serve the site, by the server that is returned; leaving stops it.

    Args:
        parts: what `app.open_parts` has opened.
        config: of the site.
        on_death: called, on the server's thread, when it ends by itself.

    Raises:
        GalleryError: the port or the socket is taken.
    """
    with ExitStack() as stack:
        listener = (
            bind(config.port, "`listen`") if config.port is not None else _bind_socket(stack, config.socket or "")
        )
        stack.callback(listener.close)
        sessions = Sessions(config.login.session_seconds)
        logs.redactor.secrets = sessions.live_secrets
        app = create_app(parts.library, config, sessions, program_folder("ui"), program_folder("assets") / "icon.png")
        server = Server(app, listener, on_death, SiteGate(config, sessions).is_from_front, MAX_BODY_BYTES)
        server.start()
        stack.callback(server.stop)
        yield server


def begin(library: Library, config: SiteConfig) -> None:
    """Begin to work. Called once, when the site is served already, and the roots are aligned.

    What is known is read first, on the thread `startup`, as for the page on this computer (`Library.open`): the number
    of what a million photos show takes seconds, for which the first visitor would wait. Then the disk is looked at.

    Raises:
        BusyError: the indexer did not begin in time.
    """
    if not library.photos.any_known():
        library.begin_work()
        return
    named = (None,) if config.users is None else tuple(config.users.values())
    seen = dict.fromkeys(library.folders.find_tops(names).within for names in named)
    reads = [partial(library.status.read_within, within) for within in seen]
    views = [partial(library.timelines.get, TimelineQuery(within=within)) for within in seen]
    library.startup.start([*reads, *views], library.begin_work)


def _bind_socket(stack: ExitStack, path: str) -> socket.socket:
    """Return a Unix socket that listens, and is removed when `stack` is left.

    Raises:
        GalleryError: the system has none, or another program listens there.
    """
    if sys.platform == "win32":
        raise GalleryError("Windows has no Unix sockets for this; use `listen` with 127.0.0.1 and a port.")
    _remove_dead_socket(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(path)
        stack.callback(_remove, path)
        os.chmod(path, SOCKET_MODE)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise GalleryError(f"The socket {path} cannot be made: {error.strerror}.") from error
    listener.setblocking(False)
    return listener


def _remove_dead_socket(path: str) -> None:
    """Remove the socket of a program that was killed; nobody answers there. Anything else stays.

    Raises:
        GalleryError: somebody answers.
    """
    with suppress(OSError):
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            return
    if sys.platform == "win32":
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            _remove(path)
        except OSError:
            return
        else:
            raise GalleryError(f"Another program listens on {path}.")


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
