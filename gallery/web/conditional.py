"""Conditional requests (RFC 9110 section 13) and byte ranges (RFC 9110 section 14). Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.datastructures import Range
from werkzeug.http import parse_date, parse_etags, parse_range_header

if TYPE_CHECKING:
    from werkzeug.datastructures import Headers

_EMPTY_SUFFIX = re.compile(r"\s*bytes\s*=\s*-\s*0+\s*", re.IGNORECASE | re.ASCII)
_NO_POSITION = re.compile(r"\d{20}|--", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of the answer (200, 206, 304, 412 or 416), and the part of the representation to send, in bytes."""

    status: int
    start: int = 0
    length: int = 0


def decide(method: str, headers: Headers, size: int, tag: str, modified: int) -> Verdict:
    """Return the status and the part to send for a GET or HEAD request of one representation.

    Preconditions are evaluated before the range, and a range only when `If-Range` holds (RFC 9110 section 13.2.2).

    Args:
        method: `Range` is ignored for any other than GET (RFC 9110 section 14.2).
        headers: of the request.
        size: bytes of the whole representation.
        tag: strong entity tag, without quotes.
        modified: last change, in seconds since 1970.
    """
    failed = _failed_precondition(headers, tag, modified)
    if failed:
        return Verdict(failed)
    wanted = headers.get("Range") if method == "GET" else None
    if wanted is None or not _if_range_holds(headers.get("If-Range"), tag, modified):
        return Verdict(200, 0, size)
    return _select_range(wanted, size)


def _failed_precondition(headers: Headers, tag: str, modified: int) -> int:
    """Return 304 or 412, or 0 when no precondition fails. In the order of RFC 9110 section 13.2.2.

    Werkzeug's `is_resource_modified` does not serve here: it knows no `If-Unmodified-Since`, and no 412.
    """
    if "If-Match" in headers:
        if not parse_etags(headers["If-Match"]).contains(tag):
            return 412
    elif (date := _seconds(headers.get("If-Unmodified-Since"))) is not None and modified > date:
        return 412
    if "If-None-Match" in headers:
        return 304 if parse_etags(headers["If-None-Match"]).contains_weak(tag) else 0
    date = _seconds(headers.get("If-Modified-Since"))
    return 304 if date is not None and modified <= date else 0


def _if_range_holds(condition: str | None, tag: str, modified: int) -> bool:
    """Return whether `If-Range` is absent or names this version: by strong tag, or by exact date (RFC 9110 13.1.5)."""
    if condition is None:
        return True
    if '"' in condition:
        return parse_etags(condition).is_strong(tag)
    return _seconds(condition) == modified


def _select_range(header: str, size: int) -> Verdict:
    """Return the verdict on a `Range` header: 206 with one part, 416, or 200 with the whole.

    Several ranges, and a header that is malformed, are answered with the whole (RFC 9110 section 14.2 allows both).
    Werkzeug parses and does the arithmetic, but for four cases in which it differs from this module's rules:

    * `bytes=-0` asks for an empty suffix, which cannot be satisfied: 416 (section 14.1.2). Werkzeug ignores the header.
    * `bytes=-5000` of a file of 1,000 bytes is the whole as 206 (section 14.1.2). Werkzeug calls it unsatisfiable.
    * A number of 20 digits or more is no position in any file: the header is ignored. Werkzeug calls it unsatisfiable.
    * `bytes=0--0` is malformed: a position has no sign (section 14.1.1). Werkzeug sends the first byte.
    """
    if _NO_POSITION.search(header):
        return Verdict(200, 0, size)
    if _EMPTY_SUFFIX.fullmatch(header):
        return Verdict(416)
    parsed = parse_range_header(header)
    if parsed is None or parsed.units != "bytes" or len(parsed.ranges) != 1:
        return Verdict(200, 0, size)
    start, stop = parsed.ranges[0]
    part = Range("bytes", [(max(start, -size), stop)]).range_for_length(size)
    return Verdict(206, part[0], part[1] - part[0]) if part else Verdict(416)


def _seconds(text: str | None) -> int | None:
    """Return an HTTP date as seconds since 1970; None when it is absent or no date."""
    date = parse_date(text)
    return None if date is None else int(date.timestamp())
