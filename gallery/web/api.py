"""Routes below `/api/`: JSON for the page. Requests name things by id, never by path; bodies are checked here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from gallery import __version__
from gallery.base.errors import GalleryError, NotFoundError
from gallery.base.models import Recipe
from gallery.base.paths import display
from gallery.languages.sentence import Sentence
from gallery.timeline.build import TimelineQuery
from gallery.web.album_routes import add_albums
from gallery.web.annotation_routes import add_annotations, add_backups, add_tags
from gallery.web.date_routes import add_dates
from gallery.web.desktop_protocol import NoWindowError
from gallery.web.gone_routes import add_gone
from gallery.web.playback_arguments import parse_playback
from gallery.web.query_arguments import (
    BadRequestError,
    answer_timeline,
    parse_album,
    parse_counted_folders,
    parse_timeline_query,
    parse_visit,
)
from gallery.web.read_routes import add_days, add_photos, add_search, see_all
from gallery.web.request_bodies import parse_body, parse_ids, parse_texts
from gallery.web.server import client_gone
from gallery.web.settings_routes import add_settings, add_view
from gallery.web.sidecar_routes import add_sidecars
from gallery.web.transfer_routes import add_transfer

if TYPE_CHECKING:
    from gallery.base.playback import Playback
    from gallery.library.library import Library
    from gallery.web.desktop_protocol import Desktop


def api(library: Library, desktop: Desktop) -> Blueprint:
    """Return every route below `/api/`. The gate has let the request in before any of them runs."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    _add_reading(blueprint, library, desktop)
    add_photos(blueprint, library, see_all)
    add_days(blueprint, library, see_all)
    add_search(blueprint, library, see_all)
    _add_saved_searches(blueprint, library)
    _add_roots(blueprint, library, desktop)
    _add_scanning(blueprint, library)
    _add_actions(blueprint, library, desktop)
    _add_other_programs(blueprint, library, desktop)
    _add_groups(blueprint, library)
    _add_visits(blueprint, library)
    add_annotations(blueprint, library.annotations)
    add_tags(blueprint, library.tags)
    add_albums(blueprint, library.albums)
    add_backups(blueprint, library.backups)
    add_transfer(blueprint, library.transfer, desktop)
    add_dates(blueprint, library.dates_and_places)
    add_gone(blueprint, library.gone)
    add_sidecars(blueprint, library.sidecars)
    add_view(blueprint, library)
    add_settings(blueprint, library.preferences)
    return blueprint


def _add_reading(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    """Add the routes that read what the library holds."""

    @blueprint.get("/status")
    def status() -> Response:
        return jsonify(
            version=__version__,
            desktop=desktop.available,
            visit=library.visits.requested(),
            questions=library.gone.count_questions(),
            keys=library.preferences.keys(),
            hints=library.preferences.hints(),
            **library.status.read(),
        )

    @blueprint.get("/timeline.bin")
    def timeline() -> Response:
        visit = parse_visit()
        if visit is not None:
            return answer_timeline(TimelineQuery(order="name"), *library.visits.timeline(visit))
        album, query = parse_album(), parse_timeline_query()
        if album is not None:
            query = library.timelines.query_of_album(album, query)
        return answer_timeline(query, *library.timelines.get(query))

    @blueprint.get("/folders")
    def folders() -> Response:
        return jsonify(library.folders.tree())

    @blueprint.get("/left-out")
    def left_out() -> Response:
        return jsonify(library.folders.left_out(parse_counted_folders()))


def _add_visits(blueprint: Blueprint, library: Library) -> None:
    """Add the routes of folders that are shown without being roots. None begins a visit: the page has no paths."""

    @blueprint.get("/visits/<id:visit>")
    def visit(visit: int) -> Response:
        return jsonify(library.visits.describe(visit))

    @blueprint.post("/visits/<id:visit>/keep")
    def keep(visit: int) -> Response:
        photo = parse_body().get("photo")
        if photo is not None and type(photo) is not int:
            raise BadRequestError("The field `photo` is a number.")
        return jsonify(library.visits.keep(visit, photo))


def _add_saved_searches(blueprint: Blueprint, library: Library) -> None:
    """Add the routes that list and change the saved searches."""

    @blueprint.get("/searches")
    def searches() -> Response:
        return jsonify(searches=library.settings.searches.as_json())

    @blueprint.post("/searches")
    def save() -> Response:
        """Save a search. The name may be left out; a search that is saved already keeps its own."""
        name, query = parse_texts({"name": "", **parse_body()}, "name", "query")
        return jsonify(search=asdict(library.settings.searches.save(name, query)))

    @blueprint.put("/searches/<id:search>")
    def change(search: int) -> Response:
        """Give a search another name, another text, or both."""
        body = parse_body()
        fields = [field for field in ("name", "query") if field in body] or ["name", "query"]
        texts = dict(zip(fields, parse_texts(body, *fields), strict=True))
        return jsonify(search=asdict(library.settings.searches.change(search, **texts)))

    @blueprint.delete("/searches/<id:search>")
    def forget(search: int) -> Response:
        library.settings.searches.remove(search)
        return jsonify({})


def _add_roots(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    """Add the routes that add and remove roots."""

    @blueprint.post("/roots/pick")
    def pick() -> Response:
        path = desktop.choose_folder()
        if path is None:
            return jsonify(root=None)
        added = library.roots.add(path)
        root = next((root for root in library.status.read()["roots"] if root["id"] == added.root), None)
        if root is None:
            raise NotFoundError(Sentence("error-folder-not-shown"))
        return jsonify(folder=added.folder, root=root)

    @blueprint.get("/proposals")
    def proposals() -> Response:
        return jsonify(library.proposals.read())

    @blueprint.post("/proposals/<id:number>/add")
    def add_proposed(number: int) -> Response:
        return jsonify(library.proposals.add(number))

    @blueprint.delete("/roots/<id:root>")
    def remove(root: int) -> Response:
        library.roots.remove(root)
        return jsonify({})


def _add_scanning(blueprint: Blueprint, library: Library) -> None:
    """Add the routes that start and pause the reading of folders."""

    @blueprint.post("/rescan")
    def rescan() -> Response:
        body = parse_body()
        root = body.get("root")
        if root is not None and type(root) is not int:
            raise BadRequestError("The field `root` is a number.")
        if body.get("problems") is True:
            return jsonify(retried=library.problems.retry())
        library.roots.rescan(root)
        return jsonify({})

    @blueprint.post("/scan")
    def scan() -> Response:
        paused = parse_body().get("paused")
        if not isinstance(paused, bool):
            raise BadRequestError("The field `paused` is true or false.")
        library.pause(paused=paused)
        return jsonify(paused=paused)


def _add_actions(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    """Add the routes for the window, and what the user does with photos."""

    @blueprint.post("/window")
    def window() -> Response:
        body = parse_body()
        if body.get("action") == "play":
            return jsonify(_play_in_window(library, desktop, *parse_playback(body)))
        if body.get("action") == "copy":
            return jsonify(_copy(library, desktop, parse_ids(body), with_picture=body.get("picture") is True))
        is_awake, on = body.get("action") == "awake", body.get("on")
        if not is_awake and body.get("action") != "fullscreen":
            raise BadRequestError("The window knows the actions `awake`, `copy`, `fullscreen` and `play`.")
        if not isinstance(on, bool) and (on is not None or is_awake):
            raise BadRequestError("The field `on` is true or false.")
        if is_awake:
            desktop.keep_awake(on=bool(on))
            return jsonify({})
        return jsonify(fullscreen=desktop.fullscreen(on))

    @blueprint.post("/paths")
    def paths() -> Response:
        ids = parse_ids(parse_body())
        return jsonify(paths=[display(path) for path in library.photos_of(ids).paths(ids)])

    @blueprint.post("/photos/sum")
    def total() -> Response:
        ids = parse_ids(parse_body())
        return jsonify(bytes=library.photos_of(ids).total_bytes(ids))


def _add_other_programs(blueprint: Blueprint, library: Library, desktop: Desktop) -> None:
    """Add the routes that show what lies on the disk in other programs."""

    @blueprint.post("/photos/<id:photo>/reveal")
    def reveal(photo: int) -> Response:
        desktop.reveal(library.photos_of([photo]).file_path(photo))
        return jsonify({})

    @blueprint.post("/folders/<id:folder>/reveal")
    def reveal_folder(folder: int) -> Response:
        desktop.reveal(library.folders.disk_path(folder))
        return jsonify({})

    @blueprint.post("/photos/<id:photo>/play")
    def play(photo: int) -> Response:
        desktop.play(library.photos_of([photo]).video_path(photo))
        return jsonify({})


def _add_groups(blueprint: Blueprint, library: Library) -> None:
    """Add the routes by which the user says which files are one photo."""

    @blueprint.post("/photos/<id:photo>/take-apart")
    def take_apart(photo: int) -> Response:
        return jsonify(library.groups.take_apart(photo))

    @blueprint.post("/photos/put-together")
    def put_together() -> Response:
        return jsonify(library.groups.put_together(parse_ids(parse_body())))


def _copy(library: Library, desktop: Desktop, ids: list[int], *, with_picture: bool) -> dict[str, Any]:
    """Have the window copy the files of photos, and of a single one a picture. Return how many, and whether it has.

    The picture is the viewer's: of a limited size, and made by a decode process. Where it cannot be had soon there is
    none, as the file is what counts.
    """
    if not desktop.available:
        raise NoWindowError(Sentence("error-no-window-copy"))
    paths = library.photos_of(ids).paths(ids)
    picture = _picture_of(library, ids[0]) if with_picture and len(ids) == 1 == len(paths) else None
    if paths:
        desktop.copy(paths, picture)
    return {"files": len(paths), "picture": picture is not None}


def _picture_of(library: Library, photo: int) -> bytes | None:
    try:
        with library.pictures_of(photo).derived(photo, Recipe.SCREEN, client_gone(request.environ)).file as file:
            return file.read()
    except GalleryError:
        return None


def _play_in_window(library: Library, desktop: Desktop, photo: int, playback: Playback) -> dict[str, Any]:
    """Have the window play a video, and return how that has ended. Holds its thread until then.

    A client that hangs up calls it off, also while the poster is made.

    Only a video of which there is a poster: the poster process, where it costs nothing if a decoder ends at it, has
    decoded it then.

    Raises:
        GalleryError: there is no such video, or no poster of it.
    """
    pictures, is_gone = library.pictures_of(photo), client_gone(request.environ)
    pictures.derived(photo, Recipe.SCREEN, is_gone).file.close()
    return asdict(desktop.play_in_window(pictures.video(photo).file, playback, is_gone))
