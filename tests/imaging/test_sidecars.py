"""What sidecars say, what counts where they and the file differ, and what broken and hostile ones cost."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from gallery.base.models import MAX_SIDECAR_BYTES, FileRef, Metadata, Sidecar
from gallery.imaging.metadata import sidecars
from gallery.imaging.metadata.date_belief import decode_dates
from gallery.imaging.metadata.read import read
from tests.imaging.annotated_files import IMAGE, exif, iptc, jpeg
from tests.imaging.files import reference
from tests.imaging.video_files import mp4, mvhd, track
from tests.pictures import encoded
from tests.sidecar_files import title, xmp_file

if TYPE_CHECKING:
    from pathlib import Path


def beside(folder: Path, *files: tuple[str, bytes], photo: bytes | None = None, shared: bool = False) -> FileRef:
    """Write a photo and its sidecars, and return its reference."""
    path = folder / "a.jpg"
    path.write_bytes(photo or encoded("JPEG", IMAGE))
    for name, content in files:
        (folder / name).write_bytes(content)
    known = tuple(Sidecar(os.fsencode(name), len(content), 0, shared) for name, content in files)
    return replace(reference(path), sidecars=known)


def metadata(file: FileRef) -> Metadata:
    found = read(file)
    assert isinstance(found, Metadata), found
    return found


def date_of(found: Metadata) -> tuple[str, str]:
    taken = found.taken
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=taken.local_ms)).isoformat()[:19], taken.origin


def test_a_sidecar_says_what_the_file_does_not(tmp_path: Path) -> None:
    content = xmp_file(
        title("Möwe"),
        xmp_Rating=4,
        photoshop_DateCreated="1984-05-06T07:08:09",
        exif_GPSLatitude="50,5.375N",
        exif_GPSLongitude="14,23.8445W",
    )
    found = metadata(beside(tmp_path, ("a.jpg.xmp", content)))
    assert (found.title, found.rating, date_of(found)) == ("Möwe", 4, ("1984-05-06T07:08:09", "sidecar"))
    assert found.latitude == pytest.approx(50.08958, abs=1e-5)
    assert found.longitude == pytest.approx(-14.39741, abs=1e-5)
    assert found.sidecar_problem is None


def test_a_sidecar_of_a_video_counts_as_one_of_a_photo(tmp_path: Path) -> None:
    content = xmp_file(title("Möwe"), xmp_Rating=4, photoshop_DateCreated="1984-05-06T07:08:09")
    film = mp4(mvhd(), track(b"avc1"))
    found = metadata(beside(tmp_path, ("a.jpg.xmp", content), photo=film))
    assert (found.format, found.title, found.rating) == ("mp4", "Möwe", 4)
    assert date_of(found) == ("1984-05-06T07:08:09", "sidecar")
    assert [date.origin for date in decode_dates(found.dates)] == ["recording_utc"]
    assert metadata(beside(tmp_path, photo=film)).taken.origin == "recording_utc"


def test_the_longer_name_counts_before_the_shorter_and_both_are_read(tmp_path: Path) -> None:
    long, short = xmp_file(xmp_Rating=5), xmp_file(title("Short"), xmp_Rating=1)
    found = metadata(beside(tmp_path, ("a.jpg.xmp", long), ("a.xmp", short)))
    assert (found.rating, found.title) == (5, "Short")


def test_a_place_is_not_put_together_of_two_sidecars(tmp_path: Path) -> None:
    half, whole = xmp_file(exif_GPSLatitude="50,0N"), xmp_file(exif_GPSLatitude="10,0N", exif_GPSLongitude="20,0E")
    found = metadata(beside(tmp_path, ("a.jpg.xmp", half), ("a.xmp", whole)))
    assert (found.latitude, found.longitude) == (10, 20)
    low = xmp_file(exif_GPSLatitude="1,0N", exif_GPSLongitude="2,0E")
    high = xmp_file(exif_GPSLatitude="10,0N", exif_GPSLongitude="20,0E", exif_GPSAltitude="300")
    found = metadata(beside(tmp_path, ("a.jpg.xmp", low), ("a.xmp", high)))
    assert (found.latitude, found.longitude, found.altitude_m) == (1, 2, None)


def test_the_place_of_a_sidecar_counts_before_that_of_the_camera(tmp_path: Path) -> None:
    gps = {1: "N", 2: (48, 0, 0), 3: "E", 4: (2, 0, 0), 5: b"\0", 6: 35.0}
    inside, content = (
        encoded("JPEG", IMAGE, exif=exif(gps=gps)),
        xmp_file(exif_GPSLatitude="1,0N", exif_GPSLongitude="2,0E"),
    )
    found = metadata(beside(tmp_path, ("a.xmp", content), photo=inside))
    assert (found.latitude, found.longitude, found.altitude_m) == (1, 2, None)
    found = metadata(beside(tmp_path, ("a.xmp", content), photo=inside, shared=True))
    assert (found.latitude, found.longitude, found.altitude_m) == (48, 2, 35)


@pytest.mark.parametrize(
    ("latitude", "longitude", "altitude", "below", "expected"),
    [
        ("50,5.5N", "14,30.0W", "1234/10", "0", (50.0916667, -14.5, 123.4)),
        ("50,5,30N", "14,30,0E", "12", "1", (50.0916667, 14.5, -12)),
        ("-33.865", "+151.209444", "-3.5", "", (-33.865, 151.209444, -3.5)),
        ("48.8584", "2.2945", "1/0", "0", (48.8584, 2.2945, None)),
        ("48.8584", "2.2945", "high", "0", (48.8584, 2.2945, None)),
        ("91.5", "2.2945", "5", "0", (None, None, None)),
        ("48", "2", "5", "0", (None, None, None)),
    ],
)
def test_forms_of_a_place(
    tmp_path: Path, latitude: str, longitude: str, altitude: str, below: str, expected: tuple[float | None, ...]
) -> None:
    content = xmp_file(
        exif_GPSLatitude=latitude, exif_GPSLongitude=longitude, exif_GPSAltitude=altitude, exif_GPSAltitudeRef=below
    )
    found = metadata(beside(tmp_path, ("a.xmp", content)))
    assert (found.latitude, found.longitude, found.altitude_m) == pytest.approx(expected)


INSIDE = jpeg(
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp_file(title("Inside"), xmp_Rating=2)),
    iptc((120, b"Inside")),
    exif=exif(shot={0x9003: "2012:03:04 05:06:07"}),
)
OTHER = xmp_file(title("Beside"), xmp_Rating=5, exif_DateTimeOriginal="1984-05-06T07:08:09")


def test_a_sidecar_of_its_own_counts_before_the_file(tmp_path: Path) -> None:
    found = metadata(beside(tmp_path, ("a.jpg.xmp", OTHER), photo=INSIDE))
    assert (found.title, found.rating, found.caption) == ("Beside", 5, "Inside")
    assert date_of(found) == ("1984-05-06T07:08:09", "sidecar")


def test_one_that_may_be_about_another_file_counts_after_it(tmp_path: Path) -> None:
    found = metadata(beside(tmp_path, ("a.xmp", OTHER), photo=INSIDE, shared=True))
    assert (found.title, found.rating) == ("Inside", 2)
    assert date_of(found) == ("2012-03-04T05:06:07", "exif")
    bare = metadata(beside(tmp_path, ("a.xmp", OTHER), shared=True))
    assert (bare.title, date_of(bare)) == ("Beside", ("1984-05-06T07:08:09", "sidecar"))


@pytest.mark.parametrize(("suffix", "expected"), [("JPG", "Beside"), ("jpg", "Beside"), ("CR2", "Inside")])
def test_a_sidecar_may_say_which_file_it_is_about(tmp_path: Path, suffix: str, expected: str) -> None:
    content = xmp_file(title("Beside"), photoshop_SidecarForExtension=suffix)
    assert metadata(beside(tmp_path, ("a.xmp", content), photo=INSIDE, shared=True)).title == expected


def test_the_day_at_the_scanner_does_not_count_before_the_camera(tmp_path: Path) -> None:
    content = xmp_file(xmp_CreateDate="2024-03-04T12:03:45", xmp_ModifyDate="2024-03-05T12:03:45")
    assert date_of(metadata(beside(tmp_path, ("a.jpg.xmp", content), photo=INSIDE)))[1] == "exif"
    assert date_of(metadata(beside(tmp_path, ("a.jpg.xmp", content)))) == ("2024-03-04T12:03:45", "sidecar")


PREAMBLE = b'<?xml version="1.0"?>'


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + PREAMBLE + xmp_file(title("Möwe")),
        b"\n  " + xmp_file(title("Möwe")),
        xmp_file(title("Möwe")) + bytes(64),
        b"junk " + xmp_file(title("Möwe")) + b"</x:xmpmeta>",
        ("\ufeff" + xmp_file(title("Möwe")).decode()).encode("utf-16-le"),
        ("\ufeff" + xmp_file(title("Möwe")).decode()).encode("utf-16-be"),
    ],
    ids=["declaration", "blanks", "zeros", "junk", "utf-16-le", "utf-16-be"],
)
def test_what_programs_write_around_it_is_forgiven(tmp_path: Path, content: bytes) -> None:
    found = metadata(beside(tmp_path, ("a.xmp", content)))
    assert (found.title, found.sidecar_problem) == ("Möwe", None)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + xmp_file(title("&b;"))
STEALING = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + xmp_file(title("&a;"))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "damaged"),
        (xmp_file(xmp_Rating=5)[:300], "damaged"),
        (b"\0" * 4000, "damaged"),
        (b"<html><body>not here</body></html>", "not XMP"),
        (BOMB, "document type"),
        (STEALING, "document type"),
        (b"<!DOCTYPE x>" + xmp_file(title("x")), "document type"),
        (xmp_file("x" * MAX_SIDECAR_BYTES), "longer"),
        (b"<a>" * 100_000, "damaged"),
    ],
    ids=["empty", "cut", "zeros", "other", "bomb", "stealing", "bare type", "long", "deep"],
)
def test_a_broken_sidecar_costs_what_it_would_have_said(tmp_path: Path, content: bytes, word: str) -> None:
    found = metadata(beside(tmp_path, ("a.jpg.xmp", content), ("a.xmp", xmp_file(title("Other"))), photo=INSIDE))
    assert (found.title, found.rating) == ("Other", 2)
    assert found.sidecar_problem
    assert found.sidecar_problem.startswith("“a.jpg.xmp” is not read: ")
    assert word in found.sidecar_problem
    assert str(tmp_path) not in found.sidecar_problem


def test_one_that_is_gone_by_now_is_no_problem(tmp_path: Path) -> None:
    file = beside(tmp_path, ("a.jpg.xmp", OTHER))
    (tmp_path / "a.jpg.xmp").unlink()
    assert metadata(file).sidecar_problem is None


def test_one_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = beside(tmp_path, ("a.jpg.xmp", OTHER))

    def refuse(root: bytes, relative: bytes) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(sidecars, "open_below", refuse)
    assert metadata(file).sidecar_problem == "“a.jpg.xmp” cannot be read: Permission denied."


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_one_that_became_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_bytes(OTHER)
    (tmp_path / "root").mkdir()
    file = beside(tmp_path / "root", ("a.jpg.xmp", OTHER))
    (tmp_path / "root" / "a.jpg.xmp").unlink()
    (tmp_path / "root" / "a.jpg.xmp").symlink_to("../outside")
    found = metadata(file)
    assert (found.title, found.sidecar_problem) == (None, "“a.jpg.xmp” is not read: it is a link, or no ordinary file.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
@pytest.mark.parametrize("name", ["a.jpg.xmp", "a.jpg.json"])
def test_one_that_became_a_pipe_is_not_waited_for(tmp_path: Path, name: str) -> None:
    file = beside(tmp_path, (name, OTHER))
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    assert metadata(file).sidecar_problem == f"“{name}” is not read: it is a link, or no ordinary file."


@pytest.mark.parametrize("name", ["../outside.xmp", "/etc/hostname", ".."])
def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.xmp").write_bytes(OTHER)
    (tmp_path / "root").mkdir()
    file = beside(tmp_path / "root")
    assert metadata(replace(file, sidecars=(Sidecar(os.fsencode(name), 1, 1, shared=False),))).title is None


def rating(value: Any) -> bytes:
    return xmp_file(xmp_Rating=value)


@pytest.mark.parametrize(("value", "expected"), [(-1, 0), (0, 0), ("5", 5), ("99", 5), ("four", 2), ("", 2)])
def test_a_rating_of_a_sidecar(tmp_path: Path, value: object, expected: int) -> None:
    assert metadata(beside(tmp_path, ("a.xmp", rating(value)), photo=INSIDE)).rating == expected
