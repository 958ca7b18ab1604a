"""A GPL codec is found in the bytes of a library, whatever its wheel says of itself."""

from __future__ import annotations

import pytest

from assets.package.codecs import MARKS, faults, ffmpeg_licences

QT = (
    b"\0--disable-programs --disable-doc --enable-network --disable-lzma --enable-pic --enable-shared --enable-openssl "
    b"--prefix=/usr/local/FFmpeg-n9.0.1\0x264 - core %d\0libavcodec license: LGPL version 2.1 or later\0"
)
"""As in Qt's FFmpeg, whose decoder knows the name of x264."""


def test_ffmpeg_under_the_lgpl_is_no_fault() -> None:
    assert faults(QT) == []
    assert ffmpeg_licences(QT) == ["LGPL version 2.1 or later"]


@pytest.mark.parametrize("option", ["--enable-gpl", "--enable-nonfree", "--enable-libx264", "--enable-version3"])
def test_an_option_of_ffmpeg_that_makes_it_gpl_is_a_fault(option: str) -> None:
    assert faults(QT + f"--enable-shared {option} --enable-pic".encode()) == [f"FFmpeg with {option}"]


def test_what_takes_the_place_of_readline_is_no_fault() -> None:
    """In Pythons that have it linked in: its functions have the same names."""
    assert faults(b"\0_rl_readline_name\0_rl_callback_handler_install\0") == []


def test_an_option_that_only_begins_like_one_is_none() -> None:
    assert faults(b"--enable-gpl-headers --enable-embedded-switches") == []


@pytest.mark.parametrize("part", ["avcodec", "avutil", "swscale", "postproc"])
@pytest.mark.parametrize(
    "licence", ["GPL version 2 or later", "nonfree and unredistributable", "LGPL version 3 or later"]
)
def test_another_licence_of_a_part_of_ffmpeg_is_a_fault(part: str, licence: str) -> None:
    assert faults(f"\0lib{part} license: {licence}\0".encode()) == [f"FFmpeg under {licence}"]


@pytest.mark.parametrize("name", MARKS)
def test_an_encoder_within_another_library_is_a_fault(name: str) -> None:
    assert faults(bytes(100) + MARKS[name] + bytes(100)) == [f"holds {name}"]
