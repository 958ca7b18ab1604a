"""What comes in and goes out over the page: shown first, said as one act, taken back as one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gallery.transfer.entries import TransferError
from tests.pictures import picture, save
from tests.transfer.foreign import DIGIKAM, make
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("a.jpg", "b.jpg", "c.jpg")
INI = (
    "[a.jpg]\nstar=yes\nfaces=rect64(1),ab;\nalbums=t\n[b.jpg]\nstar=yes\n[none.jpg]\nstar=yes\n[Contacts2]\nab=Ada;;\n"
    "[.album:t]\nname=Best of\n"
)
TABLE = "path,rating,title,tags\na.jpg,4,Rome,travel/italy\nb.jpg,9,,\nc.jpg,2,Paris,\nx/none.jpg,1,,\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("transfer")
    for number, name in enumerate(NAMES):
        save(base / "photos" / name, picture(hue=60 * number))
    (base / "photos" / ".picasa.ini").write_text(INI, encoding="utf-8")
    return base


@pytest.fixture(scope="module")
def library(base: Path) -> Iterator[Said]:
    with run_said(base / "data", base / "photos") as running:
        yield running


@pytest.fixture
def said(library: Said) -> Iterator[Said]:
    """A library about which nothing is said when the test begins."""
    yield library
    take_all_back(library)


def take_all_back(said: Said) -> None:
    while said.post("/api/undo").get("act"):
        pass
    assert json.loads(export(said))["photos"] == []


def show(said: Said, text: str, name: str = "hand.csv") -> dict[str, Any]:
    found: dict[str, Any] = said.post("/api/imports", {"from": "content", "name": name, "text": text})["preview"]
    return found


def export(said: Said, form: str = "json") -> str:
    return said.client.ask(f"/api/export?form={form}").body.decode("utf-8-sig")


def counts(preview: dict[str, Any]) -> dict[str, tuple[int, int, int]]:
    return {one["kind"]: (one["new"], one["kept"], one["same"]) for one in preview["kinds"]}


def test_a_table_is_shown_brought_in_and_taken_back(said: Said) -> None:
    said.say("c.jpg", rating=5)
    before = export(said)
    preview = show(said, TABLE)
    assert (preview["from"], preview["photos"], preview["found"]) == ("table", 3, 2)
    assert counts(preview) == {"rating": (1, 1, 0), "title": (2, 0, 0), "tags": (1, 0, 0)}
    assert preview["missing"] == {"count": 1, "lines": ["x/none.jpg"]}
    assert preview["refused"] == {"count": 1, "lines": ["b.jpg: A rating is a number from 0 to 5."]}
    target = f"/api/imports/{preview['import']}/apply"
    answer = said.post(target, {"kinds": ["rating", "title", "tags"]})
    assert (answer["photos"], answer["from"]) == (2, "table")
    assert said.of("a.jpg")["rating"], said.of("a.jpg")["tags"] == (4, ["travel/italy"])
    assert (said.of("c.jpg")["rating"], said.of("c.jpg")["title"]) == (5, "Paris")  # yours is kept
    assert said.client.ask(target, "POST", body={"kinds": ["rating"]}).status == 404
    act = said.get("/api/history")["acts"][0]
    assert (act["kind"], act["from"], act["set"], act["photos"]) == ("import", "table", {}, 2)
    assert said.get("/api/status")["undo"]["from"] == "table"
    assert said.post("/api/undo")["photos"] == 2
    assert said.of("a.jpg")["title"] is None
    assert export(said).split("\n", 1)[1] == before.split("\n", 1)[1]
    assert said.post("/api/redo")["photos"] == 2
    assert said.of("c.jpg")["title"] == "Paris"


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_is_said_twice_of_a_photo_is_told(said: Said, form: str) -> None:
    text = "path,rating,title\na.jpg,4,Rome\nb.jpg,1,\na.jpg,5,\na.jpg,4,Paris\n"
    if form == "json":
        listed = [("a.jpg", {"rating": 4, "title": "Rome"}), ("b.jpg", {"rating": 1}), ("a.jpg", {"rating": 5}),
                  ("a.jpg", {"rating": 4, "title": "Paris"})]  # fmt: skip
        photos = [{"path": path, "said": one} for path, one in listed]
        text = json.dumps({"shoebox": "annotations", "version": 1, "albums": [], "photos": photos})
    preview = show(said, text, f"x.{form}")
    assert preview["refused"]["lines"] == [
        "a.jpg: its rating is said twice, 4 counts and not 5.",
        "a.jpg: its title is said twice, “Rome” counts and not “Paris”.",
    ]
    assert counts(preview) == {"rating": (2, 0, 0), "title": (1, 0, 0)}


def test_theirs_takes_the_place_of_yours_when_told_and_only_what_is_chosen_comes(said: Said) -> None:
    said.say("c.jpg", rating=5)
    number = show(said, TABLE)["import"]
    said.post(f"/api/imports/{number}/apply", {"kinds": ["rating"], "replace": True})
    assert (said.of("c.jpg")["rating"], said.of("c.jpg")["title"]) == (2, None)
    said.post("/api/undo")
    assert said.of("c.jpg")["rating"] == 5


def test_what_picasa_left_beside_the_photos_comes_as_one_act(said: Said) -> None:
    preview = said.post("/api/imports", {"from": "picasa"})["preview"]
    assert counts(preview) == {"favourite": (2, 0, 0), "people": (1, 0, 0), "albums": (1, 0, 0)}
    assert preview["missing"]["count"] == 1
    said.post(f"/api/imports/{preview['import']}/apply", {"kinds": ["favourite", "people", "albums"]})
    assert (said.of("a.jpg")["favourite"], said.of("a.jpg")["tags"]) == (True, ["people/Ada"])
    again = said.post("/api/imports", {"from": "picasa"})["preview"]
    assert counts(again) == {"favourite": (0, 0, 2), "people": (0, 0, 1), "albums": (0, 0, 1)}
    assert said.post(f"/api/imports/{again['import']}/apply", {"kinds": ["favourite"]})["act"] is None


def test_albums_come_with_their_order_and_go_again_with_the_act(said: Said) -> None:
    ids = [said.id(name) for name in ("c.jpg", "a.jpg", "b.jpg")]
    said.post("/api/albums", {"name": "Trips/Italy", "ids": ids})
    said.post("/api/albums", {"name": "Best", "ids": ids[:1]})
    exported = json.loads(export(said))
    names = [photo["path"] for photo in exported["photos"]]
    assert [(one["path"], [names[at] for at in one["photos"]]) for one in exported["albums"]] == [
        ("Trips", []), ("Trips/Italy", ["c.jpg", "a.jpg", "b.jpg"]), ("Best", ["c.jpg"]),
    ]  # fmt: skip
    take_all_back(said)
    assert said.get("/api/albums")["albums"] == []
    preview = show(said, json.dumps(exported), "x.json")
    assert counts(preview) == {"albums": (3, 0, 0)}
    said.post(f"/api/imports/{preview['import']}/apply", {"kinds": ["albums"]})
    again = json.loads(export(said))
    names = [photo["path"] for photo in again["photos"]]
    assert [(one["path"], [names[at] for at in one["photos"]]) for one in again["albums"]] == [
        ("Trips", []), ("Trips/Italy", ["c.jpg", "a.jpg", "b.jpg"]), ("Best", ["c.jpg"]),
    ]  # fmt: skip
    assert counts(show(said, json.dumps(again), "x.json")) == {"albums": (0, 0, 3)}
    said.post("/api/undo")
    assert said.get("/api/albums")["albums"] == []


def test_an_export_that_was_brought_in_is_exported_as_it_was(said: Said) -> None:
    for name in ("c.jpg", "a.jpg", "b.jpg"):  # not in the order of their places
        said.say(name, title=name)
    for album, names in (("Z", "cb"), ("Trips/Italy", "a"), ("Empty/Inner", ""), ("A", "ac"), ("Trips/Alps", "b")):
        said.post("/api/albums", {"name": album, "ids": [said.id(f"{name}.jpg") for name in names]})
    before = export(said).split("\n", 1)
    content = json.loads(export(said))
    assert [photo["path"] for photo in content["photos"]] == ["a.jpg", "b.jpg", "c.jpg"]
    paths = [album["path"] for album in content["albums"]]
    assert paths == ["Z", "Trips", "Trips/Italy", "Trips/Alps", "Empty", "Empty/Inner", "A"]
    take_all_back(said)
    said.say("b.jpg", title="b.jpg")
    elsewhere = {**content, "albums": [*content["albums"], {"path": "Not here", "photos": [3]}]}
    elsewhere["photos"] = [*content["photos"], {"path": "none.jpg", "said": {}}]
    number = show(said, json.dumps(elsewhere), "x.json")["import"]
    said.post(f"/api/imports/{number}/apply", {"kinds": ["title", "albums"]})
    after = export(said).split("\n", 1)
    assert after[1] == before[1]
    assert json.loads(export(said))["albums"] == content["albums"]


def test_albums_come_with_their_sorting_and_cover_and_those_here_keep_theirs(said: Said) -> None:
    ids = [said.id(name) for name in ("c.jpg", "a.jpg", "b.jpg")]
    made = [said.post("/api/albums", {"name": name, "ids": ids})["album"] for name in ("Trips", "Best")]
    said.client.ask(f"/api/albums/{made[0]}", "PUT", body={"order": "newest"})
    said.client.ask(f"/api/albums/{made[0]}", "PUT", body={"cover": ids[1]})
    exported = json.loads(export(said))
    assert [photo["path"] for photo in exported["photos"]][exported["albums"][0]["cover"]] == "a.jpg"
    assert "cover" not in exported["albums"][1]
    take_all_back(said)
    said.post("/api/albums", {"name": "Best", "ids": ids[:1]})
    exported["albums"][1] |= {"order": "oldest", "cover": "nonsense"}
    number = show(said, json.dumps(exported), "x.json")["import"]
    said.post(f"/api/imports/{number}/apply", {"kinds": ["albums"]})
    found = {one["name"]: (one["order"], one["cover"]["photo"]) for one in said.get("/api/albums")["albums"]}
    assert found == {"Trips": ("newest", ids[1]), "Best": ("hand", ids[0])}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_an_export_brings_an_empty_library_to_the_same(said: Said, form: str) -> None:
    said.say("a.jpg", favourite=True, rating=0, label="red", caption="", add_tags=["Köln/Dom", "x;y"])
    said.say("b.jpg", title="=1+1", pick="rejected", remove_tags=["of the file"])
    before = {kind: export(said, kind).split("\n", 1)[1] for kind in ("json", "csv")}
    exported = export(said, form)
    take_all_back(said)
    number = show(said, exported, f"x.{form}")["import"]
    kinds = ["favourite", "rating", "label", "caption", "tags", "title", "pick"]
    assert said.post(f"/api/imports/{number}/apply", {"kinds": kinds})["photos"] == 2
    assert {kind: export(said, kind).split("\n", 1)[1] for kind in before} == before


def test_files_are_chosen_in_the_window_and_never_named_by_the_page(said: Said, base: Path, tmp_path: Path) -> None:
    refused = said.client.ask("/api/imports", "POST", body={"from": "file", "path": "/etc/passwd"})
    assert (refused.status, refused.code) == (409, "no_window")
    assert said.client.ask("/api/export", "POST", body={"form": "json"}).code == "no_window"
    transfer = said.harness.parts.library.transfer
    database = make(
        tmp_path / "digikam4.db", DIGIKAM,
        f"UPDATE AlbumRoots SET identifier = 'volumeid:?path={base / 'photos'}' WHERE id = 1",
    )  # fmt: skip
    preview = transfer.preview_file(str(database).encode())
    assert (preview["from"], preview["photos"], preview["found"]) == ("digikam", 3, 1)
    assert transfer.apply(preview["import"], ["rating", "people"], replace=False)["photos"] == 1
    assert (said.of("a.jpg")["rating"], said.of("a.jpg")["tags"]) == (4, ["people/Ada"])
    written = transfer.export_to(str(tmp_path / "all.json").encode(), "json")
    assert written == {"name": "all.json", "photos": 1}
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["photos"][0]["said"]["rating"] == 4
    assert transfer.export_to(str(tmp_path / "all.csv").encode(), "csv")["photos"] == 1
    before = (base / "data" / "library.db").stat().st_ino
    with pytest.raises(TransferError, match="Choose another place"):
        transfer.export_to(str(base / "data" / "library.db").encode(), "json")
    assert (base / "data" / "library.db").stat().st_ino == before


@pytest.mark.parametrize(
    "body",
    [
        {}, {"from": "/etc"}, {"from": "content"}, {"from": "content", "name": "x", "text": 1},
        {"from": "content", "name": "../../X", "text": "\ud800"}, {"from": "content", "name": "X", "text": "{"},
    ],
)  # fmt: skip
def test_what_is_no_import_is_refused_in_a_sentence(said: Said, body: dict[str, Any]) -> None:
    answer = said.client.ask("/api/imports", "POST", body=body)
    assert answer.status == 400
    assert answer.code


def test_a_preview_is_forgotten_and_odd_wishes_are_refused(said: Said) -> None:
    number = show(said, TABLE)["import"]
    for body in ({}, {"kinds": "rating"}, {"kinds": ["x"]}, {"kinds": ["rating"], "replace": 1}):
        assert said.client.ask(f"/api/imports/{number}/apply", "POST", body=body).status == 400
    assert said.client.ask("/api/imports", "DELETE", body={}).status == 200
    assert said.client.ask(f"/api/imports/{number}/apply", "POST", body={"kinds": ["rating"]}).status == 404
    assert said.client.ask("/api/export?form=xml").status == 400
