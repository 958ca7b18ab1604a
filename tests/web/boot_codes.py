"""Codes of a gate: a new one, and whether one is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.web.request_checks import RefusedError

if TYPE_CHECKING:
    from gallery.web.gate import Gate


def new_code(gate: Gate, *seconds: float) -> str:
    """Return a new code, good for so many seconds."""
    return gate.boot_address(*seconds).rpartition("/")[2]


def refused(gate: Gate, code: str) -> RefusedError | None:
    """Try a code and return the refusal; None: it was good."""
    try:
        gate.start_session(code)
    except RefusedError as error:
        return error
    return None
