"""Real files, collected from the test suites of others, against what exiftool and ImageMagick say of them."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gallery.base.models import RAW_KINDS, FileRef, Metadata, Problem, Recipe, Rendered
from gallery.imaging.workers.pool import Pool, Urgency
from tests.corpus import corpus_folder
from tests.imaging.pools import child_processes

pytestmark = pytest.mark.corpus

FOLDER = corpus_folder()
TYPES = {"JPEG", "PNG", "APNG", "GIF", "WEBP", "Extended WEBP", "AVIF", "BMP", "TIFF", "HEIC", "HEIF"}
TYPES |= {"JP2", "J2C", "PSD", "ICO", "CUR", "PBM", "PGM", "PPM", "PCX"}
TYPES |= {"DNG", "CR2", "NEF", "NRW", "ARW", "PEF", "JXL", "JXL Codestream"}
SUFFIXES = {".icns", ".tga", ".dds", ".pcx"}
"""Of files that exiftool has no name for."""
TURNING = {"AVIF", "HEIC", "HEIF", "JXL"}
MOVING = {"gif", "webp", "png", "avif"}
DATE = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
ENOUGH = 0.99
FLAWLESS = 0.98
"""Of what opens, so much has no flaw: of a dozen JPEGs libjpeg-turbo in strict mode says, too, that they are damaged."""
OPENED_HERE = {
    "pyramid_pymd.avif": "Chromium paints it",
    "crash-3afb569de74522535ef65922233e1920455cdc14.bmp": "its palette is too long; all pixels are there",
    "Bad_clrsUsed.bmp": "likewise",
    "pal8rlecut.bmp": "runs that skip pixels are allowed; Chromium paints it",
    "rgb24jpeg.bmp": "a JPEG in a BMP",
    "flower-rgb-contig-08.tif": "three channels that are called grey",
    "flower-separated-planar-08.tif": "four channels that are called grey",
    "planar-yuv410-jpeg-uncompressed.tif": "planes of chroma at a quarter of the size",
    "planar-yuv420-jpeg-uncompressed.tif": "planes of chroma at half the size",
    "planar-yuv422-bt601-lzw.tif": "likewise",
    "testARW.arw": "the picture that a camera puts into a RAW file",
    "testPEF.pef": "likewise",
    "testNEF_dup.nef": "likewise",
    "tiff_invalid_read_2.tiff": "its tags are in the wrong order; all pixels are there",
    "tiff_invalid_read_3.tiff": "likewise",
    "testJXL.jxl": "libjxl shows it without an error, all of it",
    "alpha_premultiplied/input.jxl": "likewise",
    "square-extended-size-container.jxl": "likewise",
}
"""What ImageMagick 6 or djxl 0.7 does not open, is whole, and has been looked at."""


SIZED_HERE = {
    "testDNG.dng": "the sensor's picture in a child directory; theirs is a preview's",
    "testDNG_bigtiff.dng": "likewise",
    "testNEF.nef": "the largest of the camera's pictures; theirs is another one's",
    "testARW.arw": "likewise",
    "testPEF.pef": "likewise",
    "sample.cr2": "as exiftool and EXIF say; theirs is the preview's",
    "sample.dng": "DefaultCropSize; theirs counts the sensor's margins",
    "invalid_id.heic": "the primary item, as ImageMagick shows it; theirs is an item that calls it its thumbnail",
    "truncated.heic": "the primary item is whole, and its clean aperture is 16 x 16; theirs is before that",
    "clap_irot_imir_non_essential.avif": "no decoder agrees: told as damaged, and Chromium shows nothing",
    "broken_orientation_exif2.jpg": "as Chromium, ImageMagick and ffprobe; theirs follows a broken tag",
    "10x16_one_entry_32bit.ico": "the header of the picture, as Chromium; theirs is what the directory says",
    "joypad.ico": "the largest picture, as Chromium; theirs is the first one",
    "pal8os2v2-16.bmp": "as Chromium and ImageMagick",
    "frame-out-of-bounds.gif": "the first frame enlarges the screen, as in Chromium",
    "id:000406,src:000000,op:havoc,rep:2.gif": "likewise",
    "issue-117-out-of-range.gif": "likewise",
    "sunset_logo/input.jxl": "turned by its header, as djxl turns it; theirs is before that",
}
"""Files whose size others tell otherwise: each judged with exiftool, identify, heif-info, djxl, ffprobe and Chromium."""
STILL_HERE = {
    "55abb3cc464305dd554171c3d44cb61f.gif": "damaged behind its first frame; ffprobe finds one",
    "id:001980,src:001977,op:arith16,pos:513,val:-11.gif": "an invalid label behind its first frame; ffprobe finds one",
    "test_extents_transparency.gif": "two files in a row, without an end of the first",
    "single_frame_default.png": "one frame, and a picture that is none of the animation; ffprobe finds one",
    "split_fdat_zero_chunk.png": "one frame, in two pieces; ffprobe finds one",
    "syntax_num_frames_low.png": "announces one frame",
    "syntax_num_frames_invalid.png": "announces two thousand million frames and has one; ffprobe finds one",
}
"""Files in which others count more frames than one, and which do not move."""


@dataclass
class Result:
    expected: dict[str, Any]
    read: Metadata | Problem
    rendered: Rendered | Problem


@pytest.fixture(scope="module")
def results() -> Iterator[list[Result]]:
    entries = [
        entry
        for entry in json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["files"]
        if entry["exiftool_type"] in TYPES
        or (entry["exiftool_type"] is None and os.path.splitext(entry["file"])[1].lower() in SUFFIXES)
    ]
    files = [reference(FOLDER, entry["file"]) for entry in entries]
    pool = Pool(2, 4 << 30)
    try:
        read = pool.read(files, urgency=Urgency.METADATA)
        rendered = [pool.render(file, Recipe.SMALL, urgency=Urgency.IDLE) for file in files]
        answers = zip(entries, read.result(600), [one.result(600) for one in rendered], strict=True)
        yield [Result(*answer) for answer in answers]
    finally:
        pool.close()
    assert child_processes() == []


def reference(folder: Path, name: str) -> FileRef:
    status = (folder / name).stat()
    return FileRef(os.fsencode(folder), name.encode(), status.st_size, status.st_mtime_ns)


def judge(name: str, differences: list[str], total: int, enough: float = ENOUGH) -> None:
    """Print each disagreement, so that a person can say who is right."""
    print(f"\n{name}: {total - len(differences)} of {total} agree")
    for line in differences:
        print("  ", line)
    assert total
    assert len(differences) <= (1 - enough) * total


def test_what_opens_elsewhere_opens_here(results: list[Result]) -> None:
    opening = [one for one in results if one.expected["expected"].startswith(("opens", "valid JPEG XL"))]
    failed = [
        f"{one.expected['file']}: {problem.code}: {problem.message}"
        for one in opening
        for problem in (one.read, one.rendered)
        if isinstance(problem, Problem)
    ]
    judge("opens", failed, len(opening))
    flawed = [one.expected["file"] for one in opening if isinstance(one.rendered, Rendered) and one.rendered.problem]
    judge("opens without a flaw", flawed, len(opening), FLAWLESS)


def test_what_opens_nowhere_has_a_reason(results: list[Result]) -> None:
    broken = [one for one in results if one.expected["expected"].startswith("does not open")]
    codes = Counter(
        one.rendered.code if isinstance(one.rendered, Problem) else f"shown, {one.rendered.problem}" for one in broken
    )
    print(codes)
    silent = [
        one.expected["file"]
        for one in broken
        if isinstance(one.read, Metadata)
        and isinstance(one.rendered, Rendered)
        and one.rendered.problem is None
        and not one.expected["file"].endswith(tuple(OPENED_HERE))
    ]
    assert silent == []
    problems = [part for one in results for part in (one.read, one.rendered) if isinstance(part, Problem)]
    assert all(len(problem.message) > 20 for problem in problems)
    assert {problem.code for problem in problems}.isdisjoint({"timeout", "decoder_died", "unreadable", "vanished"})


def test_sizes_agree(results: list[Result]) -> None:
    """As several programs say; where they do not agree, or are silent, as one of them says."""
    known = [
        (one.expected["file"], [one.read.width, one.read.height], size, one.rendered)
        for one in results
        if isinstance(one.read, Metadata)
        and (size := one.expected.get("size_expected") or one.expected.get("oriented"))
    ]
    other = [(name, ours, theirs) for name, ours, theirs, _ in known if ours != theirs]
    judge("size", [f"{name}: ours {ours}, theirs {theirs}" for name, ours, theirs in other], len(known), 0.98)
    assert [name for name, _, _ in other if not name.endswith(tuple(SIZED_HERE))] == []
    small = [(name, ours, shown) for name, ours, _, shown in known if isinstance(shown, Rendered)]
    judge("shape of the thumbnail", [f"{name}: {ours}, {shown.width}x{shown.height}" for name, ours, shown in small if not alike(ours, shown)], len(small))  # fmt: skip


def test_what_moves_agrees(results: list[Result]) -> None:
    known = [one for one in results if isinstance(one.read, Metadata) and one.read.format in MOVING]
    other = [
        one.expected["file"]
        for one in known
        if isinstance(one.read, Metadata) and one.read.animated != (frames(one.expected) > 1)
    ]
    judge("animated", other, len(known), 0.98)
    assert [name for name in other if not name.endswith(tuple(STILL_HERE))] == []


def frames(expected: dict[str, Any]) -> int:
    """Return how many frames the program counts that finds most."""
    counted = (expected.get("frames"), expected.get("frames_exiftool"), (expected.get("pillow") or {}).get("frames"))
    return max(one or 1 for one in counted)


def test_the_index_and_the_picture_have_one_shape(results: list[Result]) -> None:
    """Whatever others say of the size."""
    shown = [
        (one.expected["file"], [one.read.width, one.read.height], one.rendered, one.read.format in RAW_KINDS)
        for one in results
        if isinstance(one.read, Metadata) and isinstance(one.rendered, Rendered)
    ]
    assert [name for name, size, rendered, raw in shown if not alike(size, rendered, raw=raw)] == []


def alike(size: list[int], shown: Rendered, *, raw: bool = False) -> bool:
    """Whether a thumbnail has the shape of its photo; the picture in a RAW file may be smaller than one."""
    scale = min(1, (max(shown.width, shown.height) if raw else 320) / max(size))
    return abs(size[0] * scale - shown.width) <= 1 and abs(size[1] * scale - shown.height) <= 1


def test_dates_agree(results: list[Result]) -> None:
    """Where EXIF names a real date; "0000:00:00" and years before photography are none, and ours must not be from EXIF's."""
    known, differences = 0, []
    for one in results:
        match = DATE.match(str(one.expected.get("exif_datetime_original") or ""))
        if not isinstance(one.read, Metadata) or match is None or int(match[1]) < 1826:
            continue
        known += 1
        ours = datetime.fromtimestamp(one.read.taken.local_ms // 1000, UTC).strftime("%Y:%m:%d %H:%M:%S")
        if (ours, one.read.taken.origin) != (match[0], "exif"):
            differences.append(f"{one.expected['file']}: ours {ours} ({one.read.taken.origin}), theirs {match[0]}")
    judge("date", differences, known)


def test_places_agree(results: list[Result]) -> None:
    known, differences = 0, []
    for one in results:
        theirs = [number(one.expected.get(key)) for key in ("gps_lat", "gps_lon")]
        if not isinstance(one.read, Metadata) or None in theirs or theirs == [0, 0]:  # 0, 0 is no place
            continue
        known += 1
        ours = [one.read.latitude, one.read.longitude]
        if None in ours or any(abs(a - b) > 1e-5 for a, b in zip(ours, theirs, strict=True)):  # type: ignore[operator]
            differences.append(f"{one.expected['file']}: ours {ours}, theirs {theirs}")
    judge("place", differences, known)


def number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def test_orientations_agree(results: list[Result]) -> None:
    """A value outside 1 to 8 means upright (EXIF 3.0, 4.6.5.1.6)."""
    known, differences = 0, []
    for one in results:
        theirs = one.expected["exif_orientation"]
        if not isinstance(one.read, Metadata) or theirs is None or one.expected["exiftool_type"] in TURNING:
            continue
        known += 1
        if one.read.orientation != (int(theirs) if int(theirs) in range(1, 9) else 1):
            differences.append(f"{one.expected['file']}: ours {one.read.orientation}, theirs {theirs}")
    judge("orientation", differences, known)
