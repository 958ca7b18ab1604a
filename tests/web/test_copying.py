"""The window copies the files of photos, and of a single one the viewer's picture."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from gallery.base.events import EventHub
from gallery.local_server import open_local_server
from gallery.web.desktop_protocol import NoDesktop
from tests.pictures import encoded, picture
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.web.client import ApiClient
    from tests.web.conftest import Home


class CopyingWindow(NoDesktop):
    """A window that notes what it is to copy."""

    available = True

    def __init__(self) -> None:
        self.copied: list[tuple[list[bytes], bytes | None]] = []

    def copy(self, paths: list[bytes], picture: bytes | None) -> None:
        self.copied.append((paths, picture))


@pytest.fixture
def window(home: Home) -> Iterator[Any]:
    made = CopyingWindow()
    with open_local_server(replace(home.harness.parts, hub=EventHub()), 0) as local:
        local.begin(made, lambda: None)
        yield replace(home, local=local).enter(), made


def copy(client: ApiClient, *ids: int, picture: bool = True) -> Any:
    return client.ask("/api/window", "POST", body={"action": "copy", "ids": list(ids), "picture": picture}).json()


@desktop_only("a site has no window")
def test_of_one_photo_a_picture_of_limited_size_of_several_none(
    window: tuple[ApiClient, CopyingWindow], home: Home, folder: Callable[..., Path]
) -> None:
    client, made = window
    place = folder({"large.jpg": encoded("JPEG", picture(6000, 4000)), "b.jpg": encoded("JPEG", picture(60, 40, 90))})
    large, other = home.id("large.jpg"), home.id("b.jpg")
    assert copy(client, large) == {"files": 1, "picture": True}
    [[path], jpeg] = made.copied[0]
    assert path == str(place / "large.jpg").encode()
    assert jpeg is not None
    with Image.open(io.BytesIO(jpeg)) as image:
        assert image.width <= 2560
    assert copy(client, large, picture=False) == {"files": 1, "picture": False}
    assert copy(client, large, other) == {"files": 2, "picture": False}
    assert [(len(paths), jpeg) for paths, jpeg in made.copied[1:]] == [(1, None), (2, None)]


@desktop_only("a site has no window")
def test_of_a_file_without_a_picture_the_file_is_copied(
    window: tuple[ApiClient, CopyingWindow], home: Home, folder: Callable[..., Path]
) -> None:
    client, made = window
    folder({"noise.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8})
    assert copy(client, home.id("noise.jpg")) == {"files": 1, "picture": False}
    assert copy(client, 999_999) == {"files": 0, "picture": False}
    assert len(made.copied) == 1
