"""Which files of a folder are one photo, by what was read of them: pairs, motions, copies, bursts, and what is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gallery.scan.grouping_names import burst_of, edited_stem
from gallery.scan.grouping_rules import Group, group_files
from tests.scan.grouped import file, groups, numbered

if TYPE_CHECKING:
    from random import Random

    from gallery.catalog.file_groups import GroupRow


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([file("IMG_1.JPG"), file("IMG_1.CR2")], ["IMG_1.JPG < IMG_1.CR2 (raw)"]),
        ([file("IMG_1.HIF"), file("IMG_1.CR3")], ["IMG_1.HIF < IMG_1.CR3 (raw)"]),
        ([file("img_1.jpg"), file("IMG_1.NEF")], ["img_1.jpg < IMG_1.NEF (raw)"]),
        ([file("a.jpg", 1900), file("a.dng")], ["a.jpg < a.dng (raw)"]),
        ([file("a.jpg", 3_000), file("a.dng")], []),  # two cameras that count alike
        ([file("a.jpg", None), file("a.dng")], ["a.jpg < a.dng (raw)"]),
        ([file("a.jpg"), file("b.dng")], []),
        ([file("a.png"), file("a.dng")], []),
        ([file("a.jpg"), file("a.heic")], []),
        ([file("a.dng"), file("a.cr2")], []),
        ([file("a.jpg"), file("a.dng"), file("a.cr2")], ["a.jpg < a.cr2 < a.dng (raw)"]),
        ([file("a.jpg"), file("a.heic"), file("a.dng")], ["a.jpg < a.dng (raw)"]),
        ([file("a.jpg", 9_000), file("a.heic"), file("a.dng")], ["a.heic < a.dng (raw)"]),
        ([file("A.JPG"), file("a.jpg"), file("a.dng")], ["a.jpg < a.dng (raw)"]),
        (
            [file("PXL_2022_1.RAW-01.MP.COVER.jpg"), file("PXL_2022_1.RAW-02.ORIGINAL.dng")],
            ["PXL_2022_1.RAW-01.MP.COVER.jpg < PXL_2022_1.RAW-02.ORIGINAL.dng (raw)"],
        ),
        ([file("a.jpg", is_broken=True), file("a.dng")], []),  # what cannot be shown stands for none
        ([file("a.jpg", is_broken=True), file("a.heic"), file("a.dng")], ["a.heic < a.dng (raw)"]),
        ([file("e\u0301.jpg"), file("\u00e9.dng")], ["e\u0301.jpg < \u00e9.dng (raw)"]),
    ],
)
def test_raw_files_belong_to_what_the_camera_made_of_them(files: list[GroupRow], found: list[str]) -> None:
    assert groups(*files) == found


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([file("IMG_1.HEIC"), file("IMG_1.MOV", -1500)], ["IMG_1.HEIC < IMG_1.MOV (live)"]),
        ([file("IMG_1.JPG"), file("IMG_1.mp4")], ["IMG_1.JPG < IMG_1.mp4 (live)"]),
        ([file("IMG_1.JPG"), file("IMG_1.MOV", duration_ms=5001)], []),  # somebody filmed, and called it so
        ([file("IMG_1.JPG"), file("IMG_1.MOV", duration_ms=None)], []),
        ([file("IMG_1.JPG"), file("IMG_1.MOV", 6_000)], []),
        ([file("IMG_1.JPG"), file("IMG_1.MOV", None)], []),
        ([file("IMG_1.JPG", None), file("IMG_1.MOV")], []),
        # an hour of another zone, as the video says UTC alone
        ([file("a.jpg"), file("a.mov", 3_600_000, origin="recording_utc")], ["a.jpg < a.mov (live)"]),
        ([file("a.jpg"), file("a.mov", 60_000, origin="recording_utc")], []),
        # no zone is days away
        ([file("a.jpg"), file("a.mov", 20 * 86_400_000, origin="recording_utc")], []),
        # other names, one identifier
        ([file("a.heic", content_id="X"), file("b.mov", None, content_id="X")], ["a.heic < b.mov (live)"]),
        ([file("a.heic", content_id="X"), file("a.mov", content_id="X", duration_ms=60_000)], []),
        ([file("a.heic", content_id="X"), file("a.mov", content_id="X", duration_ms=None)], ["a.heic < a.mov (live)"]),
        ([file("a.heic", content_id="X", is_broken=True), file("a.mov", content_id="X")], []),
        ([file("a.heic", is_broken=True), file("a.mov")], []),
        ([file("a.heic", content_id="X"), file("a.mov", content_id="Y")], []),
        ([file("a.heic", content_id="X"), file("a.mov")], ["a.heic < a.mov (live)"]),
        # a Live Photo and its copy bear one identifier
        (
            [file(name, content_id="X") for name in ("a.heic", "a.mov", "a 2.heic", "a 2.mov")],
            ["a.heic < a.mov (live)", "a 2.heic < a 2.mov (live)"],
        ),
        ([file(name, content_id="X") for name in ("a.heic", "b.heic", "c.mov")], []),
        ([file("a.mov", content_id="X"), file("b.mov", content_id="X")], []),
        ([file("a.jpg", has_motion=True)], ["a.jpg (live)"]),
        ([file("a.jpg"), file("a.dng"), file("a.mov")], ["a.jpg < a.dng < a.mov (live raw)"]),
        ([file("a.png"), file("a.mov")], []),
    ],
)
def test_short_videos_are_the_motion_of_photos(files: list[GroupRow], found: list[str]) -> None:
    assert sorted(groups(*files)) == sorted(found)


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ([file("IMG_E1234.JPG"), file("IMG_1234.HEIC")], ["IMG_E1234.JPG < IMG_1234.HEIC (stack)"]),
        ([file("IMG_E1234.JPG", 3_000), file("IMG_1234.HEIC")], []),
        ([file("IMG_E1234.JPG"), file("IMG_4321.HEIC")], []),
        (
            [file("IMG_E1234.HEIC"), file("IMG_1234.HEIC"), file("IMG_1234.MOV"), file("IMG_E1234.MOV")],
            ["IMG_E1234.HEIC < IMG_1234.HEIC < IMG_1234.MOV < IMG_E1234.MOV (stack live)"],
        ),
        (
            [file("IMG_1234.HEIC"), file("IMG_1234.MOV"), file("IMG_E1234.MOV", None)],
            ["IMG_1234.HEIC < IMG_1234.MOV < IMG_E1234.MOV (live)"],
        ),
        ([file("IMG_E1234.JPG"), file("IMG_1234.DNG")], ["IMG_E1234.JPG < IMG_1234.DNG (raw)"]),
        (
            [file("IMG_E1234.MOV", duration_ms=60_000), file("IMG_1234.MOV", duration_ms=90_000)],
            ["IMG_E1234.MOV < IMG_1234.MOV (stack)"],
        ),
        (  # both say UTC, which is one moment
            [file(name, at, origin="recording_utc") for name, at in (("IMG_E0001.MOV", 900_000), ("IMG_0001.MOV", 0))],
            [],
        ),
        ([file("IMG_E1234.JPG", is_broken=True), file("IMG_1234.HEIC")], []),
        ([file("PXL_1-edited.jpg"), file("PXL_1.jpg")], ["PXL_1-edited.jpg < PXL_1.jpg (stack)"]),
        ([file("IMG_E1234.JPG"), file("IMG_E1234.HEIC"), file("IMG_1234.HEIC")], ["IMG_E1234.HEIC < IMG_1234.HEIC (stack)"]),
        ([file("IMG_E1234.JPG"), file("IMG_1234.MOV")], []),
        (
            [file("PXL_1.PORTRAIT-01.COVER.jpg"), file("PXL_1.PORTRAIT-02.ORIGINAL.jpg")],
            ["PXL_1.PORTRAIT-01.COVER.jpg < PXL_1.PORTRAIT-02.ORIGINAL.jpg (stack)"],
        ),
        ([file("-edited.jpg"), file(".jpg")], []),
    ],
)  # fmt: skip
def test_edited_copies_are_shown_for_their_originals(files: list[GroupRow], found: list[str]) -> None:
    assert groups(*files) == found


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            [file(f"IMG_20150101_120000_BURST00{n}.jpg", n * 300) for n in (1, 2, 3)],
            "IMG_20150101_120000_BURST001.jpg < IMG_20150101_120000_BURST002.jpg < IMG_20150101_120000_BURST003.jpg",
        ),
        (
            [file("PXL_20201225_120000123.BURST-01.jpg"), file("PXL_20201225_120000123.BURST-02.COVER.jpg")],
            "PXL_20201225_120000123.BURST-02.COVER.jpg < PXL_20201225_120000123.BURST-01.jpg",
        ),
        (
            [file("00000IMG_00000_BURST20170101120000123.jpg"), file("00001IMG_00001_BURST20170101120000123_COVER.jpg")],
            "00001IMG_00001_BURST20170101120000123_COVER.jpg < 00000IMG_00000_BURST20170101120000123.jpg",
        ),
        ([file("b.heic", 100, burst_id="U"), file("a.heic", 200, burst_id="U")], "b.heic < a.heic"),
        ([file("a.jpg", burst_id="U"), file("b.jpg", burst_id="U", is_burst_cover=True)], "b.jpg < a.jpg"),
        ([file("a.jpg", burst_id="U", is_broken=True), file("b.jpg", 9, burst_id="U")], "b.jpg < a.jpg"),
        ([file("a.jpg", burst_id="U"), file("b.jpg", burst_id="V")], ""),
        ([file("a.jpg", burst_id="U")], ""),
        ([file("cat_BURST1.jpg"), file("cat_BURST2.jpg")], ""),  # a name without a time
        ([file("20200101_BURST1.jpg"), file("20200101_BURST2.jpg", 60_000)], ""),
        ([file("20200101_BURST1.jpg", None), file("20200101_BURST2.jpg", None)], "20200101_BURST1.jpg < 20200101_BURST2.jpg"),
        # of pairs the pictures; what was edited stands for what it was made of
        (
            [file("IMG_E0001.JPG"), file("IMG_0001.HEIC", burst_id="U"), file("IMG_0002.HEIC", 100, burst_id="U")],
            "IMG_E0001.JPG < IMG_0001.HEIC < IMG_0002.HEIC",
        ),
    ],
)  # fmt: skip
def test_a_burst_is_shown_by_its_cover(files: list[GroupRow], found: str) -> None:
    assert groups(*files) == ([f"{found} (burst stack)"] if found else [])


def test_what_the_user_put_together_or_took_apart_comes_first() -> None:
    pair = file("a.jpg"), file("a.dng")
    assert groups(*(row._replace(chosen=0, place=0) for row in pair)) == []
    assert groups(pair[0]._replace(chosen=0, place=0), pair[1]) == []
    chosen = file("x.png", 1)._replace(chosen=7, place=1), file("y.jpg", 99_999)._replace(chosen=7, place=0)
    assert groups(*chosen, *pair) == ["y.jpg < x.png (stack)", "a.jpg < a.dng (raw)"]
    assert groups(chosen[0], *pair) == ["a.jpg < a.dng (raw)"]
    film = file("film.mov", duration_ms=60_000)
    for files in ((chosen[1], film), (film, chosen[0]), (file("b.dng"), file("c.cr2"))):
        together = [row._replace(chosen=7, place=place) for place, row in enumerate(files)]
        assert groups(*together) == [
            f"{files[0].name} < {files[1].name} (stack)"
        ]  # no tile hides a file without a sign


@pytest.mark.parametrize(
    ("stem", "original"),
    [("img_e1234", "img_1234"), ("img_e12345", "img_12345"), ("img_e123", None), ("img_1234", None), ("x-edited", "x"),
     ("-edited", None), ("edited", None), ("img_ee1234", None)],
)  # fmt: skip
def test_names_of_edited_copies(stem: str, original: str | None) -> None:
    assert edited_stem(stem) == original


def test_names_that_only_speak_of_bursts_are_of_none() -> None:
    for name in ("sunburst.jpg", "BURST001.jpg", "20200101_BURST.jpg", "20200101_BURST12345.jpg", "20200101BURST1.jpg"):
        assert burst_of(name) is None


STEMS = ("IMG_0001", "img_0001", "IMG_E0001", "a", "a-edited", "20200101_BURST1", "20200101_BURST2_COVER")
FILES = st.builds(
    lambda stem, suffix, taken, ids, more, chosen: file(
        f"{stem}.{suffix}", taken, content_id=ids[0], burst_id=ids[1], chosen=chosen, place=chosen and more[0],
        is_burst_cover=more[1], has_motion=more[2], duration_ms=more[3],
    ),
    st.sampled_from(STEMS), st.sampled_from(("JPG", "heic", "cr2", "mov", "mp4", "png")),
    st.sampled_from((None, 0, 1500, 3000, 20_000)),
    st.tuples(st.sampled_from((None, "X", "Y")), st.sampled_from((None, "U"))),
    st.tuples(st.integers(0, 3), st.booleans(), st.booleans(), st.sampled_from((None, 2500, 60_000))),
    st.sampled_from((None, None, None, 0, 1, 2)),
)  # fmt: skip


@given(st.lists(FILES, max_size=14).map(numbered), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_every_file_is_in_one_group_whatever_their_order(files: list[GroupRow], random: Random) -> None:
    found = group_files(files)
    together = [photo for group in found for photo in (group.shown, *group.members)]
    assert sorted(together) == [row.photo for row in files]
    shuffled = list(files)
    random.shuffle(shuffled)
    assert group_files(shuffled) == found


@given(st.lists(FILES, max_size=14).map(numbered))
@settings(max_examples=200, deadline=None)
def test_nothing_is_grouped_against_what_was_chosen(files: list[GroupRow]) -> None:
    of = {photo: group for group in group_files(files) for photo in (group.shown, *group.members)}
    by_id = {row.photo: row for row in files}
    for row in files:
        group: Group = of[row.photo]
        others = [by_id[one] for one in (group.shown, *group.members) if one != row.photo]
        if row.chosen == 0:
            assert not others
        elif row.chosen:
            assert others == [one for one in others if one.chosen == row.chosen]
            assert len(others) == sum(one.chosen == row.chosen for one in files) - 1
        else:
            assert all(one.chosen is None for one in others)
