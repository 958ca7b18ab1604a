"""The package for Debian: its control file, what it needs, and what dpkg itself reads in it."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assets.release import __main__ as release_files
from assets.release.archives import Member
from assets.release.debian import (
    HOME,
    Release,
    checksums,
    control,
    installed_kilobytes,
    surroundings,
    write_deb,
)
from assets.release.depends import c_library, depends, either_name, libraries_from_outside

RELEASE = Release("1.2.3", 1_700_000_000, "amd64")
PROGRAM = [
    Member(f"{HOME}/shoebox", b"#!program", is_program=True),
    Member(f"{HOME}/_internal/libQt6Core.so.6", b"", link_to="PySide6/Qt/lib/libQt6Core.so.6"),
    Member(f"{HOME}/_internal/big", bytes(1025)),
]
ALL = [*PROGRAM, *surroundings(RELEASE, "MIT License\n", "# Changelog\n\n## 1.2.3\n")]


def test_the_control_file_says_what_policy_asks_for() -> None:
    text = control(RELEASE, ["libc6 (>= 2.34)", "libnss3"], 4711)
    fields = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith(" "))
    assert fields["Package"] == "shoebox"
    assert fields["Version"] == "1.2.3"
    assert fields["Depends"] == "libc6 (>= 2.34), libnss3"
    assert fields["Installed-Size"] == "4711"
    assert {"Architecture", "Maintainer", "Section", "Priority", "Description"} <= set(fields)
    assert text.endswith("\n")
    assert "\n\n" not in text


def test_the_installed_size_is_rounded_up_for_each_file() -> None:
    folders = 4  # usr, usr/lib, HOME, _internal
    assert installed_kilobytes(PROGRAM) == 1 + 1 + 2 + folders


def test_the_command_leads_to_the_program_and_the_entry_to_the_command() -> None:
    by_path = {one.path: one for one in ALL}
    assert (Path("/usr/bin") / by_path["usr/bin/shoebox"].link_to).as_posix() == "/usr/bin/../lib/shoebox/shoebox"
    entry = by_path["usr/share/applications/shoebox.desktop"].content
    assert isinstance(entry, bytes)
    assert b"\nExec=shoebox %F\n" in entry
    changes = by_path["usr/share/doc/shoebox/changelog.gz"].content
    assert isinstance(changes, bytes)
    assert gzip.decompress(changes).startswith(b"shoebox (1.2.3) stable; urgency=low\n\n  # Changelog\n")


def test_nothing_is_installed_outside_of_usr_and_nothing_runs() -> None:
    assert {one.path.partition("/")[0] for one in ALL} == {"usr"}


def test_checksums_are_those_of_files_in_order() -> None:
    digest = hashlib.md5(b"#!program").hexdigest()
    lines = checksums(PROGRAM).splitlines()
    assert lines[1] == f"{digest}  {HOME}/shoebox"
    assert len(lines) == 2


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is of Debian")
def test_dpkg_reads_the_package_and_it_is_the_same_again(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_deb(tmp_path / f"{name}.deb", ALL, RELEASE, ["libc6"])
    assert (tmp_path / "a.deb").read_bytes() == (tmp_path / "b.deb").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.deb", "b.deb"]
    subprocess.run(["dpkg-deb", "--extract", str(tmp_path / "a.deb"), str(tmp_path / "out")], check=True)
    assert (tmp_path / "out" / HOME / "shoebox").read_bytes() == b"#!program"
    asked = ["dpkg-deb", "--field", str(tmp_path / "a.deb"), "Package", "Version", "Depends"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == ["Package: shoebox", "Version: 1.2.3", "Depends: libc6"]


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_what_this_python_wants_of_others_is_found() -> None:
    program = Path(sys.executable).resolve()
    assert "libc.so.6" in libraries_from_outside([program])
    assert int(c_library([program]).partition(".")[2]) >= 17


def test_the_version_that_short_relocations_need_has_a_name_without_a_number(tmp_path: Path) -> None:
    file = tmp_path / "library.so"
    file.write_bytes(b"\x7fELF" + b"\0GLIBC_2.34\0GLIBC_ABI_DT_RELR\0")
    assert c_library([file]) == "2.36"


def test_packages_are_named_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "program"
    file.write_bytes(b"\x7fELF" + b"\0GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.9\0")
    wanted = ["libnss3.so", "libc.so.6", "libm.so.6"]
    monkeypatch.setattr("assets.release.depends.elf.wanted_libraries", lambda _: wanted)
    packages = {"libnss3.so": "libnss3", "libc.so.6": "libc6", "libm.so.6": "libc6", "libssl.so.3": "libssl3"}
    found = depends([file], ["libssl.so.3", "libX11.so.6"], packages.get)
    assert found == ["libc6 (>= 2.34)", "libnss3", "libssl3t64 | libssl3"]
    with pytest.raises(LookupError, match=r"no package of this system has libm\.so\.6"):
        depends([file], [], {name: name for name in wanted[:2]}.get)


def test_a_package_is_found_under_its_name_in_older_and_in_newer_releases() -> None:
    assert [either_name(name) for name in ("libasound2", "libasound2t64", "libnss3")] == [
        "libasound2t64 | libasound2",
        "libasound2t64 | libasound2",
        "libnss3",
    ]


def test_a_list_of_checksums_names_all_files(tmp_path: Path) -> None:
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.tar.xz").write_bytes(b"a")
    release_files.write_checksums(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{hashlib.sha256(name[:1].encode()).hexdigest()}  {name}" for name in ("a.tar.xz", "b.deb")]


def test_the_time_is_that_which_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    assert release_files.source_time() == 12
