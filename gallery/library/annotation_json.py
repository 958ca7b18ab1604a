"""Turns what the user said about photos into the JSON that the page reads; functions of their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gallery.annotations.journal import EPOCH_SHIFT
from gallery.base.paths import display
from gallery.catalog.folders import basename

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gallery.annotations.models import Act, UndoResult
    from gallery.catalog.annotation_copy import Effective
    from gallery.catalog.file_keys import FileKeys


def annotation_json(effective: Effective) -> dict[str, Any]:
    """Return what holds for a photo of the library, and which of it the user said."""
    return {
        "annotation": {
            "favourite": effective.favourite,
            "rating": effective.rating,
            "pick": effective.pick,
            "label": effective.label,
            "title": effective.title or None,
            "caption": effective.caption or None,
            "tags": list(effective.tags),
        },
        "said": sorted(effective.said),
    }


def revision_json(revision: int) -> list[int]:
    """Return a revision of library.db as the page compares it: the library's number, and that of its newest act."""
    return [revision >> EPOCH_SHIFT, revision & ((1 << EPOCH_SHIFT) - 1)]


def undecided_json(files: Sequence[FileKeys]) -> dict[str, Any] | None:
    """Return how many files an act left out, and the name of the first; None: none."""
    if not files:
        return None
    return {"photos": len(files), "name": display(basename(files[0].relative))}


def unsaid_json(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same of a photo that is not in the library: what its file says, by its details (photo_json)."""
    of_file = {"rating": details["rating"] or 0} | {name: details[name] for name in ("title", "caption", "tags")}
    return {"annotation": {"favourite": False, "pick": "none", "label": "none"} | of_file, "said": [], "albums": []}


def act_json(act: Act) -> dict[str, Any]:
    """Return a line of the history."""
    said = act.change.as_json() if act.change else {}
    told = {"id": act.id, "at_ms": act.at_ms, "kind": act.kind, "set": said, "photos": act.items, "state": act.state}
    return told | {"by": act.by} | ({"from": act.origin} if act.origin else {})


def undo_json(result: UndoResult | None) -> dict[str, Any]:
    """Return what became of an undo or a redo; None: there was nothing to do."""
    if result is None:
        return {"act": None, "kind": None, "set": {}, "photos": 0, "kept": 0, "state": None}
    told = next_json(result.act) or {}
    return told | {"photos": result.undone_items, "kept": result.kept_items, "state": result.act.state}


def next_json(act: Act | None) -> dict[str, Any] | None:
    """Return the act that would be undone, or done again, next; None: there is none."""
    if act is None:
        return None
    told = act_json(act)
    names = {"id": "act", "kind": "kind", "set": "set", "photos": "photos", "from": "from"}
    return {names[name]: value for name, value in told.items() if name in names}
