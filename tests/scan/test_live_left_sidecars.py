"""A photo that comes to lie beside the sidecar of another one is not shown with what was said about that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gallery.imaging.metadata.xmp import parse_sidecar
from gallery.library import sidecar_thread
from tests.harness import run_harness
from tests.pictures import picture, save
from tests.sidecar_files import title, xmp_file
from tests.waiting import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Harness


@pytest.fixture
def root(flat_root: Path) -> Path:
    """Three pictures and an empty folder; another program has given one a title."""
    (flat_root / "p1.jpg.xmp").write_bytes(xmp_file(title("Theirs"), xmp_Rating=2))
    (flat_root / "inner").mkdir()
    return flat_root


@pytest.fixture(autouse=True)
def _eager(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sidecar_thread, "LOOK_INTERVAL_S", 0.05)


@pytest.fixture
def writing(running: Harness) -> Harness:
    """A Shoebox that writes sidecars, in which something was said about two photos."""
    begin(running)
    for name in ("p0.jpg", "p1.jpg"):
        running.library.annotations.annotate([running.names()[name]], {"title": f"Of {name}", "add_tags": ["mine"]})
    wait_for(lambda: running.library.sidecars.status()["sidecars"]["waiting"] == 0)
    return running


def begin(home: Harness) -> None:
    home.library.sidecars.set_answer("yes")
    home.library.sidecars.begin()


def words(home: Harness, name: str) -> list[tuple[object, object]]:
    """Title and tags as they count, of all photos of a name."""
    ids = home.library.search.find(f"name:{name}")["ids"]
    told = [home.library.annotations.describe(home.library.photos.details(photo))["annotation"] for photo in ids]
    return sorted((found["title"] or "", tuple(found["tags"])) for found in told)


def held(path: Path) -> tuple[object, object]:
    found = parse_sidecar(path.read_bytes())
    return found.title, found.tags


def wait_for_copy(path: Path, text: str) -> None:
    wait_for(lambda: path.exists() and held(path)[0] == text)


def test_a_new_photo_under_a_name_that_was_left_is_shown_with_nothing(writing: Harness, root: Path) -> None:
    for name in ("p0.jpg", "p1.jpg"):
        wait_for_copy(root / f"{name}.xmp", f"Of {name}")
        (root / name).rename(root / "inner" / name)
        wait_for_copy(root / "inner" / f"{name}.xmp", f"Of {name}")
    writing.wait_until_idle()
    save(root / "p0.jpg", picture(hue=200))
    save(root / "p1.jpg", picture(hue=220))
    wait_for(lambda: held(root / "p0.jpg.xmp") == (None, ()))
    wait_for(lambda: held(root / "p1.jpg.xmp") == ("Theirs", ()))
    assert held(root / "inner" / "p0.jpg.xmp") == ("Of p0.jpg", ("mine",))
    wait_for(lambda: words(writing, "p0.jpg") == [("", ()), ("Of p0.jpg", ("mine",))])
    wait_for(lambda: words(writing, "p1.jpg") == [("Of p1.jpg", ("mine",)), ("Theirs", ())])


def test_photos_that_changed_names_while_shoebox_was_not_running(tmp_path: Path, root: Path) -> None:
    with run_harness(tmp_path / "data", root) as home:
        wait_for(home.ids)
        begin(home)
        home.library.annotations.annotate([home.names()["p0.jpg"]], {"title": "Of p0"})
        wait_for_copy(root / "p0.jpg.xmp", "Of p0")
        home.wait_until_idle()
    (root / "p0.jpg").rename(root / "aside.jpg")
    (root / "p2.jpg").rename(root / "p0.jpg")
    (root / "aside.jpg").rename(root / "p2.jpg")
    with run_harness(tmp_path / "data") as home:
        begin(home)
        wait_for(lambda: words(home, "p2.jpg") == [("Of p0", ())])
        wait_for_copy(root / "p2.jpg.xmp", "Of p0")
        wait_for(lambda: held(root / "p0.jpg.xmp")[0] is None)
        wait_for(lambda: words(home, "p0.jpg") == [("", ())])


def test_a_question_is_answered_first(writing: Harness, root: Path) -> None:
    wait_for_copy(root / "p0.jpg.xmp", "Of p0.jpg")
    (root / "p0.jpg").rename(root.parent / "kept.jpg")
    wait_for(lambda: "p0.jpg" not in writing.names())
    writing.wait_until_idle()
    save(root / "p0.jpg", picture(hue=200))
    asked = wait_for(lambda: writing.library.gone.read()["questions"])
    assert held(root / "p0.jpg.xmp")[0] == "Of p0.jpg"
    writing.library.gone.answer(asked[0]["photo"], None)
    wait_for(lambda: held(root / "p0.jpg.xmp") == (None, ()))
    wait_for(lambda: words(writing, "p0.jpg") == [("", ())])
    (root.parent / "kept.jpg").rename(root / "back.jpg")
    wait_for(lambda: words(writing, "back.jpg") == [("Of p0.jpg", ("mine",))])
    wait_for_copy(root / "back.jpg.xmp", "Of p0.jpg")
