"""The probe's sentences: what is missing, and the way out."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import pytest

from gallery.desktop import probe

BOOKWORM = {"ID": "debian", "VERSION_CODENAME": "bookworm"}
TRIXIE = {"ID": "debian", "VERSION_CODENAME": "trixie"}
NOBLE = {"ID": "ubuntu", "ID_LIKE": "debian", "VERSION_CODENAME": "noble", "UBUNTU_CODENAME": "noble"}
JAMMY = {"ID": "ubuntu", "ID_LIKE": "debian", "UBUNTU_CODENAME": "jammy"}
MINT = {"ID": "linuxmint", "ID_LIKE": "ubuntu debian", "VERSION_CODENAME": "wilma", "UBUNTU_CODENAME": "noble"}
FEDORA = {"ID": "fedora", "VERSION_ID": "42"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these ways to fail")


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with a screen where all is well, but for what a test takes away."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(probe, "_library_loads", lambda library: True)
    monkeypatch.setattr(probe, "_has_font", lambda: True)
    monkeypatch.setattr(probe, "_os_release", lambda: BOOKWORM)
    monkeypatch.setattr(probe, "_x_answers", lambda: True)


def take_away(monkeypatch: pytest.MonkeyPatch, *libraries: str) -> None:
    monkeypatch.setattr(probe, "_library_loads", lambda library: library not in libraries)


def test_none_where_all_is_well() -> None:
    assert probe.window_problem() is None


def test_one_library(monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch, "libxcb-cursor.so.0")
    assert probe.window_problem() == "The window needs libxcb-cursor0 (sudo apt-get install libxcb-cursor0)."


def test_all_packages_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch, "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libEGL.so.1")
    assert probe.window_problem() == (
        "The window needs libegl1, libxcb-cursor0 and libxcb-icccm4 "
        "(sudo apt-get install libegl1 libxcb-cursor0 libxcb-icccm4)."
    )


@pytest.mark.parametrize(
    ("release", "packages"),
    [
        (BOOKWORM, "libasound2 libglib2.0-0"),
        (JAMMY, "libasound2 libglib2.0-0"),
        (TRIXIE, "libasound2t64 libglib2.0-0t64"),
        (NOBLE, "libasound2t64 libglib2.0-0t64"),
        (MINT, "libasound2t64 libglib2.0-0t64"),
        ({"ID": "debian", "VERSION_CODENAME": "some-later-one"}, "libasound2t64 libglib2.0-0t64"),
    ],
)
def test_names_of_the_release(monkeypatch: pytest.MonkeyPatch, release: dict[str, str], packages: str) -> None:
    monkeypatch.setattr(probe, "_os_release", lambda: release)
    take_away(monkeypatch, "libasound.so.2", "libglib-2.0.so.0")
    assert (probe.window_problem() or "").endswith(f"(sudo apt-get install {packages}).")


@pytest.mark.parametrize("release", [FEDORA, {}])
def test_elsewhere_the_libraries_themselves_are_named(monkeypatch: pytest.MonkeyPatch, release: dict[str, str]) -> None:
    monkeypatch.setattr(probe, "_os_release", lambda: release)
    take_away(monkeypatch, "libxcb-cursor.so.0")
    assert probe.window_problem() == (
        "The window needs libxcb-cursor.so.0: install it with this system's package manager."
    )


def test_a_machine_without_fonts_would_show_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_has_font", lambda: False)
    assert "sudo apt-get install fonts-dejavu-core" in (probe.window_problem() or "")


def test_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    take_away(monkeypatch, "libxcb-cursor.so.0")  # of no interest here
    assert (probe.window_problem() or "").startswith("There is no display")


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:size=800x600"])
def test_a_platform_without_a_screen_is_allowed(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    take_away(monkeypatch, "libxcb-cursor.so.0")
    assert probe.window_problem() is None
    take_away(monkeypatch, "libnss3.so")
    assert "libnss3" in (probe.window_problem() or "")


def test_a_library_nobody_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> None:
        raise ImportError("libnew.so.1: cannot open shared object file", name="PySide6")

    monkeypatch.setattr(importlib, "import_module", fail)
    assert "libnew.so.1: cannot open shared object file" in (probe.window_problem() or "")


def real(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"}
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | env, capture_output=True, text=True, timeout=60, check=False
    )


ASK = "from gallery.desktop.probe import window_problem; print(window_problem())"


@pytest.mark.parametrize(
    ("env", "start"),
    [({}, "There is no display"), ({"DISPLAY": ":5599"}, "The display :5599 does not answer")],
)
def test_a_stale_display_is_a_sentence_not_an_abort(env: dict[str, str], start: str) -> None:
    done = real(ASK, **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(start) or "sudo apt-get install" in done.stdout


def test_a_stale_wayland_socket(tmp_path: object) -> None:
    done = real(ASK, WAYLAND_DISPLAY="wayland-9", XDG_RUNTIME_DIR=str(tmp_path))
    assert done.returncode == 0
    assert "does not answer" in done.stdout or "sudo apt-get install" in done.stdout


def test_the_probe_makes_no_application_and_imports_nothing_early() -> None:
    done = real(
        "import sys; from gallery.desktop import probe; assert 'PySide6' not in sys.modules;"
        "probe.window_report(); from PySide6.QtCore import QCoreApplication; assert QCoreApplication.instance() is None;"
        "assert 'qtpy' not in sys.modules",
        QT_QPA_PLATFORM="offscreen",
    )
    assert done.returncode == 0, done.stderr


def test_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    take_away(monkeypatch, "libxcb-cursor.so.0")
    facts = probe.window_report()
    assert facts["window"] is False
    assert facts["missing_packages"] == "libxcb-cursor0"
    assert str(facts["pywebview"]).startswith("6.")
    assert facts["display"] == ":7"
