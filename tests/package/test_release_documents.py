"""What lies beside the program on Debian: changes in short lines, a page of the manual that names all, overrides."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from assets.release.archives import Member
from assets.release.debian import HOME, Release, surroundings, write_deb
from assets.release.documents import changelog, maintainer, manual
from assets.release.icons import icons
from gallery.cli.main import COMMANDS, main
from tests.package.linting import faults_of
from tests.window.needs import lack

RELEASE = Release("1.2.3", 1_700_000_000, "amd64")
LICENCE, CHANGES = ((Path(__file__).parents[2] / name).read_text("utf-8") for name in ("LICENSE", "CHANGELOG.md"))
OPTION = re.compile(r"--[a-z][a-z-]+")


def said_by(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what a command says about its arguments."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    return capsys.readouterr().out


def plain_manual() -> str:
    return manual(RELEASE).replace(r"\-", "-")


def test_the_manual_names_every_command_and_is_of_this_version() -> None:
    text = plain_manual()
    assert set(re.findall(r"^\.B shoebox ([a-z]+)$", text, re.MULTILINE)) == {*COMMANDS} - {"open"}
    commands = text.partition(".SH COMMANDS")[2].partition(".SH OPTIONS")[0]
    assert set(re.findall(r"^\.TP\n\.B (\w+)$", commands, re.MULTILINE)) == {"shoebox", *COMMANDS} - {"open"}
    assert text.startswith('.TH SHOEBOX 1 "2023-11-14" "Shoebox 1.2.3" ')


def test_the_manual_names_the_options_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    there = {option for command in COMMANDS for option in OPTION.findall(said_by(command, capsys))}
    assert set(OPTION.findall(plain_manual())) == there


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "open"])
def test_the_manual_shows_each_command_with_its_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    usage = said_by(command, capsys).partition("\n\n")[0]
    shown = plain_manual().partition(f".B shoebox {command}\n")[2].partition(".br\n")[0].partition(".SH")[0]
    assert {*OPTION.findall(shown)} == {*OPTION.findall(usage)} - {"--version", "--data-dir", "--verbose"}


def test_groff_finds_no_fault_in_the_manual() -> None:
    if shutil.which("groff") is None:
        lack("groff is not installed")
    command = ["groff", "-man", "-Tutf8", "-ww", "-z"]
    ended = subprocess.run(command, input=manual(RELEASE), text=True, capture_output=True, check=True)
    assert ended.stderr == ""


def test_changes_are_in_short_lines_and_none_is_lost() -> None:
    lines = changelog(RELEASE, CHANGES).splitlines()
    assert max(map(len, lines)) <= 80
    assert all(line.startswith("  ") for line in lines[1:-1] if line)
    assert " ".join(lines[1:-1]).split() == CHANGES.split()


def test_an_entry_of_a_list_stays_one() -> None:
    text = changelog(RELEASE, "# Head\n\n- " + "one " * 30 + "\n  more.\n- two\n")
    assert [line[:5] for line in text.splitlines()[2:]] == ["  # H", "", "  - o", "    o", "  - t", "", " -- T"]


def test_who_makes_the_package_is_asked_as_debian_s_tools_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBFULLNAME", "Ann")
    monkeypatch.setenv("DEBEMAIL", "ann@example.org")
    assert maintainer() == "Ann <ann@example.org>"


def test_lintian_finds_no_fault_beside_the_program(tmp_path: Path) -> None:
    """In the whole package: `test_release_lintian.py`."""
    pytest.importorskip("PySide6.QtSvg")
    program = Member(f"{HOME}/shoebox", b"#!/bin/sh\n", is_program=True)
    file = tmp_path / "shoebox_1.2.3_amd64.deb"
    members = [program, *surroundings(RELEASE, LICENCE, CHANGES), *icons("shoebox")]
    write_deb(file, members, RELEASE, ["libc6"])
    assert faults_of(file) == []
