"""Tags of many photos at once: told, renamed, merged and removed everywhere, also those that files have by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pictures import picture, save
from tests.web.annotating import Said, run_said

if TYPE_CHECKING:
    from collections.abc import Iterator

SIDECAR = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>{}</rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Said]:
    base = tmp_path_factory.mktemp("tags")
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        save(base / "photos" / name, picture(hue=60 * number))
    bag = "".join(f"<rdf:li>{tag}</rdf:li>" for tag in ("Italy", "sea"))
    (base / "photos" / "c.xmp").write_text(SIDECAR.format(bag), encoding="utf-8")
    save(base / "photos" / "pair.jpg", picture(hue=200))
    save(base / "photos" / "pair-2.jpg", picture(hue=250))
    with run_said(base / "data", base / "photos") as running:
        pair = [running.id("pair.jpg"), running.id("pair-2.jpg")]
        running.post("/api/photos/put-together", {"ids": pair})
        yield running


@pytest.fixture
def said(library: Said) -> Iterator[Said]:
    """A library about which nothing is said when the test begins."""
    yield library
    while library.post("/api/undo")["act"] is not None:
        pass
    assert tree(library) == {"Italy": 1, "sea": 1}


def tree(said: Said) -> dict[str, int]:
    """The tree as paths with their counts."""

    def walk(nodes: list[dict[str, Any]], above: str) -> Iterator[tuple[str, int]]:
        for node in nodes:
            yield above + node["name"], node["count"]
            yield from walk(node["children"], f"{above}{node['name']}/")

    return dict(walk(said.get("/api/tags")["tags"], ""))


def test_a_tag_is_renamed_on_photos_and_files_alike_and_back(said: Said) -> None:
    said.say("a.jpg", add_tags=["italy", "italy/rome"])
    answer = said.post("/api/tags/move", {"tag": "italy", "to": "travel/Italy"})
    assert answer["photos"] == 2
    assert tree(said) == {"sea": 1, "travel": 2, "travel/Italy": 2, "travel/Italy/rome": 1}
    assert said.of("c.jpg")["tags"] == ["sea", "travel/Italy"]
    status = said.get("/api/status")
    assert status["undo"] == {
        "act": answer["act"], "kind": "set", "set": {"moved_tag": ["italy", "travel/Italy"]}, "photos": 2,
    }  # fmt: skip
    undone = said.post("/api/undo")
    assert (undone["photos"], undone["kept"]) == (2, 0)
    assert said.of("c.jpg")["tags"] == ["Italy", "sea"]
    assert said.of("a.jpg")["tags"] == ["italy", "italy/rome"]


def test_capitals_can_be_changed_though_a_file_spells_them_otherwise(said: Said) -> None:
    said.say("a.jpg", add_tags=["italy"])
    assert said.post("/api/tags/move", {"tag": "italy", "to": "ITALY"})["photos"] == 2
    assert tree(said) == {"ITALY": 2, "sea": 1}
    assert said.of("c.jpg")["tags"] == ["ITALY", "sea"]


def test_a_tag_is_merged_into_another(said: Said) -> None:
    said.say("a.jpg", "c.jpg", add_tags=["ocean"])
    answer = said.post("/api/tags/move", {"tag": "ocean", "to": "sea"})
    assert answer["photos"] == 2
    assert tree(said) == {"Italy": 1, "sea": 2}
    said.post("/api/undo")
    assert tree(said) == {"Italy": 1, "ocean": 2, "sea": 1}


def test_a_tag_is_removed_everywhere(said: Said) -> None:
    said.say("a.jpg", "b.jpg", add_tags=["sea/north"])
    assert said.post("/api/tags/remove", {"tag": "SEA"})["photos"] == 3
    assert tree(said) == {"Italy": 1}
    assert said.post("/api/tags/remove", {"tag": "sea"})["act"] is None


def test_what_some_and_what_all_have_is_told(said: Said) -> None:
    said.say("a.jpg", "b.jpg", add_tags=["ITALY", "zoo"])
    ids = [said.id(name) for name in ("a.jpg", "b.jpg", "c.jpg")]
    assert said.post("/api/tags/of", {"ids": ids})["tags"] == [
        {"tag": "ITALY", "count": 3},
        {"tag": "sea", "count": 1},
        {"tag": "zoo", "count": 2},
    ]
    assert said.post("/api/tags/of", {"ids": [999_999]})["tags"] == []


def test_the_history_counts_what_was_seen_and_not_the_files(said: Said) -> None:
    names = ("a.jpg", "pair.jpg")
    said.say("a.jpg", rating=4)
    answer = said.say(*names, rating=4)
    assert answer["photos"] == 1, "two files, and the other photo had it"
    assert said.get("/api/history")["acts"][0]["photos"] == 1
    assert said.get("/api/status")["undo"]["photos"] == 1
    said.say(*names, add_tags=["x"])
    moved = said.post("/api/tags/move", {"tag": "x", "to": "y"})
    assert (moved["photos"], tree(said)["y"]) == (2, 2)
    said.say("a.jpg", remove_tags=["y"])
    undone = said.post(f"/api/history/{moved['act']}/undo")
    assert (undone["photos"], undone["kept"]) == (1, 1)


@pytest.mark.parametrize(
    ("target", "body"),
    [
        ("/api/tags/move", {"tag": "a", "to": "a/b"}),
        ("/api/tags/move", {"tag": "a", "to": ""}),
        ("/api/tags/move", {"tag": "a"}),
        ("/api/tags/remove", {"tag": 1}),
        ("/api/tags/of", {"ids": ["1"]}),
    ],
)
def test_what_makes_no_sense_is_refused(library: Said, target: str, body: dict[str, object]) -> None:
    answer = library.client.ask(target, "POST", body=body)
    assert answer.status == 400
