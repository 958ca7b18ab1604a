"""The controller of the last screen: the photos that the page showed when it was left, for the next start.

The document of the next start shows them before its scripts run, in the places where the page will show them itself:
of a million photos they are on the screen 0.4 s earlier (docs/measurements.md, "Launch").
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gallery.base.errors import DatabaseError
from gallery.base.models import GRID_RECIPES
from gallery.catalog import photo_details, photos
from gallery.settings.ids import is_id
from gallery.settings.view_state import ViewState, view_from
from gallery.timeline import snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gallery.catalog.blobs import BlobCache
    from gallery.catalog.database import Database
    from gallery.settings.settings import Settings

log = logging.getLogger(__name__)
Box = tuple[float, float, float, float]
"""Left, top, width and height in CSS pixels."""
MOST_PICTURES = 400
MOST_HEADINGS = 100
LONGEST_HEADING = 200
LARGEST_PICTURE = 60_000
"""Bytes of a thumbnail that is sent with the document; larger ones come later, as always."""
MOST_BYTES = 2_000_000
"""Of all thumbnails in the document."""
_FARTHEST = 100_000.0
_NO_PLACE = ("photo", "info", "open", "volume", "muted", "advance", "language")
"""Fields of the view that do not decide which photos the grid shows, and where."""


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """A photo on the screen."""

    photo: int
    version: int
    box: Box
    """From the top left corner of the grid."""
    jpeg: bytes = b""
    """Its thumbnail."""


@dataclass(frozen=True, slots=True)
class LastScreen:
    """What a page showed when it was left."""

    window: tuple[int, int]
    """Width and height of the page in CSS pixels."""
    grid: Box
    """Where the grid was in it."""
    pictures: tuple[ScreenPicture, ...]
    headings: tuple[tuple[Box, str], ...]
    """The dates above them."""
    view: ViewState
    generation: int
    """Of the library."""
    is_uncovered: bool
    """Whether nothing was over it: no dialog, menu, message or selection, which the next page will not have."""


class LastScreenController:
    """Keeps the last screen in cache.db. Any thread may call every method."""

    def __init__(self, settings: Settings, index: Database, cache: Database, blobs: BlobCache) -> None:
        self._settings, self._index, self._cache, self._blobs = settings, index, cache, blobs
        self.is_uncovered = False
        """Of the screen that the page that began last has left; False: it has left none."""

    def keep(self, data: Mapping[str, Any]) -> None:
        """Keep what a page says of its screen in place of what was kept before.

        Raises:
            ValueError: it makes no sense.
            DatabaseError: it cannot be written.
        """
        screen = parse_screen(data)
        with self._cache.write() as conn:
            snapshots.save_screen(conn, screen.generation, json.dumps(data, separators=(",", ":")).encode())
        self.is_uncovered = screen.is_uncovered

    def read(self) -> LastScreen | None:
        """Return the last screen with its thumbnails, if a page that begins would show the same now; else None."""
        self.is_uncovered = False
        try:
            screen = self._read()
            return screen and self._with_thumbnails(screen)
        except (DatabaseError, ValueError) as error:  # the latter: another version has kept it
            log.warning("the last screen cannot be read: %s", error)
            return None

    def _read(self) -> LastScreen | None:
        with self._index.read() as conn:
            generation = photos.get_generation(conn)
        with self._cache.read() as conn:
            data = snapshots.load_screen(conn, generation)
        screen = data and parse_screen(json.loads(data))
        view = self._settings.view
        is_same = screen and view.photo is None and _place(screen.view) == _place(view)
        return screen if screen and is_same else None

    def _with_thumbnails(self, screen: LastScreen) -> LastScreen | None:
        """Return the screen with those thumbnails that are in the cache; None if none is."""
        found: list[ScreenPicture] = []
        size = 0
        with self._index.read() as conn:
            known = photo_details.get_versions(conn, [picture.photo for picture in screen.pictures])
        for one in screen.pictures:
            version, fingerprint = known.get(one.photo, (0, b""))
            jpeg = self._blobs.peek(fingerprint, GRID_RECIPES, LARGEST_PICTURE) if version == one.version else None
            size += len(jpeg or b"")
            if jpeg and size <= MOST_BYTES:
                found.append(replace(one, jpeg=jpeg))
        return replace(screen, pictures=tuple(found)) if found else None


def parse_screen(data: Mapping[str, Any]) -> LastScreen:
    """Return what a page says of its screen.

    Raises:
        ValueError: it makes no sense.
    """
    try:
        width, height = _list(data["window"], 2)
        screen = LastScreen(
            (_whole(width), _whole(height)),
            _box(data["grid"]),
            tuple(_picture(row) for row in _list(data["pictures"], most=MOST_PICTURES)),
            tuple((_box(row[:4]), _text(row[4])) for row in _list(data["headings"], most=MOST_HEADINGS)),
            view_from(data["view"], ViewState()),
            _whole(data["generation"]),
            _truth(data["uncovered"]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ValueError("this is not what a page says of its screen") from error
    return screen


def _picture(row: list[Any]) -> ScreenPicture:
    photo, version, *box = _list(row, 6)
    if not is_id(photo):
        raise ValueError(photo)
    return ScreenPicture(photo, _whole(version), _box(box))


def _list(value: object, length: int | None = None, most: int = MOST_PICTURES) -> list[Any]:
    if not isinstance(value, list) or len(value) > most or length not in (None, len(value)):
        raise ValueError(value)
    return value


def _box(value: object) -> Box:
    left, top, width, height = map(_number, _list(value, 4))
    return left, top, width, height


def _number(value: object) -> float:
    if type(value) not in (int, float) or not abs(value) <= _FARTHEST:  # type: ignore[arg-type]  # not: nan
        raise ValueError(value)
    return float(value)  # type: ignore[arg-type]


def _whole(value: object) -> int:
    if type(value) is not int or not 0 <= value < 1 << 32:
        raise ValueError(value)
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004  as of all that makes no sense
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_HEADING:
        raise ValueError(value)
    return value


def _place(view: ViewState) -> dict[str, Any]:
    """Return what of the view decides which photos the grid shows, and where."""
    return {name: value for name, value in view.as_json().items() if name not in _NO_PLACE}
