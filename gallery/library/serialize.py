"""Turns rows of the index into the JSON that the page reads; ui/js/pure/api-types.d.ts has the shapes.

Functions of their arguments, but for the time of change, which is told in the time zone of this computer.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from gallery.base.camera_names import camera_name
from gallery.base.models import RAW_KINDS
from gallery.base.paths import display
from gallery.catalog import folders
from gallery.catalog.folders import SEP, join
from gallery.imaging.left_out_kinds import FOLDER_KINDS, GROUPS
from gallery.library.wall_clock import EPOCH, local
from gallery.library.when_and_where import place_json, taken_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gallery.base.models import Problem
    from gallery.catalog.file_groups import Member
    from gallery.catalog.folders import FolderRow, RootRow
    from gallery.catalog.left_out import LeftOutRow
    from gallery.catalog.photo_details import PhotoDetails, ProblemRow


def root_json(root: RootRow, folder: int | None, photos: int) -> dict[str, Any]:
    """Return a root with the id of its own folder, and how many of its photos stand in a timeline."""
    return {
        "id": root.id,
        "name": display(folders.basename(root.path)),
        "path": display(root.path),
        "folder": folder,
        "state": "offline" if root.offline else "online",
        "reason": root.offline,
        "photos": photos,
    }


def top_folder_json(top: FolderRow, photos: int) -> dict[str, Any]:
    """Return a top folder as those see it who see nothing above it: as a root, without its place on this computer."""
    return {
        "id": top.id,
        "name": top.label,
        "folder": top.id,
        "state": "offline" if top.offline else "online",
        "reason": top.reason,
        "photos": photos,
    }


def folders_json(
    rows: Sequence[FolderRow], counts: Mapping[int, tuple[int, int, int, int | None]]
) -> list[dict[str, Any]]:
    """Return the tree, parents before children, with the sum of photos and the newest photo below each folder.

    Folders without photos are left out, unless they, or folders below them, could not be listed.

    Args:
        rows: Every folder, siblings in their order.
        counts: By folder id: photos, newest photo, its version, its time taken in ms.
    """
    ordered = _parents_first(rows)
    totals: dict[int, int] = {}
    covers: dict[int, tuple[int, int, int]] = {}  # (time taken, photo, version)
    kept: set[int] = set()
    for row in reversed(ordered):
        own, photo, version, taken = counts.get(row.id, (0, 0, 0, 0))
        total = totals[row.id] = totals.get(row.id, 0) + own
        best = [
            cover
            for cover in (covers.get(row.id), (taken, photo, version) if own and taken is not None else None)
            if cover
        ]
        if best:
            covers[row.id] = max(best)
        if total or row.parent is None or row.problem or row.id in kept:
            kept.add(row.id)
        if row.parent is not None:
            totals[row.parent] = totals.get(row.parent, 0) + total
            if best:
                covers[row.parent] = max(covers.get(row.parent, covers[row.id]), covers[row.id])
            if row.id in kept:
                kept.add(row.parent)
    return [_folder_json(row, counts, totals[row.id], covers.get(row.id)) for row in ordered if row.id in kept]


def _parents_first(rows: Sequence[FolderRow]) -> list[FolderRow]:
    """Return the rows depth first, siblings in their order. A loop, as people nest deeper than Python recurses."""
    children: dict[int | None, list[FolderRow]] = {}
    for row in reversed(rows):
        children.setdefault(row.parent, []).append(row)
    ordered, waiting = [], children.get(None, [])
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += children.get(row.id, [])
    return ordered


def _folder_json(
    row: FolderRow,
    counts: Mapping[int, tuple[int, int, int, int | None]],
    total: int,
    cover: tuple[int, int, int] | None,
) -> dict[str, Any]:
    """Return one folder of the tree; `cover` is (time taken, photo, version) of the newest photo below it."""
    return {
        "id": row.id,
        "parent": row.parent,
        "root": row.root,
        "name": row.label,
        "photos": counts[row.id][0] if row.id in counts else 0,
        "offline": row.offline,
        "reason": row.reason,
        "total": total,
        "cover": cover[1] if cover else None,
        "version": cover[2] if cover else 0,
    }


def left_out_json(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return what is left out, by kind, in the order of the kinds; one that a later version has stored is left out."""
    return [
        {
            "kind": code,
            "group": group,
            "is_folder": code in FOLDER_KINDS,
            "count": counts[code],
        }
        for code, group in GROUPS.items()
        if code in counts
    ]


def left_out_row_json(row: LeftOutRow, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Return one line of the list of what is left out; `names` as in `photo_json`: then the path consists of them."""
    path = display(join(row.root, row.relative) if row.relative else row.root) if names is None else "/".join(names)
    return {"kind": row.kind, "folder": row.folder, "path": path, "count": row.count}


def photo_json(found: PhotoDetails, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Return everything the page shows of a photo.

    Args:
        found: the photo.
        names: those of its folders from the top folder on, for people who do not see the path; None: for the others.
    """
    detail = found.details
    parents = [found.root_label, *(display(part) for part in found.relative.split(SEP)[:-1])]
    path = {"path": display(join(found.root, found.relative))} if names is None else {}
    camera = ("make", "model", "lens", "exposure_s", "f_number", "iso", "focal_mm")
    return {
        "id": found.id,
        "name": found.label,
        "folder": found.folder,
        "folders": parents if names is None else list(names),
        **path,
        "format": detail["format"],
        "width": found.width,
        "height": found.height,
        "size": found.size,
        "version": found.version,
        "taken": taken_json(found),
        "modified": _modified(found.mtime_ns),
        "camera": {"name": camera_name(detail["make"], detail["model"]) or None}
        | {name: detail[name] for name in camera},
        "place": place_json(found),
        "rating": detail["rating"],
        "title": detail["title"],
        "caption": detail["caption"],
        "animated": bool(detail["animated"]),
        "hdr": detail["hdr"],
        "duration": detail["duration_ms"],
        "codecs": [detail[kind] for kind in ("video_codec", "audio_codec") if detail[kind]],
        "preview": _preview(detail),
        "raw": detail["format"] in RAW_KINDS,
        "pages": _pages(detail["pages"]),
        "offline": found.offline is not None,
        "inline": bool(detail["inline"]) and found.problem is None,
        "broken": found.broken,
        "problem": problem_json(found.problem),
        "tags": _lines(detail["tags"]),
        "people": _lines(detail["people"]),
        "sidecars": [display(sidecar.name) for sidecar in found.sidecars],
        "sidecar_problem": detail["sidecar_problem"],
        "group": [_member_json(member) for member in found.group],
        "moves": found.moves,
    }


def _member_json(member: Member) -> dict[str, Any]:
    """Return a file of a photo's group, as the details panel lists it."""
    said = {"id": member.photo, "name": member.name, "size": member.size, "format": member.format}
    return said | {
        "version": member.version,
        "width": member.width,
        "height": member.height,
        "duration": member.duration_ms,
    }


def _lines(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def _preview(detail: Mapping[str, Any]) -> dict[str, int] | None:
    """Return the size of what is shown of a RAW file: the largest picture that its camera put into it."""
    width, height = detail["preview_width"], detail["preview_height"]
    return {"width": width, "height": height} if width and height else None


def _pages(text: str | None) -> list[tuple[int, int]]:
    """Return width and height of each page of a document, as shown; none where there is one page."""
    return [(width, height) for count, width, height in json.loads(text or "[]") for _ in range(count)]


def label_json(
    photo: int,
    label: str,
    taken_ms: int,
    duration_ms: int | None,
    pictures: int,
    moving: str | None,
    problem: Problem | None,
    precision: int = 0,
) -> dict[str, Any]:
    """Return what the grid shows beside a thumbnail; `precision` of the date as in base/edtf.py.

    A damaged picture is shown as far as it goes, and does not move.
    """
    said = {"id": photo, "name": label, "taken": local(taken_ms), "duration": duration_ms, "precision": precision}
    moves = {} if moving is None or problem else {"moving": moving}
    return said | {"pictures": pictures} | moves | {"problem": problem_json(problem)}


def problem_row_json(row: ProblemRow, names: Sequence[str] | None = None) -> dict[str, Any]:
    """Return one line of the list of problems; `names` as in `photo_json`: then the path begins with them."""
    path = display(row.path) if names is None else "/".join([*names, *([] if row.photo is None else [row.label])])
    return {"photo": row.photo, "name": row.label, "path": path, "code": row.code, "message": row.message}


def problem_json(problem: Problem | None) -> dict[str, str] | None:
    """Return the problem of a photo, or None when it has none."""
    return {"code": problem.code, "message": problem.message} if problem else None


def _modified(mtime_ns: int) -> str:
    """Return a time of change in the time zone of this computer; in UTC where the system cannot convert it."""
    try:
        moment = EPOCH + timedelta(microseconds=mtime_ns // 1000)
        return moment.astimezone().replace(tzinfo=None).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return local(mtime_ns // 1_000_000)
