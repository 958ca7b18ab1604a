"""Questions that the tests of visits ask of a running Shoebox."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from gallery.base.errors import BusyError
from gallery.base.models import Recipe
from gallery.timeline.file import HEADER
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from gallery.library.visits import VisitsController
    from tests.harness import Harness


def never() -> bool:
    """Say that the page is still there."""
    return False


def open_picture(home: Harness, path: Path | bytes) -> int:
    """Open a picture and return its id."""
    assert home.library.show([os.fsencode(path)]) == []
    return last(home)["photo"]


def last(home: Harness) -> dict[str, int]:
    """Return the visit that was begun last, whether a page was there or not."""
    found = home.library.visits._visits.last()
    assert found
    return {"id": found.number, "photo": found.photo}


def screen(home: Harness, photo: int) -> bytes:
    """Return the rendition; like the page, ask again while it is being made."""

    def ask() -> bytes | None:
        with suppress(BusyError), home.library.pictures_of(photo).derived(photo, Recipe.SCREEN, never).file as file:
            return file.read()
        return None

    return wait_for(ask) or b""


def listed(home: Harness) -> dict[str, Any]:
    number = last(home)["id"]
    wait_for(lambda: home.library.visits.describe(number)["complete"])
    return home.library.visits.describe(number)


def ids(controller: VisitsController, number: int) -> list[int]:
    data = memoryview(controller.timeline(number)[1])
    count = HEADER.unpack_from(data)[4]
    return list(data[HEADER.size : HEADER.size + 4 * count].cast("I"))


def names(home: Harness) -> list[str]:
    photos = ids(home.library.visits, last(home)["id"])
    return [label["name"] for label in home.library.photos_of(photos).labels(photos)]
