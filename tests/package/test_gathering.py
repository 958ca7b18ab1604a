"""What build.spec asks: it ends for what must not be in the package, drops what nothing wants, and gets the licences."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest

from assets.package import gathering
from assets.package.environment import libraries_of, required_wheels

linux = pytest.mark.skipif(sys.platform != "linux", reason="these steps are for Linux")
SITE = Path(sysconfig.get_path("purelib"))


def of_wheel(wheel: str) -> list[gathering.Collected]:
    """Return the libraries of a wheel as PyInstaller lists them."""
    return [(path, str(file), "BINARY") for path, file in libraries_of(wheel)]


def module(name: str) -> gathering.Collected:
    return name.replace("/", "."), str(SITE / f"{name}.py"), "PYMODULE"


@linux
def test_the_licences_of_what_is_in_the_package_go_with_it(tmp_path: Path) -> None:
    found = gathering.licences_for([module("flask/app")], of_wheel("pi-heif"), str(tmp_path / "texts"))
    names = {path.removeprefix("LICENSES/") for path, _, _ in found}
    assert {"LGPL-3.0.txt", "GPL-3.0.txt", "pi-heif-LICENSE.txt", "flask-LICENSE.txt", "README.txt"} <= names
    assert gathering.origin_of_wheel("pyinstaller") is None or "pyinstaller-COPYING.txt" in names
    table = (tmp_path / "texts" / "README.txt").read_text(encoding="utf-8")
    assert "| heif | pi-heif" in table
    assert "| flask " in table


def test_the_build_ends_for_a_library_that_nobody_knows(tmp_path: Path) -> None:
    shutil.copyfile(sys.executable, tmp_path / "libnobody.so.1")
    with pytest.raises(SystemExit, match=r"libnobody\.so\.1: nobody knows where it comes from"):
        gathering.licences_for(
            [], [("libnobody.so.1", str(tmp_path / "libnobody.so.1"), "BINARY")], str(tmp_path / "t")
        )


def test_the_build_ends_for_a_wheel_that_shoebox_does_not_need(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="pluggy: Shoebox does not need it"):
        gathering.licences_for([module("pluggy/__init__")], [], str(tmp_path / "texts"))


@linux
def test_libraries_of_the_system_that_nothing_wants_are_dropped(tmp_path: Path) -> None:
    files = of_wheel("pi-heif")
    for name in ("libm.so.6", "libutil.so.1", "libssl.so.3"):
        (tmp_path / name).write_bytes(Path(sys.executable).read_bytes()[:64] if name == "libutil.so.1" else b"none")
        files.append((name, str(tmp_path / name), "BINARY"))
    kept = {path for path, _, _ in gathering.without_orphans(files)}
    assert {"libm.so.6", "libssl.so.3"} <= kept, "one is wanted, one is loaded by its name"
    assert "libutil.so.1" not in kept
    assert len(kept) == len(files) - 1


@linux
def test_libraries_with_much_that_is_not_needed_are_shorter_and_others_stay(tmp_path: Path) -> None:
    folder = Path(sysconfig.get_path("stdlib"), "lib-dynload")
    module_file = next(iter(folder.glob("_json.*")), None)
    if module_file is None:
        pytest.skip("this Python has its modules built in")
    long = tmp_path / "long.so"
    long.write_bytes(module_file.read_bytes() + bytes(10_000))
    (made,) = gathering.compacted([("lib-dynload/_json.so", str(long), "EXTENSION")], str(tmp_path / "made"))
    assert made == ("lib-dynload/_json.so", str(tmp_path / "made" / "lib-dynload" / "_json.so"), "EXTENSION")
    code = "import importlib.util as u, sys; s = u.spec_from_file_location('_json', sys.argv[1]); u.module_from_spec(s)"
    subprocess.run([sys.executable, "-c", code, made[1]], check=True, timeout=60)
    others = [("_json.so", made[1], "EXTENSION"), ("libm.so.6", "libm-2.36.so", "SYMLINK")]
    assert gathering.compacted(others, str(tmp_path / "again")) == others


def test_chromium_s_tables_are_fewer_and_its_other_data_stays(tmp_path: Path) -> None:
    folder = Path(str(metadata.distribution("PySide6_WebEngine").locate_file("PySide6/Qt/resources")))
    if not (folder / "icudtl.dat").exists():
        pytest.skip("this Qt has it elsewhere")
    files = [(f"PySide6/Qt/resources/{path.name}", str(path), "DATA") for path in sorted(folder.iterdir())]
    made = gathering.with_fewer_tables(files, str(tmp_path / "made"))
    changed = {now for before, now in zip(files, made, strict=True) if before != now}
    assert changed == {("PySide6/Qt/resources/icudtl.dat", str(tmp_path / "made" / "icudtl.dat"), "DATA")}
    before, now = (folder / "icudtl.dat").read_bytes(), (tmp_path / "made" / "icudtl.dat").read_bytes()
    assert len(before) - 3_000_000 < len(now) < len(before) - 2_000_000
    assert b"brkitr/thaidict.dict" in now


def test_the_runtime_of_microsoft_is_beside_the_programs_on_windows_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    assert gathering.runtime("linux") == gathering.runtime("darwin") == []
    names = ("msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll")
    assert gathering.runtime("win32") == [(str(tmp_path / "shiboken6" / name), ".") for name in names]


def test_an_openssl_that_is_not_pythons_does_not_come_into_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    files = [
        (path, path, "BINARY") for path in ("libssl-3-x64.dll", "libcrypto-3.dll", "sqlite3.dll", "PySide6\\a.dll")
    ]
    monkeypatch.setattr(gathering, "is_of_python", lambda path: path == "libcrypto-3.dll")
    assert [path for path, _, _ in gathering.without_foreign_openssl(files)] == [
        "libcrypto-3.dll", "sqlite3.dll", "PySide6\\a.dll",
    ]  # fmt: skip


def test_libraw_is_found_in_its_wheel_and_without_it_there_is_no_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "rawpy" not in required_wheels():
        pytest.skip("there is none for this computer")
    assert next((Path(file).is_file(), folder) for file, folder in gathering.libraw()) == (True, "rawpy")
    for name in ("raw_r.dll", "vcomp140.dll", "_rawpy.pyd"):
        (tmp_path / name).touch()
    monkeypatch.setattr(gathering, "find_libraw", lambda: tmp_path / "raw_r.dll")
    assert [Path(file).name for file, _ in gathering.libraw()] == ["raw_r.dll", "vcomp140.dll"]
    monkeypatch.setattr(gathering, "find_libraw", lambda: None)
    with pytest.raises(SystemExit, match="No LibRaw was found"):
        gathering.libraw()
    monkeypatch.setattr(gathering, "required_wheels", set)
    assert gathering.libraw() == []


def test_lists_of_what_was_installed_stay_here() -> None:
    """They hold checksums of commands that name the folder of the environment."""
    there = [(f"flask-3.1.3.dist-info/{name}", "", "DATA") for name in ("METADATA", "RECORD")]
    assert gathering.without_records(there) == there[:1]
    assert gathering.without_records([(r"flask-3.1.3.dist-info\RECORD", "", "DATA")]) == []
