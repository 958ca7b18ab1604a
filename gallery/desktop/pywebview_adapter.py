"""The border to pywebview: the only module that imports it, or touches what its Qt backend keeps inside.

Written for pywebview 6.2. What is relied upon, each point held by `tests/window/test_pywebview_adapter.py`:

* `window.native` is the QMainWindow, and its `webview` the QWebEngineView, from `events.before_show` on.
* `before_show` and `closing` run their handlers on the GUI thread. At `before_show` window, view and page exist, and no
  request has left yet: the page's first address is loaded when the Qt loop next turns.
* An exception in a handler is logged and forgotten by pywebview, and the window goes on.
* pywebview has one handler at the page's `loadFinished` (it puts the bridge to Python into the page), one at
  `featurePermissionRequested`, a web channel, and its own `createWindow`.
* It installs a handler of SIGINT before `before_show`, and a log handler that writes to stderr.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import webview

from gallery.desktop.qt_binding import provide_binding

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWebEngineWidgets import QWebEngineView
    from PySide6.QtWidgets import QMainWindow

SETTINGS = {
    "ALLOW_DOWNLOADS": False,
    "ALLOW_FILE_URLS": False,
    "IGNORE_SSL_ERRORS": False,
    "OPEN_DEVTOOLS_IN_DEBUG": False,
    "OPEN_EXTERNAL_LINKS_IN_BROWSER": False,
    "REMOTE_DEBUGGING_PORT": None,
    "SHOW_DEFAULT_MENUS": False,
}
"""pywebview's global settings; a name it does not know raises KeyError."""


def show_window(
    title: str, address: str, on_ready: Callable[[QMainWindow], None], may_close: Callable[[], bool]
) -> None:
    """Make a hidden window on `address` and run Qt's loop until it has been closed. On the main thread.

    Args:
        title: of the window, until the page has one.
        address: loaded after `on_ready`.
        on_ready: called on the GUI thread with the window, before any request has left. It must not raise: pywebview
            would only log it.
        may_close: called on the GUI thread when the window is to close; False: it stays.
    """
    provide_binding()
    logging.getLogger("pywebview").handlers.clear()  # they write to stderr; the records reach our log all the same
    webview.settings.update(SETTINGS)
    window: Any = webview.create_window(
        title, address, width=1200, height=800, min_size=(480, 360), hidden=True, text_select=True
    )
    window.events.before_show += lambda: on_ready(window.native)
    window.events.closing += may_close
    webview.start(gui="qt", private_mode=True)


def web_view(window: QMainWindow) -> QWebEngineView:
    """Return the view inside pywebview's window. On the GUI thread."""
    view: QWebEngineView = window.webview  # type: ignore[attr-defined]  # pywebview's subclass has it
    return view


def detach_page(page: QWebEnginePage) -> None:
    """Take pywebview's bridge, channel and permission handler off a page. On the GUI thread, in `on_ready`.

    Nothing in the page can call Python afterwards. Every handler of `loadFinished` goes, also the one by which Qt's
    view repeats that signal: connect to the page's, after this.
    """
    page.loadFinished.disconnect()
    page.setWebChannel(None)  # type: ignore[arg-type]
    page.featurePermissionRequested.disconnect()  # its answer fails, and the page would wait for ever
    # pywebview would pass the address of a new window to the system's browser
    page.createWindow = _refuse_window  # type: ignore[assignment,method-assign]


def _refuse_window(_kind: QWebEnginePage.WebWindowType) -> None:
    """Answer `QWebEnginePage.createWindow`: there is no other window."""
