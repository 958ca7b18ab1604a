"""A small server with a few made-up photos and a page that holds the viewer alone: the viewer's tests need no more."""

from __future__ import annotations

import io
import struct
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.stub_pages import POLICY, joined_with, page_file, script, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

BROKEN, OFFLINE = 64, 16

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Viewer</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/ui/css/tokens.css"><link rel="stylesheet" href="/ui/css/base.css">
<link rel="stylesheet" href="/ui/css/shell.css"><link rel="stylesheet" href="/ui/css/grid.css">
<link rel="stylesheet" href="/ui/css/viewer.css"><link rel="stylesheet" href="/ui/css/video.css">
<link rel="stylesheet" href="/ui/css/said.css"><link rel="stylesheet" href="/ui/css/dialog.css">
<script type="module" src="/stub.js"></script></head><body><main id="grid"></main><div id="viewer"></div>{texts}</body></html>
"""

SCRIPT = """
import { Annotations } from "./core/annotations.js";
import { Api } from "./core/api.js";
import { bindFullscreen } from "./core/full-screen.js";
import { directPictures } from "./core/pictures.js";
import { Dialogs } from "./core/dialogs.js";
import { Keys } from "./core/keys.js";
import { readTexts } from "./core/language.js";
import { Route } from "./core/route.js";
import { Store } from "./core/store.js";
import { Marks } from "./pure/annotations/marks.js";
import { decode } from "./pure/timeline/timeline.js";
import { bindKeySheet } from "./views/shell/key-sheet.js";
import { createViewer } from "./views/viewer/viewer.js";

async function start() {
readTexts();
const api = new Api("key", (sentence) => console.log(sentence));
const keys = new Keys(() => (store.state.place.photo === null ? "grid" : "viewer"));
const view = { folder: null, subfolders: true, order: "date", row: null, theme: "system", photo: null, anchor: null,
  sidebar: true, side: null, info: new URLSearchParams(location.search).has("info"), open: [], volume: 100, muted: false, advance: false };
const route = new Route((place) => store.setPlace(place));
const store = new Store({ status: await api.get("/api/status"), folders: [], timeline: null, loading: true, place: route.place, view,
  marks: new Marks(new Uint8Array(0), new Uint8Array(0)), pending: [], tags: null, selection: null, focus: -1, dropHover: false, fullscreen: false, lost: null });
const dialogs = new Dialogs();
const grid = document.getElementById("grid");
store.watch((state) => state.place.photo, (photo) => (grid.inert = photo !== null));
store.watch((state) => state.focus, (focus) => grid.children[focus]?.focus());
const annotations = new Annotations({ api, store, dialogs });
const context = { api, store, route, keys, dialogs, annotations, pictures: directPictures, site: null, isOwner: true };
bindFullscreen(context);
createViewer(context);
bindKeySheet(context);
window.stub = { ...context, load: async () => store.setTimeline(decode(await api.bytes("/api/timeline.bin"), "all"), store.state) };
await window.stub.load();
for (const [index, id] of [...store.state.timeline.ids].entries()) {
  const button = document.createElement("button");
  button.textContent = id;
  button.addEventListener("click", () => { store.setFocus(index); route.go({ photo: id }); });
  grid.append(button);
}
document.documentElement.dataset.ready = "true";
}
start();
"""


@dataclass
class Item:
    """One photo of the stub: its file, what is known of it, and how it fares."""

    image: Image.Image
    name: str
    kind: str = "JPEG"
    flags: int = 0
    data: bytes = b""
    version: int = 1
    facts: dict[str, Any] = field(default_factory=dict)
    video: bytes = b""
    lost: bool = False
    """No rendition can be had."""
    variants: dict[str, Image.Image] = field(default_factory=dict)
    """The other pictures of the photo, as far as they can be had."""
    problems: dict[str, str] = field(default_factory=dict)
    """What is wrong with them, in words."""

    tile: Callable[[str], Image.Image | None] | None = None
    """Makes a tile of the photo by its name (level-column-row); None: they cannot be made."""

    def original(self) -> bytes:
        return self.data or encoded(self.image, self.kind)

    def colour(self) -> int:
        red, green, blue = self.image.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        return (red >> 3) << 11 | (green >> 2) << 5 | blue >> 3 or 1


def encoded(image: Image.Image, kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    image.convert("RGB" if kind == "JPEG" else image.mode).save(out, kind)
    return out.getvalue()


class Quiet(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """`Stub.seen` is the log."""


class Stub:
    """Serves `items` on a free port until it is closed; `seen` keeps what was asked for."""

    def __init__(self, items: list[Item], *, desktop: bool = False) -> None:
        self.items = items
        self.desktop = desktop
        self.seen: list[str] = []
        self.parts: list[str] = []
        """Which parts of videos were asked for."""
        self._made: dict[tuple[int, str, str], bytes] = {}
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, name="viewer-stub")
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def asked(self, part: str) -> list[str]:
        return [path for path in self.seen if part in path]

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)
        app.after_request(self._headers)
        app.add_url_rule("/", view_func=lambda: PAGE.replace("{texts}", texts()), endpoint="page")
        app.add_url_rule("/stub.js", view_func=lambda: script(joined_with(SCRIPT)), endpoint="script")
        app.add_url_rule("/favicon.ico", view_func=lambda: ("", 204), endpoint="icon")
        app.add_url_rule("/ui/<path:name>", view_func=page_file, endpoint="ui")
        app.add_url_rule("/api/status", view_func=lambda: {"desktop": self.desktop, "roots": []}, endpoint="status")
        app.add_url_rule("/api/timeline.bin", view_func=self._timeline, endpoint="timeline")
        app.add_url_rule("/api/photos/<int:photo>", view_func=self._facts, endpoint="facts")
        app.add_url_rule("/api/photos/<int:photo>/problem", view_func=self._problem, endpoint="problem")
        app.add_url_rule("/api/paths", view_func=self._paths, endpoint="paths", methods=["POST"])
        app.add_url_rule("/media/key/<kind>/<int:photo>", view_func=self._media, endpoint="media")
        return app

    def _headers(self, answer: Response) -> Response:
        self.seen.append(request.full_path)
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    def _timeline(self) -> Response:
        n, items = len(self.items), self.items
        head = b"PTL1" + struct.pack("<HHIIIIQ", 1, 32, 1, n, 1, 31, 0) + struct.pack("<iI", 17_000, n)
        sections = [
            struct.pack(f"<{n}I", *range(1, n + 1)),
            struct.pack(f"<{n}H", *(min(65535, round(item.image.width / item.image.height * 4096)) for item in items)),
            struct.pack(f"<{n}H", *(item.colour() for item in items)),
            struct.pack(f"<{n}H", *(item.version for item in items)),
            bytes(item.flags for item in items),
        ]
        return Response(head + b"".join(map(pad, sections)), mimetype="application/octet-stream")

    def _facts(self, photo: int) -> Response:
        if photo > len(self.items):
            answer = jsonify({"error": {"code": "not_found", "message": "There is no such photo."}})
            answer.status_code = 404
            return answer
        item = self.items[photo - 1]
        camera = dict.fromkeys(("make", "model", "lens", "exposure_s", "f_number", "iso", "focal_mm"))
        facts = {
            "id": photo, "name": item.name, "folder": 1, "folders": ["Pictures", "Trips"], "path": path_of(item),
            "format": item.kind.lower(), "width": item.image.width, "height": item.image.height, "size": len(item.original()),
            "version": item.version, "taken": {"local": "2016-07-18T12:27:00", "offset": None, "origin": "exif", "others": []},
            "modified": "2018-08-11T18:35:00", "camera": camera, "place": None, "rating": None, "title": None, "caption": None,
            "animated": False, "preview": None, "raw": False, "pages": [], "duration": None, "codecs": [], "offline": bool(item.flags & OFFLINE),
            "inline": True, "problem": None, "sidecars": [], "tags": [], "people": [], "sidecar_problem": None, "group": [], "moves": False,
            "broken": bool(item.flags & BROKEN),
        }  # fmt: skip
        return jsonify(facts | item.facts)

    def _problem(self, photo: int) -> Response:
        message = self.items[photo - 1].problems.get(request.args["variant"])
        return jsonify({"problem": message and {"code": "damaged", "message": message}})

    def _paths(self) -> Response:
        return jsonify({"paths": [path_of(self.items[photo - 1]) for photo in request.get_json()["ids"]]})

    def _media(self, kind: str, photo: int) -> Response:
        item = self.items[photo - 1]
        variant = request.args.get("variant", "")
        if (
            (item.flags & BROKEN and not variant)
            or (item.lost and kind != "thumb")
            or (item.flags & OFFLINE and kind == "original")
        ):
            abort(404)
        if kind == "video":
            self.parts.append(request.headers.get("Range", ""))
            whole = Response(item.video, mimetype="video/webm")
            whole.make_conditional(request, accept_ranges=True, complete_length=len(item.video))
            return whole
        if kind == "tile":
            return self._tile(item, request.args["tile"])
        if variant and variant not in item.variants:
            abort(404 if variant in item.problems else 503)
        if variant and kind == "original":
            answer = Response(encoded(item.variants[variant]), mimetype="image/jpeg")
        elif kind == "original":
            answer = Response(item.original(), mimetype=f"image/{item.kind.lower()}")
        else:
            answer = Response(self._derived(photo, kind, variant), mimetype="image/jpeg")
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer

    @staticmethod
    def _tile(item: Item, name: str) -> Response:
        tile = item.tile and item.tile(name)
        if tile is None:
            abort(404)
        answer = Response(encoded(tile, "PNG"), mimetype="image/png")
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
        return answer

    def _derived(self, photo: int, kind: str, variant: str) -> bytes:
        key = photo, kind, variant
        if key not in self._made:
            item = self.items[photo - 1]
            copy = (item.variants[variant] if variant else item.image).convert("RGB")
            copy.thumbnail((320, 320) if kind == "thumb" else (2560, 1600))
            self._made[key] = encoded(copy)
        return self._made[key]


def path_of(item: Item) -> str:
    return f"/home/ada/Pictures/Trips/{item.name}"


def pad(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
