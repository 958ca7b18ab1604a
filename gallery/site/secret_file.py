"""Reads a secret from a file that not everybody may read."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from gallery.base.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MIN_CHARACTERS = 32
MAX_BYTES = 16_384


class SecretFileError(UsageError):
    """A file of a secret is missing, can be read by everybody, or holds none."""


def read_secret(file: Path, *, lines: bool = False) -> str:
    """Return the text of a file, without white space around it.

    What is looked at is the opened file: another one may come in its place meanwhile. Windows keeps no such mode; there
    the folder's own rights have to do.

    Args:
        file: may be a link, as secrets that a service manager hands over are.
        lines: whether it may have several, as a PEM key; no header can carry those.

    Raises:
        SecretFileError: it is missing, no file, too short, too long, or everybody may read it.
    """
    try:
        with open(file, "rb", opener=_open_at_once) as opened:
            mode = os.fstat(opened.fileno()).st_mode
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise SecretFileError(f"The secret {file} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(mode):
        raise SecretFileError(f"The secret {file} is no regular file.")
    if sys.platform != "win32" and mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        raise SecretFileError(f"Others may read or change the secret {file}: run chmod 640 on it.")
    text = data.decode("utf-8", "replace").strip()
    if len(data) > MAX_BYTES or not text.isascii() or len(text) < MIN_CHARACTERS:
        raise SecretFileError(f"The secret {file} has to be {MIN_CHARACTERS} to {MAX_BYTES} plain characters.")
    if not (lines or text.isprintable()):
        raise SecretFileError(f"The secret {file} has to be on one line.")
    return text


def _open_at_once(path: str, flags: int) -> int:
    """Open a file without waiting for another end, as a pipe does."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
