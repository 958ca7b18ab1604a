"""What page and window tell each other of a video that the window plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MAX_VOLUME = 100
"""The loudest."""
Reason = Literal["back", "next", "previous", "failed"]


@dataclass(frozen=True, slots=True)
class Playback:
    """How a video is to be played."""

    title: str
    """What stands over it: when it was taken."""
    place: str
    """Its place in the timeline: "3 of 120"."""
    volume: int
    """0 to `MAX_VOLUME`, as loud as people hear it."""
    muted: bool
    dark: bool
    """Whether the page is dark."""


@dataclass(frozen=True, slots=True)
class PlaybackEnd:
    """How the playing of a video has ended."""

    reason: Reason
    """Back: the user left it, or it was stopped. Next, previous: the user wants that photo. Failed: nothing of it could
    be played."""
    volume: int
    muted: bool
    fullscreen: bool
    """Whether the window fills the screen now."""
