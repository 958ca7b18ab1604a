"""A server with as many made-up photos as one likes, for driving the whole page: timeline, labels, pictures, feed."""

from __future__ import annotations

import io
import json
import queue
import threading
from array import array
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, jsonify, request
from PIL import Image, ImageDraw
from werkzeug.serving import WSGIRequestHandler, make_server

from gallery.web.query_arguments import MAX_TINY
from tests.browser.grid_data import SHAPES, timeline_file
from tests.browser.stub_pages import POLICY, document, page_file

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

OFFLINE, BROKEN = 16, 64
TINY = bytes((2, 1)) + bytes((0x00, 0xF8, 0, 0, 0, 0, 0, 0)) + bytes((0x1F, 0, 0, 0, 0, 0, 0, 0))
"""A tiny picture: red at the left, blue at the right."""


class Stub:
    """A made-up library. Photos are numbered from 1, the newest first; `gone` and `added` make new generations; `busy` makes no pictures."""

    def __init__(self, count: int, days: int = 0) -> None:
        self.page_file: Callable[[str], Response] = page_file
        self.ids = array("I", range(1, count + 1))
        self.days = days or max(1, count // 60)
        self.flags: dict[int, int] = {}
        self.generation = 1
        self.status: dict[str, Any] = {
            "stage": "idle",
            "listed": 0,
            "read": 0,
            "unread": 0,
            "thumbnails": 0,
            "unmade": 0,
            "paused": False,
        }
        self.roots = [
            {
                "id": 1,
                "name": "Pictures",
                "path": "/home/ada/Pictures",
                "folder": 1,
                "state": "online",
                "reason": None,
                "photos": count,
            }
        ]
        self.folders = [
            {
                "id": 1,
                "parent": None,
                "root": 1,
                "name": "Pictures",
                "photos": 0,
                "total": count,
                "cover": 1,
                "version": 1,
                "offline": False,
            }
        ]
        self.problems: list[dict[str, Any]] = []
        self.places: dict[int, dict[str, Any]] = {}
        """day -> what `/api/day-places` says of it"""
        self.stretches: list[dict[str, Any]] = []
        self.view: dict[str, Any] = {}
        self.desktop = False
        self.busy = False
        self.refused = 0
        self.sends_pictures = threading.Event()
        """Until it is set again, whoever asks for a picture waits."""
        self.sends_pictures.set()
        self.listeners: list[queue.Queue[str]] = []
        self.asked: list[str] = []
        self.pictures: dict[int, bytes] = {}
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True, request_handler=Handler)
        self._server.daemon_threads = True  # type: ignore[attr-defined]  # a ThreadingMixIn
        self.url = f"http://127.0.0.1:{self._server.port}/boot"
        threading.Thread(target=self._server.serve_forever, daemon=True, name="stub").start()

    def close(self) -> None:
        self.sends_pictures.set()
        for listener in self.listeners:
            listener.put("")
        self._server.shutdown()

    def change(self, *, gone: Collection[int] = (), added: int = 0) -> None:
        """A new generation: photos leave, and new ones come at the top."""
        top = max(self.ids, default=0)
        new = range(top + 1, top + 1 + added)
        self.ids = array("I", [*new, *(photo for photo in self.ids if photo not in gone)])
        for folder in self.folders[:1]:
            folder["total"] = len(self.ids)
        self.generation += 1
        self.send("changed", {"generation": self.generation})

    def send(self, kind: str, news: dict[str, Any]) -> None:
        for listener in self.listeners:
            listener.put(f"event: {kind}\ndata: {json.dumps(news)}\n\n")

    def timeline(self, *, by_date: bool, text: str = "") -> bytes:
        ids = self.ids if not text else array("I", [photo for photo in self.ids if text in f"IMG_{photo:07}"])
        return timeline_file(ids, self.flags, self.generation, self.days if by_date else 0)

    def _app(self) -> Flask:
        app = Flask(__name__, static_folder=None)

        @app.after_request
        def guard(response: Response) -> Response:
            response.headers["Content-Security-Policy"] = POLICY
            return response

        self._pages(app)
        self._reading(app)
        self._asking(app)
        self._bytes(app)
        return app

    def _pages(self, app: Flask) -> None:
        @app.get("/boot")
        def boot() -> str:
            return document().replace("</head>", '<meta name="gallery-key" content="key"></head>')

        @app.get("/favicon.ico")
        def icon() -> tuple[str, int]:
            return "", 204

        @app.get("/")
        def page() -> Response:
            return page_file("index.html")

        @app.get("/ui/<path:name>")
        def asset(name: str) -> Response:
            return self.page_file(name)

    def _reading(self, app: Flask) -> None:
        @app.get("/api/status")
        def status() -> Response:
            counts = {"photos": len(self.ids), "problems": len(self.problems)}
            return jsonify(
                version="0.1.0",
                desktop=self.desktop,
                generation=self.generation,
                roots=self.roots,
                counts=counts,
                progress=self.status,
                view=self.view,
                notices=[],
            )

        @app.get("/api/folders")
        def folders() -> Response:
            return jsonify(folders=self.folders)

        @app.get("/api/tags")
        def tags() -> Response:
            return jsonify(tags=[])

        @app.get("/api/problems")
        def problems() -> Response:
            return jsonify(problems=self.problems)

        @app.get("/api/timeline.bin")
        def timeline() -> Response:
            self.asked.append(request.query_string.decode())
            by_date = request.args.get("order", "date").startswith("date")
            response = Response(
                self.timeline(by_date=by_date, text=request.args.get("q", "").upper()),
                mimetype="application/octet-stream",
            )
            response.headers["Cache-Control"] = "no-store"
            return response

        @app.get("/api/labels")
        def labels() -> Response:
            return jsonify(labels=[self.label(int(photo)) for photo in request.args["ids"].split(",")])

        @app.get("/api/day-places")
        def day_places() -> Response:
            days = map(int, request.args["days"].split(","))
            return jsonify(days=[{"day": day, **self.places[day]} for day in days if day in self.places])

        @app.get("/api/stretches")
        def stretches() -> Response:
            return jsonify(stretches=self.stretches)

        @app.get("/api/photos/<int:photo>")
        def photo(photo: int) -> Response:
            return jsonify(
                id=photo,
                name=f"IMG_{photo:07}.JPG",
                folder=1,
                folders=["Pictures"],
                path=f"/home/ada/Pictures/IMG_{photo:07}.JPG",
                format="jpeg",
                width=600,
                height=400,
                size=123_456,
                version=1,
                modified="2026-11-13T12:00:00",
                rating=None,
                taken={"local": "2026-11-13T12:00:00", "offset": None, "origin": "exif", "others": []},
                title=None,
                caption=None,
                place=None,
                camera=dict.fromkeys(("make", "model", "lens", "exposure_s", "f_number", "iso", "focal_mm")),
                animated=False,
                duration=None,
                offline=False,
                inline=True,
                problem=None,
                **{name: [] for name in ("codecs", "pages", "tags", "people", "sidecars", "group")},
                sidecar_problem=None,
            )

    def _asking(self, app: Flask) -> None:
        @app.post("/api/paths")
        def paths() -> Response:
            return jsonify(paths=[f"/home/ada/Pictures/IMG_{photo:07}.JPG" for photo in request.get_json()["ids"]])

        @app.put("/api/view")
        def view() -> Response:
            self.view = request.get_json()
            return jsonify(self.view)

        @app.route("/api/<path:rest>", methods=["POST", "DELETE"])
        def asked(rest: str) -> Response:
            self.asked.append(f"{request.method} {rest} {request.get_data(as_text=True)}")
            return jsonify({})

    def _bytes(self, app: Flask) -> None:
        @app.get("/media/<key>/<kind>/<int:photo>")
        def media(key: str, kind: str, photo: int) -> Response:
            if self.flags.get(photo, 0) & BROKEN:
                abort(404)
            if self.busy:
                self.refused += 1
                abort(503)
            self.sends_pictures.wait()
            response = Response(self.picture(photo), mimetype="image/jpeg")
            response.headers["Cache-Control"] = "private, max-age=86400, immutable"
            return response

        @app.get("/api/tiny")
        def tiny() -> Response:
            photos = [int(photo) for photo in request.args["ids"].split(",")]
            assert len(photos) <= MAX_TINY
            self.asked.append(f"tiny {photos[0]}")
            body = array("H", [len(TINY)] * len(photos)).tobytes() + TINY * len(photos)
            return Response(body, mimetype="application/octet-stream")

        @app.get("/feed/<key>")
        def feed(key: str) -> Response:
            return Response(self._news(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})

    def _news(self) -> Iterator[str]:
        mine: queue.Queue[str] = queue.Queue()
        self.listeners.append(mine)
        yield ": hello\n\n"
        while text := mine.get():
            yield text

    def label(self, photo: int) -> dict[str, Any]:
        broken = self.flags.get(photo, 0) & BROKEN
        problem = {"code": "truncated", "message": "The file ends too early."} if broken else None
        return {"id": photo, "name": f"IMG_{photo:07}.JPG", "taken": "2026-11-13T12:00:00", "problem": problem}

    def picture(self, photo: int) -> bytes:
        """Sixteen of each shape are enough."""
        kind = photo % 128
        if kind not in self.pictures:
            wide, high = SHAPES[photo * 7919 % 8]
            image = Image.new(
                "RGB", (320, 320 * high // wide), (kind * 37 % 200 + 30, kind * 59 % 200 + 30, kind * 83 % 200 + 30)
            )
            ImageDraw.Draw(image).ellipse((40, 40, 160, 160), fill=(kind * 83 % 255, kind * 37 % 255, 128))
            out = io.BytesIO()
            image.save(out, "JPEG", quality=70)
            self.pictures[kind] = out.getvalue()
        return self.pictures[kind]


class Handler(WSGIRequestHandler):
    """Keeps connections, says nothing."""

    protocol_version = "HTTP/1.1"

    def log(self, *args: Any) -> None:
        pass
