"""Which of the files that PyInstaller collects go into the package on Linux: what stays is listed, the rest is dropped.

What may go changes with each Qt, and what comes in with it may have another licence: Qt Charts and some twenty other
modules of the same wheels are under the GPL alone.
"""

from __future__ import annotations

import re

QT_LIBRARIES = frozenset(
    """
    Concurrent Core DBus FFmpegStub-crypto FFmpegStub-ssl FFmpegStub-va FFmpegStub-va-drm FFmpegStub-va-x11 Gui
    Multimedia MultimediaWidgets Network OpenGL Positioning PrintSupport Qml QmlMeta QmlModels QmlWorkerScript Quick
    QuickWidgets Svg WaylandClient WlShellIntegration WebChannel WebEngineCore WebEngineWidgets Widgets XcbQpa
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
)
QT_MODULES = frozenset(
    """
    QtCore QtDBus QtGui QtMultimedia QtMultimediaWidgets QtNetwork QtPrintSupport QtSvg QtWebChannel QtWebEngineCore
    QtWebEngineWidgets QtWidgets
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
)
"""The modules of PySide6, each of which brings its library."""
QT_PLUGINS = """
    platforms/libqxcb platforms/libqoffscreen platforms/libqwayland platformthemes/libqxdgdesktopportal
    xcbglintegrations/ imageformats/libqsvg imageformats/libqico iconengines/ platforminputcontexts/libcompose
    platforminputcontexts/libibus wayland-shell-integration/libxdg-shell wayland-decoration-client/
    wayland-graphics-integration-client/ tls/libqopenssl multimedia/libffmpegmediaplugin
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
_NOT_OURS = ("webview/lib/", "numpy/", "numpy.libs/", "rawpy/_rawpy.")
"""Microsoft's, for Windows; what only rawpy's Python module needs, which is not used (`gallery/imaging/libraw.py`)."""
FFMPEG = frozenset(("avcodec", "avformat", "avutil", "swresample", "swscale"))
LOCALES = frozenset(("en-US",))
"""Of what Chromium says itself (tooltips of players, hints in forms): the page has nothing of which it says any."""
QT_TEXTS = frozenset(("qtbase_de.qm",))
"""What Qt's own dialogs say, in the languages of `ui/languages` other than English; 0.2 MB each."""
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


def is_kept(path: str) -> bool:
    """Return whether a file goes into the package.

    Args:
        path: Its path in the package, or in the folder where wheels are installed; of Linux.
    """
    path = path.replace("\\", "/")
    name = path.rpartition("/")[2]
    if path.startswith(_NOT_OURS):
        return False
    if path.startswith("PySide6/"):
        return _is_kept_of_qt(path, name)
    if name.startswith("libQt6"):  # a link to one of PySide6
        return _is_kept_library(name)
    return not FOREIGN.match(name)


def _is_kept_of_qt(path: str, name: str) -> bool:
    """Return whether a file of PySide6 goes into the package."""
    folder = path.split("/")[1:-1]
    if folder[:2] == ["Qt", "translations"]:
        return name in QT_TEXTS or ("qtwebengine_locales" in folder and name.removesuffix(".pak") in LOCALES)
    if folder[:2] == ["Qt", "plugins"]:
        return any(plugin in path for plugin in QT_PLUGINS)
    if folder[:2] == ["Qt", "lib"]:
        return _is_kept_library(name)
    if folder[:2] == ["Qt", "libexec"]:
        return name in ("QtWebEngineProcess", "qt.conf")
    if folder[:1] == ["Qt"]:
        return folder[1:2] == ["resources"] and "devtools_resources" not in name and ".debug." not in name
    return not folder and ".so" in name and (bool(_BESIDE_QT.match(name)) or name.partition(".")[0] in QT_MODULES)


def _is_kept_library(name: str) -> bool:
    """Return whether a library of Qt, or one that Qt brings, goes into the package."""
    if name.startswith("libQt6"):
        return name.removeprefix("libQt6").partition(".")[0] in QT_LIBRARIES
    ffmpeg = _FFMPEG.match(name)
    return bool(_BESIDE_QT.match(name)) or (ffmpeg is not None and ffmpeg[1] in FFMPEG)
