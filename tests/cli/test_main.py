"""What may be typed, what it means, and the exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gallery import __version__
from gallery.base.lock import InstanceLock
from gallery.cli import main as module
from gallery.cli.main import _parse, main

PROGRAM = Path(__file__).resolve().parents[2] / "main.py"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", {"command": "open", "paths": [], "verbose": False, "data_dir": None, "devtools": None}),
        ("/a /b", {"command": "open", "paths": ["/a", "/b"]}),
        ("open /a", {"command": "open", "paths": ["/a"]}),
        ("./open", {"command": "open", "paths": ["./open"]}),
        ("/a --verbose /b", {"paths": ["/a", "/b"], "verbose": True}),
        ("--verbose /a --data-dir /d /b", {"paths": ["/a", "/b"], "data_dir": "/d"}),
        ("--data-dir=/d", {"command": "open", "data_dir": "/d"}),
        ("-- --odd -name", {"paths": ["--odd", "-name"]}),
        ("--devtools 9222", {"devtools": 9222}),
        ("serve --json --port 8080 /a", {"command": "serve", "json": True, "port": 8080, "paths": ["/a"]}),
        ("serve --port 80", {"port": 80}),
        ("serve --port 443", {"port": 443}),
        ("serve --port 65535", {"port": 65535}),
        ("--verbose --data-dir /d serve /a", {"command": "serve", "verbose": True, "data_dir": "/d", "paths": ["/a"]}),
        ("--data-dir serve /a", {"command": "open", "data_dir": "serve", "paths": ["/a"]}),
        ("index /a --no-thumbnails --json /b", {"command": "index", "no_thumbnails": True, "paths": ["/a", "/b"]}),
        ("doctor --json", {"command": "doctor", "json": True}),
    ],
)
def test_what_a_line_means(line: str, expected: dict[str, object]) -> None:
    arguments = vars(_parse(line.split()))
    assert {name: arguments[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--colour", "--colour"),
        ("--verb", "--verb"),
        ("--data-dir", "expected one argument"),
        ("serve --port 0", "no port"),
        ("serve --port 65536", "no port"),
        ("serve --port " + "9" * 5000, "no port"),
        ("serve --port x", "no port"),
        ("serve --port -1", "--port"),
        ("serve --port 6000", "browsers do not connect to port 6000"),
        ("serve --port 010080", "no port"),
        ("serve --port 10080", "browsers do not connect to port 10080"),
        ("open --devtools 22", "browsers do not connect to port 22"),
        ("--port 80", "--port"),
        ("--json", "--json"),
        ("doctor /a", "/a"),
        ("bench --no-thumbnails /a", "--no-thumbnails"),
        ("index --devtools 9", "--devtools"),
    ],
)
def test_a_wrong_line_is_a_sentence_and_exit_code_2(
    line: str, says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", lambda _: pytest.fail("it ran"))
    assert main(line.split()) == 2
    told = capsys.readouterr()
    assert told.err.startswith("shoebox: ")
    assert says in told.err
    assert len(told.err.splitlines()) == 1
    assert told.out == ""


@pytest.mark.parametrize("line", ["--version", "serve --version"])
def test_the_version(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"Shoebox {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no HOME")
def test_the_home_folder_is_named_before_anything_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "")
    with pytest.raises(SystemExit):
        main(["--version"])
    assert os.path.isabs(os.environ["HOME"])


@pytest.mark.parametrize("command", ["", "serve", "index", "doctor"])
def test_help_names_the_options_and_hides_what_is_for_tests(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "--data-dir" in text
    assert "--devtools" not in text


def test_ctrl_c_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_run", interrupted)
    assert main([]) == 0


def shoebox(*arguments: str | bytes | Path, data: Path, command: str = "index") -> tuple[int, str]:
    line = [sys.executable, PROGRAM, command, "--data-dir", data, *arguments]
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    return done.returncode, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="there are no pipes in folders")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("none.jpg", "There is no file or folder {}."),
        ("pipe.jpg", "{} is neither a file nor a folder."),
        ("notes.txt/below.jpg", "{} cannot be opened: Not a directory."),
    ],
)
def test_what_cannot_be_opened_where_pictures_can_says_why(tmp_path: Path, name: str, sentence: str) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "notes.txt").touch()
    code, says = shoebox(tmp_path / name, data=tmp_path / "data", command="serve")
    assert (code, says) == (2, f"shoebox: {sentence.format(tmp_path / name)}\n")


def test_no_such_folder_is_wrong_usage(tmp_path: Path) -> None:
    missing = os.fsencode(tmp_path) + b"/caf\xe9" if os.name == "posix" else tmp_path / "none"
    code, says = shoebox(missing, data=tmp_path / "data")
    assert code == 2
    assert says.startswith("shoebox: There is no folder ")
    assert "Traceback" not in says


def test_a_single_picture_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    code, says = shoebox(tmp_path / "a.jpg", data=tmp_path / "data")
    assert (code, len(says.splitlines())) == (2, 1)
    assert "single picture" in says  # `index` reads folders; in a window or a browser it would be shown


def test_a_data_folder_that_cannot_be_written_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, says = shoebox(tmp_path, data=tmp_path / "file")
    assert (code, len(says.splitlines())) == (1, 1)
    assert "cannot be written" in says


def test_a_data_folder_in_use_is_a_failure(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with InstanceLock(data / "instance.lock"):
        code, says = shoebox(tmp_path, data=data)
    assert code == 1
    assert "Another Shoebox is using" in says
    assert "Traceback" not in says
