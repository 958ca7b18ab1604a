"""Which of the files that PyInstaller collects go into the package: what stays of Qt is listed, the rest is dropped.

What may go changes with each Qt, and what comes in with it may have another licence: Qt Charts and some twenty other
modules of the same wheels are under the GPL alone. Names are those of Linux here; `chosen_windows.py` and
`chosen_macos.py` have those of their systems.
"""

from __future__ import annotations

import re
import sys

from assets.package import chosen_macos, chosen_windows
from assets.package.qt_parts import FFMPEG, QT_LIBRARIES, QT_MODULES, is_resource_kept, is_text_kept

QT_LIBRARIES_OF_LINUX = frozenset(
    """
    FFmpegStub-crypto FFmpegStub-ssl FFmpegStub-va FFmpegStub-va-drm FFmpegStub-va-x11 WaylandClient WlShellIntegration
    XcbQpa
    """.split()  # noqa: SIM905  names read better without quotation marks
)
QT_PLUGINS = """
    platforms/libqxcb platforms/libqoffscreen platforms/libqwayland platformthemes/libqxdgdesktopportal
    xcbglintegrations/ imageformats/libqsvg imageformats/libqico iconengines/ platforminputcontexts/libcompose
    platforminputcontexts/libibus wayland-shell-integration/libxdg-shell wayland-decoration-client/
    wayland-graphics-integration-client/ tls/libqopenssl multimedia/libffmpegmediaplugin
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
_NOT_OURS = ("webview/lib/", "numpy/", "numpy.libs/", "rawpy/_rawpy.")
"""Microsoft's, for Windows; what only rawpy's Python module needs, which is not used (`gallery/imaging/libraw.py`)."""
_BESIDE_QT = re.compile(r"lib(icudata|icui18n|icuuc|shiboken6|pyside6)\b")
_FFMPEG = re.compile(r"lib(\w+)\.so\.\d+$")
"""The name that libraries look for; the wheel holds each of these libraries three times."""
FOREIGN = re.compile(r"lib(stdc\+\+|gcc_s|gbm|pulse)\.so")
"""What must be the target's own: the compiler's libraries, the part of Mesa that goes with the drivers (PyInstaller
leaves out its others), sound."""
LOADED_BY_NAME = re.compile(r"lib(softokn3|freebl3|freeblpriv3|nssdbm3|nssckbi|ssl|crypto)\.so")
"""Libraries that no other is linked with: NSS loads its parts by their names, Qt and FFmpeg that of OpenSSL."""


def is_of_system(path: str) -> bool:
    """Return whether a library lies where PyInstaller puts those of the system."""
    return "/" not in path and path.startswith("lib") and not path.startswith("libpython")


def is_kept(path: str, system: str = sys.platform) -> bool:
    """Return whether a file goes into the package.

    Args:
        path: Its path in the package, or in the folder where wheels are installed.
        system: That it is for, as `sys.platform` says.
    """
    path = path.replace("\\", "/")
    name = path.rpartition("/")[2]
    if path.startswith(_NOT_OURS):
        return False
    if path.startswith("PySide6/"):
        of_qt = {"win32": chosen_windows.is_kept_of_qt, "darwin": chosen_macos.is_kept_of_qt}
        return of_qt.get(system, _is_kept_of_qt)(path)
    if system == "win32":
        return chosen_windows.OF_WINDOWS.match(name) is None
    if system == "darwin":
        return name != path or chosen_macos.is_kept_link(name)
    if name.startswith("libQt6"):  # a link to one of PySide6
        return _is_kept_library(name)
    return not FOREIGN.match(name)


def _is_kept_of_qt(path: str) -> bool:
    """Return whether a file of PySide6 goes into the package on Linux."""
    _, *folder, name = path.split("/")
    if folder[:2] == ["Qt", "translations"]:
        return is_text_kept(folder, name)
    if folder[:2] == ["Qt", "plugins"]:
        return any(plugin in path for plugin in QT_PLUGINS)
    if folder[:2] == ["Qt", "lib"]:
        return _is_kept_library(name)
    if folder[:2] == ["Qt", "libexec"]:
        return name in ("QtWebEngineProcess", "qt.conf")
    if folder[:1] == ["Qt"]:
        return folder[1:2] == ["resources"] and is_resource_kept(name)
    return not folder and ".so" in name and (bool(_BESIDE_QT.match(name)) or name.partition(".")[0] in QT_MODULES)


def _is_kept_library(name: str) -> bool:
    """Return whether a library of Qt, or one that Qt brings, goes into the package."""
    if name.startswith("libQt6"):
        return name.removeprefix("libQt6").partition(".")[0] in QT_LIBRARIES | QT_LIBRARIES_OF_LINUX
    ffmpeg = _FFMPEG.match(name)
    return bool(_BESIDE_QT.match(name)) or (ffmpeg is not None and ffmpeg[1] in FFMPEG)
