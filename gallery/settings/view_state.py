"""Holds what the page wants remembered between launches, and checks which values it may have."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from gallery.languages import tables
from gallery.settings.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ORDERS = ("date", "date-asc", "name", "name-desc", "modified", "modified-asc", "size", "size-asc")
THEMES = ("system", "light", "dark")
LANGUAGES = ("system", *tables.LANGUAGES)


@dataclass(frozen=True, slots=True)
class ViewState:
    """The state of the page; ui/js/pure/api-types.d.ts says what each field means."""

    folder: int | None = None
    subfolders: bool = True
    order: str = "date"
    row: int | None = None
    theme: str = "system"
    photo: int | None = None
    anchor: tuple[int, int] | None = None
    """The photo that the user looks at, and its distance from the top of the page in CSS pixels."""
    sidebar: bool = True
    side: int | None = None
    """Width of the sidebar in CSS pixels; None: the style sheet's."""
    info: bool = False
    open: tuple[int, ...] = ()
    volume: int = 100
    muted: bool = False
    advance: bool = False
    names: bool = False
    language: str = "system"

    def as_json(self) -> dict[str, Any]:
        """Return the state as settings.json and the page have it."""
        anchor = self.anchor and {"photo": self.anchor[0], "offset": self.anchor[1]}
        return {**asdict(self), "anchor": anchor, "open": list(self.open)}


FIELDS = tuple(field.name for field in fields(ViewState))
"""The fields of the view that this version knows."""


def view_from(data: object, before: ViewState) -> ViewState:
    """Return the view state that `data` describes; a field that is missing or wrong keeps its value from `before`."""
    if not isinstance(data, dict):
        return before
    valid = {name: value for name, value in data.items() if name in _IS_VALID and _IS_VALID[name](value)}
    if "anchor" in valid:
        valid["anchor"] = (valid["anchor"]["photo"], valid["anchor"]["offset"]) if valid["anchor"] else None
    if "open" in valid:
        valid["open"] = tuple(valid["open"])
    return replace(before, **valid)


def _is_anchor(value: object) -> bool:
    """Return whether `value` is {photo, offset} as the page sends it."""
    return (
        isinstance(value, dict)
        and is_id(value.get("photo"))
        and type(value.get("offset")) is int
        and abs(value["offset"]) < 1 << 31
    )


def _or_none(is_valid: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """Return a check that accepts None, too."""
    return lambda value: value is None or is_valid(value)


_IS_VALID: Mapping[str, Callable[[Any], bool]] = {
    "folder": _or_none(is_id),
    "photo": _or_none(is_id),
    "anchor": _or_none(_is_anchor),
    "order": ORDERS.__contains__,
    "theme": THEMES.__contains__,
    "language": LANGUAGES.__contains__,
    "row": _or_none(lambda value: type(value) is int and 96 <= value <= 320),
    "subfolders": lambda value: isinstance(value, bool),
    "side": _or_none(lambda value: type(value) is int and 200 <= value <= 800),
    "sidebar": lambda value: isinstance(value, bool),
    "info": lambda value: isinstance(value, bool),
    "volume": lambda value: type(value) is int and 0 <= value <= 100,
    "muted": lambda value: isinstance(value, bool),
    "advance": lambda value: isinstance(value, bool),
    "names": lambda value: isinstance(value, bool),
    "open": lambda value: isinstance(value, list) and len(value) <= 10_000 and all(map(is_id, value)),
}
