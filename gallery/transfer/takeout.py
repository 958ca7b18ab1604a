"""What Google Takeout's JSON files say about photos, besides what every scan reads of them. Pure.

Dates, positions, captions and people are read by the scan (imaging/metadata/takeout.py). The title is the name that the
file had, which nobody has written.
"""

from __future__ import annotations

import json
import re
from typing import Any

MAX_BYTES = 256 << 10
"""As the scan has it."""
ALBUM_FILES = tuple(
    f"{word}.json".encode()
    for word in (
        "metadata", "Metadaten", "métadonnées", "metadatos", "metadati", "metagegevens", "metadados", "metadane",
        "метаданные", "метаданни", "метадані", "メタデータ", "元数据", "메타데이터", "metaadatok", "metatiedot",
    )
)  # fmt: skip
"""What the file about an album is called, in the languages of its owners."""
_YEAR_FOLDER = re.compile(
    r"(Photos from|Fotos von|Fotos aus|Photos de|Fotos de|Fotos del|Foto del|Foto dal|Foto's (van|uit)|Zdjęcia z)"
    r"( año| roku)? \d{4}", re.IGNORECASE,
)  # fmt: skip
"""Folders that Google makes for the photos of each year are no albums."""


def said_by(content: bytes) -> dict[str, Any] | None:
    """Return what the JSON file of a photo says, by kind; None if it is no such file."""
    found = _object(content)
    if "photoTakenTime" not in found:
        return None
    said: dict[str, Any] = {}
    if found.get("favorited") is True:
        said["favourite"] = True
    if isinstance(caption := found.get("description"), str) and caption.strip():
        said["caption"] = caption.strip()
    people = found.get("people")
    names = [one.get("name") for one in people if isinstance(one, dict)] if isinstance(people, list) else []
    if named := [name.strip() for name in names if isinstance(name, str) and name.strip()]:
        said["people"] = named
    return said


def album_of(content: bytes) -> str | None:
    """Return the name of the album that a folder is, by its own JSON file; None: it is none."""
    found = _object(content)
    if isinstance(inner := found.get("albumData"), dict):
        found = inner
    title = found.get("title")
    if not isinstance(title, str) or not title.strip() or "photoTakenTime" in found:
        return None
    return None if _YEAR_FOLDER.fullmatch(title.strip()) else title.strip()


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
