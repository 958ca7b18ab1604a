"""Which files of PySide6 go into the package on Windows, where its libraries lie beside its modules.

Checked against the lists of real wheels (`tests/package/collected_windows.json`), never built there.
"""

from __future__ import annotations

import re

from assets.package.qt_parts import FFMPEG, QT_LIBRARIES, QT_MODULES, is_resource_kept, is_text_kept

PLUGINS = frozenset(
    """
    platforms/qwindows platforms/qoffscreen styles/qmodernwindowsstyle imageformats/qsvg imageformats/qico
    iconengines/qsvgicon tls/qschannelbackend multimedia/ffmpegmediaplugin
    """.split()  # noqa: SIM905  names read better without quotation marks
)
RUNTIME = ("msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll")
RUNTIME_PLACE = "shiboken6"
"""Of Microsoft's compiler, in that wheel, for libraries of other wheels that want it and do not bring it: it is
beside the programs, where each of them looks (`gathering.runtime`). LibRaw and JPEG XL do."""
OF_WINDOWS = re.compile(r"(api-ms-win-[\w-]+|ucrtbase)\.dll$", re.IGNORECASE)
"""Parts of Windows since Windows 10. PyInstaller takes copies from wherever another program has put some."""
OPENSSL = re.compile(r"lib(ssl|crypto)-[\w.-]+\.dll$", re.IGNORECASE)
_BESIDE_QT = re.compile(
    r"(pyside6\.abi3|opengl32sw|msvcp140\w*|concrt140|vcruntime140\w*|icu(dt|in|uc)\d+)\.dll$", re.IGNORECASE
)
_FFMPEG = re.compile(r"(\w+)-\d+\.dll$")


def is_kept_of_qt(path: str) -> bool:
    """Return whether a file of PySide6 goes into the package, by its path there: `PySide6/…`."""
    _, *folder, name = path.split("/")
    if folder[:1] == ["translations"]:
        return is_text_kept(folder, name)
    if folder[:1] == ["plugins"]:
        return "/".join((*folder[1:], name)).removesuffix(".dll") in PLUGINS
    if folder:
        return folder == ["resources"] and is_resource_kept(name)
    if name.endswith(".pyd"):
        return name.removesuffix(".pyd") in QT_MODULES
    ffmpeg = _FFMPEG.match(name)
    return (
        name in ("QtWebEngineProcess.exe", "qt.conf")
        or (name.startswith("Qt6") and name.removeprefix("Qt6").removesuffix(".dll") in QT_LIBRARIES)
        or _BESIDE_QT.match(name) is not None
        or (ffmpeg is not None and ffmpeg[1] in FFMPEG)
    )
