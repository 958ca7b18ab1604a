"""Rows of files for tests of the rules of grouping, and what becomes of them in words that are easy to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.catalog.file_groups import BURST, LIVE, RAW, STACK, GroupRow
from gallery.scan.grouping_rules import group_files

if TYPE_CHECKING:
    from collections.abc import Iterable

NOON = 1_560_254_400_000
_FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "heic": "heif", "hif": "heif", "png": "png", "mov": "mov", "mp4": "mp4"}
_BADGES = {BURST: "burst", STACK: "stack", LIVE: "live", RAW: "raw"}


def file(name: str, taken: int | None = 0, **more: Any) -> GroupRow:
    """Return a file as its header was read; `taken`: milliseconds after noon, None: its header does not say."""
    suffix = name.rpartition(".")[2].lower()
    kind = _FORMATS.get(suffix, suffix)
    is_video = kind in ("mov", "mp4")
    row = GroupRow(
        photo=more.pop("photo", 0), name=name, format=kind, is_video=is_video, taken_ms=NOON + (taken or 0),
        origin="file" if taken is None else more.pop("origin", "recording" if is_video else "exif"),
        duration_ms=2500 if is_video else None, content_id=None, burst_id=None, is_burst_cover=False, has_motion=False,
        is_broken=False, chosen=None, place=None, member_of=None, badges=0,
    )  # fmt: skip
    return row._replace(**more)


def numbered(files: Iterable[GroupRow]) -> list[GroupRow]:
    """Return the files with an id each, in their order."""
    return [row._replace(photo=number) for number, row in enumerate(files, 1)]


def groups(*files: GroupRow) -> list[str]:
    """Return the groups of more than one file, and photos that move, as `IMG_1.JPG < IMG_1.CR2 (raw)`."""
    rows = numbered(files)
    names = {row.photo: row.name for row in rows}
    found = []
    for group in group_files(rows):
        badges = " ".join(word for bit, word in _BADGES.items() if group.badges & bit)
        if group.members or badges:
            files_ = " < ".join([names[group.shown], *sorted(names[one] for one in group.members)])
            found.append(f"{files_} ({badges})")
    return found
