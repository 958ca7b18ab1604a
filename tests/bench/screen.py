"""A screen that nobody sees, and when pictures are on it: Xvfb's frame buffer, read from outside (Linux)."""

from __future__ import annotations

import mmap
import os
import struct
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, HEIGHT = 1600, 1000
STEP = 20
"""Every so many pixels and lines one is looked at."""
COLOURS = 120
"""So many of them differ where there are photos; a page without one has a handful of colours."""
_FIELDS = 25
"""Of a file of xwd, each of four bytes, most significant first: how long its head is, and as the last but five how
many colours follow it (XWDFile.h)."""


class Screen:
    """One screen."""

    def __init__(self, display: str, content: mmap.mmap) -> None:
        self.display, self._content = display, content
        fields = struct.unpack_from(f">{_FIELDS}I", content)
        pixels = fields[0] + 12 * fields[19]
        self._places = [
            pixels + 4 * (row * WIDTH + column) for row in range(0, HEIGHT, STEP) for column in range(0, WIDTH, STEP)
        ]

    def has_pictures(self) -> bool:
        """Return whether there are photos on the screen."""
        samples = {self._content[place : place + 3] for place in self._places}
        return len(samples) >= COLOURS

    def wait_for_pictures(self, seconds: float) -> float:
        """Return the time, in seconds since 1970, at which there were photos.

        Raises:
            TimeoutError: there were none.
        """
        end = time.time() + seconds
        while not self.has_pictures():
            if time.time() > end:
                raise TimeoutError
            time.sleep(0.004)
        return time.time()


@contextmanager
def open_screen() -> Iterator[Screen]:
    """Return a new screen, and end it with the block."""
    with tempfile.TemporaryDirectory() as folder:
        read, write = os.pipe()
        size = f"{WIDTH}x{HEIGHT}x24"
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-fbdir", folder, "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        try:
            with os.fdopen(read) as line:
                display = f":{line.readline().strip()}"
            with Path(folder, "Xvfb_screen0").open("rb") as file:
                yield Screen(display, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        finally:
            server.terminate()
            server.wait(20)
