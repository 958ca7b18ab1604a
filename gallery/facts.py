"""What the index holds, as the page reads it: ui/js/core/types.js has the shapes. Pure, but for the time zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gallery.catalog import folders
from gallery.catalog.folders import SEP, join
from gallery.imaging.formats import INLINE
from gallery.paths import display

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from gallery.catalog.facts import Facts, Trouble
    from gallery.catalog.folders import FolderRow
    from gallery.models import Problem

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def roots_json(conn: sqlite3.Connection) -> list[dict[str, Any]]:
    counts = folders.counts_by_root(conn)
    return [
        {
            "id": root.id,
            "name": display(folders.basename(root.path)),
            "path": display(root.path),
            "folder": folders.find(conn, root.id, b""),
            "state": "offline" if root.offline else "online",
            "reason": root.offline,
            "photos": counts.get(root.id, 0),
        }
        for root in folders.roots(conn)
    ]


def folders_json(rows: Sequence[FolderRow], counts: Mapping[int, tuple[int, int, int, int]]) -> list[dict[str, Any]]:
    """The tree, parents before children, with sums and the newest photo below each. Folders without photos stay out."""
    children: dict[int | None, list[FolderRow]] = {}
    for row in rows:
        children.setdefault(row.parent, []).append(row)
    found: list[dict[str, Any]] = []
    for row in children.get(None, []):
        _branch(row, children, counts, found)
    return found


def _branch(
    row: FolderRow,
    children: Mapping[int | None, list[FolderRow]],
    counts: Mapping[int, tuple[int, int, int, int]],
    found: list[dict[str, Any]],
) -> tuple[int, int, int, int]:
    """Append the folder and all below it; returns (photos below, newest photo, its version, its time)."""
    own, cover, version, taken = counts.get(row.id, (0, 0, 0, -(1 << 62)))
    place = len(found)
    entry = {
        "id": row.id,
        "parent": row.parent,
        "root": row.root,
        "name": row.label,
        "photos": own,
        "offline": row.offline,
    }
    found.append(entry)
    total = own
    for child in children.get(row.id, []):
        inner, inner_cover, inner_version, inner_taken = _branch(child, children, counts, found)
        total += inner
        if inner and inner_taken > taken:
            cover, version, taken = inner_cover, inner_version, inner_taken
    entry |= {"total": total, "cover": cover or None, "version": version}
    if not total and row.parent is not None and not row.problem:
        del found[place:]
    return total, cover, version, taken


def photo_json(found: Facts) -> dict[str, Any]:
    detail = found.details
    parents = [display(part) for part in found.relative.split(SEP)[:-1]]
    camera = ("make", "model", "lens", "exposure_s", "f_number", "iso", "focal_mm")
    place = {name: detail[name] for name in ("latitude", "longitude", "altitude_m")}
    return {
        "id": found.id,
        "name": found.label,
        "folder": found.folder,
        "folders": [found.root_label, *parents],
        "path": display(join(found.root, found.relative)),
        "format": detail["format"],
        "width": found.width,
        "height": found.height,
        "size": found.size,
        "version": found.version,
        "taken": {
            "local": local(found.taken_ms),
            "offset": offset(detail["offset_min"]),
            "origin": detail["origin"] or "file",
        },
        "modified": _modified(found.mtime_ns),
        "camera": {name: detail[name] for name in camera},
        "place": place if place["latitude"] is not None and place["longitude"] is not None else None,
        "rating": detail["rating"],
        "title": detail["title"],
        "caption": detail["caption"],
        "animated": bool(detail["animated"]),
        "offline": found.offline is not None,
        "inline": detail["format"] in INLINE,
        "problem": problem_json(found.problem),
    }


def label_json(photo: int, label: str, taken_ms: int, problem: Problem | None) -> dict[str, Any]:
    return {"id": photo, "name": label, "taken": local(taken_ms), "problem": problem_json(problem)}


def trouble_json(row: Trouble) -> dict[str, Any]:
    return {"photo": row.photo, "name": row.label, "path": display(row.path), "code": row.code, "message": row.message}


def problem_json(problem: Problem | None) -> dict[str, str] | None:
    return {"code": problem.code, "message": problem.message} if problem else None


def local(taken_ms: int) -> str:
    """Wall-clock milliseconds as `2019-06-11T12:34:56.120`; the year 1 where they lie outside the calendar."""
    try:
        moment = EPOCH + timedelta(milliseconds=taken_ms)
    except OverflowError:
        moment = datetime.min.replace(tzinfo=UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds" if taken_ms % 1000 else "seconds")


def offset(minutes: int | None) -> str | None:
    """Minutes east of UTC as `+02:00`."""
    if minutes is None:
        return None
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _modified(mtime_ns: int) -> str:
    try:
        moment = EPOCH + timedelta(microseconds=mtime_ns // 1000)
        return moment.astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return local(mtime_ns // 1_000_000)
