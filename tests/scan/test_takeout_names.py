"""Google Takeout's names: which JSON belongs to which photo, however both were cut and numbered."""

from __future__ import annotations

import pytest

from gallery.scan.sidecar_names import match_sidecars
from gallery.scan.takeout_names import match_takeout


def matched(photos: list[str], files: list[str]) -> dict[str, str]:
    found = match_takeout([name.encode() for name in photos], [name.encode() for name in files])
    return {photo.decode(): name.decode() for photo, name, _ in found}


def guessed(photos: list[str], files: list[str]) -> set[str]:
    """The photos whose JSON may be about another one."""
    found = match_takeout([name.encode() for name in photos], [name.encode() for name in files])
    return {photo.decode() for photo, _, is_guess in found if is_guess}


LONG = "Urlaub in Knaufspesch in der Schneifel (38).JPG"
VERY_LONG = "Backyard_ceremony_wedding_photography_xxxxxxx_magnoliastudios-371"


@pytest.mark.parametrize(
    ("photo", "name"),
    [
        ("IMG.jpg", "IMG.jpg.json"),
        ("IMG.jpg", "IMG.jpg.supplemental-metadata.json"),
        ("IMG(1).jpg", "IMG.jpg(1).json"),
        ("IMG(1).jpg", "IMG.jpg.supplemental-metadata(1).json"),
        ("IMG(1).jpg", "IMG(1).jpg.json"),
        ("IMG(1).jpg", "IMG(1).jpg.supplemental-metadata.json"),
        ("scan (2).jpg", "scan (2).jpg.json"),
        ("PXL_20230518_103349822.jpg", "PXL_20230518_103349822.jpg.supplemental-metada.json"),
        ("Screenshot_20230909-171429.One UI Home.png", "Screenshot_20230909-171429.One UI Home.png.sup.json"),
        ("b" * 41 + ".jpg", "b" * 41 + ".jpg..json"),
        ("c" * 42 + ".jpg", "c" * 42 + ".jpg.json"),
        (LONG, LONG[:46] + ".json"),
        ("d" * 47 + ".jpg", "d" * 46 + ".json"),
        (f"{VERY_LONG[:47]}.jpg", f"{VERY_LONG[:46]}.json"),
        (f"{VERY_LONG[:47]}(494).jpg", f"{VERY_LONG[:46]}(494).json"),
        ("original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P.jpg", "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json"),
        (
            "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_(1).jpg",
            "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json",
        ),
        ("ö" * 40 + ".jpg", "ö" * 23 + ".json"),
        ("ö" * 47 + ".jpg", "ö" * 46 + ".json"),
        ("😀" * 30 + ".jpg", "😀" * 23 + ".json"),
        ("IMG-edited.jpg", "IMG.jpg.json"),
        ("IMG-bearbeitet.jpg", "IMG.jpg.supplemental-metadata.json"),
        ("IMG-modifié.jpg", "IMG.jpg.json"),
        ("IMG-ha editado.jpg", "IMG.jpg.json"),
        ("IMG-編集済み.jpg", "IMG.jpg.json"),
        ("IMG-edited(1).jpg", "IMG.jpg(1).json"),
        ("IMG(1)-edited.jpg", "IMG.jpg(1).json"),
        ("IMG(1)-edited.tif", "IMG.tif(1).json"),
        ("IMG-edi.jpg", "IMG.jpg.json"),
        ("IMG-edited.jpg", "IMG.HEIC.json"),
        ("IMG.JPG", "IMG.jpg.json"),
        ("IMG.jpg", "IMG.json"),
        ("IMG.jpg", "IMG.jp.json"),
        ("noend", "noend.json"),
        ("Möwe.jpg", "Möwe.jpg.JSON"),
    ],
)
def test_whose_a_json_file_is(photo: str, name: str) -> None:
    others = ["IMG_1.jpg.json", "metadata.json", "other.json", "IMG.jpg(7).json"]
    assert matched([photo, "unrelated.jpg"], [name, *others]) == {photo: name}


@pytest.mark.parametrize("length", range(len("supplemental-metadata") + 1))
def test_every_cut_of_what_google_adds(length: int) -> None:
    added = "supplemental-metadata"[:length]
    for number, photo in (("", "a.b.jpg"), ("(3)", "a.b(3).jpg")):
        name = f"a.b.jpg.{added}{number}.json"
        assert matched([photo], [name]) == {photo: name}


@pytest.mark.parametrize("length", range(20, 60))
def test_titles_of_every_length(length: int) -> None:
    """Named as Google names them: the title with what is added cut to 46, the photo to 51 with its suffix."""
    title = "e" * (length - 4) + ".jpg"
    photo = title if length <= 51 else "e" * 47 + ".jpg"
    new, old = f"{(title + '.supplemental-metadata')[:46]}.json", f"{title[:46]}.json"
    assert matched([photo], [new]) == {photo: new}
    assert matched([photo], [old]) == {photo: old}
    numbered = photo.replace(".jpg", "(2).jpg")
    assert matched([numbered], [new.replace(".json", "(2).json")]) == {numbered: new.replace(".json", "(2).json")}


@pytest.mark.parametrize(
    ("photos", "files", "expected"),
    [
        (
            ["IMG.jpg", "IMG(1).jpg", "IMG-edited.jpg", "IMG-edited(1).jpg"],
            ["IMG.jpg.json", "IMG.jpg(1).json"],
            {
                "IMG.jpg": "IMG.jpg.json",
                "IMG(1).jpg": "IMG.jpg(1).json",
                "IMG-edited.jpg": "IMG.jpg.json",
                "IMG-edited(1).jpg": "IMG.jpg(1).json",
            },
        ),
        (["IMG-edited.jpg"], ["IMG-edited.jpg.json", "IMG.jpg.json"], {"IMG-edited.jpg": "IMG-edited.jpg.json"}),
        (["IMG.jpg", "IMG.png"], ["IMG.jpg.json"], {"IMG.jpg": "IMG.jpg.json"}),
        (["IMG-2.jpg"], ["IMG.jpg.json"], {}),
        (["IMG(1).jpg"], ["IMG.jpg.json"], {}),
        (["IMG.jpg"], ["IMG.jpg(1).json", "IMG1.jpg.json", "xIMG.jpg.json"], {}),
        (["(1).jpg"], ["(1).jpg.json"], {"(1).jpg": "(1).jpg.json"}),
    ],
)
def test_which_of_several_is_meant(photos: list[str], files: list[str], expected: dict[str, str]) -> None:
    assert matched(photos, files) == expected


def test_names_that_are_no_text() -> None:
    assert list(match_takeout([b"\xff.jpg"], [b"\xff.jpg.json"])) == [(b"\xff.jpg", b"\xff.jpg.json", False)]
    long = b"\xff" * 60 + b".jpg"
    assert list(match_takeout([long], [b"\xff" * 46 + b".json"])) == [(long, b"\xff" * 46 + b".json", False)]


def test_photos_that_differ_in_capitals_alone_have_their_own() -> None:
    photos = ["IMG.JPG", "IMG.jpg"]
    assert matched(photos, ["IMG.JPG.json", "IMG.jpg.json"]) == {"IMG.JPG": "IMG.JPG.json", "IMG.jpg": "IMG.jpg.json"}


@pytest.mark.parametrize(
    ("photos", "files", "expected"),
    [
        (["Rome-colosseum.jpg"], ["Rome.jpg.json"], {"Rome-colosseum.jpg"}),
        (["Rome.jpg", "Rome-edited.jpg"], ["Rome.jpg.json"], {"Rome-edited.jpg"}),
        (["IMG(1).jpg", "IMG.jpg"], ["IMG.jpg(1).json", "IMG.jpg.json"], set()),
        (["IMG.jpg", "IMG.png"], ["IMG.json"], {"IMG.jpg", "IMG.png"}),
        (["IMG.jpg"], ["IMG.json"], set()),
        (["f" * 46 + "1.jpg", "f" * 46 + "2.jpg"], ["f" * 46 + ".json"], {"f" * 46 + "1.jpg", "f" * 46 + "2.jpg"}),
    ],
)
def test_which_may_be_about_another_photo(photos: list[str], files: list[str], expected: set[str]) -> None:
    assert guessed(photos, files) == expected


def test_xmp_comes_before_what_google_says() -> None:
    found = match_sidecars([b"a.jpg"], [b"a.jpg.json", b"a.xmp", b"a.jpg.xmp"], [])
    assert [one.name for one in found[b"a.jpg"]] == [b"a.jpg.xmp", b"a.xmp", b"a.jpg.json"]
