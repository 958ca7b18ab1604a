"""What Picasa's files `.picasa.ini` say about the photos beside them. Pure.

Each section is a file; others are `[Picasa]` (the folder), `[Contacts2]` (names of faces), `[.album:TOKEN]`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gallery.transfer.entries import one_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

NAMES = (b".picasa.ini", b"Picasa.ini", b"picasa.ini")
"""The last two are of its first versions."""
MAX_BYTES = 16 << 20
Sections = dict[str, dict[str, str]]
_FACE = re.compile(r"rect64\(([0-9a-fA-F]{1,16})\),([0-9a-fA-F]{1,16})")
_NOBODY = {"ffffffffffffffff", "0"}
"""Ids of faces that nobody has named."""
_NOT_FILES = ("picasa", "contacts", "contacts2", "encoding")


def parse_ini(content: bytes) -> Sections:
    """Return the sections of a file, each with its keys in lower case, without what is no line of such a file."""
    sections: Sections = {}
    keys: dict[str, str] | None = None
    for line in _decode(content).splitlines():
        text = line.strip()
        if text.startswith("[") and text.endswith("]"):
            keys = sections.setdefault(text[1:-1], {})
        elif keys is not None:
            key, found, value = text.partition("=")
            if found:
                keys.setdefault(key.strip().lower(), value.strip())
    return sections


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def names_of_faces(sections: Sections) -> dict[str, str]:
    """Return the names of people by the ids of their faces."""
    found: dict[str, str] = {}
    for section, keys in sections.items():
        if section.lower() in {"contacts", "contacts2"}:
            found |= {_id(key): name for key, value in keys.items() if (name := value.partition(";")[0].strip())}
    return found


def names_of_albums(sections: Sections) -> dict[str, str]:
    """Return the names of albums by their tokens."""
    return {
        section.partition(":")[2].lower(): keys["name"]
        for section, keys in sections.items()
        if section.lower().startswith(".album:") and keys.get("name")
    }


def files_of(sections: Sections) -> Iterable[str]:
    """Return the names of the files that something is said of."""
    return [name for name in sections if name.lower() not in _NOT_FILES and not name.startswith(".album:")]


def said_of(keys: Mapping[str, str], faces: Mapping[str, str], albums: Mapping[str, str]) -> tuple[dict[str, Any], int]:
    """Return what is said of a file by kind, and how many of its faces have no name.

    Args:
        keys: of its section.
        faces: names by id, from this file and others.
        albums: names by token.
    """
    said: dict[str, Any] = {}
    if keys.get("star", "").lower() in {"yes", "1", "true"}:
        said["favourite"] = True
    if caption := keys.get("caption"):
        said["caption"] = caption.replace("\\n", "\n")
    if words := [word.strip() for word in keys.get("keywords", "").split(",") if word.strip()]:
        said["tags"] = words
    ids = [_id(match[2]) for match in _FACE.finditer(keys.get("faces", ""))]
    if people := [faces[one] for one in ids if one in faces]:
        said["people"] = people
    tokens = [token.strip().lower() for token in keys.get("albums", "").split(",")]
    if inside := [albums[token] for token in tokens if token in albums]:
        said["albums"] = [one_name(name) for name in inside]
    return said, sum(one not in faces and one not in _NOBODY for one in ids)


def _id(text: str) -> str:
    """Return the id of a face as it is compared: Picasa leaves zeros at the beginning out."""
    return text.strip().lower().lstrip("0") or "0"
