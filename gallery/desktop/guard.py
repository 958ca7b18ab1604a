"""The window shows its own server and nothing else: no other page, address, window, permission, download or bridge.

Two nets: signals of the page refuse navigations, and an interceptor below them refuses every other foreign request,
whatever started it. Both stand below the page's own content security policy.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory
from PySide6.QtWebEngineCore import (
    QWebEngineNavigationRequest,
    QWebEnginePage,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEngineDownloadRequest, QWebEnginePermission

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
    """Scheme, host and port as they are, and nothing before an @."""
    return (url.scheme(), url.host(), url.port(), url.userInfo()) == (own.scheme(), own.host(), own.port(), "")


class _SameOriginInterceptor(QWebEngineUrlRequestInterceptor):
    def __init__(self, own: QUrl, parent: QObject) -> None:
        super().__init__(parent)
        self._own = own

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:  # noqa: N802  Qt's name; once a request
        if not same_origin(info.requestUrl(), self._own):
            log.warning("Refused a request to %s://%s.", info.requestUrl().scheme(), info.requestUrl().authority())
            info.block(True)


class NavigationGuard(QObject):
    """Stands at one page. Must be kept: an interceptor without a Python reference is silently never called."""

    def __init__(self, page: QWebEnginePage, origin: str) -> None:
        super().__init__(page)
        self._own = QUrl(origin)
        self._interceptor = _SameOriginInterceptor(self._own, self)
        self._close_ways_out(page)
        self._close_bridge(page)
        for attribute in _DISABLED_SETTINGS:
            page.settings().setAttribute(attribute, False)
        page.settings().setAttribute(_Attribute.WebRTCPublicInterfacesOnly, True)

    def owns(self, url: QUrl) -> bool:
        return same_origin(url, self._own)

    def _close_ways_out(self, page: QWebEnginePage) -> None:
        page.navigationRequested.connect(self._navigate)  # links, scripts, redirects, refresh, forms, frames
        # pywebview would pass the address of a new window to the system's browser
        page.createWindow = _no_window  # type: ignore[assignment,method-assign]
        page.profile().setUrlRequestInterceptor(self._interceptor)
        page.profile().downloadRequested.connect(self._download)
        page.featurePermissionRequested.disconnect()  # pywebview's answer fails, and the page would wait for ever
        page.permissionRequested.connect(self._permission)

    @staticmethod
    def _close_bridge(page: QWebEnginePage) -> None:
        """Take out pywebview's scripts and channel: nothing in the page can call Python."""
        page.loadFinished.disconnect()
        page.setWebChannel(None)  # type: ignore[arg-type]

    def _navigate(self, request: QWebEngineNavigationRequest) -> None:
        if self.owns(request.url()):
            request.accept()
        else:
            log.warning("Refused to leave for %s://%s.", request.url().scheme(), request.url().authority())
            request.reject()

    @staticmethod
    def _permission(permission: QWebEnginePermission) -> None:
        permission.deny()

    @staticmethod
    def _download(download: QWebEngineDownloadRequest) -> None:
        log.warning("Refused a download.")
        download.cancel()


def _no_window(_kind: QWebEnginePage.WebWindowType) -> None:
    """Answer for QWebEnginePage.createWindow."""


def disable_proxies() -> None:
    """Requests to our own server pass through nobody's hands."""
    QNetworkProxyFactory.setUseSystemConfiguration(False)
    QNetworkProxy.setApplicationProxy(QNetworkProxy(QNetworkProxy.ProxyType.NoProxy))
