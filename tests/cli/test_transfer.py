"""The commands `import` and `export`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gallery.cli import index, prepare, transfer
from gallery.cli.main import main
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """A function that runs a command on a data folder, and returns the exit code and what was printed."""
    monkeypatch.setattr(prepare, "start_logging", lambda *_, **__: None)
    for module in (prepare, index, transfer):
        monkeypatch.setattr(module, "call_on_signals", lambda _: None)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()

    def command(*words: str) -> tuple[int, str]:
        code = main([words[0], "--data-dir", str(tmp_path / "data"), *words[1:]])
        told = capsys.readouterr()
        return code, told.out + told.err

    return command


def test_what_was_said_comes_in_and_goes_out(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    save(tmp_path / "photos" / "a.jpg", picture())
    save(tmp_path / "photos" / "b.jpg", picture(hue=100))
    table, exported = tmp_path / "hand.csv", tmp_path / "all.json"
    table.write_text("path,rating,tags\na.jpg,4,rome\nb.jpg,2,\nnone.jpg,1,\nnone.jpg,3,\nb.jpg,9,\n", encoding="utf-8")
    assert run("index", "--no-thumbnails", str(tmp_path / "photos"))[0] == 0
    code, text = run("import", str(table))
    assert code == 0
    assert "rating: 2 photos" in text
    assert "Photos that are not here: 1\n  none.jpg" in text
    assert "A rating is a number from 0 to 5." in text
    assert text.endswith("Add --yes to bring it in.\nNothing was changed.\n")
    assert "Brought in: 1 photos" in run("import", str(table), "--yes", "--only", "tags")[1]
    code, text = run("import", str(table), "--yes", "--json")
    answer: dict[str, Any] = json.loads(text)
    assert (answer["applied"]["photos"], answer["preview"]["found"]) == (2, 2)
    assert run("export", str(exported)) == (0, f"2 photos: {exported}\n")
    said = {photo["path"]: photo["said"] for photo in json.loads(exported.read_text(encoding="utf-8"))["photos"]}
    assert said == {"a.jpg": {"rating": 4, "tags": ["rome"]}, "b.jpg": {"rating": 2}}
    assert "rating: 0 photos; 2 the same already" in run("import", str(exported))[1]


def test_wrong_usage_is_told(tmp_path: Path, run: Callable[..., tuple[int, str]]) -> None:
    assert run("export", "x.txt") == (2, "shoebox: Name a file that ends in .json or .csv.\n")
    code, text = run("import", "x.csv", "--only", "stars")
    assert (code, text.startswith("shoebox: There is no 'stars' to bring in.")) == (2, True)
    assert run("import", "none.csv") == (1, "shoebox: none.csv is no file.\n")
    assert run("export", str(tmp_path / "none" / "x.json"))[0] == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("all.json", b"path,rating", "all.json is damaged, or no JSON file."),
        ("ALL.JSON", b"", "ALL.JSON is empty."),
        ("hand.csv", b"\xef\xbb\xbf\r\n", "hand.csv is empty."),
        ("hand.csv", b"{", "hand.csv is damaged, or no JSON file."),
    ],
)
def test_what_is_neither_is_refused_for_what_it_seems_to_be(
    tmp_path: Path, run: Callable[..., tuple[int, str]], name: str, content: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(content)
    code, text = run("import", name)
    assert code == 1
    assert why in text
