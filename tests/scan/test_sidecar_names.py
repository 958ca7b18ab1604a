"""Which sidecars belong to which photo, by name and by what a listing tells."""

from __future__ import annotations

import os
import sys
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import pytest

from gallery.catalog.sidecars import decode_sidecars
from gallery.scan.listing import Listing, list_folder, set_hash
from gallery.scan.sidecar_names import MAX_SIDECARS, _match_inexact, match_sidecars
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path


def matched(photos: list[str], sidecars: list[str], others: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """Photo -> its sidecars, with a star those that are shared."""
    found = match_sidecars(*([os.fsencode(name) for name in names] for names in (photos, sidecars, others)))
    return {photo.decode(): [name.decode() + "*" * shared for name, shared in named] for photo, named in found.items()}


@pytest.mark.parametrize(
    ("photos", "sidecars", "others", "expected"),
    [
        (["a.jpg"], ["a.jpg.xmp"], (), {"a.jpg": ["a.jpg.xmp"]}),
        (["a.jpg"], ["a.xmp"], (), {"a.jpg": ["a.xmp"]}),
        (["a.jpg"], ["a.xmp", "a.jpg.xmp"], (), {"a.jpg": ["a.jpg.xmp", "a.xmp"]}),
        (["a.jpg", "b.jpg"], ["c.xmp", "a.png.xmp", "ab.xmp"], (), {}),
        (["IMG_1.JPG"], ["IMG_1.jpg.xmp"], (), {"IMG_1.JPG": ["IMG_1.jpg.xmp"]}),
        (["IMG_1.JPG"], ["img_1.XMP"], (), {"IMG_1.JPG": ["img_1.XMP"]}),
        (["a.jpg", "A.jpg"], ["a.jpg.xmp"], (), {"a.jpg": ["a.jpg.xmp"]}),
        (["a.jpg", "A.jpg"], ["a.xmp"], (), {"a.jpg": ["a.xmp"]}),
        (["a.jpg", "A.jpg"], ["a.JPG.xmp"], (), {"a.jpg": ["a.JPG.xmp*"], "A.jpg": ["a.JPG.xmp*"]}),
        (["a.jpg", "a.CR2"], ["a.xmp"], ("a.txt",), {"a.jpg": ["a.xmp*"], "a.CR2": ["a.xmp*"]}),
        (["a.jpg", "a.CR2"], ["a.CR2.xmp"], (), {"a.CR2": ["a.CR2.xmp"]}),
        (["a.jpg"], ["a.xmp"], ("a.JXL", "a.txt"), {"a.jpg": ["a.xmp*"]}),
        (["a.jpg"], ["a.xmp"], ("a.txt", "a.pp3", "b.cr2"), {"a.jpg": ["a.xmp"]}),
        (["a.heic"], ["a.xmp"], ("a.mov",), {"a.heic": ["a.xmp*"]}),
        (["a.jpg", "a.tif"], ["a.xmp"], (), {"a.jpg": ["a.xmp*"], "a.tif": ["a.xmp*"]}),
        (["a.jpg", "a.tif"], ["a.jpg.xmp"], (), {"a.jpg": ["a.jpg.xmp"]}),
        (["a.b.jpg"], ["a.b.xmp", "a.xmp"], (), {"a.b.jpg": ["a.b.xmp"]}),
        (["noend"], ["noend.xmp"], (), {"noend": ["noend.xmp"]}),
        (["Möwe.jpg"], ["Möwe.jpg.xmp"], (), {"Möwe.jpg": ["Möwe.jpg.xmp"]}),
        (["DSC_1.JPG"], ["DSC_1.WAV"], (), {"DSC_1.JPG": ["DSC_1.WAV"]}),
        (["a.jpg", "a.nef"], ["a.m4a", "a.xmp"], (), {"a.jpg": ["a.xmp*", "a.m4a*"], "a.nef": ["a.xmp*", "a.m4a*"]}),
        (["a.jpg", "b.jpg"], ["c.mp3", "a.jpg.mp3"], (), {}),
        (["a.jpg"], ["a.wav", "A.WAV"], (), {"a.jpg": ["a.wav"]}),
    ],
)
def test_whose_a_sidecar_is(
    photos: list[str], sidecars: list[str], others: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    assert matched(photos, sidecars, others) == expected


def test_capitals_make_no_thousands_of_sidecars() -> None:
    names = [f"abcdefg{number}"[:7] for number in range(1)]
    capitals = ["".join(c.upper() if number >> at & 1 else c for at, c in enumerate(names[0])) for number in range(128)]
    assert len(matched(["abcdefg.jpg"], [f"{name}.xmp" for name in capitals])["abcdefg.jpg"]) <= MAX_SIDECARS


def test_capitals_make_no_millions_of_pairs() -> None:
    """What is looked at grows with the names, not with photos times sidecars: else a folder fills the memory."""
    stems = ["".join(letters) for letters in product(*((c, c.upper()) for c in "abcdefgh"))]
    sidecars = [os.fsencode(f"{stem}.jpG.xmp") for stem in stems]
    pairs = list(_match_inexact([os.fsencode(f"{stem}.jpg") for stem in stems], sidecars, ()))
    assert 0 < len(pairs) <= MAX_SIDECARS * len(stems)


def listed(folder: Path) -> Listing:
    found = list_folder(os.fsencode(folder))
    assert found
    set_hash(found, None)
    return found


def test_a_listing_tells_what_sidecars_are_like(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.jpg.xmp", "b.jpg", "other.xmp"):
        (tmp_path / name).write_bytes(b"x" * len(name))
    os.utime(tmp_path / "a.jpg.xmp", ns=(5, 7))
    found = listed(tmp_path)
    ctime_ns = (tmp_path / "a.jpg.xmp").stat().st_ctime_ns
    assert decode_sidecars(found.sidecars[b"a.jpg"]) == ((b"a.jpg.xmp", 9, 7, False, ctime_ns),)
    assert found.sidecars.keys() == {b"a.jpg"}


def test_the_hash_of_a_listing_changes_with_a_sidecar(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    hashes = [listed(tmp_path).hash]
    for content in (b"x", b"longer", None):
        if content is None:
            (tmp_path / "a.jpg.xmp").unlink()
        else:
            (tmp_path / "a.jpg.xmp").write_bytes(content)
        hashes.append(listed(tmp_path).hash)
    assert hashes[0] == hashes[3]
    assert len(set(hashes)) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time of change of a file's rights")
def test_one_of_the_same_size_and_time_is_another(tmp_path: Path) -> None:
    """Programs that keep the time of a file write other stars into it; and rights are given back."""
    (tmp_path / "a.jpg").write_bytes(b"x")
    hashes = []
    for stars in (b"1", b"2"):
        (tmp_path / "a.jpg.xmp").write_bytes(stars)
        os.utime(tmp_path / "a.jpg.xmp", ns=(5, 7))
        ctime_ns = (tmp_path / "a.jpg.xmp").stat().st_ctime_ns
        hashes.append(listed(tmp_path).hash)
        wait_for(partial(_is_later, tmp_path, ctime_ns))
    assert hashes[0] != hashes[1]


def _is_later(folder: Path, ctime_ns: int) -> bool:
    """Return whether the clock of the file system has gone on."""
    (folder / "clock").write_bytes(b"x")
    return (folder / "clock").stat().st_ctime_ns > ctime_ns


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_and_folders_are_no_sidecars(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    (tmp_path / "a.jpg.xmp").symlink_to("/etc/hostname")
    (tmp_path / "a.xmp").mkdir()
    assert listed(tmp_path).sidecars == {}


def test_only_what_may_be_a_sidecar_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Entry:
        """An entry that notes when the disk is asked about it."""

        def __init__(self, real: os.DirEntry[bytes]) -> None:
            self._real, self.name, self.path = real, real.name, real.path

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            return self._real.is_dir(follow_symlinks=follow_symlinks)

        def is_symlink(self) -> bool:
            return self._real.is_symlink()

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            asked.append(self.name.decode())
            return self._real.stat(follow_symlinks=follow_symlinks)

    class Entries:
        def __init__(self, path: bytes) -> None:
            self._real = scandir(path)

        def __enter__(self) -> map[Entry]:
            return map(Entry, self._real)

        def __exit__(self, *_: object) -> None:
            self._real.close()

    for name in ("a.jpg", "a.xmp", "b.xmp", "notes.txt", "a.txt", "film.mpg"):
        (tmp_path / name).write_bytes(b"x")
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", Entries)
    assert listed(tmp_path).sidecars.keys() == {b"a.jpg"}
    assert sorted(asked) == ["a.jpg", "a.xmp"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        "[",
        "[1]",
        '[["a"]]',
        "{}",
        '[["a", 1, 2, true]]',
        '[["ä\\ud800", 1, 2, 0, 4]]',
        '[["a", Infinity, 2, true, 4]]',
    ],
)
def test_nonsense_in_the_index_is_no_sidecar(text: str | None) -> None:
    assert decode_sidecars(text) == ()
