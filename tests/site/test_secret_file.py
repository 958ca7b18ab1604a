"""Secrets in files: what is read of them, and each way in which a file holds none."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.site.secret_file import MAX_BYTES, MIN_CHARACTERS, SecretFileError, read_secret

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "x" * 32
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and pipes of POSIX")


def write(file: Path, data: bytes, mode: int = 0o600) -> Path:
    file.write_bytes(data)
    file.chmod(mode)
    return file


def test_the_numbers_are_these() -> None:
    assert (MIN_CHARACTERS, MAX_BYTES) == (32, 16_384)


@pytest.mark.parametrize("around", ["{}", "{}\n", "{}\r\n", " \n{}\t\n\n"])
def test_white_space_around_it_is_not_of_it(tmp_path: Path, around: str) -> None:
    assert read_secret(write(tmp_path / "s", around.format(SECRET).encode())) == SECRET


@pytest.mark.parametrize("length", [32, MAX_BYTES])
def test_as_short_and_as_long_as_may_be(tmp_path: Path, length: int) -> None:
    assert len(read_secret(write(tmp_path / "s", b"x" * length))) == length


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"short", b"x" * 31, b" " * 40, b"x" * 31 + b"\n\n", b"x" * (MAX_BYTES + 1),
     b"x" * 32 + b"\n" * MAX_BYTES, "ä".encode() * 40, b"x" * 40 + b"\xff"],
    ids=lambda content: repr(content[:8]) + str(len(content)),
)  # fmt: skip
def test_a_secret_has_its_length_and_plain_characters(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SecretFileError, match=r"has to be 32 to 16384 plain characters\.$"):
        read_secret(write(tmp_path / "s", content))


@pytest.mark.parametrize("inside", ["\n", "\r", "\x00", "\x1b"])
def test_what_no_header_can_carry_is_for_keys_alone(tmp_path: Path, inside: str) -> None:
    file = write(tmp_path / "s", (SECRET + inside + SECRET).encode())
    with pytest.raises(SecretFileError, match="has to be on one line"):
        read_secret(file)
    assert read_secret(file, lines=True) == SECRET + inside + SECRET


@posix
@pytest.mark.parametrize("mode", [0o644, 0o666, 0o602, 0o660, 0o604, 0o620, 0o777])
def test_a_secret_that_others_may_read_or_change_is_none(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SecretFileError, match="chmod 640"):
        read_secret(write(tmp_path / "s", SECRET.encode(), mode))


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400, 0o440, 0o700])
def test_a_secret_that_the_group_may_read_is_one(tmp_path: Path, mode: int) -> None:
    assert read_secret(write(tmp_path / "s", SECRET.encode(), mode)) == SECRET


@posix
def test_a_link_is_followed_and_what_it_leads_to_is_looked_at(tmp_path: Path) -> None:
    file = write(tmp_path / "s", SECRET.encode())
    (tmp_path / "link").symlink_to(file)
    assert read_secret(tmp_path / "link") == SECRET
    file.chmod(0o644)
    with pytest.raises(SecretFileError, match="chmod 640"):
        read_secret(tmp_path / "link")


@posix
def test_a_pipe_and_a_device_are_none_and_nobody_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for place in (tmp_path / "pipe", type(tmp_path)("/dev/zero")):
        with pytest.raises(SecretFileError, match="is no regular file"):
            read_secret(place)


def test_what_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for place in (tmp_path / "none", tmp_path, tmp_path / "none" / "below"):
        with pytest.raises(SecretFileError, match=r"cannot be read: .+\.$"):
            read_secret(place)
