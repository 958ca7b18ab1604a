"""Environment variables: those that may reach Qt and Chromium, and those that a child program inherits."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.base.locale_environment import prefer_utf8, restore_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEBUG_VARIABLES = frozenset(
    {
        "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
        "WEBKIT_INSPECTOR_SERVER",
        "WEBKIT_INSPECTOR_HTTP_SERVER",
        "FLASK_DEBUG",
        "FLASK_ENV",
        "WERKZEUG_DEBUG_PIN",
        "PYTHONINSPECT",
        "PYWEBVIEW_GUI",
        "PYWEBVIEW_LOG",
    }
)
_OWN_VARIABLES = frozenset({"QT_PLUGIN_PATH", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORM", "QT_MEDIA_BACKEND"})
_MEDIA_PREFIX = "QT_FFMPEG_"
_ENGINE_PREFIXES = ("QTWEBENGINE", _MEDIA_PREFIX)
_OWN_PREFIXES = ("QTWEBENGINE", "_PYI_", _MEDIA_PREFIX)
_MEDIA_VARIABLES = {"QT_MEDIA_BACKEND": "ffmpeg", "QT_FFMPEG_PROTOCOL_WHITELIST": "none"}
"""Of Qt Multimedia, which plays videos in the window: what a file names is never opened (S45, docs/threats.md)."""

# Asks the desktop's portal for colours and dialogs. Qt's own choice on GNOME and Xfce does not see "dark".
_PORTAL_PLATFORM_THEME = "xdgdesktopportal"

CHROMIUM_FLAGS = (
    # Chromium's own log repeats what Qt's message handler already gets.
    "--disable-logging",
    "--log-level=3",
    # The window has one server. Every other name and address is unknown to it, whoever asks.
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
)


def clean_environment() -> None:
    """Delete the variables that open a debugger or alter the engine in Qt, Chromium and Flask (S25, docs/threats.md).

    QT_QPA_PLATFORM stays: it is the user's choice.
    """
    for name in [name for name in os.environ if name.startswith(_ENGINE_PREFIXES) or name in _DEBUG_VARIABLES]:
        del os.environ[name]


def prepare_environment(devtools: int | None = None) -> None:
    """Clean the environment, then set what this program wants of Qt. Call it before the first Qt object is made.

    Args:
        devtools: port on 127.0.0.1 for Chromium's debugging protocol, of which the user is warned; None: no such port.
    """
    clean_environment()
    prefer_utf8(os.environ)
    os.environ |= _MEDIA_VARIABLES
    flags = CHROMIUM_FLAGS if may_have_sound(os.environ) else (*CHROMIUM_FLAGS, "--disable-audio-output")
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(flags)
    if sys.platform == "linux" and os.geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"  # Chromium refuses to run as root otherwise
    if _has_portal():
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", _PORTAL_PLATFORM_THEME)
    if devtools is not None:
        if sys.stderr is not None:
            sys.stderr.write(f"Any program on this computer can now drive the window, on port {devtools}.\n")
        os.environ["QTWEBENGINE_REMOTE_DEBUGGING"] = f"127.0.0.1:{devtools}"


def _has_portal() -> bool:
    """Return whether a desktop portal may be there; where there is none after all, Qt shows its own dialogs.

    On KDE the theme is Qt's own, and the portal is not asked.
    """
    desktops = os.environ.get("XDG_CURRENT_DESKTOP", "").split(":")
    return sys.platform == "linux" and "DBUS_SESSION_BUS_ADDRESS" in os.environ and "KDE" not in desktops


def may_have_sound(environ: Mapping[str, str], cards: Path = Path("/proc/asound")) -> bool:
    """Return whether Chromium may look for sound: on Linux, where there is neither card nor server, ALSA complains.

    Args:
        environ: the environment.
        cards: where Linux lists the cards of this computer.
    """
    if sys.platform != "linux" or "PULSE_SERVER" in environ or any(cards.glob("card[0-9]*")):
        return True
    return Path(environ.get("XDG_RUNTIME_DIR", "/nowhere"), "pulse", "native").exists()


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for another program: without Qt's variables, with loader's path and locale as before.

    A frozen build (PyInstaller) puts its own libraries first, which would break every program it starts; it keeps the
    user's value in a variable that ends in _ORIG.
    """
    child = {
        name: value
        for name, value in environ.items()
        if name not in _OWN_VARIABLES and not name.startswith(_OWN_PREFIXES)
    }
    if child.get("QT_QPA_PLATFORMTHEME") == _PORTAL_PLATFORM_THEME:
        del child["QT_QPA_PLATFORMTHEME"]
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        child.pop(name, None)
        if (original := child.pop(f"{name}_ORIG", None)) is not None:
            child[name] = original
    restore_locale(child)
    return child
