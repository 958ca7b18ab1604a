"""How the numbers of filters are read: `>800`, `1/500`, `24..70`, `10 mb`, `1:30`. Pure."""

from __future__ import annotations

import math
import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.search.nodes import Number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gallery.search.nodes import Node

_SIZES = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SIZES |= {"k": 10**3, "m": 10**6, "g": 10**9}
_DURATIONS = {"": 1000, "s": 1000, "sec": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000}  # ms
_CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-5][0-9])")
"""A duration as players show it: 1:30, 1:02:03."""
_NUMBER = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,6})?)\s*([a-z]*)")
_FRACTION = re.compile(r"([0-9]{1,6})/([0-9]{1,6}) ?s?")
_SIGNS: Mapping[str, str] = MappingProxyType(
    {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": ""}
)
_RELATIVE_TOLERANCE = 1e-3
"""How far numbers may differ to be equal, as a share of their value: cameras write 1/3 s as 0.333 or 0.333333."""


class FilterValueError(ValueError):
    """The filter or its value means nothing. The message is a sentence for the user."""


def parse_number(field: str, value: str, _: date | None = None) -> Node:
    """Return the node of a filter by a number. Raises FilterValueError."""
    low, high, sign = split_sign(value)
    start, step = _value(field, low) if low or sign != ".." else (-math.inf, 0.0)
    if not sign:
        return Number(field, start - step, start + step)
    if sign == "..":
        end = _value(field, high)[0] if high else math.inf
        start *= _unit_of_both(field, low, high)
        if start > end:
            raise FilterValueError("The first number is larger than the last.")
        return Number(field, start - _tolerance(field, start), end + _tolerance(field, end))
    tolerance = _tolerance(field, start)
    return {
        ">": Number(field, math.nextafter(start + tolerance, math.inf)),
        ">=": Number(field, start - tolerance),
        "<": Number(field, high=math.nextafter(start - tolerance, -math.inf)),
        "<=": Number(field, high=start + tolerance),
    }[sign]


def split_sign(value: str) -> tuple[str, str, str]:
    """Split a value into (first, last, sign). The sign is `..` for a range, a comparison, or empty for one value."""
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), None)
    if sign:
        return value[len(sign) :].strip(), "", _SIGNS[sign]
    low, dots, high = value.partition("..")
    if dots and (low.strip() or high.strip()):
        return low.strip(), high.strip(), ".."
    return value.strip(), "", ""


def _value(field: str, text: str) -> tuple[float, float]:
    """Read a number with its unit. Return it, and how far another may be from it to count as the same."""
    if field == "exposure" and (fraction := _FRACTION.fullmatch(text)) and int(fraction[2]):
        value = int(fraction[1]) / int(fraction[2])
        return value, _tolerance(field, value)
    if field == "duration" and (clock := _CLOCK.fullmatch(text)):
        return 1000.0 * ((int(clock[1] or 0) * 60 + int(clock[2])) * 60 + int(clock[3])), 500.0
    match = _NUMBER.fullmatch(text.removeprefix("f/") if field == "f" else text)
    unit = UNITS.get(field, {"": 1})
    if match is None or match[2] not in unit:
        raise FilterValueError(f"“{field}:” needs a number, such as {_EXAMPLES[field]}.")
    digits = match[1].replace(",", ".")
    value = float(digits) * unit[match[2]]
    if field in ("size", "duration"):  # 2.4MB is whatever is shown as 2.4 MB, 20s what lasts about that
        return value, unit[match[2]] * 0.5 * 10 ** -len(digits.partition(".")[2])
    return value, _tolerance(field, value)


def _unit_of_both(field: str, low: str, high: str) -> int:
    """Return the unit that the first number of a range takes over from the last: `10..20MB` does not begin at 10 B."""
    first, last = (_NUMBER.fullmatch(text) for text in (low, high))
    units = UNITS.get(field, {"": 1})
    return units[last[2]] // units[""] if first and last and not first[2] else 1


def _tolerance(field: str, value: float) -> float:
    return abs(value) * _RELATIVE_TOLERANCE if field in ("f", "focal", "exposure") and math.isfinite(value) else 0.0


def short(text: str) -> str:
    """Return what was typed, cut to fit into a sentence."""
    return text if len(text) <= 20 else text[:19] + "…"


UNITS: Mapping[str, Mapping[str, int]] = {
    "size": _SIZES, "focal": {"": 1, "mm": 1}, "exposure": {"": 1, "s": 1}, "duration": _DURATIONS,
    "width": {"": 1, "px": 1}, "height": {"": 1, "px": 1},
}  # fmt: skip
_EXAMPLES = {
    "iso": "iso:>800", "f": "f:<2.8", "focal": "focal:>=200", "exposure": "exposure:<1/500", "rating": "rating:>=4",
    "size": "size:>10MB", "width": "width:>4000", "height": "height:>3000", "duration": "duration:>1m",
}  # fmt: skip
