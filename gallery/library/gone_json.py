"""Turns what was said about files that are gone, and questions about photos, into JSON and sentences. Pure."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from gallery.base.paths import display
from gallery.catalog.folders import basename, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gallery.annotations.models import Annotation
    from gallery.annotations.unlinked_items import SaidItem
    from gallery.catalog.file_keys import FileKeys


def gone_json(one: SaidItem) -> dict[str, Any]:
    """Return a file that something was said about: where it was, when it was seen to be gone, and what was said."""
    then = one.known.identity
    path = join(then.root, then.relative)
    return {
        "item": one.known.item,
        "name": display(basename(path)),
        "folder": display(os.path.dirname(path)),
        "bytes": then.size,
        "gone_at_ms": one.known.gone_at_ms,
        "said": said_json(one.annotation),
    }


def said_json(annotation: Annotation) -> dict[str, Any]:
    """Return what was said, without the fields of which nothing was."""
    return {name: value for name, value in annotation._asdict().items() if value is not None and value != ()}


def question_json(file: FileKeys, version: int, asked: Iterable[SaidItem]) -> dict[str, Any]:
    """Return a photo, and the files that it may be."""
    path = join(file.root, file.relative)
    return {
        "photo": file.photo,
        "version": version,
        "name": display(basename(path)),
        "folder": display(os.path.dirname(path)),
        "bytes": file.size,
        "candidates": [gone_json(one) for one in asked],
    }


def said_folder(one: SaidItem) -> str:
    """Return the top folder that a file was in."""
    return display(one.known.identity.root)


def given_note(given: Sequence[SaidItem]) -> str:
    """Return what the history says of words that were given to other files."""
    if len(given) > 1:
        return f"Words of {len(given):,} files of “{said_folder(given[0])}” given to the same files elsewhere"
    return f"Words of “{gone_json(given[0])['name']}”, which is gone, given to another photo"
