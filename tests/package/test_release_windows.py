"""What Windows is told of the program, as far as it can be read without Windows: version, recipe of the setup, archive."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assets.release import windows
from assets.release.archives import Member
from gallery import __version__
from gallery.imaging.formats import picture_suffixes, promises_picture


class _Called(SimpleNamespace):
    """A part of the resource: what it is made from."""


def evaluated(text: str) -> Any:
    """Return the resource as PyInstaller reads it: a Python expression of these names."""

    def part(*args: Any, **named: Any) -> _Called:
        return _Called(args=args, **named)

    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    return eval(text, dict.fromkeys(names, part))


def recipe() -> str:
    return windows.RECIPE.read_text(encoding="utf-8").replace("#include Types", windows.supported_types())


def section(name: str) -> list[str]:
    """Return the lines of a section of the recipe."""
    found = re.search(rf"^\[{name}\]\n(.*?)(?=^\[|\Z)", recipe(), re.MULTILINE | re.DOTALL)
    assert found, name
    return [line for line in found[1].strip().splitlines() if not line.startswith(";")]


def test_the_properties_of_a_program_name_it_and_its_version() -> None:
    resource = evaluated(windows.version_resource("1.2.3", "shoebox-cli"))
    assert resource.ffi.filevers == resource.ffi.prodvers == (1, 2, 3, 0)
    strings, translation = resource.kids
    (table,) = strings.args[0]
    values = dict(struct.args for struct in table.args[1])
    assert (values["ProductName"], values["FileVersion"]) == ("Shoebox", "1.2.3")
    assert values["OriginalFilename"] == "shoebox-cli.exe"
    language, page = translation.args[0][0].args[1]
    assert f"{language:04X}{page:04X}" == table.args[0]  # the table is found by these two


def test_this_version_has_the_numbers_that_windows_wants() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", windows.numbers_of(__version__))
    assert [windows.numbers_of(one) for one in ("1.2", "0.2.0rc1")] == ["1.2.0.0", "0.2.0.0"]


def test_the_setup_asks_for_no_administrator_and_stays_in_the_users_own_places() -> None:
    settings = dict(line.split("=", 1) for line in section("Setup"))
    assert settings["PrivilegesRequired"] == "lowest"
    assert settings["DefaultDirName"].startswith("{autopf}")
    assert (
        settings["AppId"] == "{{" + "6C0B5F0E-5B3E-4E0B-9C1D-3A1F7C3B8E52}"
    )  # another one would install beside the first
    assert all(line.startswith("Root: HKA;") for line in section("Registry"))
    assert not re.search(r"HKLM|\{commonpf|\{pf\}|\{win\}|\{sys\}", recipe())


def test_an_update_leaves_nothing_of_the_version_before() -> None:
    assert section("InstallDelete") == [r'Type: filesandordirs; Name: "{app}\_internal"']


def test_every_key_of_the_registry_goes_with_the_program() -> None:
    lines = section("Registry")
    keys = [re.search(r'Subkey: "([^"]*)"', line) for line in lines]
    own = [key[1] for key, line in zip(keys, lines, strict=True) if key and "uninsdeletekey" in line]
    for key in keys:
        assert key
        assert any(key[1] == one or key[1].startswith(one + "\\") for one in own), key[1]


def test_the_explorer_is_told_every_kind_of_picture_and_takes_none_from_another_program() -> None:
    named = set(re.findall(r'SupportedTypes"; ValueType: string; ValueName: "\.(\w+)"', recipe()))
    assert named == {suffix.decode() for suffix in picture_suffixes()}
    assert {"jpg", "heic", "cr3", "jxl"} <= named
    assert not named & {"mp4", "mov", "raw", "pdf"}
    assert all(promises_picture(f"x.{suffix}".encode()) for suffix in named)
    assert "UserChoice" not in recipe()


def test_every_text_of_the_setup_is_there_in_both_languages() -> None:
    messages = [line.partition("=")[0] for line in section("CustomMessages")]
    used = set(re.findall(r"\{cm:(OpenFolder)\}", recipe()))
    assert sorted(messages) == sorted(f"{language}.{name}" for language in ("en", "de") for name in used)


def test_all_that_the_recipe_leaves_open_is_filled_in() -> None:
    given = windows.definitions(Path("built"), Path("release"), "1.2.3", Path("a b", "types.iss"))
    names = {option.removeprefix("/D").partition("=")[0] for option in given}
    assert names == {*re.findall(r"\{#(\w+)\}", recipe()), "Types"}


def test_an_archive_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    program = tmp_path / "shoebox.exe"
    program.write_bytes(b"program" * 100)
    members = [Member("shoebox/shoebox.exe", program), Member("shoebox/ä.txt", b"text")]
    for number, name in enumerate(("one.zip", "two.zip")):
        os.utime(program, (number, number))
        windows.write_zip(tmp_path / name, members, 1_700_000_001)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["shoebox/shoebox.exe", "shoebox/ä.txt"]
        assert archive.read("shoebox/ä.txt") == b"text"


def test_a_setup_without_inno_setup_is_an_error_and_not_a_release_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="Inno Setup"):
        windows.make_setup(tmp_path, tmp_path, "1.2.3")
