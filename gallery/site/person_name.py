"""Names of people, as the file of a site writes them and as a front server sends them."""

from __future__ import annotations

MAX_CHARACTERS = 256


def is_name(text: str) -> bool:
    """Return whether one person can be called so.

    A comma is in no name: it joins the values of a header that was sent twice (RFC 9110, section 5.3).
    """
    return 0 < len(text) <= MAX_CHARACTERS and text.isprintable() and text == text.strip() and "," not in text


def read_name(value: str) -> str | None:
    """Return the name in the value of a header, or None where it is none.

    Args:
        value: WSGI's text of bytes (PEP 3333), which are taken for UTF-8.
    """
    try:
        name = value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return name if is_name(name) else None
