"""The content policy as the browser enforces it in the page: no foreign code, no markup, no address but ours (S12, S13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.foreign_server import ForeignServer
from tests.browser.real_page import ready
from tests.browser.waits import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenPage
    from tests.conftest import Serve

pytestmark = pytest.mark.browser

PREPARE = """(other) => {
  globalThis.OTHER = other; globalThis.hits = []; globalThis.refused = [];
  addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
  globalThis.at = (tag, attributes) => { const e = Object.assign(document.createElement(tag), attributes); document.body.append(e); return e; };
}"""
WAYS = {
    "markup": ("document.body.innerHTML = '<img src=x onerror=hits.push(1)>'", "require-trusted-types-for"),
    "markup, parsed": (
        "new DOMParser().parseFromString('<svg onload=hits.push(1)>', 'text/html')", "require-trusted-types-for"),
    "written markup": ("document.write('<img src=x onerror=hits.push(1)>')", "require-trusted-types-for"),
    "a script's text": ("at('script', {text: 'hits.push(1)'})", "require-trusted-types-for"),
    "a script's address": ("at('script', {src: OTHER + '/script'})", "require-trusted-types-for"),
    "eval": ("eval('hits.push(1)')", "require-trusted-types-for"),
    "a function of text": ("new Function('hits.push(1)')()", "require-trusted-types-for"),
    "a timer of text": ("setTimeout('hits.push(1)')", "require-trusted-types-for"),
    "a policy for markup": ("trustedTypes.createPolicy('x', {createHTML: (text) => text})", "trusted-types"),
    "a default policy": ("trustedTypes.createPolicy('default', {createHTML: (text) => text})", "trusted-types"),
    "a handler": ("document.body.setAttribute('onclick', 'hits.push(1)')", "require-trusted-types-for"),
    "an import": ("import(OTHER + '/module')", "script-src-elem"),
    "an import of data": ("import('data:text/javascript,hits.push(1)')", "script-src-elem"),
    "a script address": ("at('a', {href: 'javascript:hits.push(1)'}).click()", "script-src-elem"),
    "a picture": ("at('img', {src: OTHER + '/img'})", "img-src"),
    "a picture of data": ("at('img', {src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw='})", "img-src"),
    "a picture behind": ("document.body.style.backgroundImage = `url(${OTHER}/css)`", "img-src"),
    "a style": ("at('link', {rel: 'stylesheet', href: OTHER + '/style'})", "style-src-elem"),
    "a style element": ("at('style', {textContent: 'body { color: red }'})", "style-src-elem"),
    "a style attribute": ("document.body.setAttribute('style', 'color: red')", "style-src-attr"),
    "a font": ("new FontFace('x', `url(${OTHER}/font)`).load()", "font-src"),
    "a sound": ("at('audio', {src: OTHER + '/audio'})", "media-src"),
    "fetch": ("fetch(OTHER + '/fetch')", "connect-src"),
    "a beacon": ("navigator.sendBeacon(OTHER + '/beacon', 'x')", "connect-src"),
    "an event source": ("new EventSource(OTHER + '/events')", "connect-src"),
    "a web socket": ("new WebSocket(OTHER.replace('http', 'ws') + '/socket')", "connect-src"),
    "a frame": ("at('iframe', {src: OTHER + '/frame'})", "frame-src"),
    "a frame of ours": ("at('iframe', {src: '/'})", "frame-src"),
    "an object": ("at('object', {data: OTHER + '/object'})", "require-trusted-types-for"),
    "a worker": ("new Worker(URL.createObjectURL(new Blob(['1'])))", "require-trusted-types-for"),
    "a service worker": ("navigator.serviceWorker.register('/ui/js/main.js')", "require-trusted-types-for"),
    "a base": ("document.head.append(Object.assign(document.createElement('base'), {href: OTHER}))", "base-uri"),
    "a form": ("at('form', {action: OTHER + '/form', method: 'post'}).submit()", "form-action"),
    "a form to us": ("at('form', {action: '/api/scan', method: 'post'}).submit()", "form-action"),
    "a prefetch": ("at('link', {rel: 'prefetch', href: OTHER + '/prefetch'})", "default-src"),
}  # fmt: skip


def test_the_browser_refuses_each_way(serve: Serve, open_page: OpenPage, photos: Path) -> None:
    served = serve(photos)
    page = ready(open_page(served))
    with ForeignServer("stolen") as other:
        page.evaluate(PREPARE, f"http://127.0.0.1:{other.port}")
        for code, directive in WAYS.values():
            page.evaluate("refused.length = 0")
            # in a task of the page's own: what the debugger runs itself is above its policy
            page.evaluate(f"void setTimeout(() => {{ try {{ ({code})?.catch?.(() => 0); }} catch {{ }} }})")
            wait_until(page, f"refused.includes({directive!r})", 60)
            page.evaluate("document.querySelectorAll('base').forEach((base) => base.remove())")
        assert page.evaluate("hits") == []
        assert other.requests == []
    assert page.url.startswith(f"http://127.0.0.1:{served.port}/")
