"""The shapes that the page reads (ui/js/pure/api-types.d.ts), for photos with everything and with nothing."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.base.models import Problem, Sidecar
from gallery.catalog import folders, photos
from gallery.catalog import photo_details as stored
from gallery.catalog.file_stats import FileStat, store_stats
from gallery.catalog.folders import FolderRow
from gallery.catalog.sidecars import encode_sidecars
from gallery.library import serialize, wall_clock
from gallery.library.annotation_json import unsaid_json
from tests.index_builder import DAMAGED, EPOCH, add, metadata, read, source, top

if TYPE_CHECKING:
    import sqlite3

TYPES = Path(__file__).resolve().parents[2] / "ui" / "js" / "pure" / "api-types.d.ts"
posix = pytest.mark.skipif(os.sep != "/", reason="paths as POSIX has them")


def names_of(kind: str) -> set[str]:
    """Return the fields that api-types.d.ts gives a shape."""
    found = re.search(
        rf"^export interface {kind} {{\n(.*?)^}}", TYPES.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found, kind
    return set(re.findall(r"^  (\w+)\??:", found[1], re.MULTILINE))


def photo_json(conn: sqlite3.Connection, photo: int) -> dict[str, Any]:
    found = stored.get(conn, photo)
    assert found
    said = serialize.photo_json(found)
    json.dumps(said, allow_nan=False)
    assert set(said) | set(unsaid_json(said)) == names_of("Photo")
    return said


@posix
def test_a_photo_with_everything(conn: sqlite3.Connection) -> None:
    top(conn)
    folder = folders.put_chain(conn, 1, b"/pictures", b"2019/caf\xe9")
    meta = metadata(
        b"mark", 1_560_256_496_120, 4000, 3000, offset_min=120, origin="exif", make="Maker", model="M 10", lens="35",
        exposure_s=0.004, f_number=2.8, iso=200, focal_mm=35.0, latitude=-12.5, longitude=0.0, altitude_m=-3.0,
        rating=5, title="A title", caption="A caption", tags="Places/Italy/Rome\nSummer", people="Möwe",
        sidecar_problem="“a.xmp” is not read: it is damaged.",
    )  # fmt: skip
    photo = add(conn, folder, b"\xff.jpg", 123, 1_560_256_496_120_000_000)
    sidecars = encode_sidecars([Sidecar(name, 1, 2, shared=True) for name in (b"a.xmp", b"\xff.xmp")])
    store_stats(conn, [(photo, FileStat(123, 1_560_256_496_120_000_000, sidecars=sidecars))])
    photos.set_read(conn, photo, meta)
    photos.set_thumbnail_made(conn, source(conn, photo), 9, Problem("truncated", "It ends too early."))
    said = photo_json(conn, photo)
    modified = said.pop("modified")
    assert re.fullmatch(r"2019-06-1[0-2]T\d\d:\d\d:56", modified), "in the time zone of this computer"
    assert said == {
        "id": photo, "name": "\ufffd.jpg", "folder": folder, "folders": ["pictures", "2019", "caf\ufffd"],
        "path": "/pictures/2019/caf\ufffd/\ufffd.jpg", "format": "jpeg", "width": 4000, "height": 3000, "size": 123,
        "version": 1, "taken": {
            "local": "2019-06-11T12:34:56.120", "offset": "+02:00", "origin": "exif", "precision": 0, "date": None,
            "others": [{"local": modified[:19] + ".120", "offset": None, "origin": "file", "agrees": None}],
        },
        "camera": {"name": "Maker M 10", "make": "Maker", "model": "M 10", "lens": "35", "exposure_s": 0.004, "f_number": 2.8, "iso": 200,
                   "focal_mm": 35.0},
        "place": {"latitude": -12.5, "longitude": 0.0, "altitude_m": -3.0, "name": None, "origin": "file", "chosen": ""},
        "rating": 5, "title": "A title",
        "caption": "A caption", "animated": False, "hdr": None, "preview": None, "raw": False, "pages": [], "duration": None,
        "codecs": [],
        "offline": False, "inline": False, "broken": False,
        "problem": {"code": "truncated", "message": "It ends too early."}, "tags": ["Places/Italy/Rome", "Summer"],
        "people": ["Möwe"], "sidecars": ["a.xmp", "\ufffd.xmp"],
        "sidecar_problem": "“a.xmp” is not read: it is damaged.", "group": [], "moves": False,
    }  # fmt: skip


@posix
def test_the_camera_s_picture_in_a_raw_file_has_a_size(conn: sqlite3.Connection) -> None:
    photo = add(conn, top(conn), b"x.nef", 0, 0)
    photos.set_read(conn, photo, metadata(b"m", 0, 6000, 4000, format="nef", preview_width=1616, preview_height=1080))
    said = photo_json(conn, photo)
    assert (said["format"], said["width"], said["preview"]) == ("nef", 6000, {"width": 1616, "height": 1080})


@posix
def test_a_photo_with_nothing(conn: sqlite3.Connection) -> None:
    photo = add(conn, top(conn), b"x.jpg", 0, 0)
    photos.set_unreadable(conn, photo, DAMAGED, EPOCH, in_timeline=True)
    folders.set_offline(conn, 1, "It is away.")
    said = photo_json(conn, photo)
    assert {name: said[name] for name in ("format", "width", "height", "place", "rating", "inline", "offline")} == {
        "format": None, "width": None, "height": None, "place": None, "rating": None, "inline": False, "offline": True,
    }  # fmt: skip
    assert said["folders"] == ["pictures"]
    exact = {"precision": 0, "date": None}
    assert said["taken"] == {"local": "1970-01-01T00:00:00", "offset": None, "origin": "file", "others": []} | exact
    assert set(said["camera"].values()) == {None}
    assert said["problem"]["code"] == "damaged"
    assert said["broken"] is True


@pytest.mark.parametrize("inline", [True, False])
def test_what_a_browser_shows_by_itself(conn: sqlite3.Connection, inline: bool) -> None:
    assert photo_json(conn, read(conn, top(conn), b"x", metadata(inline=inline)))["inline"] is inline


def test_a_file_that_is_shown_in_part_is_not_laid_over_its_picture(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x", metadata(inline=True))
    assert stored.is_inline(conn, photo)
    photos.set_thumbnail_made(conn, source(conn, photo), 9, Problem("truncated", "It ends too early."))
    assert (photo_json(conn, photo)["inline"], stored.is_inline(conn, photo)) == (False, False)


def test_what_is_not_known_of_a_file_read_by_an_older_version_is_no_promise(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn), b"x")
    conn.execute("UPDATE details SET inline = NULL")
    assert photo_json(conn, photo)["inline"] is False


def test_what_is_not_in_the_timeline_is_not_there(conn: sqlite3.Connection) -> None:
    home = top(conn)
    unread, gone = add(conn, home, b"unread"), read(conn, home, b"gone")
    photos.mark_gone(conn, [gone])
    assert [stored.get(conn, photo) for photo in (unread, gone, 999)] == [None] * 3
    assert stored.get_labels(conn, [unread, gone, 999]) == []
    assert stored.get_paths(conn, [unread, gone, 999]) == []
    assert stored.get_labels(conn, []) == []


@posix
def test_paths_come_in_the_order_asked_for_however_many(conn: sqlite3.Connection) -> None:
    home = top(conn)
    ids = [read(conn, home, b"%d.jpg" % number) for number in range(603)]
    assert stored.get_paths(conn, ids[::-1]) == [b"/pictures/%d.jpg" % number for number in reversed(range(603))]
    assert stored.get_paths(conn, [ids[5], 99_999, ids[5]]) == [b"/pictures/5.jpg"] * 2


def test_a_root_that_is_the_top_of_the_disk_has_paths_without_two_slashes(conn: sqlite3.Connection) -> None:
    photo = read(conn, top(conn, 1, os.fsencode(os.sep)), b"x.jpg")
    assert stored.get_paths(conn, [photo]) == [os.fsencode(os.sep) + b"x.jpg"]


def test_labels_and_troubles(conn: sqlite3.Connection) -> None:
    home = top(conn)
    good, bad = read(conn, home, b"a", metadata(b"1", taken_ms=61_500)), read(conn, home, b"b\xff")
    gif, cut = (read(conn, home, name, metadata(name, format="gif", animated=True)) for name in (b"c", b"d"))
    photos.set_thumbnail_made(conn, source(conn, cut), 9, Problem("truncated", "It ends too early."))
    photos.set_thumbnail_failed(conn, source(conn, bad), DAMAGED)
    found = {row[0]: serialize.label_json(*row) for row in stored.get_labels(conn, [bad, good, gif, cut])}
    assert found[good] == {
        "id": good,
        "name": "a",
        "taken": "1970-01-01T00:01:01.500",
        "duration": None,
        "pictures": 1,
        "precision": 0,
        "problem": None,
    }
    assert found[bad]["problem"] == {"code": "damaged", "message": "It is damaged."}
    assert found[gif]["moving"] == "gif"
    assert "moving" not in found[cut], "it stands still, as far as it goes"
    assert found[cut]["problem"] == {"code": "truncated", "message": "It ends too early."}
    [trouble, _] = [serialize.problem_row_json(row) for row in stored.get_problems(conn, 10)]
    assert trouble["photo"] == bad
    assert trouble["path"].endswith("b\ufffd")
    assert stored.get_problems(conn, 0) == []


def test_troubles_of_some_roots_are_theirs_and_all_of_them(conn: sqlite3.Connection) -> None:
    for root in (1, 2):
        home = top(conn, root, os.fsencode(os.sep) + b"r%d" % root)
        folders.set_problem(conn, home, "It cannot be listed.")
        for number in range(3):
            photos.set_thumbnail_failed(
                conn, source(conn, read(conn, home, b"%d" % number, metadata(b"%d" % number))), DAMAGED
            )
    assert len(stored.get_problems(conn, -1)) == 8
    assert len(stored.get_problems(conn, -1, {1, 2})) == 8
    assert {b"r2" in row.path for row in stored.get_problems(conn, -1, [2])} == {True}
    assert len(stored.get_problems(conn, -1, [2])) == 4
    assert stored.get_problems(conn, -1, []) == []


def test_roots(conn: sqlite3.Connection) -> None:
    read(conn, first := top(conn), b"a")
    top(conn, 2, b"/away/\xff")
    folders.set_offline(conn, 2, "It is not connected, or was moved.")
    counts = folders.counts_by_root(conn, folders.counts(conn))
    one, other = (
        serialize.root_json(root, folders.find(conn, root.id, b""), counts.get(root.id, 0))
        for root in folders.get_roots(conn)
    )
    assert set(one) == names_of("Root")
    assert (one["folder"], one["photos"], one["state"], one["reason"]) == (first, 1, "online", None)
    assert (other["name"], other["photos"], other["state"]) == ("\ufffd", 0, "offline")
    assert other["reason"] == "It is not connected, or was moved."


def row(id_: int, parent: int | None, problem: str | None = None) -> FolderRow:
    return FolderRow(id_, 1, parent, b"", f"folder {id_}", reason=None, problem=problem)


def test_the_tree_has_sums_and_the_newest_photo_below() -> None:
    rows = [row(5, 2), row(1, None), row(2, 1), row(3, 1), row(4, 3)]  # a child may come before its parent
    counts = {1: (1, 10, 3, 100), 5: (2, 20, 7, 300), 4: (4, 30, 9, -200)}
    found = serialize.folders_json(rows, counts)
    assert all(set(entry) == names_of("Folder") for entry in found)
    told = [(e["id"], e["parent"], e["photos"], e["total"], e["cover"], e["version"]) for e in found]
    assert told == [
        (1, None, 1, 7, 20, 7),
        (2, 1, 0, 2, 20, 7),
        (5, 2, 2, 2, 20, 7),
        (3, 1, 0, 4, 30, 9),
        (4, 3, 4, 4, 30, 9),
    ]


def test_empty_folders_stay_out_but_roots_and_problems_and_the_way_to_them_stay() -> None:
    rows = [
        row(1, None),
        row(2, 1),
        row(3, 2),
        row(4, 1),
        row(5, 4, "You are not allowed to open this folder."),
        row(6, None),
        row(7, 6),
    ]
    found = serialize.folders_json(rows, {})
    assert [(entry["id"], entry["cover"], entry["total"]) for entry in found] == [
        (1, None, 0),
        (4, None, 0),
        (5, None, 0),
        (6, None, 0),
    ]


def test_a_very_deep_tree_is_no_trouble() -> None:
    depth = 5000
    rows = [row(at, at - 1 or None) for at in range(depth, 0, -1)]
    found = serialize.folders_json(rows, {depth: (1, 7, 1, 0)})
    assert [entry["id"] for entry in found] == list(range(1, depth + 1))
    assert {(entry["total"], entry["cover"]) for entry in found} == {(1, 7)}


@pytest.mark.parametrize(
    ("taken_ms", "text"),
    [
        (0, "1970-01-01T00:00:00"),
        (1, "1970-01-01T00:00:00.001"),
        (-1, "1969-12-31T23:59:59.999"),
        (-62_135_596_800_000, "0001-01-01T00:00:00"),
        (-62_135_596_800_001, "0001-01-01T00:00:00.000"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999"),
        (253_402_300_800_000, "0001-01-01T00:00:00"),
        (10**30, "0001-01-01T00:00:00"),
    ],
)
def test_wall_clock_time(taken_ms: int, text: str) -> None:
    assert wall_clock.local(taken_ms) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, None), (0, "+00:00"), (120, "+02:00"), (-210, "-03:30"), (-5, "-00:05"), (840, "+14:00")],
)
def test_the_offset(minutes: int | None, text: str | None) -> None:
    assert wall_clock.offset(minutes) == text


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_time_of_change_can_be_told(mtime_ns: int) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?", serialize._modified(mtime_ns))
