"""What a video may not do to the process that makes its poster: have it open sockets or other files."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Problem, Recipe
from gallery.imaging.metadata.read import read
from gallery.imaging.workers.media_pool import MediaPool
from gallery.imaging.workers.pool import Urgency
from tests.imaging.video_files import packet, transport_stream

if TYPE_CHECKING:
    from tests.imaging.files import Put

pytest.importorskip("PySide6.QtMultimedia", exc_type=ImportError)
SOCKETS = Path("/proc/net/udp")
SEQUENCE = b"\xb3" + bytes((0x14, 0x00, 0xF0, 0x13, 0xFF, 0xFF, 0xE0, 0x18))
"""A sequence header of MPEG-2: 320 by 240."""


def session_description(port: int) -> bytes:
    """Return a transport stream whose first packet, for whom it is no packet, describes a stream from the network."""
    lines = ("G1", "", "v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=x", "c=IN IP4 127.0.0.1", "t=0 0")
    media = (f"m=video {port} RTP/AVP 96", "a=rtpmap:96 H264/90000", "")
    text = "\n".join((*lines, *media)).encode().ljust(188, b"\n")
    stream = transport_stream(SEQUENCE, stream=2, stamped=False)
    return text + stream + packet(0x1FFF, b"") + b"\n" * 188 * 30


def free_port() -> int:
    """Return an even port that nobody has, as RTP wants it."""
    while True:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as one:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
        if port % 2 == 0:
            return port


@pytest.mark.skipif(not SOCKETS.exists(), reason="only Linux lists the sockets of all processes")
def test_a_video_that_is_a_session_description_too_opens_no_socket(put: Put) -> None:
    port = free_port()
    file = put("a.ts", session_description(port))
    assert not isinstance(read(file), Problem), "for us it is a video"
    with closing(MediaPool(1, 1 << 30, patience=10)) as pool:
        found = pool.render(file, Recipe.SMALL, urgency=Urgency.VISIBLE)
        while not found.done():
            assert f":{port:04X} " not in SOCKETS.read_text(encoding="utf-8"), "the file has the decoder listen"
        assert isinstance(found.result(), Problem)
