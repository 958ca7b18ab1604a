"""The sidecars of a photo as one text of its row: which there are, and what a listing told of each. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gallery.base.models import Sidecar

if TYPE_CHECKING:
    from collections.abc import Iterable

_to_json = json.JSONEncoder(separators=(",", ":")).encode
"""Half as long as `json.dumps`, which makes an encoder for each of a hundred thousand photos."""


def encode_sidecars(sidecars: Iterable[Sidecar]) -> str | None:
    """Return sidecars as the index stores them, their names in Latin-1; None for none."""
    rows = [(sidecar.name.decode("latin-1"), *sidecar[1:]) for sidecar in sidecars]
    return _to_json(rows) if rows else None


def decode_sidecars(text: str | None) -> tuple[Sidecar, ...]:
    """Return the sidecars that `encode_sidecars` made a text of; none where a flipped bit has made it nonsense.

    What is nonsense differs from every listing, so that the next look at the folder puts it right.
    """
    try:
        rows = json.loads(text) if text else []
        return tuple(Sidecar(name.encode("latin-1"), int(size), int(mtime), bool(shared), int(ctime))
                     for name, size, mtime, shared, ctime in rows)  # fmt: skip
    except (ValueError, TypeError, AttributeError, OverflowError):
        return ()
