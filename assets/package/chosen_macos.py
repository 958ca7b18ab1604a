"""Which files of PySide6 go into the package on macOS, where its libraries are frameworks.

Checked against the lists of real wheels (`tests/package/collected_macos.json`), never built there.
"""

from __future__ import annotations

import re

from assets.package.qt_parts import FFMPEG, QT_LIBRARIES, QT_MODULES, is_resource_kept, is_text_kept

PLUGINS = frozenset(
    """
    platforms/libqcocoa platforms/libqoffscreen styles/libqmacstyle imageformats/libqsvg imageformats/libqico
    iconengines/libqsvgicon tls/libqsecuretransportbackend multimedia/libffmpegmediaplugin
    """.split()  # noqa: SIM905  names read better without quotation marks
)
_BESIDE_MODULES = re.compile(r"libpyside6\.abi3\.[\d.]+\.dylib$")
_FFMPEG = re.compile(r"lib(\w+)\.\d+\.dylib$")
"""The name that libraries look for; the wheel holds each of these libraries twice."""


def is_kept_of_qt(path: str) -> bool:
    """Return whether a file of PySide6 goes into the package, by its path there: `PySide6/…`."""
    _, *folder, name = path.split("/")
    if folder[:2] == ["Qt", "lib"]:
        return _is_kept_library(folder[2:], name)
    if folder[:2] == ["Qt", "translations"]:
        return is_text_kept(folder, name)
    if folder[:2] == ["Qt", "plugins"]:
        return "/".join((*folder[2:], name)).removesuffix(".dylib") in PLUGINS
    if folder:
        return False
    return _BESIDE_MODULES.match(name) is not None or name.removesuffix(".abi3.so") in QT_MODULES


def is_kept_link(name: str) -> bool:
    """Return whether a link to a library, which PyInstaller puts beside the program, leads to one that is kept."""
    return not name.startswith("Qt") or name.removeprefix("Qt") in QT_LIBRARIES


def _is_kept_library(folder: list[str], name: str) -> bool:
    """Return whether a file of the folder of libraries goes into the package: one of FFmpeg, or of a framework.

    Args:
        folder: The names of the folders below that one.
        name: Its own.
    """
    if not folder:
        ffmpeg = _FFMPEG.match(name)
        return ffmpeg is not None and ffmpeg[1] in FFMPEG
    if (
        not folder[0].endswith(".framework")
        or folder[0].removesuffix(".framework").removeprefix("Qt") not in QT_LIBRARIES
    ):
        return False
    if "qtwebengine_locales" in folder:
        return is_text_kept(folder, name)
    return "Headers" not in folder and is_resource_kept(name)
