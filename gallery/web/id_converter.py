"""Ids in addresses."""

from __future__ import annotations

from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """The id of a photo, folder, root or search in an address: one to ten ASCII digits.

    Werkzeug's own converter takes the digits of every script, and 400 of them.
    """

    regex = r"[1-9][0-9]{0,9}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)
