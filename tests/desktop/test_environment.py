"""Variables open no door, and other programs get the user's environment rather than ours."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from gallery.base import locale_environment
from gallery.desktop.environment import (
    CHROMIUM_FLAGS,
    child_environment,
    clean_environment,
    may_have_sound,
    prepare_environment,
)

if TYPE_CHECKING:
    from pathlib import Path

DOORS = [
    "QTWEBENGINE_REMOTE_DEBUGGING",
    "QTWEBENGINE_CHROMIUM_FLAGS",
    "QTWEBENGINE_DISABLE_SANDBOX",
    "QTWEBENGINEPROCESS_PATH",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "FLASK_DEBUG",
    "FLASK_ENV",
    "WERKZEUG_DEBUG_PIN",
    "PYTHONINSPECT",
    "QT_FFMPEG_DEBUG",
    "QT_FFMPEG_PROTOCOL_WHITELIST",
]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.mark.parametrize("name", DOORS)
def test_doors_are_closed(name: str) -> None:
    os.environ[name] = "1"
    clean_environment()
    assert name not in os.environ


def test_the_platform_is_the_user_s() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_environment()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_what_the_window_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    os.environ.update(QTWEBENGINE_REMOTE_DEBUGGING="0.0.0.0:1", QTWEBENGINE_DISABLE_SANDBOX="1")
    prepare_environment()
    assert os.environ["QT_FFMPEG_PROTOCOL_WHITELIST"] == "none", "a video opens nothing else"
    assert "QTWEBENGINE_REMOTE_DEBUGGING" not in os.environ
    assert "QTWEBENGINE_DISABLE_SANDBOX" not in os.environ
    prepare_environment(devtools=4711)
    assert os.environ["QTWEBENGINE_REMOTE_DEBUGGING"] == "127.0.0.1:4711"


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Chromium refuse root")
def test_no_sandbox_for_root_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    prepare_environment()
    assert os.environ["QTWEBENGINE_DISABLE_SANDBOX"] == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="portals are Linux's")
@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:x", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, "xdgdesktopportal"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:x"}, "xdgdesktopportal"),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:x", "XDG_CURRENT_DESKTOP": "KDE"}, None),
        ({"DBUS_SESSION_BUS_ADDRESS": "unix:x", "QT_QPA_PLATFORMTHEME": "qt6ct"}, "qt6ct"),
        ({"XDG_CURRENT_DESKTOP": "GNOME"}, None),
    ],
)
def test_colours_come_from_the_portal(environ: dict[str, str], theme: str | None) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORMTHEME"):
        os.environ.pop(name, None)
    os.environ.update(environ)
    prepare_environment()
    assert os.environ.get("QT_QPA_PLATFORMTHEME") == theme


def test_children_get_nothing_of_ours() -> None:
    ours = {
        "LD_LIBRARY_PATH": "/bundle/_internal",
        "QT_PLUGIN_PATH": "/bundle",
        "QT_STYLE_OVERRIDE": "",
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QPA_PLATFORMTHEME": "xdgdesktopportal",
        "QTWEBENGINE_CHROMIUM_FLAGS": "x",
        "QT_MEDIA_BACKEND": "ffmpeg",
        "QT_FFMPEG_PROTOCOL_WHITELIST": "none",
        "_PYI_ARCHIVE_FILE": "x",
    }
    theirs = {"HOME": "/home/a", "DISPLAY": ":0", "QT_SCALE_FACTOR": "2"}
    assert child_environment(ours | theirs) == theirs


def test_children_keep_the_theme_the_user_chose() -> None:
    assert child_environment({"QT_QPA_PLATFORMTHEME": "qt6ct"}) == {"QT_QPA_PLATFORMTHEME": "qt6ct"}


def test_children_get_the_loader_path_of_before_the_bundle() -> None:
    environ = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/opt/lib"}
    assert child_environment(environ) == {"LD_LIBRARY_PATH": "/opt/lib"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the locale stays")
def test_children_get_the_locale_of_before_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale_environment, "encoding_of_locale", lambda: "ISO-8859-1")
    for name in [name for name in os.environ if name.startswith(("LC_", "LANG"))]:
        del os.environ[name]
    os.environ["LC_ALL"] = "de_DE.ISO-8859-1"
    prepare_environment()
    assert "LC_ALL" not in os.environ
    child = child_environment(os.environ)
    assert {name: value for name, value in child.items() if name.startswith(("LC_", "LANG", "SHOEBOX_USERS"))} == {
        "LC_ALL": "de_DE.ISO-8859-1"
    }


def test_chromium_is_started_with_these_flags() -> None:
    """Written out twice, so that a flag that is dropped is seen."""
    assert set(CHROMIUM_FLAGS) == {
        "--disable-logging",
        "--log-level=3",
        '--host-resolver-rules="MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"',
        "--no-proxy-server",
        "--no-pings",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-domain-reliability",
        "--disable-sync",
        "--disable-breakpad",
        "--disable-field-trial-config",
        "--no-first-run",
    }
    os.environ["PULSE_SERVER"] = "unix:x"  # with sound
    prepare_environment()
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == " ".join(CHROMIUM_FLAGS)


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Chromium fall back to ALSA")
def test_without_card_and_server_chromium_looks_for_no_sound(tmp_path: Path) -> None:
    cards, server = tmp_path / "asound", tmp_path / "pulse" / "native"
    environ = {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert not may_have_sound(environ, cards)
    assert not may_have_sound({}, cards)
    assert may_have_sound({"PULSE_SERVER": "tcp:box"}, cards)
    (cards / "card0").mkdir(parents=True)
    assert may_have_sound({}, cards)
    (cards / "card0").rmdir()
    server.parent.mkdir()
    server.touch()
    assert may_have_sound(environ, cards)
