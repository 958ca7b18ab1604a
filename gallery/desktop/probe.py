"""Finds out whether a window can open here, and what to install if not, before Qt could abort the process.

No Qt object is made. A missing library of the xcb plugin is no ImportError but an abort(), and an ImportError names one
library at a time; so every library that Qt is known to need is tried, and the sentence names all packages at once.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import platform
import socket
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ENGINE_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libgbm.so.1": "libgbm1",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
}
_XCB_LIBRARIES = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
_FONT_PACKAGE = "fonts-dejavu-core"
# Debian 13 and Ubuntu 24.04 renamed what carries 64-bit time; these are the releases before that still alive.
_RELEASES_BEFORE_TIME64 = frozenset({"bullseye", "bookworm", "focal", "jammy"})
_TIME64_PACKAGES = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}
_SCREENLESS_PLATFORMS = frozenset({"offscreen", "minimal", "vnc"})


def window_problem() -> str | None:
    """Return None if a window can open here, else one sentence for the user that says what to do."""
    if sys.platform == "linux":
        if not _is_screenless() and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."
        if missing := missing_libraries():
            return _missing_sentence(missing)
    return _import_problem() or _display_problem()


def window_report() -> dict[str, str | bool]:
    """Return what `doctor` shows of the window, by the name it shows it under."""
    problem = window_problem()
    missing = missing_libraries() if sys.platform == "linux" else []
    return {
        "window": problem is None,
        "problem": problem or "",
        "backend": "qt",
        "pywebview": _version("pywebview"),
        "pyside6": _version("PySide6_Essentials"),
        "webengine": _version("PySide6_WebEngine"),
        "platform": os.environ.get("QT_QPA_PLATFORM", ""),
        "display": os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY", ""),
        "missing_packages": " ".join(_package_names(missing)),
    }


def missing_libraries() -> list[str]:
    """Return the libraries that Qt needs and the loader does not find. `_FONT_PACKAGE` stands for a missing font."""
    wanted = dict(_ENGINE_LIBRARIES) if _is_screenless() else _ENGINE_LIBRARIES | _XCB_LIBRARIES
    missing = [name for name in wanted if not _library_loads(name)]
    if "libfontconfig.so.1" not in missing and not _has_font():
        missing.append(_FONT_PACKAGE)
    return missing


def _is_screenless() -> bool:
    """Return whether the chosen Qt platform draws without a screen."""
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _SCREENLESS_PLATFORMS


def _library_loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    """Return whether there is any font: without one the page would show no text at all.

    fontconfig's FcConfigGetFonts returns a struct that begins with a count.
    """
    fontconfig = ctypes.CDLL("libfontconfig.so.1")
    fontconfig.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    fontconfig.FcConfigGetFonts.restype = ctypes.POINTER(ctypes.c_int)
    fontconfig.FcConfigGetFonts.argtypes = [ctypes.c_void_p, ctypes.c_int]
    fontconfig.FcConfigDestroy.argtypes = [ctypes.c_void_p]
    config = fontconfig.FcInitLoadConfigAndFonts()
    if not config:
        return False
    count = fontconfig.FcConfigGetFonts(config, 0)
    found = bool(count) and count[0] > 0
    fontconfig.FcConfigDestroy(config)
    return found


def _os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:  # a system without that file; it is no Debian then
        return {}


def _package_names(missing: list[str]) -> list[str]:
    """Return Debian's package names for missing libraries, as this release spells them."""
    release = _os_release()
    codename = release.get("UBUNTU_CODENAME") or release.get("DEBIAN_CODENAME") or release.get("VERSION_CODENAME", "")
    names = [({_FONT_PACKAGE: _FONT_PACKAGE} | _ENGINE_LIBRARIES | _XCB_LIBRARIES)[name] for name in missing]
    return names if codename in _RELEASES_BEFORE_TIME64 else [_TIME64_PACKAGES.get(name, name) for name in names]


def _missing_sentence(missing: list[str]) -> str:
    """Return the sentence that names what is missing, and how to install it where that is known."""
    release = _os_release()
    family = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    if not family & {"debian", "ubuntu"}:
        them = "it" if len(missing) == 1 else "them"
        return f"The window needs {_join_names(missing)}: install {them} with this system's package manager."
    packages = _package_names(missing)
    return f"The window needs {_join_names(packages)} (sudo apt-get install {' '.join(packages)})."


def _join_names(names: list[str]) -> str:
    """Return the names as "a", "a and b" or "a, b and c"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _import_problem() -> str | None:
    """Return a sentence that names the Python package which cannot be imported, or None."""
    try:
        importlib.import_module("PySide6.QtWebEngineWidgets")
        importlib.import_module("webview")
    except ImportError as error:
        return _cannot_load(error.name or "its backend", str(error))
    return None


def _cannot_load(name: str, why: str) -> str:
    return f'The window cannot load {name} ({why}): run "pip install -e ." in the checkout.'


def _display_problem() -> str | None:
    """Return a sentence when no display server answers, or None. Qt would abort the process there."""
    if sys.platform != "linux" or _is_screenless():
        return None
    if _wayland_answers() or _x_answers():
        return None
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")
    return f"The display {shown} does not answer: it may have ended, or belong to another user."


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    if not name or sys.platform == "win32":
        return False
    address = Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(2)
        return wire.connect_ex(str(address)) == 0


def _x_answers() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)  # never NULL: a failed connection is an object with an error
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""
