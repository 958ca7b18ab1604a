"""The window leaves its origin by no way: a second server on this machine must not hear of it.

The page under attack has no content security policy, so that only the window itself stands between the two.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.waiting import PATIENCE_S, wait_for
from tests.window.app import App, Ending
from tests.window.stub import Stub

pytestmark = pytest.mark.window
Opener = Callable[..., App]

HELPERS = """
const at = (tag, more) => document.body.appendChild(Object.assign(document.createElement(tag), more));
const settled = (promise) => promise.then(() => 'through', (error) => 'refused: ' + error.name);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const loads = (node) => new Promise((done) => { node.onload = () => done('through'); node.onerror = () => done('refused'); });
const submit = (method, target = '') => {
  const form = at('form', {action: OTHER + '/form-' + method, method, target}); form.submit(); };
"""

WAYS = {
    "location": "location.href = OTHER + '/location'",
    "replace": "location.replace(OTHER + '/replace')",
    "user info": "location.href = 'http://' + location.host + '@' + OTHER.slice(7) + '/userinfo'",
    "localhost": "location.href = OTHER.replace('127.0.0.1', 'localhost') + '/localhost'",
    "own localhost": "location.href = location.origin.replace('127.0.0.1', 'localhost') + '/own-localhost'",
    "click": "at('a', {href: OTHER + '/click'}).click()",
    "blank": "at('a', {href: OTHER + '/blank', target: '_blank'}).click()",
    "rel noopener": "at('a', {href: OTHER + '/noopener', target: '_blank', rel: 'noopener'}).click()",
    "window.open": "String(window.open(OTHER + '/open'))",
    "form get": "submit('get')",
    "form post": "submit('post')",
    "form blank": "submit('post', '_blank')",
    "meta refresh": "document.head.append(Object.assign(document.createElement('meta'),"
    " {httpEquiv: 'refresh', content: '0;url=' + OTHER + '/refresh'}))",
    "redirect": "location.href = '/redirect'",
    "iframe": "at('iframe', {src: OTHER + '/iframe'})",
    "iframe srcdoc": "at('iframe', {srcdoc: '<img src=' + OTHER + '/srcdoc>'})",
    "fetch": "settled(fetch(OTHER + '/fetch', {mode: 'no-cors'}))",
    "beacon": "navigator.sendBeacon(OTHER + '/beacon', 'x')",
    "img": "loads(at('img', {src: OTHER + '/img'}))",
    "script": "loads(at('script', {src: OTHER + '/script'}))",
    "style": "loads(at('link', {rel: 'stylesheet', href: OTHER + '/style'}))",
    "video": "at('video', {src: OTHER + '/video'}).load()",
    "event source": "new EventSource(OTHER + '/events')",
    "web socket": "new WebSocket(OTHER.replace('http', 'ws') + '/socket')",
    "worker": "new Worker(URL.createObjectURL(new Blob(['fetch(\"' + OTHER + '/worker\")'])))",
    "prefetch": "at('link', {rel: 'prefetch', href: OTHER + '/prefetch'})",
    "ping": "at('a', {href: '#', ping: OTHER + '/ping'}).click()",
    "download there": "at('a', {href: OTHER + '/download', download: 'x'}).click()",
    "file": "location.href = 'file:///etc/passwd'",
    "data": "location.href = 'data:text/html,<img src=' + OTHER + '/data>'",
    "view-source": "location.href = 'view-source:' + OTHER",
    "chrome": "location.href = 'chrome://gpu'",
    "mailto": "location.href = 'mailto:a@b.example'",
}


def attack(ways: dict[str, str], other: Stub) -> str:
    """A page that tries every way, one after the other, then reports what became of each."""
    body = "".join(f"await attempt({name!r}, async () => {code});\n" for name, code in ways.items())
    return f"""<!doctype html><title>attack</title><body><script>
const OTHER = {other.origin!r}, found = {{}};
{HELPERS}
const attempt = async (name, act) => {{
  try {{ found[name] = String(await Promise.race([act(), pause(400)])); }} catch (error) {{ found[name] = 'threw ' + error.name; }}
  await pause(60);
}};
setTimeout(async () => {{
{body}await pause(300);
await fetch('/found', {{method: 'POST', body: JSON.stringify({{href: location.href, ...found}})}});
}}, 300);
</script></body>"""


def test_no_way_leads_to_another_server(open_window: Opener) -> None:
    """Without a debugger attached: one hangs where a window is refused."""
    with Stub() as other, Stub() as stub:
        stub.pages["/"] = attack(WAYS, other)
        stub.redirects["/redirect"] = other.origin + "/redirected"
        app = open_window(stub, devtools=False)
        assert stub.reported.wait(60), app.text()
        assert app.quit() == Ending(0, []), app.text()
        assert other.requests == []
        assert stub.found["href"].rstrip("#") == stub.origin + "/"
        assert stub.boots() == ["GET /boot/1"]
        assert stub.found["window.open"] == "null"
        assert stub.found["fetch"] == "refused: TypeError"
        assert stub.found["img"] == "refused"
    assert "Refused to leave for" in app.text()


@pytest.mark.parametrize("name", ["localhost", "127.0.0.2", "0.0.0.0", "[::1]"])
def test_not_even_a_connection_to_another_name(open_window: Opener, name: str) -> None:
    """preconnect passes every policy of a page; Chromium is told that no other name exists."""
    here = name.strip("[]") if name != "localhost" else "127.0.0.1"
    with (
        socket.create_server((here, 0), family=socket.AF_INET6 if ":" in here else socket.AF_INET) as other,
        Stub() as stub,
    ):
        there = f"http://{name}:{other.getsockname()[1]}"
        stub.pages["/"] = (
            f"<!doctype html><link rel=preconnect href={there}><link rel=dns-prefetch href={there}><p id=ready>ready"
        )
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        app.page().reload()  # and once more: what the first load began has been tried when the second is through
        app.page().wait_for_selector("#ready")
        assert app.quit().code == 0
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            other.accept()


def test_no_proxy_hears_of_us(open_window: Opener) -> None:
    with Stub() as proxy, Stub() as stub:
        names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        app = open_window(stub, env={"no_proxy": "", **dict.fromkeys(names, proxy.origin)})
        app.page().wait_for_selector("#ready")
        assert app.quit().code == 0
        assert proxy.connections == 0


STUN = """async (port) => {
  const peer = new RTCPeerConnection({iceServers: [{urls: `stun:127.0.0.1:${port}`}]});
  const seen = []; peer.onicecandidate = (event) => seen.push(event.candidate && event.candidate.candidate);
  const gathered = new Promise((done) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done(); });
  peer.createDataChannel('x'); await peer.setLocalDescription(await peer.createOffer());
  await gathered;
  return seen.filter(Boolean);
}"""


def test_web_rtc_sends_nothing(open_window: Opener) -> None:
    with Stub() as stub, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.setblocking(False)
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert app.page().evaluate(STUN, wire.getsockname()[1]) == []
        with pytest.raises(BlockingIOError):
            wire.recv(2048)
        assert app.quit().code == 0


ASK = {
    "clipboard": "navigator.clipboard.readText()",
    "clipboard write": "navigator.clipboard.writeText('x')",
    "notification": "Notification.requestPermission().then(a => { if (a !== 'granted') throw new DOMException('', 'NotAllowedError') })",
    "geolocation": "new Promise((y, n) => navigator.geolocation.getCurrentPosition(y, e => n(new DOMException('', 'NotAllowedError'))))",
    "camera": "navigator.mediaDevices.getUserMedia({video: true})",
    "microphone": "navigator.mediaDevices.getUserMedia({audio: true})",
    "screen": "navigator.mediaDevices.getDisplayMedia()",
    "fonts": "queryLocalFonts().then(f => { if (!f.length) throw new DOMException('', 'NotAllowedError') })",
    "pointer lock": "document.body.requestPointerLock()",
}


@pytest.mark.parametrize("name", ASK)
def test_permissions_are_refused_at_once(open_window: Opener, name: str) -> None:
    with Stub() as stub:
        app = open_window(stub)
        page = app.page()
        page.wait_for_selector("#ready")
        code = f"""() => Promise.race([(async () => {ASK[name]})().then(() => 'granted', (error) => error.name),
            new Promise((done) => setTimeout(done, 20_000, 'pending'))])"""
        assert page.evaluate(code) not in ("granted", "pending")
        assert "Traceback" not in app.text()


def test_a_download_is_refused(open_window: Opener, tmp_path: Any) -> None:
    with Stub({"/a.zip": ("application/zip", b"PK" * 500)}) as stub:
        app = open_window(stub, env={"HOME": str(tmp_path / "home")})
        page = app.page()
        page.wait_for_selector("#ready")
        page.evaluate("setTimeout(() => location.href = '/a.zip', 0)")
        wait_for(lambda: "Refused a download" in app.text(), why=app.text)
        page.evaluate(
            "setTimeout(() => Object.assign(document.createElement('a'), {href: '/a.zip', download: 'a'}).click())"
        )
        wait_for(lambda: app.text().count("Refused a download") == 2, why=app.text)
        assert page.url == stub.origin + "/"
        assert app.quit() == Ending(0, [])
    assert not list(tmp_path.rglob("a*.zip*"))


def test_the_page_has_no_bridge(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        page = app.page()
        page.wait_for_selector("#ready")
        page.reload()
        page.wait_for_selector("#ready")
        names = ["pywebview", "qt", "QWebChannel", "external?.call", "_pywebviewAlert"]
        assert page.evaluate("(names) => names.filter((name) => name in window)", names) == []
        assert (
            page.evaluate("Object.getOwnPropertyNames(window).filter((name) => /pywebview|qwebchannel/i.test(name))")
            == []
        )
        assert page.evaluate("window.alert.toString().includes('[native code]')")


def test_about_blank_is_left_again(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        page = app.page()
        page.wait_for_selector("#ready")
        page.evaluate("setTimeout(() => location.href = 'about:blank', 0)")
        wait_for(lambda: "GET /boot/2" in stub.requests, why=app.text)
        page.wait_for_selector("#ready")
        assert page.url == stub.origin + "/"
        assert app.quit() == Ending(0, [])


def test_what_the_console_says_is_logged_without_secrets(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub)
        page = app.page()
        page.wait_for_selector("#ready")
        page.evaluate("console.error('a fault at ' + location.origin + '/media/SECRET/thumb/1?v=2')")
        wait_for(lambda: "a fault at" in app.text())
        assert "SECRET" not in app.text()
        assert "ERROR gallery.desktop.qt_log" in app.text()


def test_a_window_that_cannot_be_guarded_does_not_open(open_window: Opener) -> None:
    with Stub() as stub:
        app = open_window(stub, "--unguarded", devtools=False)
        assert app.process.wait(PATIENCE_S) == 1
        assert "RuntimeError: no guard" in app.text()
        assert stub.requests == []
