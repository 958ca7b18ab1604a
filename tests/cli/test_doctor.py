"""What the doctor finds, and that a script can read it."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from gallery.base.errors import DataFolderError
from gallery.catalog import schema
from gallery.catalog.database import Database
from gallery.cli import doctor
from gallery.imaging.workers import codec_versions

CODECS = dict.fromkeys(doctor.NEEDED_CODECS, "1.0")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_codecs", lambda: CODECS)


def run(folder: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool = True) -> tuple[int, str]:
    code = doctor.run(argparse.Namespace(data_dir=str(folder), json=as_json))
    return code, capsys.readouterr().out


def test_all_is_well_with_a_new_user(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(tmp_path, capsys)
    found = json.loads(text)
    assert code == 0
    assert found["ok"] is True
    assert found["stores"] == dict.fromkeys(("index.db", "cache.db", "library.db"), "not made yet")
    assert found["sqlite"] == sqlite3.sqlite_version
    assert found["data_folder"] == str(tmp_path)
    assert found["free_bytes"] > 0
    assert Path(found["licences"]).read_text(encoding="utf-8").startswith("MIT License")


def test_the_packaged_program_says_where_the_licences_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "LICENSES" / "README.txt"
    listed.parent.mkdir()
    listed.touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert f"licences: {listed}" in run(tmp_path, capsys, as_json=False)[1]


def test_in_words_each_finding_has_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(tmp_path, capsys, as_json=False)
    assert code == 0
    for word in ("Shoebox", "window:", "jpeg: 1.0", "index.db: not made yet", "data folder:", "licences:"):
        assert word in text


def test_a_terminal_without_unicode_gets_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(sys.stdout), "encoding", "cp1252", raising=False)
    assert "ok jpeg: 1.0" in run(tmp_path, capsys, as_json=False)[1]


def test_stores_in_use_are_well_and_stay_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = Database(tmp_path / "index.db", schema.INDEX)
    assert json.loads(run(tmp_path, capsys)[1])["stores"]["index.db"] == "ok"
    database.close()
    before = (tmp_path / "index.db").read_bytes()
    assert run(tmp_path, capsys)[0] == 0
    assert (tmp_path / "index.db").read_bytes() == before


@pytest.mark.parametrize("damage", ["garbage", "flipped"])
def test_a_damaged_store_is_reported_with_what_happens_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    path = tmp_path / "index.db"
    Database(path, schema.INDEX).close()
    whole = path.read_bytes()
    path.write_bytes(
        b"no database at all" * 500 if damage == "garbage" else whole[:4096] + b"\xaa" * (len(whole) - 4096)
    )
    code, text = run(tmp_path, capsys)
    assert code == 0
    assert json.loads(text)["ok"] is True
    assert "it is built again at the next start" in json.loads(text)["stores"]["index.db"]
    path.rename(tmp_path / "library.db")
    told = json.loads(run(tmp_path, capsys)[1])["stores"]["library.db"]
    assert "it is mended, or taken from the newest good backup at the next start" in told


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
@pytest.mark.parametrize(
    ("kind", "said"), [("folder", "a folder"), ("link", "a link that"), ("pipe", "something that")]
)
def test_what_is_no_file_in_a_stores_place_is_told_and_not_waited_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, said: str
) -> None:
    path = tmp_path / "cache.db"
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to("nowhere")
    else:
        os.mkfifo(path)  # type: ignore[attr-defined,unused-ignore]
    found = json.loads(run(tmp_path, capsys)[1])["stores"]["cache.db"]
    assert found.startswith(said)
    assert found.endswith("it is moved aside at the next start")


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_data_folder_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    folder = tmp_path / "not" / "made"
    monkeypatch.setenv("SHOEBOX_DATA", str(folder))
    code = doctor.run(argparse.Namespace(data_dir=str(folder) if by == "option" else None, json=True))
    found = json.loads(capsys.readouterr().out)
    assert (code, found["data_folder"]) == (0, str(folder))
    assert found["free_bytes"] > 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_stays_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o755)
    Database(tmp_path / "index.db", schema.INDEX).close()
    assert run(tmp_path, capsys)[0] == 0
    assert [file.name for file in tmp_path.iterdir()] == ["index.db"]
    assert tmp_path.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["file", "file/below", "x" * 300])
def test_a_folder_that_cannot_be_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "file").touch()
    if len(name) > 255:
        name += "/below"
    with pytest.raises(DataFolderError, match="cannot be written"):
        run(tmp_path / name, capsys)


def test_a_missing_decoder_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_codecs", lambda: {**CODECS, "heif": None})
    code, text = run(tmp_path, capsys, as_json=False)
    assert code == 1
    assert "heif: missing" in text


def test_the_decoders_are_asked_in_a_process_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = doctor._codecs()
    assert set(doctor.NEEDED_CODECS) <= set(found)
    assert all(found[name] for name in doctor.NEEDED_CODECS)


def broken() -> dict[str, str | None]:
    raise ImportError("libheif.so.1: cannot open shared object file")


def test_a_library_that_cannot_be_loaded_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(codec_versions, "codec_versions", broken)
    found = doctor._codecs()
    assert not any(found[name] for name in doctor.NEEDED_CODECS)
    assert "libheif.so.1" in (found["error"] or "")
