"""The layers of gallery/: imports point only down, rooms of one layer do not know each other, files stay readable."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "gallery"
FILES = sorted(PACKAGE.rglob("*.py"))
# Lower number, lower layer. Rooms of one layer do not know each other.
FLOORS = {
    "__init__": 0, "program_files": 0,
    "languages": 1,
    "base": 2,
    "settings": 3, "catalog": 3, "imaging": 3, "places": 3,
    "search": 4, "annotations": 4,
    "timeline": 5,
    "scan": 6, "visits": 6,
    "sidecars": 7, "transfer": 7,
    "library": 8,
    "web": 9, "desktop": 9,
    "stores": 10, "data_folder_lock": 10,
    "app": 11, "local_server": 11,
    "site": 12,
    "cli": 13,
}  # fmt: skip
IMAGING = {"metadata": 0, "decoding": 1, "workers": 2}
"""The layers within imaging/; what lies beside these folders may be used by all of them, or use them."""
KEPT_TO = {
    "sqlite3": {"catalog"},
    "flask": {"web", "site"},
    "werkzeug": {"web", "site"},
    "cryptography": {"site"},
    "waitress": {"web"},
    "watchdog": {"scan"},
    "webview": {"desktop"},
    "PySide6": {"desktop", "imaging"},
    "PIL": {"imaging"},
    "pi_heif": {"imaging"},
    "pylibjxl": set(),  # of these two only libraries are loaded, by their C interface
    "rawpy": set(),
    "numpy": set(),  # they would import it
    "platformdirs": {"base"},
}


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> set[str]:
    """Modules this file imports when it runs; what stands under TYPE_CHECKING is for readers only."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_downward(file: Path) -> None:
    own = room(file)
    for name in imports(file):
        parts = name.split(".")
        if parts[0] == "gallery" and len(parts) > 1 and parts[1] != "__version__":
            other = parts[1]
            assert other == own or FLOORS[other] < FLOORS[own], f"{own} imports {name}"
        for library, allowed in KEPT_TO.items():
            assert parts[0] != library or own in allowed, f"{own} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_file_is_read_at_one_sitting_and_says_what_it_is_for(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(ast.parse(text))


@pytest.mark.parametrize("file", sorted((PACKAGE / "imaging").glob("*/**/*.py")), ids=lambda file: str(file.name))
def test_imports_within_imaging_point_downward(file: Path) -> None:
    for name in imports(file):
        other = name.removeprefix("gallery.imaging.").partition(".")[0]
        assert IMAGING.get(other, -1) <= IMAGING[file.relative_to(PACKAGE / "imaging").parts[0]], name


TESTS = sorted((PACKAGE.parent / "tests").rglob("*.py"))


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(PACKAGE.parent)))
def test_a_file_of_tests_is_read_at_one_sitting_and_borrows_from_no_other(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300
    borrowed = {name for name in imports(file) if name.startswith("tests.") and ".test_" in name}
    assert borrowed == set()


def test_a_trespass_would_be_found(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import flask\n"
        "from gallery.web import local_app\nimport PIL.Image\n",
        encoding="utf-8",
    )
    assert imports(file) == {"typing.TYPE_CHECKING", "gallery.web.local_app", "PIL.Image"}


def test_every_room_is_on_the_plan() -> None:
    assert {room(file) for file in FILES} == set(FLOORS)


def test_the_main_process_never_loads_a_decoder() -> None:
    code = (
        "import sys, gallery.cli.open_window, gallery.cli.doctor\n"
        "import gallery.web.local_app, gallery.web.server, gallery.web.gate\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('PIL', 'pi_heif', 'rawpy', 'numpy', 'PySide6', 'webview')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_module_can_be_the_first_to_be_imported(file: Path) -> None:
    name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    if name.startswith("gallery.desktop."):
        pytest.importorskip("PySide6.QtWebEngineWidgets", exc_type=ImportError)
    subprocess.run([sys.executable, "-c", f"import {name}"], check=True, cwd=PACKAGE.parent, timeout=60)
