"""What the page wants remembered between launches: the view, and which values it may hold. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from gallery.settings.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ORDERS = ("date", "date-asc", "name", "name-desc", "modified", "modified-asc", "size", "size-asc")
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class ViewState:
    """What the page wants remembered; see ui/js/pure/api-types.d.ts for each meaning."""

    folder: int | None = None
    subfolders: bool = True
    order: str = "date"
    row: int | None = None
    theme: str = "system"
    photo: int | None = None
    anchor: tuple[int, int] | None = None
    """The photo under the eye and its distance from the top in px."""
    sidebar: bool = True
    info: bool = False
    open: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        anchor = self.anchor and {"photo": self.anchor[0], "offset": self.anchor[1]}
        return {**asdict(self), "anchor": anchor, "open": list(self.open)}


def view_from(data: object, before: ViewState) -> ViewState:
    """The view that `data` describes. What is missing or makes no sense keeps its value from `before`."""
    if not isinstance(data, dict):
        return before
    fit = {name: value for name, value in data.items() if name in _FITS and _FITS[name](value)}
    if "anchor" in fit:
        fit["anchor"] = (fit["anchor"]["photo"], fit["anchor"]["offset"]) if fit["anchor"] else None
    if "open" in fit:
        fit["open"] = tuple(fit["open"])
    return replace(before, **fit)


def _anchor(value: object) -> bool:
    return (
        isinstance(value, dict)
        and is_id(value.get("photo"))
        and type(value.get("offset")) is int
        and abs(value["offset"]) < 1 << 31
    )


def _maybe(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or fits(value)


_FITS: Mapping[str, Callable[[Any], bool]] = {
    "folder": _maybe(is_id),
    "photo": _maybe(is_id),
    "anchor": _maybe(_anchor),
    "order": ORDERS.__contains__,
    "theme": THEMES.__contains__,
    "row": _maybe(lambda value: type(value) is int and 96 <= value <= 320),
    "subfolders": lambda value: isinstance(value, bool),
    "sidebar": lambda value: isinstance(value, bool),
    "info": lambda value: isinstance(value, bool),
    "open": lambda value: isinstance(value, list) and len(value) <= 10_000 and all(map(is_id, value)),
}
