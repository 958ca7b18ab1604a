"""Reads a file that Shoebox wrote, or somebody for Shoebox: an export, or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.languages.sentence import Sentence
from gallery.transfer.entries import TransferError
from gallery.transfer.own_csv import read_csv
from gallery.transfer.own_json import read_json

if TYPE_CHECKING:
    from gallery.transfer.entries import Collected


def read_own_file(content: bytes, name: str) -> Collected:
    """Return what an export or a table says, told apart by its name and its first sign: a table begins with a word.

    Raises:
        TransferError: it is neither; nothing of it is taken.
    """
    begins = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not begins:
        raise TransferError(Sentence("error-transfer-empty", name=name))
    is_json = begins in {b"{", b"["} or name.lower().endswith(".json")
    return read_json(content, name) if is_json else read_csv(content, name)
