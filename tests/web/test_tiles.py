"""Tiles over the real server: made at once, kept by the browser, and none that there is not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gallery.web.picture_response import IMMUTABLE
from tests.pictures import encoded, picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home


@pytest.fixture
def wide(home: Home, folder: Callable[..., Path]) -> int:
    folder({"wide.jpg": encoded(image=picture(2600, 1100, 45))})
    return home.id("wide.jpg")


def test_each_tile_is_a_jpeg_of_its_size(client: ApiClient, wide: int) -> None:
    version = client.ask(f"/api/photos/{wide}").json()["version"]
    sizes = {}
    for name in ("0-0-0", "0-2-0", "0-2-1"):
        answer = client.ask(f"/media/KEY/tile/{wide}?v={version}&tile={name}")
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/jpeg")
        assert answer.headers["Cache-Control"] == IMMUTABLE
        sizes[name] = Image.open(io.BytesIO(answer.body)).size
    assert sizes == {"0-0-0": (1024, 1024), "0-2-0": (2600 - 2048, 1024), "0-2-1": (2600 - 2048, 1100 - 1024)}


@pytest.mark.parametrize(("name", "status"), [("0-3-0", 404), ("1-0-0", 404), ("", 400), ("0-0", 400), ("../0-0-0", 400),
                                              ("0-0-0/", 400), ("0--1-0", 400), ("0-0-1000", 400)])  # fmt: skip
def test_what_is_no_tile_is_refused(client: ApiClient, wide: int, name: str, status: int) -> None:
    assert client.ask(f"/media/KEY/tile/{wide}?v=1&tile={name}").status == status
