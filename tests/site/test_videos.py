"""A video of a site: its file in parts through each front server, which sends it, and only to who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.imaging.playable_videos import vp8_webm
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.site.conftest import Site

FILM = vp8_webm([(200, 80, position) for position in range(30)])


def test_a_video_is_sent_in_parts(front: Site, new_photo: Callable[[str], Path]) -> None:
    new_photo("fresh.webm").write_bytes(FILM)
    anna = front.visitor("anna").enter()
    wait_for(lambda: "fresh.webm" in anna.ids(), 120)
    front.harness.wait_until_idle()
    target = f"/media/{anna.key}/video/{anna.ids()['fresh.webm']}"
    whole = anna.ask(target)
    assert (whole.status, whole.headers["Content-Type"], whole.body) == (200, "video/webm", FILM)
    part = anna.ask(target, Range="bytes=100-199")
    assert (part.status, part.body) == (206, FILM[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(FILM)}"
    if front.is_nginx:
        assert whole.headers["X-Sent-By"] == "nginx", "not by us"
    photo = next(photo for name, photo in anna.ids().items() if name.endswith(".jpg"))
    assert anna.ask(f"/media/{anna.key}/video/{photo}").status == 404
