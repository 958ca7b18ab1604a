"""Opens a window by the adapter alone and prints what pywebview did, as one line of JSON.

python -m tests.window.pywebview_facts ORIGIN
"""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import urllib.request
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SIGNAL, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QApplication, QMainWindow

from gallery.desktop.environment import prepare_environment
from gallery.desktop.pywebview_adapter import detach_page, show_window, web_view

if TYPE_CHECKING:
    from collections.abc import Callable

LOADED = SIGNAL("loadFinished(bool)")
PERMISSION = SIGNAL("featurePermissionRequested(QUrl,QWebEnginePage::Feature)")


def page_facts(page: QWebEnginePage) -> dict[str, Any]:
    """Return what hangs on a page."""
    return {
        "loaded": page.receivers(LOADED),
        "permission": page.receivers(PERMISSION),
        "channel": page.webChannel() is not None,
        "window": page.createWindow(QWebEnginePage.WebWindowType.WebBrowserWindow) is not None,
    }


def requests_so_far(origin: str) -> int:
    """Return how many requests the stub server has had from the window."""
    with urllib.request.urlopen(f"{origin}/requests", timeout=10) as answer:
        return int(json.load(answer))


def run(origin: str) -> dict[str, Any]:
    """Open the window, let `on_ready` fail, close it when the page has loaded."""
    facts: dict[str, Any] = {"log handlers": len(logging.getLogger("pywebview").handlers)}

    def ready(native: QMainWindow) -> None:
        facts["on the main thread"] = threading.current_thread() is threading.main_thread()
        facts["view"] = isinstance(native, QMainWindow) and isinstance(web_view(native), QWebEngineView)
        facts["hidden"] = native.isHidden()
        facts["requests"] = requests_so_far(origin)
        facts["signal handler"] = getattr(signal.getsignal(signal.SIGINT), "__module__", "")
        page = web_view(native).page()
        facts["before"] = page_facts(page)
        detach_page(page)
        facts["after"] = page_facts(page)
        close_when_loaded(page, native.close)
        raise RuntimeError("a failure in on_ready")

    def close_when_loaded(page: QWebEnginePage, close: Callable[[], bool]) -> None:
        page.loadFinished.connect(lambda ok: (facts.update(loaded=ok), QTimer.singleShot(0, close)))

    def closing() -> bool:
        facts["closing on the main thread"] = threading.current_thread() is threading.main_thread()
        return True

    show_window("facts", f"{origin}/", ready, closing)
    return facts


def main() -> None:
    """Print the facts."""
    logging.getLogger().addHandler(logging.NullHandler())  # else what pywebview logs goes to stderr after all
    prepare_environment()
    application = QApplication(["facts"])
    facts = run(sys.argv[1])
    print(json.dumps(facts), flush=True)
    application.quit()


if __name__ == "__main__":
    main()
