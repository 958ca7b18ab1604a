"""The headers that every answer carries, errors included. Threat ids (S01 …) are those of docs/threats.md."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Response

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; manifest-src 'none'; worker-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content security policy of every answer but images (S12, S13)."""
IMAGE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""Content security policy of image bytes: opened as a document they run nothing (S14)."""
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), serial=(), clipboard-read=()",
}
"""Headers of every answer, errors included (S13)."""


def hash_of_script(text: str) -> str:
    """Return the source of a policy that lets this inline script run, and no other (CSP 3, 6.7.2.4)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def add_security_headers(response: Response) -> Response:
    """Set `SECURITY_HEADERS`, and the strictest policy and `no-store` where the answer has none of its own (S13)."""
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
