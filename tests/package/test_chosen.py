"""Which collected files go into the package, and which do not: on Linux, and with names that elsewhere are others."""

from __future__ import annotations

import pytest

from assets.package.chosen import is_kept
from assets.package.qt_parts import QT_TEXTS
from gallery.languages.tables import LANGUAGES, SOURCE

KEPT = [
    "PySide6/QtCore.abi3.so", "PySide6/QtMultimedia.abi3.so", "PySide6/libpyside6.abi3.so.6.12",
    "PySide6/Qt/lib/libQt6WebEngineCore.so.6", "PySide6/Qt/lib/libQt6FFmpegStub-ssl.so.3",
    "PySide6/Qt/lib/libicudata.so.73", "PySide6/Qt/lib/libavcodec.so.63", "PySide6/Qt/libexec/QtWebEngineProcess",
    "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/resources/icudtl.dat", "PySide6/Qt/resources/qtwebengine_resources.pak",
    "PySide6/Qt/translations/qtwebengine_locales/en-US.pak", "PIL/_imaging.cpython-311-x86_64-linux-gnu.so",
    "pillow.libs/libxcb-9065bb12.so.1.1.0", "libxcb-cursor.so.0", "libQt6Core.so.6", "ui/index.html", "assets/places.bin",
    "ui/languages/de/window.ftl", "PySide6/Qt/translations/qtbase_de.qm",
]  # fmt: skip
DROPPED = [
    # under the GPL alone, in wheels that are needed
    "PySide6/QtCharts.abi3.so", "PySide6/Qt/lib/libQt6Charts.so.6", "PySide6/Qt/lib/libQt6DataVisualization.so.6",
    "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so", "PySide6/Qt/lib/libQt6Quick3D.so.6",
    # not used
    "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so", "PySide6/Qt/translations/qtbase_fr.qm", "PySide6/Qt/libexec/uic",
    "PySide6/Qt/translations/qtwebengine_locales/th.pak", "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
    "PySide6/Qt/resources/v8_context_snapshot.debug.bin", "PySide6/Qt/metatypes/qt6core_metatypes.json",
    "PySide6/Qt/lib/libavcodec.so.63.1.101", "PySide6/designer", "PySide6/QtCore.pyi",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "webview/lib/Microsoft.Web.WebView2.Core.dll",
    "numpy.libs/libscipy_openblas64_-32a4b2a6.so", "numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so",
    "rawpy/_rawpy.cpython-311-x86_64-linux-gnu.so",
    # a link to what is dropped, and what must be the system's own
    "libQt6VirtualKeyboard.so.6", "libstdc++.so.6", "libgcc_s.so.1", "libpulse.so.0", "libgbm.so.1",
]  # fmt: skip


KEPT_ELSEWHERE = [
    ("win32", "PySide6\\Qt6Core.dll"), ("win32", "PySide6\\plugins\\platforms\\qwindows.dll"), ("win32", "msvcp140.dll"),
    ("win32", "python311.dll"), ("win32", "_ssl.pyd"), ("win32", "libheif-75127e764628a95f6db9f5070bfc87cb.dll"),
    ("darwin", "QtCore"), ("darwin", "libavcodec.63.dylib"), ("darwin", "libpython3.11.dylib"),
    ("darwin", "PySide6/Qt/lib/QtCore.framework/QtCore"), ("darwin", "PySide6/Qt/lib/QtCore.framework/Versions/Current"),
    ("darwin", "PySide6/Qt/lib/QtWebEngineCore.framework/Helpers"), ("darwin", "PIL/.dylibs/libavif.16.4.2.dylib"),
]  # fmt: skip
DROPPED_ELSEWHERE = [
    ("win32", "PySide6\\Qt6VirtualKeyboard.dll"), ("win32", "PySide6\\Qt6Charts.dll"), ("win32", "PySide6\\designer.exe"),
    ("win32", "PySide6\\plugins\\tls\\qopensslbackend.dll"), ("win32", "webview\\lib\\WebBrowserInterop.x64.dll"),
    ("win32", "PySide6\\translations\\qtwebengine_locales\\de.pak"), ("win32", "PySide6\\QtCharts.pyd"),
    # Windows has its own
    ("win32", "api-ms-win-crt-runtime-l1-1-0.dll"), ("win32", "ucrtbase.dll"),
    ("darwin", "QtVirtualKeyboard"), ("darwin", "PySide6/Qt/lib/QtVirtualKeyboard.framework/Versions/Current"),
    ("darwin", "PySide6/Qt/lib/libavcodec.63.1.101.dylib"), ("darwin", "PySide6/Designer.app/Contents/MacOS/Designer"),
    ("darwin", "PySide6/Qt/lib/QtCore.framework/Versions/A/Headers/QtCore"), ("darwin", "PySide6/Qt/libexec/uic"),
]  # fmt: skip


@pytest.mark.parametrize("path", KEPT)
def test_what_is_needed_stays(path: str) -> None:
    assert is_kept(path, "linux")


@pytest.mark.parametrize(("system", "path"), KEPT_ELSEWHERE)
def test_what_is_needed_stays_elsewhere(system: str, path: str) -> None:
    assert is_kept(path, system)


@pytest.mark.parametrize(("system", "path"), DROPPED_ELSEWHERE)
def test_what_is_not_needed_or_must_not_be_shipped_goes_elsewhere(system: str, path: str) -> None:
    assert not is_kept(path, system)


def test_qt_has_texts_for_every_language_of_the_page() -> None:
    assert {f"qtbase_{tag}.qm" for tag in LANGUAGES if tag != SOURCE} == QT_TEXTS


@pytest.mark.parametrize("path", DROPPED)
def test_what_is_not_needed_or_must_not_be_shipped_goes(path: str) -> None:
    assert not is_kept(path, "linux")
