"""What is read of `.picasa.ini` and of Google Takeout's files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.base.models import Sidecar
from gallery.catalog import folders
from gallery.catalog.sidecars import encode_sidecars
from gallery.transfer.beside_photos import BesidePhotos
from gallery.transfer.picasa import files_of, parse_ini, said_of
from gallery.transfer.takeout import album_of, said_by
from tests.index_builder import index, read

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

INI = """[Picasa]\r
name=Köln\r
[Contacts2]\r
8e62b2035b74b477=Ada Lovelace;ada@example.org;\r
[.album:F00D]\r
name=Best of\r
token=f00d\r
[a.jpg]\r
star=yes\r
caption=By the river\\nat noon\r
keywords=rome, spring\r
faces=rect64(3f845bcb59418507),8e62b2035b74b477;rect64(1),ffffffffffffffff;rect64(2),abc\r
albums=f00d,beef\r
rotate=rotate(1)\r
[b.jpg]\r
faces=rect64(1),77\r
filters=crop64=1\r
[gone.jpg]\r
star=yes\r
"""
OTHER = "[Contacts2]\n0077=Bob;;\n[c.jpg]\nstar=no\n"
PHOTO: dict[str, Any] = {"title": "a.jpg", "photoTakenTime": {"timestamp": "1"}, "description": " By the river "}


@pytest.fixture
def conn(tmp_path: Path) -> Any:
    with index(tmp_path) as conn:
        yield conn


def fill(conn: sqlite3.Connection, base: Path, *names: str) -> dict[str, int]:
    """Put photos of a root into the index, and return their ids by name."""
    root = folders.put_root(conn, 1, str(base).encode())
    found = {}
    for name in names:
        above, _, own = name.rpartition("/")
        folder = folders.put_chain(conn, root, str(base).encode(), above.encode()) if above else root
        found[name] = read(conn, folder, own.encode())
    return found


def test_picasa_s_files_say_stars_captions_faces_and_albums(conn: sqlite3.Connection, tmp_path: Path) -> None:
    for place, text in (("x", INI), ("y", OTHER)):
        (tmp_path / "photos" / place).mkdir(parents=True)
        (tmp_path / "photos" / place / ".picasa.ini").write_text(text, encoding="utf-8", newline="")
    ids = fill(conn, tmp_path / "photos", "x/a.jpg", "x/b.jpg", "y/c.jpg")
    found = BesidePhotos(conn).read_picasa()
    assert {entry.photo: dict(entry.said) for entry in found.entries} == {
        ids["x/a.jpg"]: {
            "favourite": True, "caption": "By the river\nat noon", "tags": ("rome", "spring"),
            "people": ("people/Ada Lovelace",), "albums": ("Best of",),
        },
        ids["x/b.jpg"]: {"people": ("people/Bob",)},  # whose name stands in the file of another folder
        None: {"favourite": True},
    }  # fmt: skip
    assert found.left == {"faces whose names are not in these files": 1}


def test_takeout_s_files_say_favourites_captions_people_and_albums(conn: sqlite3.Connection, tmp_path: Path) -> None:
    base = tmp_path / "photos" / "Rom"
    base.mkdir(parents=True)
    (base / "Metadaten.json").write_text(json.dumps({"title": "Rome 2019"}), encoding="utf-8")
    (base / "a.jpg.json").write_text(
        json.dumps({**PHOTO, "favorited": True, "people": [{"name": "Ada"}, 3]}), encoding="utf-8"
    )
    (base / "b.jpg.json").write_text(json.dumps(PHOTO | {"description": ""}), encoding="utf-8")
    (base / "c.jpg.json").write_text('{"another": "program"}', encoding="utf-8")
    ids = fill(conn, tmp_path / "photos", "Rom/a.jpg", "Rom/b.jpg", "Rom/c.jpg", "Rom/d.jpg")
    for name, photo in ids.items():
        beside = [Sidecar(f"{name[4:]}.json".encode(), 1, 1, False, 1)]
        conn.execute("UPDATE photos SET sidecars = ? WHERE id = ?", (encode_sidecars(beside), photo))
    found = BesidePhotos(conn).read_takeout()
    assert {entry.photo: dict(entry.said) for entry in found.entries} == {
        ids["Rom/a.jpg"]: {
            "favourite": True, "caption": "By the river", "people": ("people/Ada",), "albums": ("Rome 2019",),
        },
        ids["Rom/b.jpg"]: {"albums": ("Rome 2019",)},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "album"),
    [
        ({"title": "Rome"}, "Rome"), ({"title": "Rome 2019"}, "Rome 2019"), ({"albumData": {"title": "Rome"}}, "Rome"),
        ({"title": "Photos from 2019"}, None), ({"title": "Fotos von 2019"}, None), ({"title": " "}, None), ({}, None),
        (PHOTO, None), ([], None), ("x", None),
    ],
)  # fmt: skip
def test_which_folders_of_a_takeout_are_albums(content: object, album: str | None) -> None:
    assert album_of(json.dumps(content).encode()) == album


@settings(max_examples=40)
@given(st.binary(max_size=300) | st.text("[]=;,()\nrect64faces0aC.x", max_size=120).map(str.encode))
def test_any_bytes_beside_photos_are_read(content: bytes) -> None:
    sections = parse_ini(content)
    for name in files_of(sections):
        said_of(sections[name], {}, {})
    said_by(content)
    album_of(content)


def test_a_file_that_is_too_long_is_no_file(
    conn: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gallery.transfer.picasa.MAX_BYTES", 100)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / ".picasa.ini").write_text(INI, encoding="utf-8")
    fill(conn, tmp_path / "photos", "a.jpg")
    assert BesidePhotos(conn).read_picasa().entries == []
