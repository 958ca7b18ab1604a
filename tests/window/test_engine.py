"""What the window's web engine may do: written out here, so that a setting that is dropped is seen (S11, S29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.window.app import Ending
from tests.window.needs import needs
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.window.app import App

needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window

REFUSED = {
    "AllowGeolocationOnInsecureOrigins",
    "AllowRunningInsecureContent",
    "AutoLoadIconsForPage",
    "DnsPrefetchEnabled",
    "HyperlinkAuditingEnabled",
    "JavascriptCanAccessClipboard",
    "JavascriptCanOpenWindows",
    "JavascriptCanPaste",
    "LocalContentCanAccessFileUrls",
    "LocalContentCanAccessRemoteUrls",
    "NavigateOnDropEnabled",
    "PdfViewerEnabled",
    "PluginsEnabled",
    "ScreenCaptureEnabled",
    "TouchIconsEnabled",
}


def test_the_engine_may_do_no_more_than_this(open_window: Callable[..., App]) -> None:
    with Stub() as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        found: dict[str, Any] = app.ask("engine")
        assert REFUSED.isdisjoint(found["on"])
        assert "WebRTCPublicInterfacesOnly" in found["on"]
        assert found["off the record"] is True
        assert found["disk"] == ["MemoryHttpCache", "NoPersistentCookies"]
        assert found["no shaders on the disk"] is True
        assert found["proxy"] == ["NoProxy", False]
        assert app.quit() == Ending(0, []), app.text()


def test_each_setting_is_named() -> None:
    """Also where the engine's own default is the same today."""
    guard = needs("gallery.desktop.navigation_guard")
    assert {attribute.name for attribute in guard._DISABLED_SETTINGS} == REFUSED
