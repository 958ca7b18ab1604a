"""The window shows its own server and nothing else: no other page, address, window, permission, download or bridge.

Two mechanisms enforce this (S10, S11, S32 in docs/threats.md): the page's signals refuse navigations, and an
interceptor below them refuses every other foreign request, whatever started it. Both stand behind the page's own
content security policy. Everything here belongs to the GUI thread.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtNetwork import QNetworkProxy
from PySide6.QtWebEngineCore import (
    QWebEngineNavigationRequest,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from gallery.desktop.pywebview_adapter import detach_page

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEnginePage, QWebEnginePermission

log = logging.getLogger(__name__)

_Attribute = QWebEngineSettings.WebAttribute
_DISABLED_SETTINGS = (
    _Attribute.JavascriptCanOpenWindows,
    _Attribute.JavascriptCanAccessClipboard,
    _Attribute.JavascriptCanPaste,
    _Attribute.LocalContentCanAccessFileUrls,
    _Attribute.LocalContentCanAccessRemoteUrls,
    _Attribute.AllowRunningInsecureContent,
    _Attribute.AllowGeolocationOnInsecureOrigins,
    _Attribute.HyperlinkAuditingEnabled,
    _Attribute.DnsPrefetchEnabled,
    _Attribute.NavigateOnDropEnabled,
    _Attribute.PluginsEnabled,
    _Attribute.PdfViewerEnabled,
    _Attribute.ScreenCaptureEnabled,
    _Attribute.AutoLoadIconsForPage,
    _Attribute.TouchIconsEnabled,
)


def same_origin(url: QUrl, own: QUrl) -> bool:
    """Return whether scheme, host and port are equal, and `url` names no user before an @."""
    return (url.scheme(), url.host(), url.port(), url.userInfo()) == (own.scheme(), own.host(), own.port(), "")


class _SameOriginInterceptor(QWebEngineUrlRequestInterceptor):
    """Blocks and logs every request to another origin. Qt calls it once a request, on the GUI thread."""

    def __init__(self, own: QUrl, parent: QObject) -> None:
        super().__init__(parent)
        self._own = own

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  Qt's name
        if not same_origin(info.requestUrl(), self._own):
            log.warning("Refused a request to %s://%s.", info.requestUrl().scheme(), info.requestUrl().authority())
            info.block(True)


class NavigationGuard(QObject):
    """Keeps one page, and the profile it has to itself, on one origin.

    Keep a reference to it: an interceptor without a Python reference is silently never called.

    Args:
        page: of pywebview's window, before its first request.
        origin: scheme, host and port.
    """

    def __init__(self, page: QWebEnginePage, origin: str) -> None:
        super().__init__(page)
        self._own = QUrl(origin)
        self._interceptor = _SameOriginInterceptor(self._own, self)
        detach_page(page)
        self._refuse_ways_out(page)
        for attribute in _DISABLED_SETTINGS:
            page.settings().setAttribute(attribute, False)
        page.settings().setAttribute(_Attribute.WebRTCPublicInterfacesOnly, True)

    def owns(self, url: QUrl) -> bool:
        """Return whether the page may show this address."""
        return same_origin(url, self._own)

    def _refuse_ways_out(self, page: QWebEnginePage) -> None:
        page.navigationRequested.connect(self._navigate)  # links, scripts, redirects, refresh, forms, frames
        page.profile().setUrlRequestInterceptor(self._interceptor)
        page.profile().downloadRequested.connect(self._refuse_download)
        page.permissionRequested.connect(self._refuse_permission)

    def _navigate(self, request: QWebEngineNavigationRequest) -> None:
        if self.owns(request.url()):
            request.accept()
        else:
            log.warning("Refused to leave for %s://%s.", request.url().scheme(), request.url().authority())
            request.reject()

    @staticmethod
    def _refuse_permission(permission: QWebEnginePermission) -> None:
        permission.deny()

    @staticmethod
    def _refuse_download(download: QWebEngineDownloadRequest) -> None:
        log.warning("Refused a download.")
        download.cancel()


def disable_proxies() -> None:
    """Send this process's requests straight to its own server, past any proxy of the system."""
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
