"""Libraries get shorter: what is mapped stays byte by byte where it was, and ICU's tables are those that are asked for."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from assets.package.compaction import LOAD, Segment, compacted, segments_of
from assets.package.icu_tables import is_kept, is_kept_of_chromium, smaller_library, smaller_tables
from gallery.languages.tables import LANGUAGES

linux = pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
X86_64, ARM_64 = 62, 183
ICU_HEADER = struct.pack("<HBBHHBBBB4s4s4s4s", 32, 0xDA, 0x27, 20, 0, 0, 0, 2, 0, b"CmnD", b"\1\0\0\0", b"", b"")


def library(first: bytes, gap: int, second: bytes, machine: int = X86_64) -> bytes:
    """Return a file with the headers of a library, two segments with zeros between them, and rubbish behind."""
    head_bytes = 64 + 2 * 56
    at = head_bytes + len(first) + gap
    lines = [
        (LOAD, 4, 0, 0, 0, head_bytes + len(first), head_bytes + len(first), 0x200000),
        (LOAD, 6, at, 0x200000 + at, 0x200000 + at, len(second), len(second) + 100, 0x200000),
    ]
    head = bytearray(b"\x7fELF\2\1\1".ljust(64, b"\0"))
    struct.pack_into("<H", head, 0x12, machine)
    struct.pack_into("<QQ", head, 0x20, 64, at + len(second))
    struct.pack_into("<HHHHH", head, 0x36, 56, 2, 64, 3, 1)
    table = b"".join(struct.pack("<IIQQQQQQ", *line) for line in lines)
    return bytes(head) + table + first + bytes(gap) + second + b"sections and symbols"


def mapped(data: bytes) -> dict[int, bytes]:
    """Return what is in memory at which address, without the header, which tells other places."""
    return {one.address: data[one.offset : one.end][176 if one.address == 0 else 0 :] for one in loads(data)}


def loads(data: bytes) -> list[Segment]:
    return [one for one in segments_of(data) if one.kind == LOAD]


def test_gaps_and_what_is_behind_go_and_what_is_mapped_stays() -> None:
    before = library(b"code" * 100, 0x1FF000, b"data" * 10)
    after = compacted(before)
    assert len(after) < 5000 + 0x1000
    assert mapped(after) == mapped(before)
    assert [one.memory for one in loads(after)] == [one.memory for one in loads(before)]
    assert all((one.address - one.offset) % 4096 == 0 for one in loads(after))
    assert b"symbols" not in after


@pytest.mark.parametrize(("machine", "page"), [(X86_64, 4096), (ARM_64, 65536)])
def test_what_is_mapped_keeps_its_place_in_the_largest_page_of_the_machine(machine: int, page: int) -> None:
    before = library(b"code" * 100, 0x1FF000, b"data" * 10, machine)
    after = compacted(before)
    assert len(after) < len(before) / 2
    assert mapped(after) == mapped(before)
    assert [(one.address - one.offset) % page for one in loads(after)] == [0, 0]
    assert [one.alignment for one in loads(after)] == [page, page]


def test_what_is_shorter_already_stays_as_long() -> None:
    once = compacted(library(b"code" * 100, 0x1FF000, b"data" * 10))
    assert compacted(once) == once


@pytest.mark.parametrize("data", [b"", b"#!/bin/sh\n", b"\x7fELF\1\1\1".ljust(100, b"\0")])
def test_what_is_no_library_of_64_bits_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no library"):
        compacted(data)


@linux
def test_a_real_library_still_runs(tmp_path: Path) -> None:
    """That of Python's zlib module, and of Pillow, in another process."""
    import _struct

    for source in (_struct.__file__, str(metadata.distribution("pillow").locate_file("pillow.libs"))):
        files = [Path(source)] if Path(source).is_file() else sorted(Path(source).glob("libXau*"))
        for file in files:
            made = tmp_path / file.name
            made.write_bytes(compacted(file.read_bytes()))
            assert made.stat().st_size <= file.stat().st_size
            code = f"import ctypes; ctypes.CDLL({str(made)!r})"
            subprocess.run([sys.executable, "-c", code], check=True)


def package(tables: dict[str, bytes]) -> bytes:
    """Return a package of ICU's data."""
    names, contents, places = b"", b"", []
    for name, content in tables.items():
        places.append((len(names), len(contents)))
        names, contents = names + name.encode() + b"\0", contents + content.ljust(-(-len(content) // 16) * 16, b"\0")
    base = 4 + 8 * len(tables)
    start = -(-(base + len(names)) // 16) * 16
    toc = b"".join(struct.pack("<II", base + name, start + at) for name, at in places)
    body = (struct.pack("<I", len(tables)) + toc + names).ljust(start, b"\0") + contents
    return ICU_HEADER.ljust(32, b"\0") + body


TABLES = {"icudt73l/brkitr/word.brk": b"w" * 500, "icudt73l/coll/de.res": b"order", "icudt73l/root.res": b"root" * 9}


def test_the_tables_that_stay_are_found_where_the_package_says() -> None:
    assert smaller_tables(package(TABLES), lambda _: True) == package(TABLES)
    del (kept := dict(TABLES))["icudt73l/brkitr/word.brk"]
    assert smaller_tables(package(TABLES), is_kept) == package(kept)


def test_order_and_properties_stay_and_names_of_things_go() -> None:
    kept = ("icudt73l/coll/ucadata.icu", "icudt73l/supplementalData.res", "icudt73l/uprops.icu", "icudt73l/nfkc.nrm")
    shared = ("icudt73l/root.res", "icudt73l/pool.res", "icudt73l/res_index.res", "icudt73l/coll/sv.res")
    gone = ("icudt73l/lang/de.res", "icudt73l/unit/de.res", "icudt73l/ibm-943_P15A-2003.cnv", "icudt73l/zone/de.res")
    of_qt_itself = ("icudt73l/de.res", "icudt73l/sr_Latn_BA.res", "icudt73l/unames.icu")
    assert [name for name in kept + shared + gone + of_qt_itself if is_kept(name)] == [*kept, *shared]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_chromium_keeps_what_the_page_asks_of_its_languages(tag: str) -> None:
    numbers, order, words = f"{tag}.res", f"coll/{tag}.res", f"brkitr/{tag}.res"
    shared = ("plurals.res", "numberingSystems.res", "root.res", "res_index.res", "coll/root.res", "brkitr/root.res")
    assert all(is_kept_of_chromium(f"icudt74l/{name}") for name in (numbers, order, words, *shared))


def test_chromium_keeps_dates_and_breaks_of_all_languages_and_names_of_things_in_the_page_s() -> None:
    kept = ("icudt74l/de.res", "icudt74l/brkitr/thaidict.dict", "icudt74l/coll/de.res", "icudt74l/gb18030.cnv")
    shared = tuple(f"icudt74l/{part}/{name}.res" for part in ("curr", "zone") for name in ("root", "pool", "en"))
    gone = ("icudt74l/lang/de.res", "icudt74l/zone/en_GB.res", "icudt74l/curr/zh_Hant.res", "icudt74l/unit/fil.res")
    others = ("icudt74l/zone/tzdbNames.res", "icudt74l/curr/supplementalData.res", "icudt74l/lang/res_index.res")
    assert [name for name in kept + shared + gone + others if is_kept_of_chromium(name)] == [*kept, *shared, *others]


def test_a_library_of_tables_made_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="otherwise than expected"):
        smaller_library(library(b"no tables", 0, b"data"))


@linux
def test_qt_sorts_as_before_with_the_smaller_library(tmp_path: Path) -> None:
    """In another process, which has loaded ICU's libraries by their paths: ä is behind z in Swedish alone."""
    folder = Path(str(metadata.distribution("PySide6_Essentials").locate_file("PySide6/Qt/lib")))
    original = next(folder.glob("libicudata.so.*"))
    made = tmp_path / original.name
    made.write_bytes(smaller_library(original.read_bytes()))
    assert made.stat().st_size < original.stat().st_size / 5
    number = original.name.rpartition(".")[2]
    for name in ("libicuuc", "libicui18n"):
        shutil.copy(folder / f"{name}.so.{number}", tmp_path)
    code = f"""
import ctypes
for name in ("data", "uc"):
    ctypes.CDLL(f"{tmp_path}/libicu{{name}}.so.{number}", mode=ctypes.RTLD_GLOBAL)
icu = ctypes.CDLL("{tmp_path}/libicui18n.so.{number}")
icu.ucol_open_{number}.restype = ctypes.c_void_p
for language in (b"de", b"sv"):
    opened = icu.ucol_open_{number}(language, ctypes.byref(ctypes.c_int(0)))
    print(icu.ucol_strcoll_{number}(ctypes.c_void_p(opened), "ä".encode("utf-16-le"), 1, "z".encode("utf-16-le"), 1))
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["-1", "1"]
