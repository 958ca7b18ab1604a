"""Two people at one site: each sees what the file of the site says, and nothing tells that there is more."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor

READING = (
    "/api/status",
    "/api/folders",
    "/api/problems",
    "/api/left-out",
    "/api/left-out/folders",
    "/api/timeline.bin",
    "/api/search?q=",
    "/api/search?q=h",
    "/api/suggest?q=folder:&at=7",
    "/api/suggest?q=p&at=1",
    "/api/explain?q=privat",
    "/api/day-places?days=0,18000",
    "/api/stretches?order=name",
    "/api/news",
)


def test_each_sees_the_own_folders(anna: Visitor, ben: Visitor) -> None:
    assert set(ben.ids()) == {"h0.jpg", "h1.jpg", "h2.jpg", "h3.jpg"}
    assert {"old.tif", "a b.jpg", "h0.jpg"} <= set(anna.ids())
    assert [folder["name"] for folder in ben.ask("/api/folders").json()["folders"]] == ["Holidays"]
    assert ben.ask("/api/status").json()["counts"]["photos"] == 4


@pytest.mark.parametrize("target", READING)
def test_no_answer_names_what_is_not_seen(ben: Visitor, target: str) -> None:
    answer = ben.ask(target)
    assert answer.status == 200
    for hidden in (b"Private", b"old.tif", b"a b.jpg", b"slash", b"photos/"):
        assert hidden not in answer.body, hidden


@pytest.mark.parametrize(
    "kind", ["api/photos/{}", "media/KEY/thumb/{}", "media/KEY/screen/{}", "media/KEY/original/{}", "media/KEY/file/{}"]
)
def test_a_hidden_photo_is_as_one_that_does_not_exist(anna: Visitor, ben: Visitor, kind: str) -> None:
    hidden, missing = anna.ids()["old.tif"], 999_999_999
    address = f"/{kind}".replace("KEY", ben.key)
    answers = [ben.ask(address.format(photo)) for photo in (hidden, missing)]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body
    assert answers[0].headers.keys() == answers[1].headers.keys()


def test_a_hidden_photo_has_no_tiny_picture(anna: Visitor, ben: Visitor) -> None:
    hidden, seen, missing = anna.ids()["old.tif"], anna.ids()["h0.jpg"], 999_999_999
    asked = f"/api/tiny?ids={hidden},{seen},{missing}"
    wait_for(lambda: anna.ask(asked).body[:2] != b"\0\0")  # they are made with the thumbnails
    told = ben.ask(asked).body
    assert told[:2] == told[4:6] == b"\0\0"
    assert told[6:] in anna.ask(asked).body
    assert len(told) == 6 + int.from_bytes(told[2:4], "little") > 6
    assert ben.ask(f"/api/tiny?ids={hidden}").body == ben.ask(f"/api/tiny?ids={missing}").body == b"\0\0"


def test_no_answer_names_a_place_of_the_server(site: Site, anna: Visitor) -> None:
    above = os.fsencode(site.photos.parent)
    targets = [*READING, *(f"/api/photos/{photo}" for photo in anna.ids().values()), "/api/labels?ids=1,2,3", "/"]
    for target in targets:
        answer = anna.ask(target)
        assert above not in answer.body, target
        assert above.decode() not in str(answer.headers), target
    # nor can one be found out by searching for it
    assert anna.ask(f"/api/search?q=folder:{site.folder.name}").json()["count"] == 0


@pytest.fixture
def new_photo(site: Site) -> Iterator[Path]:
    """Where a photo may be put that nobody has seen yet; it is taken away again."""
    folder = site.photos / "Private" / "new"
    yield folder / "new.jpg"
    shutil.rmtree(folder, ignore_errors=True)
    site.harness.wait_until_idle()


def test_news_are_told_to_those_who_see_them(site: Site, anna: Visitor, ben: Visitor, new_photo: Path) -> None:
    add_and_wait(site, anna, new_photo.with_name("first.jpg"))  # tells colours of thumbnails that were made meanwhile
    tags = [person.ask("/api/news").headers["ETag"] for person in (anna, ben)]
    assert [
        person.ask("/api/news", If_None_Match=tag).status for person, tag in zip((anna, ben), tags, strict=True)
    ] == [304, 304]
    seen = ben.ask("/api/timeline.bin").body
    add_and_wait(site, anna, new_photo)
    assert ben.ask("/api/news", If_None_Match=tags[1]).status == 304
    assert ben.ask("/api/timeline.bin").body == seen


def add_and_wait(site: Site, anna: Visitor, photo: Path) -> None:
    """Add a photo, and wait until anna is told of it and all work is done."""
    site.harness.wait_until_idle()
    before = anna.ask("/api/news").headers["ETag"]
    save(photo, picture(200, 100, hue=200))
    wait_for(lambda: anna.ask("/api/news", If_None_Match=before).status == 200, 30)
    site.harness.wait_until_idle()


def test_what_is_left_out_is_told_of_the_own_folders_alone_and_is_news_there_alone(
    anna: Visitor, ben: Visitor, site: Site
) -> None:
    def counts(person: Visitor, where: str = "") -> dict[str, int]:
        return {kind["kind"]: kind["count"] for kind in person.ask(f"/api/left-out{where}").json()["kinds"]}

    def generation(person: Visitor) -> int:
        number: int = person.ask("/api/news").json()["generation"]
        return number

    first, holidays, private = generation(ben), site.photos / "Holidays", site.photos / "Private"
    before = counts(ben), counts(anna)
    try:
        (private / "secret.pdf").touch()
        wait_for(lambda: counts(anna) == before[1] | {"pdf": 1})
        assert (counts(ben), generation(ben)) == (before[0], first)
        (holidays / "ticket.pdf").touch()
        (holidays / "film.mpg").touch()
        wait_for(lambda: counts(ben) == before[0] | {"pdf": 1, "video": 1})
        assert generation(ben) != first
        rows = ben.ask("/api/left-out/folders").json()["rows"]
        assert {(row["kind"], row["path"], row["count"]) for row in rows if row["kind"] == "pdf"} == {
            ("pdf", "Holidays", 1)
        }
        hidden = next(
            row["folder"] for row in anna.ask("/api/left-out/folders").json()["rows"] if "Priv" in row["path"]
        )
        answers = [ben.ask(f"/api/left-out?folder={folder}") for folder in (hidden, 999_999_999)]
        assert [answer.status for answer in answers] == [404, 404]
        assert answers[0].body == answers[1].body
    finally:
        for file in (private / "secret.pdf", holidays / "ticket.pdf", holidays / "film.mpg"):
            file.unlink(missing_ok=True)
        site.harness.wait_until_idle()
    wait_for(lambda: (counts(ben), counts(anna)) == before)
