"""What goes into the package on Windows and macOS, read from their real wheels: `record_collected.py` wrote the lists.

Neither system has built it. So this asks of the lists what the build would ask of the files.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assets.package.chosen import is_kept
from assets.package.chosen_windows import RUNTIME
from assets.package.libraries import library_name
from assets.package.licences import licence_table
from assets.release.macos import properties
from tests.package.record_collected import spec_lists

HERE = Path(__file__).parent
SYSTEMS = {"windows": "win32", "macos": "darwin"}
DATA = {name: json.loads((HERE / f"collected_{name}.json").read_text(encoding="utf-8")) for name in SYSTEMS}
FRAMEWORK = "PySide6/Qt/lib/QtWebEngineCore.framework/Versions/A"
NEEDED = {
    "windows": [
        "PySide6/QtWebEngineProcess.exe", "PySide6/Qt6WebEngineCore.dll", "PySide6/qt.conf", "PySide6/resources/icudtl.dat",
        "PySide6/resources/qtwebengine_resources.pak", "PySide6/resources/v8_context_snapshot.bin",
        "PySide6/translations/qtwebengine_locales/en-US.pak", "PySide6/translations/qtbase_de.qm",
        "PySide6/plugins/platforms/qwindows.dll", "PySide6/plugins/platforms/qoffscreen.dll",
        "PySide6/plugins/styles/qmodernwindowsstyle.dll", "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/plugins/multimedia/ffmpegmediaplugin.dll", "PySide6/avcodec-63.dll", "PySide6/opengl32sw.dll",
        "PySide6/plugins/imageformats/qsvg.dll", "rawpy/raw_r.dll", "rawpy/vcomp140.dll",
    ],
    "macos": [
        f"{FRAMEWORK}/Helpers/QtWebEngineProcess.app/Contents/MacOS/QtWebEngineProcess", f"{FRAMEWORK}/QtWebEngineCore",
        f"{FRAMEWORK}/Resources/icudtl.dat", f"{FRAMEWORK}/Resources/qtwebengine_resources.pak",
        f"{FRAMEWORK}/Resources/v8_context_snapshot.arm64.bin", f"{FRAMEWORK}/Resources/Info.plist",
        f"{FRAMEWORK}/Resources/qtwebengine_locales/en-US.pak", "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib", "PySide6/Qt/plugins/platforms/libqoffscreen.dylib",
        "PySide6/Qt/plugins/styles/libqmacstyle.dylib", "PySide6/Qt/plugins/tls/libqsecuretransportbackend.dylib",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.dylib", "PySide6/Qt/lib/libavcodec.63.dylib",
        "PySide6/Qt/plugins/imageformats/libqsvg.dylib", "rawpy/libraw_r.25.dylib",
    ],
}  # fmt: skip
GPL = re.compile(r"(?i)virtualkeyboard|charts|datavisualization|graphs|quick3d|lottie|quicktimeline|networkauth")
"""What is in names of what is under the GPL alone, in wheels that are needed."""
OF_WINDOWS = frozenset(
    """
    advapi32 authz avrt bcrypt bthprops cfgmgr32 comctl32 comdlg32 crypt32 d3d11 d3d12 d3d9 dbghelp dcomp dhcpcsvc dnsapi
    dwmapi dwrite dxgi dxva2 d2d1 evr fontsub gdi32 hid icuuc imagehlp imm32 iphlpapi kernel32 mf mfplat mfreadwrite
    mmdevapi mpr mscms mscoree msvcrt ncrypt netapi32 ntdll ole32 oleaut32 pdh propsys secur32 setupapi shell32 shlwapi
    uiautomationcore urlmon user32 userenv uxtheme version winhttp winmm winspool winusb ws2_32 wtsapi32
    """.split()  # noqa: SIM905  dozens of names read better without quotation marks
)
"""Libraries of Windows 10 itself; `icuuc` since its version 1703."""
BESIDE_PYTHON = {"python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll"}


def kept_libraries(system: str) -> dict[str, tuple[str, list[str]]]:
    """Return the libraries that go into the package: their wheels, and the names of those that they are linked with."""
    return {
        path: (wheel, linked.split())
        for wheel, libraries in DATA[system]["libraries"].items()
        for path, linked in libraries.items()
        if is_kept(path, SYSTEMS[system])
    }


def kept_data(system: str) -> dict[str, str]:
    """Return the files without machine code that go into the package, with their wheels."""
    paths = {
        f"{folder}/{name}": wheel
        for wheel, folders in DATA[system]["data"].items()
        for folder, names in folders.items()
        for name in names.split()
    }
    return {path: wheel for path, wheel in paths.items() if is_kept(path, SYSTEMS[system])}


@pytest.fixture(params=SYSTEMS)
def system(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_lists_are_of_the_versions_in_the_lock_file(system: str) -> None:
    """If not: `nox -s collected`."""
    text = (HERE.parents[1] / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    assert DATA[system]["wheels"] == {name: locked[name] for name in DATA[system]["wheels"]}


def test_what_the_window_needs_stays(system: str) -> None:
    kept = {*kept_libraries(system), *kept_data(system)}
    assert [path for path in NEEDED[system] if path not in kept] == []


def test_every_module_of_qt_that_the_build_asks_for_stays(system: str) -> None:
    suffix = {"windows": ".pyd", "macos": ".abi3.so"}[system]
    asked = [name.replace(".", "/") + suffix for name in spec_lists()["hiddenimports"] if name.startswith("PySide6.")]
    assert len(asked) > 7
    assert set(asked) <= set(kept_libraries(system))


def test_what_is_under_the_gpl_alone_would_come_and_goes(system: str) -> None:
    everything = {path for libraries in DATA[system]["libraries"].values() for path in libraries}
    assert [path for path in everything if GPL.search(path)]
    assert [path for path in (*kept_libraries(system), *kept_data(system)) if GPL.search(path)] == []


def test_chromium_speaks_one_language_and_qt_those_of_the_page(system: str) -> None:
    words = [path.rpartition("/")[2] for path in kept_data(system) if path.endswith((".qm", ".pak"))]
    assert sorted(name for name in words if "resources" not in name) == ["en-US.pak", "qtbase_de.qm"]
    assert sorted(words)[-3:] == [f"qtwebengine_resources{size}.pak" for size in ("", "_100p", "_200p")]


def test_every_library_is_under_a_licence_that_is_known_and_allowed(system: str) -> None:
    table, kept = licence_table(), kept_libraries(system)
    assert len(kept) > 60
    found = {path: table.licence_of_library(wheel, path) for path, (wheel, _) in kept.items()}
    assert [path for path, licence in found.items() if licence is None or not table.is_allowed(licence)] == []


def test_every_other_file_is_of_a_wheel_whose_licence_is_known(system: str) -> None:
    assert [path for path, wheel in kept_data(system).items() if licence_table().licence_of_wheel(wheel) is None] == []


def test_ffmpeg_is_there_once(system: str) -> None:
    parts = {"avcodec", "avformat", "avutil", "swresample", "swscale"}
    names = [library_name(path) for path in kept_libraries(system)]
    assert sorted(name for name in names if name in parts) == sorted(parts)


def test_no_library_holds_a_codec_that_must_not_be_shipped(system: str) -> None:
    told = {path: DATA[system]["codecs"].get(path) for path in kept_libraries(system)}
    assert {path for path, found in told.items() if found and "avcodec" in path}
    assert [path for path, found in told.items() if found not in (None, ["LGPL version 2.1 or later"])] == []


def test_all_that_a_library_of_macos_is_linked_with_stays() -> None:
    """By whatever way it is reached: PyInstaller puts links to all of them into one folder, and names that."""
    kept = kept_libraries("macos")
    names = {path.rpartition("/")[2] for path in kept}
    assert {path: lacking for path, (_, linked) in kept.items() if (lacking := set(linked) - names)} == {}
    assert DATA["macos"]["of Python and the system"] == ""


def test_all_that_a_library_of_windows_is_linked_with_stays_where_it_looks() -> None:
    """In its own folder, beside Python, or, for what Qt's modules load, in the folders that PySide6 names."""
    kept = kept_libraries("windows")
    beside = {*BESIDE_PYTHON, *RUNTIME, *(path.lower() for path in kept if "/" not in path)}
    lacking = {}
    for path, (_, linked) in kept.items():
        folder = path.rpartition("/")[0]
        folders = {folder, "PySide6", "shiboken6"} if folder.startswith(("PySide6", "shiboken6")) else {folder}
        there = {one.rpartition("/")[2].lower() for one in kept if one.rpartition("/")[0] in folders}
        if missing := {name.lower() for name in linked} - there - beside:
            lacking[path] = missing
    assert lacking == {}


def test_what_no_wheel_holds_is_of_windows_or_of_python() -> None:
    names = set(DATA["windows"]["of Python and the system"].split())
    assert BESIDE_PYTHON - names <= {"vcruntime140.dll"}
    unknown = {
        name
        for name in names - BESIDE_PYTHON
        if name.rpartition(".")[0] not in OF_WINDOWS and not name.startswith("api-ms-win-")
    }
    assert unknown == set()


def test_the_process_of_chromium_finds_its_libraries_beside_itself() -> None:
    """It is a program of its own: what Shoebox names as folders to look in does not count for it."""
    kept = kept_libraries("windows")
    left, found = ["PySide6/QtWebEngineProcess.exe"], set[str]()
    while left:
        path = left.pop()
        found.add(path)
        wanted = {f"PySide6/{name}" for name in kept[path][1]}
        assert wanted <= set(kept), path
        left += wanted - found
    assert "PySide6/msvcp140.dll" in found


def test_the_bundle_asks_for_the_macos_that_qt_needs() -> None:
    oldest: dict[str, Any] = DATA["macos"]["oldest system"]
    assert properties("1.2.3")["LSMinimumSystemVersion"] == oldest["PySide6/Qt"]
