"""Links: what counts as one, on POSIX and on Windows."""

from __future__ import annotations

import os
import stat
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.files import is_link, is_linked

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@posix
def test_a_root_whose_place_leads_in_a_circle_is_linked(tmp_path: Path) -> None:
    """Such a path is resolved to one below itself."""
    (tmp_path / "root").symlink_to("root/inner")
    assert is_linked(os.fsencode(tmp_path / "root"))


@posix
def test_links_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    (tmp_path / "x.jpg").symlink_to("a.jpg")
    assert is_link(os.lstat(tmp_path / "x.jpg"))
    assert not is_link(os.lstat(tmp_path / "a.jpg"))
    assert not is_link(os.lstat(tmp_path))


@pytest.mark.parametrize(
    ("tag", "link"),
    [
        (0, False),
        (0xA0000003, True),  # IO_REPARSE_TAG_MOUNT_POINT, a junction
        (0xA000000C, True),  # IO_REPARSE_TAG_SYMLINK
        (0x80000023, True),  # IO_REPARSE_TAG_AF_UNIX
        (0x9000001A, False),  # IO_REPARSE_TAG_CLOUD: a file that is kept online
        (0x9000F01A, False),  # IO_REPARSE_TAG_CLOUD_F
    ],
)
def test_windows_has_other_links_than_symbolic_ones(tag: int, link: bool) -> None:
    seen: Any = SimpleNamespace(st_mode=stat.S_IFDIR | 0o777, st_reparse_tag=tag)
    assert is_link(seen) is link
