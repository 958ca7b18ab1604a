"""What the stub servers send as the real one does: the files of the page, and the policy that the browser enforces."""

from __future__ import annotations

from pathlib import Path

UI = Path(__file__).parents[2] / "ui"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
