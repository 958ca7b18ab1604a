"""A link that is put in the place of a photo, or of a folder above it, before or after we have looked at the file."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.models import FileRef
from gallery.library.pictures import Picture
from tests.site.conftest import apache_before, nginx_before, site_parts
from tests.site.front_servers import free_port
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.site.conftest import Site

FOREIGN = b"\xff\xd8 what lies elsewhere"
PLACES = ("above/photos/Holidays/h3.jpg", "above/photos/Holidays", "above/photos", "above")
"""The photo, the folders above it, and the folder above the root, below the folder of the site."""


@pytest.fixture(scope="module", params=["nginx", "apache"])
def moved(request: pytest.FixtureRequest) -> Iterator[Site]:
    """A site behind each of the front servers, whose root may be taken away."""
    before, sender = {"nginx": (nginx_before, "x-accel-redirect"), "apache": (apache_before, "x-sendfile")}[
        request.param
    ]
    with tempfile.TemporaryDirectory() as place, site_parts(Path(place), free_port(), sender, "hmac", "above") as site:
        os.chmod(place, 0o755)
        with before(site):
            yield site


@contextmanager
def swapped(site: Site, place: str) -> Iterator[Callable[[], None]]:
    """Give what puts a link to a foreign file in a place, until the block ends."""
    target, kept, foreign = (site.folder / name for name in (place, "kept", "foreign"))
    photo = foreign / PLACES[0].removeprefix(place).lstrip("/") if place != PLACES[0] else foreign
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(FOREIGN)

    def swap() -> None:
        target.rename(kept)
        target.symlink_to(foreign)

    try:
        yield swap
    finally:
        if target.is_symlink():
            target.unlink()
            kept.rename(target)
        shutil.rmtree(foreign) if foreign.is_dir() else foreign.unlink()


def address_of(site: Site) -> tuple[Any, str]:
    """Return somebody who sees everything, and the address of the photo, as soon as it is there."""
    anna = site.visitor("anna").enter()
    wait_for(lambda: "h3.jpg" in anna.ids(), 60)
    site.harness.wait_until_idle()
    address = anna.original("h3.jpg")
    wait_for(lambda: anna.ask(address).status == 200, 60)
    return anna, address


@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_is_there_when_we_look_leads_nowhere(moved: Site, place: str) -> None:
    anna, address = address_of(moved)
    with swapped(moved, place) as swap:
        swap()
        answer = anna.ask(address)
        assert answer.status in (404, 409)
        assert FOREIGN not in answer.body


@pytest.mark.parametrize("place", PLACES)
def test_a_link_that_is_put_there_after_we_looked(moved: Site, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nginx follows none. Apache follows it: docs/serving-images.md names the pitfall."""
    anna, address = address_of(moved)
    pictures = moved.harness.parts.library.pictures
    original = pictures.original
    with swapped(moved, place) as swap, monkeypatch.context() as patch:

        def look_then_swap(*question: Any) -> Picture:
            picture = original(*question)
            swap()
            return picture

        patch.setattr(pictures, "original", look_then_swap)
        answer = anna.ask(address)
    if moved.is_nginx:
        assert answer.status in (403, 404)
        assert FOREIGN not in answer.body
    else:
        assert (answer.status, answer.body) == (200, FOREIGN)


@pytest.mark.parametrize("place", PLACES[:-1])
def test_nginx_never_serves_what_a_link_leads_to(moved: Site, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """We hand the file over each time; a thread changes the place for a link and back, all the time."""
    if not moved.is_nginx:
        pytest.skip("Apache follows links")
    anna, address = address_of(moved)
    photo = moved.folder / PLACES[0]
    photo_ns = photo.stat().st_mtime_ns
    ref, real = FileRef(os.fsencode(moved.photos), b"Holidays/h3.jpg", 1, 0), photo.read_bytes()
    monkeypatch.setattr(
        moved.harness.parts.library.pictures,
        "original",
        lambda *_: Picture(io.BytesIO(), "image/jpeg", len(real), "tag", None, photo_ns, ref),
    )
    ended, outcomes = threading.Event(), {"sent": 0, "refused": 0}
    with swapped(moved, place) as swap:
        target, kept, link = moved.folder / place, moved.folder / "kept", moved.folder / "link"

        def swap_again_and_again() -> None:
            swap()
            while not ended.is_set():
                for one, two in ((target, link), (kept, target), (target, kept), (link, target)):
                    os.rename(one, two)

        thread = threading.Thread(target=swap_again_and_again)
        thread.start()
        try:
            for _ in range(2_000):
                answer = anna.ask(address)
                outcomes["sent" if answer.status == 200 else "refused"] += 1
                assert FOREIGN not in answer.body
                assert answer.status in (403, 404) or answer.body == real
                if min(outcomes.values()) >= 150:
                    break
        finally:
            ended.set()
            thread.join()
    assert min(outcomes.values()) >= 150, f"the race did not happen: {outcomes}"
