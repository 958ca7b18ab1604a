"""Which picture of an APNG is shown: the first frame of its animation, as in browsers, not the picture hidden behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata
from gallery.imaging.metadata.read import read
from tests.imaging.apng_files import (
    ALL,
    BOX,
    SIZE,
    animation,
    apng,
    control,
    frame,
    frame_of,
    hidden,
    rows,
    with_hidden_picture,
)
from tests.imaging.odd_pictures import chunk
from tests.imaging.rendering import BLUE, GREEN, RED, colour_at, is_ground, max_difference, open_result, rendered

if TYPE_CHECKING:
    from tests.imaging.files import Put
    from tests.imaging.rendering import Colour

CENTRE, CORNER = (40, 30), (4, 4)
OUTSIDE = (60, 45, 100, 75)
GREY, WHITE = (100,), (250,)
LATER = control(2) + frame(3, colour=BLUE)
HALF = rows(SIZE, GREEN)[:7207]
"""The first thirty rows of a frame, which are not packed."""


def shown(put: Put, data: bytes, place: tuple[int, int]) -> Colour:
    return colour_at(open_result(rendered(put("a.png", data))), place)


def header(put: Put, data: bytes) -> Metadata:
    found = read(put("a.png", data))
    assert isinstance(found, Metadata)
    return found


@pytest.mark.parametrize("frames", [1, 2, 3])
@pytest.mark.parametrize("box", [ALL, BOX])
def test_the_first_frame_is_shown_at_its_place(put: Put, box: tuple[int, int, int, int], frames: int) -> None:
    data = with_hidden_picture(box, frames)
    assert max_difference(shown(put, data, CENTRE), GREEN) < 10
    corner = shown(put, data, CORNER)
    assert is_ground(corner) if box == BOX else max_difference(corner, GREEN) < 10
    found = header(put, data)
    assert ((found.width, found.height), found.inline, found.animated) == (SIZE, True, frames > 1)


@pytest.mark.parametrize("frames", [1, 2])
def test_a_picture_that_is_the_first_frame_is_shown(put: Put, frames: int) -> None:
    later = control(1) + frame(2, colour=BLUE) if frames == 2 else b""
    data = apng(animation(frames), control(0), hidden(), later)
    assert max_difference(shown(put, data, CENTRE), RED) < 10
    assert (header(put, data).inline, header(put, data).animated) == (True, frames == 2)


def test_the_data_of_a_frame_may_stand_in_many_chunks(put: Put) -> None:
    packed = rows(SIZE, GREEN)
    data = apng(animation(1), hidden(), control(0), frame_of(1, packed[:9]), frame_of(2, packed[9:]))
    assert max_difference(shown(put, data, CENTRE), GREEN) < 10


def test_a_grey_frame_keeps_its_clear_value(put: Put) -> None:
    data = apng(
        chunk(b"tRNS", bytes((0, *GREY))), animation(1), hidden(WHITE), control(0, BOX), frame(1, BOX, GREY), colour_type=0
    )  # fmt: skip
    assert is_ground(shown(put, data, CENTRE))
    assert is_ground(shown(put, data, CORNER))


@pytest.mark.parametrize(
    "chunks",
    [
        (animation(), hidden()),
        (animation(), hidden(), control(0)),
        (animation(), hidden(), control(5), frame(6), LATER),
        (animation(), hidden(), control(0), frame(7), LATER),
        (animation(), hidden(), control(0, OUTSIDE), frame(1), LATER),
        (animation(), hidden(), control(0, (0, 0, 0, 0)), frame(1), LATER),
        (animation(), hidden(), frame(0), control(1), frame(2)),
        (animation(), control(0, BOX), hidden(), control(1), frame(2)),
    ],
    ids=["no frame", "no data", "number", "data number", "outside", "empty", "no control", "first in part"],
)
def test_what_is_no_sound_animation_shows_its_picture_and_is_not_sent(put: Put, chunks: tuple[bytes, ...]) -> None:
    data = apng(*chunks)
    assert rendered(put("a.png", data)).problem is None
    assert max_difference(shown(put, data, CENTRE), RED) < 10
    assert (header(put, data).inline, header(put, data).animated) == (False, False)


@pytest.mark.parametrize(
    "chunks",
    [
        (hidden(), animation(), control(0), frame(1)),
        (animation(0), hidden(), control(0), frame(1)),
        (animation(1 << 31), hidden(), control(0), frame(1)),
        (chunk(b"acTL", b"\0\0\0\2"), hidden(), control(0), frame(1)),
    ],
    ids=["late", "none", "too many", "short"],
)
def test_what_is_no_animation_at_all_shows_its_picture(put: Put, chunks: tuple[bytes, ...]) -> None:
    assert max_difference(shown(put, apng(*chunks), CENTRE), RED) < 10
    assert not header(put, apng(*chunks)).animated


@pytest.mark.parametrize("cut", [False, True])
def test_a_frame_is_shown_as_far_as_it_goes(put: Put, cut: bool) -> None:
    data = apng(animation(1), hidden(), control(0), frame_of(1, rows(SIZE, GREEN) if cut else HALF))
    whole = data[: data.index(HALF) + len(HALF)] if cut else data
    problem = rendered(put("a.png", whole)).problem
    assert problem is not None
    assert problem.code == ("truncated" if cut else "damaged")
    assert max_difference(shown(put, whole, (40, 20)), GREEN) < 10
    assert is_ground(shown(put, whole, (40, 45)))


def test_where_nothing_of_the_frame_can_be_shown_the_picture_is_with_a_notice(put: Put) -> None:
    data = apng(animation(), hidden(), control(0), frame_of(1, b"rubbish"), LATER)
    problem = rendered(put("a.png", data)).problem
    assert problem is not None
    assert problem.code == "damaged"
    assert max_difference(shown(put, data, CENTRE), RED) < 10


def test_damage_of_the_hidden_picture_is_no_notice(put: Put) -> None:
    data = apng(animation(), chunk(b"IDAT", b"rubbish"), control(0), frame(1), LATER)
    assert rendered(put("a.png", data)).problem is None
    assert max_difference(shown(put, data, CENTRE), GREEN) < 10
