"""Write down what PyInstaller would collect on Windows and macOS, from the real wheels of that system: data of tests.

`nox -s collected` installs the wheels of `requirements.lock` for each of them into a folder, and calls this. It is to be
run again when a version in that file, or what build.spec asks for, has changed.

PyInstaller's own hooks for Qt are asked, told that they run on the other system. What belongs to Python and to the
system itself is in no wheel: of that the data has only names.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
from collections import defaultdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from assets.package import codecs
from assets.package.libraries import is_binary
from tests.package.foreign_imports import imports_of, oldest_macos

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[2]
_MODULES = ("PIL/*", "markupsafe/*", "pylibjxl/*", "shiboken6/*", "_pi_heif*", "_watchdog*")
"""Where extension modules are that Python code imports, beside PySide6."""
_LIBRAW = {"windows": ("rawpy/raw_r.dll", "rawpy/vcomp140.dll"), "macos": ("rawpy/libraw_r.[0-9][0-9].dylib",)}
"""What build.spec asks for by name (`gathering.libraw`)."""
_OF_PYTHON = re.compile(r"python3\d*\.dll|vcruntime140(_1)?\.dll", re.IGNORECASE)
"""What PyInstaller finds beside Python, on Windows."""
_OF_MACOS = ("/system/", "/usr/lib/")
"""Where macOS has its own libraries, in small letters."""


def spec_lists() -> dict[str, list[str]]:
    """Return the lists of names that build.spec gives to `Analysis`: `hiddenimports`, `excludes`."""
    tree = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Analysis")
    lists = {word.arg: word.value for word in call.keywords if isinstance(word.value, ast.List)}
    return {
        str(name): [str(entry.value) for entry in value.elts if isinstance(entry, ast.Constant)]
        for name, value in lists.items()
    }


class Collection:
    """What is collected, as PyInstaller's `Analysis` does it."""

    def __init__(self, system: str, folder: Path) -> None:
        """Take a system and the folder with its wheels."""
        self.system, self.folder = system, folder
        self.files: set[Path] = set()
        self.imports: dict[Path, set[tuple[str, Path | None]]] = {}

    def add_qt(self) -> None:
        """Collect what the hooks of the modules of Qt ask for, those that they import among them."""
        lists, info = spec_lists(), self._library_info()
        left = [name for name in lists["hiddenimports"] if name.startswith("PySide6.")]
        seen = set(lists["excludes"])
        while left:
            name = left.pop()
            file = self.module_file(name)
            if name in seen or file is None:
                continue
            seen.add(name)
            self.files.add(file)
            hidden, binaries, datas = info.collect_module(name)
            if name == "PySide6.QtWebEngineCore":
                more, others = info.collect_qtwebengine_files()
                binaries, datas, hidden = [*binaries, *more], [*datas, *others], [*hidden, "PySide6.QtPrintSupport"]
            left += hidden
            for source, target in [*binaries, *datas]:
                self.files |= set(self._expanded(source, target))
        for source, target in info.collect_extra_binaries():
            self.files |= set(self._expanded(source, target))

    def add_others(self) -> None:
        """Collect the extension modules of other wheels, and what build.spec names."""
        excluded = {name.replace(".", "/") for name in spec_lists()["excludes"]}
        for pattern in (*_MODULES, *_LIBRAW[self.system]):
            for path in self.folder.glob(pattern):
                name = path.relative_to(self.folder).as_posix().partition(".")[0]
                if path.suffix in (".pyd", ".so") and name not in excluded:
                    self.files.add(path)
        self.files |= {path for pattern in _LIBRAW[self.system] for path in self.folder.glob(pattern)}
        if self.system == "windows":  # the hook of pywebview
            self.files |= {path for path in self.folder.glob("webview/lib/**/*") if path.is_file()}

    def add_linked(self) -> None:
        """Collect what libraries are linked with, and what that is linked with."""
        left = [path for path in self.files if path.exists() and is_binary(path)]
        while left:
            path = left.pop()
            if path not in self.imports:
                self.imports[path] = self.get_imports(path)
                found = {one for _, one in self.imports[path] if one}
                self.files |= found
                left += found
        if self.system == "macos":
            self.files |= set(self._property_lists())

    def get_imports(self, path: Path | str, search_paths: Any = None) -> set[tuple[str, Path | None]]:
        """Return what a library is linked with: the name, and where it is among the wheels."""
        places = [Path(path).parent, *map(Path, search_paths or ())]
        return {(name, self._found(name, paths, places)) for name, paths in imports_of(Path(path))}

    def module_file(self, name: str) -> Path | None:
        """Return the file of an extension module."""
        place = self.folder / name.replace(".", "/")
        return next((one for one in (place.with_suffix(".pyd"), place.with_suffix(".abi3.so")) if one.exists()), None)

    def _found(self, name: str, paths: Iterable[Path], places: list[Path]) -> Path | None:
        """Return where a library is: at one of the paths that its user names, or by its name beside it.

        On Windows PyInstaller then looks beside Python, and in the folders that PySide6 names when it is imported.
        """
        if name.lower().startswith(_OF_MACOS):
            return None
        base = name.rpartition("/")[2].lower()
        for path in paths:
            if path.is_file() and path.is_relative_to(self.folder):
                return path
        if self.system == "windows" and not (_OF_PYTHON.fullmatch(base) and self._beside(base, places) is None):
            places = [*places, self.folder / "PySide6", self.folder / "shiboken6"]
        return self._beside(base, places)

    def _beside(self, base: str, places: list[Path]) -> Path | None:
        """Return the library of a name, in small letters, in one of the folders with wheels."""
        beside = (one for place in places if place.is_relative_to(self.folder) for one in place.iterdir())
        return next((one for one in beside if one.name.lower() == base and one.is_file()), None)

    def _library_info(self) -> Any:
        """Return PyInstaller's hook for Qt, told that it runs on this system."""
        from PyInstaller import compat
        from PyInstaller.config import CONF
        from PyInstaller.utils.hooks import qt

        CONF["workpath"] = tempfile.mkdtemp()
        compat.is_linux, compat.is_win, compat.is_darwin = False, self.system == "windows", self.system == "macos"
        qt.bindepend.get_imports = self.get_imports
        qt.hooks.get_module_file_attribute = self.module_file
        info, package = qt.QtLibraryInfo("PySide6"), self.folder / "PySide6"
        prefix = package if self.system == "windows" else package / "Qt"
        info.version, info.package_location, info.qt_inside_package = [6, 12, 0], package, True
        info.qt_lib_dir = prefix if self.system == "windows" else prefix / "lib"
        places = {"Prefix": "", "Binaries": "", "LibraryExecutables": "", "Data": "", "Libraries": "lib"}
        places |= {"Plugins": "plugins", "Translations": "translations"}
        info.location = {f"{name}Path": str(prefix / place) for name, place in places.items()}
        # the hook starts Python with Qt to look for OpenSSL; Qt brings none, and uses what is the system's
        info.collect_qtnetwork_files = list
        return info

    def _expanded(self, source: str, target: str) -> Iterator[Path]:
        """Yield the files of an entry of a hook: a file, a pattern, or a folder. One that a hook wrote, at its target."""
        for path in [Path(source)] if Path(source).exists() else Path(source).parent.glob(Path(source).name):
            if path.is_dir():
                yield from (one for one in path.rglob("*") if one.is_file())
            else:
                yield path if path.is_relative_to(self.folder) else self.folder / target / path.name

    def _property_lists(self) -> Iterator[Path]:
        """Yield what PyInstaller adds to a framework of which it has collected the library."""
        for path in self.files:
            plist = path.parent / "Resources" / "Info.plist"
            if path.parent.parent.name == "Versions" and plist.is_file():
                yield plist


def wheels_of(folder: Path) -> dict[str, metadata.Distribution]:
    """Return the wheel of every file below a folder, by its path."""
    return {str(file): wheel for wheel in metadata.distributions(path=[str(folder)]) for file in wheel.files or ()}


def recorded(system: str, folder: Path) -> dict[str, Any]:
    """Return the data of a system, from the folder with its wheels."""
    collection, wheels = Collection(system, folder), wheels_of(folder)
    collection.add_qt()
    collection.add_others()
    collection.add_linked()
    libraries: dict[str, dict[str, str]] = defaultdict(dict)
    data: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(collection.files):
        name = path.relative_to(folder).as_posix()
        wheel = canonicalize_name(wheels[name].metadata["Name"]) if name in wheels else "pyinstaller"
        if path in collection.imports:
            libraries[wheel][name] = " ".join(sorted(one.name for _, one in collection.imports[path] if one))
        else:
            data[wheel][str(Path(name).parent)].append(path.name)
    everything: dict[str, str] = {
        canonicalize_name(one.metadata["Name"]): one.version for one in metadata.distributions(path=[str(folder)])
    }
    return {
        "wheels": {name: everything[name] for name in sorted({*libraries, *data, "pyinstaller"})},
        "oldest system": oldest_systems(collection.imports, folder) if system == "macos" else {},
        "of Python and the system": outside(collection.imports),
        "codecs": codecs_in(collection.imports, folder),
        "libraries": libraries,
        "data": {
            wheel: {place: " ".join(names) for place, names in folders.items()} for wheel, folders in data.items()
        },
    }


def oldest_systems(libraries: Iterable[Path], folder: Path) -> dict[str, str]:
    """Return the oldest macOS that all libraries of a place run on, by what their makers say: Qt's are below PySide6/Qt."""
    found: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for path in sorted(libraries):
        place = "/".join(path.relative_to(folder).parts[:-1][:2])
        found[place] = max(found[place], oldest_macos(path))
    return {place: ".".join(map(str, version)) for place, version in found.items()}


def codecs_in(libraries: Iterable[Path], folder: Path) -> dict[str, list[str]]:
    """Return what `codecs.py` says of libraries: what must not be shipped, and the licences that parts of FFmpeg state."""
    contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(libraries)}
    told = {name: [*codecs.faults(content), *codecs.ffmpeg_licences(content)] for name, content in contents.items()}
    return {name: found for name, found in told.items() if found}


def outside(imports: dict[Path, set[tuple[str, Path | None]]]) -> str:
    """Return the names of what libraries are linked with and no wheel holds, but for those in folders of macOS itself."""
    names = {name.lower() for found in imports.values() for name, path in found if not path}
    return " ".join(sorted(name for name in names if not name.startswith(_OF_MACOS)))


def main(system: str, folder: Path) -> None:
    """Write the data of a system, from the folder with its wheels."""
    target = Path(__file__).with_name(f"collected_{system}.json")
    target.write_text(json.dumps(recorded(system, folder), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve())
