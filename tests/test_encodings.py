"""Each text file and each pipe names its encoding: without one, Windows takes that of its language, and not UTF-8."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
PROGRAM = [*HOME.glob("gallery/**/*.py"), *HOME.glob("assets/**/*.py"), HOME / "main.py", HOME / "noxfile.py"]
TESTS = [*HOME.glob("tests/**/*.py")]
PLACES = {"read_text": 0, "write_text": 1}
"""How many arguments come before the encoding."""
STARTS = {"run", "Popen", "check_output", "call"}
MODE = re.compile(r"[rwxa+t]+")


def calls_without_encoding(source: str) -> list[tuple[str, int]]:
    """The names and lines of calls that read or write text and do not say in which encoding."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        (name, call.lineno)
        for call in calls
        if is_of_text(name := ast.unparse(call.func).rpartition(".")[2], call)
        and not {"encoding", None} & {keyword.arg for keyword in call.keywords}
    ]


def is_of_text(name: str, call: ast.Call) -> bool:
    """Whether the encoding matters, and is not among the arguments without names."""
    if name == "open":
        return ast.unparse(call.func) != "tarfile.open" and opens_text(call)
    if name in STARTS:
        return any(keyword.arg in ("text", "universal_newlines") for keyword in call.keywords)
    return name in PLACES and len(call.args) <= PLACES[name]


def opens_text(call: ast.Call) -> bool:
    """Whether the mode says so. A method `open` without one may be anything's."""
    is_function = isinstance(call.func, ast.Name)
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[is_function:][:1]
    mode = modes[0].value if modes and isinstance(modes[0], ast.Constant) else None
    return (is_function and not modes) or (isinstance(mode, str) and MODE.fullmatch(mode) is not None)


@pytest.mark.parametrize(("files", "starts"), [(PROGRAM, True), (TESTS, False)], ids=["program", "tests"])
def test_text_has_an_encoding(files: list[Path], starts: bool) -> None:
    assert len(files) > 100
    found = {file: calls_without_encoding(file.read_text(encoding="utf-8")) for file in files}
    assert [
        f"{file.relative_to(HOME)}:{line}"
        for file, calls in found.items()
        for name, line in calls
        if starts or name not in STARTS  # what tests start writes in the encoding in which it is read
    ] == []


def test_a_call_without_one_would_be_found() -> None:
    source = """
path.read_text()
path.read_text(errors="replace")
path.write_text(text, newline="")
open(path)
open(path, "w")
path.open("a")
subprocess.run(command, text=True)
path.read_text("utf-8")
path.write_text(text, encoding="ascii")
open(path, "rb")
path.open(mode="wb")
page.open()
subprocess.run(command, text=True, encoding="utf-8")
subprocess.run(command)
"""
    assert [line for _, line in calls_without_encoding(source)] == [2, 3, 4, 5, 6, 7, 8]
