"""Archives of a release are the same whenever and by whomever they are made, and tell nothing of who that was."""

from __future__ import annotations

import io
import lzma
import os
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest

from assets.release.archives import Member, folders_of, members_below, write_ar, write_tar, xz_tar

if TYPE_CHECKING:
    from pathlib import Path

TIME = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a program, a file with an odd name, and a link."""
    made = tmp_path / "built"
    (made / "lib").mkdir(parents=True)
    (made / "program").write_bytes(b"#!")
    (made / "program").chmod(0o700)
    (made / "lib" / "ä #1 100%").write_bytes(b"data")
    (made / "lib" / "ä #1 100%").chmod(0o600)
    if hasattr(os, "symlink"):
        (made / "a.so").symlink_to("lib/a.so.1")
    return made


def tar_of(members: list[Member]) -> bytes:
    file = io.BytesIO()
    write_tar(file, members, TIME, "./")
    return file.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes elsewhere")
@pytest.mark.parametrize("name", ["a.so", "libavutil.so.61", "libpyside6.abi3.so.6.12"])
def test_a_library_is_no_program(tmp_path: Path, name: str) -> None:
    for one in (name, "program.sock"):
        (tmp_path / one).write_bytes(b"")
        (tmp_path / one).chmod(0o755)
    assert [(one.path, one.is_program) for one in members_below(tmp_path, "it")] == [
        (f"it/{name}", False),
        ("it/program.sock", True),
    ]


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes elsewhere")
def test_everything_is_of_root_of_one_time_and_in_order(folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(tar_of(members_below(folder, "usr/lib/it")))) as tar:
        found = [(one.name, one.mode, one.type) for one in tar]
        assert {(one.uid, one.gid, one.uname, one.mtime) for one in tar} == {(0, 0, "root", TIME)}
        assert tar.getmember("./usr/lib/it/a.so").linkname == "lib/a.so.1"
    assert found == [
        ("./usr", 0o755, tarfile.DIRTYPE),
        ("./usr/lib", 0o755, tarfile.DIRTYPE),
        ("./usr/lib/it", 0o755, tarfile.DIRTYPE),
        ("./usr/lib/it/a.so", 0o777, tarfile.SYMTYPE),
        ("./usr/lib/it/lib", 0o755, tarfile.DIRTYPE),
        ("./usr/lib/it/lib/ä #1 100%", 0o644, tarfile.REGTYPE),
        ("./usr/lib/it/program", 0o755, tarfile.REGTYPE),
    ]


def test_the_order_in_which_files_are_found_does_not_matter(folder: Path) -> None:
    members = members_below(folder, "it")
    before = tar_of(members)
    os.utime(folder / "program", (1, 1))
    assert tar_of(members[::-1]) == before


def test_the_compressed_one_holds_the_same(folder: Path, tmp_path: Path) -> None:
    members = members_below(folder, "it")
    xz_tar(tmp_path / "it.tar.xz", members, TIME, "./")
    assert lzma.decompress((tmp_path / "it.tar.xz").read_bytes()) == tar_of(members)


@pytest.mark.skipif(shutil.which("ar") is None, reason="ar is of binutils")
def test_other_programs_read_the_outer_archive(tmp_path: Path) -> None:
    write_ar(tmp_path / "a.ar", [("first", b"odd"), ("second", b"even")], TIME)
    listed = subprocess.run(["ar", "tv", str(tmp_path / "a.ar")], capture_output=True, text=True, check=True).stdout
    assert [line.split()[-1] for line in listed.splitlines()] == ["first", "second"]
    assert (tmp_path / "a.ar").stat().st_size == 8 + 60 + 4 + 60 + 4


def test_folders_are_those_above_members() -> None:
    assert folders_of([Member("usr/bin/it", b""), Member("usr/lib/it/a", b"")]) == {
        "usr",
        "usr/bin",
        "usr/lib",
        "usr/lib/it",
    }
