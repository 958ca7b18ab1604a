"""Whether a file holds what its header announces: of formats without a signature, what tells pictures from other data.

A text may begin with "P5 100 200 300", and a table of numbers with the four bytes of an icon.
"""

from __future__ import annotations

import re
import string
from types import MappingProxyType
from typing import TYPE_CHECKING

from gallery.imaging.metadata import netpbm
from gallery.imaging.metadata.bounded_reader import BoundedReader, DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gallery.imaging.metadata.netpbm import NetpbmInfo

_TEXT = bytes((9, 10, 11, 12, 13, *range(32, 127), *range(128, 256)))
"""All but control characters: text of any encoding that begins as a Netpbm does."""
_NUMBERS = b"0123456789" + string.whitespace.encode()
_COMMENT = re.compile(rb"#[^\n\r]*")
_NEARLY = 0.9
"""Such a share of the announced numbers must be there, and not more beyond: a picture may be cut a little."""


def _netpbm_is_there(head: bytes, size: int) -> bool:
    """Return whether all samples are there, or nearly all that are written as text, and no text follows or is taken.

    Args:
        head: The first page of the file.
        size: Bytes of the file.
    """
    try:
        info = netpbm.parse_info(BoundedReader.from_bytes(head))
    except (DamagedError, ValueError):
        return False
    if info.kind in netpbm.TEXT_KINDS:
        return _numbers_are_there(info, head, size)
    end = info.data_offset + netpbm.data_bytes(info)
    return size == end or (size > end and bool(head[info.data_offset :].translate(None, _TEXT)))


def _numbers_are_there(info: NetpbmInfo, head: bytes, size: int) -> bool:
    """Return whether a file has about as many numbers as its header announces; of a long one by its bytes."""
    wanted = info.width * info.height * info.channels
    is_bits = info.kind == "1"  # of which none needs a blank behind it
    text = _COMMENT.sub(b" ", head[info.data_offset - 1 :])
    if text.translate(None, _NUMBERS):
        return False
    if size > len(head):
        return size - info.data_offset >= _NEARLY * wanted * (1 if is_bits else 2)
    count = text.count(b"0") + text.count(b"1") if is_bits else len(text.split())
    return _NEARLY * wanted <= count <= wanted / _NEARLY


def _icon_is_there(head: bytes, size: int) -> bool:
    """Return whether the first picture of an icon begins within the file."""
    return int.from_bytes(head[18:22], "little") < size


CHECKS: Mapping[str, Callable[[bytes, int], bool]] = MappingProxyType({"pnm": _netpbm_is_there, "ico": _icon_is_there})
"""What is asked of a file of a format, with its first page and its length in bytes."""
