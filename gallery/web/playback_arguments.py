"""The body of a request that has the window play a video, checked."""

from __future__ import annotations

from typing import Any

from gallery.base.playback import MAX_VOLUME, Playback
from gallery.web.query_arguments import BadRequestError

MAX_TITLE = 200
"""Characters of a text that is shown over a video."""


def parse_playback(body: dict[str, Any]) -> tuple[int, Playback]:
    """Return the id of the video, and how it is to be played.

    Raises:
        BadRequestError: a field is missing or makes no sense.
    """
    photo, volume = body.get("photo"), body.get("volume")
    if type(photo) is not int or not 0 < photo < 1 << 63:
        raise BadRequestError("The field `photo` is a number.")
    if type(volume) is not int or not 0 <= volume <= MAX_VOLUME:
        raise BadRequestError("The field `volume` is a number from 0 to 100.")
    return photo, Playback(
        title=_text(body, "title"),
        place=_text(body, "place"),
        volume=volume,
        muted=_flag(body, "muted"),
        dark=_flag(body, "dark"),
    )


def _text(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str) or len(value) > MAX_TITLE:
        raise BadRequestError(f"The field `{field}` is a short text.")
    return value


def _flag(body: dict[str, Any], field: str) -> bool:
    value = body.get(field)
    if not isinstance(value, bool):
        raise BadRequestError(f"The field `{field}` is true or false.")
    return value
