"""Conditional requests and ranges, as RFC 9110 sections 13 and 14 have them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.http import parse_date, parse_etags

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which part to send, and how to call it: 200, 206, 304, 412 or 416."""

    status: int
    start: int = 0
    length: int = 0


def decide(method: str, headers: Headers, size: int, tag: str, modified: int) -> Verdict:
    """The answer to a GET or HEAD of a representation.

    Args:
        method: ranges are for GET only (14.2).
        headers: the request's.
        size: bytes of the whole.
        tag: strong entity tag, without quotes.
        modified: seconds since 1970.
    """
    failed = _precondition(headers, tag, modified)
    if failed:
        return Verdict(failed)
    wanted = headers.get("Range") if method == "GET" else None
    if wanted is None or not _range_still_good(headers.get("If-Range"), tag, modified):
        return Verdict(200, 0, size)
    return _slice(wanted, size)


def _precondition(headers: Headers, tag: str, modified: int) -> int:
    """304 or 412, or 0 when the request stands. In the order of section 13.2.2."""
    if "If-Match" in headers:
        if not parse_etags(headers["If-Match"]).contains(tag):
            return 412
    elif (date := _seconds(headers.get("If-Unmodified-Since"))) is not None and modified > date:
        return 412
    if "If-None-Match" in headers:
        return 304 if parse_etags(headers["If-None-Match"]).contains_weak(tag) else 0
    date = _seconds(headers.get("If-Modified-Since"))
    return 304 if date is not None and modified <= date else 0


def _range_still_good(condition: str | None, tag: str, modified: int) -> bool:
    if condition is None:
        return True
    if '"' in condition:
        return parse_etags(condition).is_strong(tag)
    return _seconds(condition) == modified


def _slice(wanted: str, size: int) -> Verdict:
    """One range. Several, or something that is no range, are answered with the whole (14.2 allows it)."""
    match = _RANGE.fullmatch(wanted)
    if not match or not (match[1] or match[2]):
        return Verdict(200, 0, size)
    if not match[1]:  # the last N bytes
        length = min(int(match[2]), size)
        return Verdict(206, size - length, length) if length else Verdict(416)
    start = int(match[1])
    if match[2] and int(match[2]) < start:
        return Verdict(200, 0, size)
    if start >= size:
        return Verdict(416)
    end = min(int(match[2]) if match[2] else size - 1, size - 1)
    return Verdict(206, start, end - start + 1)


def _seconds(text: str | None) -> int | None:
    date = parse_date(text)
    return None if date is None else int(date.timestamp())
