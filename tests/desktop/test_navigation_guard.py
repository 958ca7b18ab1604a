"""What counts as our own address."""

from __future__ import annotations

import pytest

from tests.window.needs import needs

QUrl = needs("PySide6.QtCore").QUrl
same_origin = needs("gallery.desktop.navigation_guard").same_origin

OWN = "http://127.0.0.1:8123"


@pytest.mark.parametrize("url", [OWN, f"{OWN}/", f"{OWN}/boot/x", f"{OWN}/ui/a.js?b#c", "HTTP://127.0.0.1:8123/"])
def test_own(url: str) -> None:
    assert same_origin(QUrl(url), QUrl(OWN))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8124/",
        "http://127.0.0.1/",
        "http://127.0.0.1:81230/",
        "https://127.0.0.1:8123/",
        "ws://127.0.0.1:8123/",
        "ftp://127.0.0.1:8123/",
        "http://localhost:8123/",
        "http://[::1]:8123/",
        "http://[::ffff:127.0.0.1]:8123/",
        "http://127.0.0.2:8123/",
        "http://0.0.0.0:8123/",
        "http://user@127.0.0.1:8123/",
        "http://user:pass@127.0.0.1:8123/",
        "http://127.0.0.1:8123@evil.example/",
        "http://127.0.0.1:8123@evil.example:8123/",
        "http://evil.example:8123/",
        "http://127.0.0.1.evil.example:8123/",
        "http://evil.example/127.0.0.1:8123",
        "http://evil.example\\@127.0.0.1:8123/",
        "//127.0.0.1:8123/",
        "127.0.0.1:8123/",
        "/",
        "",
        "about:blank",
        "about:srcdoc",
        "data:text/html,x",
        "blob:http://127.0.0.1:8123/0c1d",
        "filesystem:http://127.0.0.1:8123/temporary/a",
        "view-source:http://127.0.0.1:8123/",
        "file:///etc/passwd",
        "file://127.0.0.1:8123/etc/passwd",
        "javascript:alert(1)",
        "chrome://gpu",
        "chrome-error://chromewebdata/",
        "devtools://devtools/bundled/inspector.html",
        "qrc:/a",
        "mailto:a@127.0.0.1:8123",
        "http://\uff11\uff12\uff17.0.0.1:8124/",
    ],
)
def test_foreign(url: str) -> None:
    assert not same_origin(QUrl(url), QUrl(OWN))
