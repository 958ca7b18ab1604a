"""The poster of a video: a frame that shows something, as a derived picture. Runs in the poster process."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, BinaryIO

from PIL import ImageStat

from gallery.base.models import FileRef, Problem, Recipe, Rendered
from gallery.imaging import geometry
from gallery.imaging.decoding import colour, programming_errors
from gallery.imaging.decoding.render import finish
from gallery.imaging.decoding.video_frames import Wanted, frame_at, start
from gallery.imaging.metadata import read
from gallery.imaging.metadata.bounded_reader import PAGE_BYTES, BoundedReader, DamagedError, read_fully
from gallery.imaging.metadata.video.facts import NotShownError
from gallery.imaging.metadata.video.mp4_key_frames import find_key_frames
from gallery.imaging.metadata.video.parse import parse
from gallery.imaging.video_formats import VIDEO_FORMATS

__all__ = ["NoVideoError", "render_poster", "start"]

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

    from gallery.imaging.colour_space import ColourSpace
    from gallery.imaging.metadata.video.facts import VideoFacts

    _Frame = tuple[Image.Image, ColourSpace | None]
    """Upright, and in which colour space where it is not sRGB."""

_FIRST_MS = 3000
"""The first try is at a tenth of the video, no later than this: the beginning is often black, or a title."""
_NEAR_MS = 10_000
"""So far from the time that is wanted a key frame may be. Of any other frame those before it must be decoded, too."""
_FLAT = 8.0
"""A frame whose luma deviates less, of 255, shows nothing: black, white, a fade, a covered lens."""
_ENOUGH_S = 4.0
"""After so long what was found is taken. With the wait for one frame more it stays below the limit of the job, at which
all would be lost."""
_WITH_TABLE = frozenset(("mp4", "mov", "3gp"))
"""Formats that say in a table which frames are key frames."""
_SLOW = Problem("timeout", "This video took too long to decode, or its drive to read.")
_DAMAGED = Problem("damaged", "This video is damaged: nothing of it can be shown.")
_NO_MEMORY = Problem("out_of_memory", "This video needs more memory than Shoebox may use for one picture.")


class NoVideoError(Exception):
    """The file is a picture, whatever its name says: decode processes make it (`render.py`)."""


def render_poster(file: FileRef, recipe: Recipe) -> Rendered | Problem:
    """Return a poster of a video, or why there is none.

    Args:
        file: The file as the scanner saw it. If it is another by now, the problem is "changed".
        recipe: Which derived picture.

    Raises:
        NoVideoError: It is no video.
    """
    opened = read.open_file(file)
    if isinstance(opened, Problem):
        return opened
    with opened:
        before = read.check_unchanged(file, opened)
        if before is not None:
            return before
        result = _render_or_explain(file, opened, recipe)
        return read.check_unchanged(file, opened) or result


def _render_or_explain(file: FileRef, opened: BinaryIO, recipe: Recipe) -> Rendered | Problem:
    try:
        return _render(file, opened, recipe)
    except NoVideoError:
        raise
    except NotShownError as error:
        return error.problem
    except MemoryError:
        return _NO_MEMORY
    except OSError as error:
        return _SLOW if isinstance(error, TimeoutError) else read.explain_error(error)
    except DamagedError:
        return _DAMAGED
    except Exception as error:  # noqa: BLE001  a decoder may hand over anything
        programming_errors.note(error)
        return _DAMAGED


def _render(file: FileRef, opened: BinaryIO, recipe: Recipe) -> Rendered | Problem:
    size = os.fstat(opened.fileno()).st_size
    head = read_fully(opened, min(size, PAGE_BYTES))
    kind = read.detect_format(file, opened, head)
    if isinstance(kind, Problem):
        return kind
    if kind not in VIDEO_FORMATS:
        raise NoVideoError
    if file.fingerprint and not read.has_fingerprint(opened, size, kind, file.fingerprint):
        return read.CHANGED
    facts = parse(BoundedReader(opened, size, head), kind)
    problem = read.check_pixels(facts, kind)
    if problem is not None:
        return problem
    shown = geometry.oriented((facts.width, facts.height), facts.orientation)
    target = geometry.target_size(shown, recipe)
    times = poster_times(facts.duration_ms, _key_frames(opened, kind))
    found = _choose(opened, times, Wanted(target, facts.orientation, facts.video_codec))
    if found is None:
        opened.seek(size // 2)
        opened.read(1)  # a drive that has gone is no want of a decoder: Qt tells neither from the other
        return _without_decoder(facts)
    return finish(colour.to_srgb(*found), recipe)


def _key_frames(opened: BinaryIO, kind: str) -> list[int]:
    """Return when key frames are shown, in ms, as far as the file says it in a table."""
    return find_key_frames(BoundedReader.from_file(opened)) if kind in _WITH_TABLE else []


def _choose(opened: BinaryIO, times: list[int], wanted: Wanted) -> _Frame | None:
    """Return the first frame that shows something, else the one that shows most; None if none can be decoded.

    Raises:
        TimeoutError: None came in time.
    """
    best, most = None, -1.0
    for found in _frames(opened, times, wanted):
        shown = contrast(found[0])
        if shown > most:
            best, most = found, shown
        if shown >= _FLAT:
            break
    return best


def _frames(opened: BinaryIO, times: list[int], wanted: Wanted) -> Iterator[_Frame]:
    """Yield the frames at these times, as long as there is time; after that the beginning, if there was none.

    Raises:
        TimeoutError: The last that was looked for did not come in time, nor did any before.
    """
    until, some = time.monotonic() + _ENOUGH_S, False
    for ms in times:
        if time.monotonic() > until and (some or ms):
            continue
        try:
            found = frame_at(opened, ms, wanted)
        except TimeoutError:
            if not ms and not some:
                raise
            until = 0.0  # to go to another place would take as long
            continue
        if found is not None:
            some = True
            yield found


def poster_times(duration_ms: int | None, key_frames: Sequence[int] = ()) -> list[int]:
    """Return the times at which a frame is looked for, in ms; the beginning last, which every decoder can show.

    Args:
        duration_ms: Of the video; None: not known.
        key_frames: When those are shown that need no others, as far as it is known. The first half of the video has
            those that a time may be moved to.
    """
    if not duration_ms:
        return [1000, 0]
    wanted = min(duration_ms // 10, _FIRST_MS), duration_ms // 4, duration_ms // 2
    keys = [key for key in key_frames if 0 < key <= duration_ms // 2]
    return list(dict.fromkeys((*(_nearest(keys, ms) for ms in wanted), 0)))


def _nearest(keys: Sequence[int], ms: int) -> int:
    """Return the key frame nearest to a time, or the time itself where there is none near it."""
    near = min(keys, key=lambda key: abs(key - ms), default=ms)
    return near if abs(near - ms) <= _NEAR_MS else ms


def contrast(image: Image.Image) -> float:
    """Return the standard deviation of the luma of a frame made small, of 255: noise counts little then."""
    return float(ImageStat.Stat(image.convert("L").resize((32, 32), reducing_gap=2.0)).stddev[0])


def _without_decoder(facts: VideoFacts) -> Problem:
    codec = (facts.video_codec or "").upper()
    return Problem("unsupported", f"Shoebox cannot decode this video{f' ({codec})' if codec else ''}.")
