"""Which parts of Qt the program uses, by the names that they have on every system."""

from __future__ import annotations

QT_LIBRARIES = frozenset(
    """
    Concurrent Core DBus Gui Multimedia MultimediaWidgets Network OpenGL Positioning PrintSupport Qml QmlMeta QmlModels
    QmlWorkerScript Quick QuickWidgets Svg WebChannel WebEngineCore WebEngineWidgets Widgets
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
)
QT_MODULES = frozenset(
    """
    QtCore QtDBus QtGui QtMultimedia QtMultimediaWidgets QtNetwork QtPrintSupport QtSvg QtWebChannel QtWebEngineCore
    QtWebEngineWidgets QtWidgets
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
)
"""The modules of PySide6, each of which brings its library."""
FFMPEG = frozenset(("avcodec", "avformat", "avutil", "swresample", "swscale"))
LOCALES = frozenset(("en-US",))
"""Of what Chromium says itself (tooltips of players, hints in forms): the page has nothing of which it says any."""
QT_TEXTS = frozenset(("qtbase_de.qm",))
"""What Qt's own dialogs say, in the languages of `ui/languages` other than English; 0.2 MB each."""


def is_text_kept(folder: list[str], name: str) -> bool:
    """Return whether a file with words of Qt or of Chromium goes into the package.

    Args:
        folder: The names of the folders that it is in.
        name: Its own.
    """
    return name in QT_TEXTS or ("qtwebengine_locales" in folder and name.removesuffix(".pak") in LOCALES)


def is_resource_kept(name: str) -> bool:
    """Return whether a file of Chromium's data goes into the package: not what is for those who look for faults."""
    return "devtools_resources" not in name and ".debug." not in name
