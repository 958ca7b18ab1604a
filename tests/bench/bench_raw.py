"""RAW files: from the file to the picture in grid and viewer, in CPU time:  python -m tests.bench.bench_raw [FILES]

FILES (20) of 25 MB each, with previews of 160, 1616 and 6000 pixels. exiftool, one process for all files, copies a
preview out of each; Shoebox, in one process as well, reads the header of each, and makes its pictures. The same is
measured beside the largest preview of each as a JPEG file. Then a fifth of FILES, of 24 megapixels each, are developed,
beside LibRaw's own programs, which write plain pixels where Shoebox writes a JPEG.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.base.models import Metadata, Recipe, Rendered
from gallery.base.variants import DEVELOPED
from gallery.imaging.decoding.render import render
from gallery.imaging.metadata.read import read
from tests.bench.photos import large
from tests.bench.table import compare, heading
from tests.imaging.bayer_files import dng_of
from tests.imaging.files import reference
from tests.imaging.raw_files import LONG, RawWriter, camera, capture, interchange, sensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from gallery.base.models import FileRef
    from gallery.base.variants import Variant

SENSOR_BYTES = 20 << 20
SIZES = ((160, 107), (1616, 1080), (6000, 4000))


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = _write(Path(folder), count)
        files = [reference(path) for path in paths]
        photos = [reference(path.with_suffix(".jpg")) for path in paths]
        heading()
        tell = _exiftool("-DateTimeOriginal", "-Orientation", "-ImageSize", "-fast2", paths=paths)
        copy = _exiftool("-b", "-PreviewImage", paths=paths)
        compare(f"headers of {count} RAW files", "", _timed(lambda: _read_all(files)), tell)
        for recipe in (Recipe.SMALL, Recipe.SCREEN):
            ours = _timed(partial(_render_all, files, recipe))
            compare(f"{recipe} of {count} RAW files, exiftool: a preview copied", "", ours, copy)
            compare(
                f"{recipe} of {count} RAW files, beside JPEG files",
                "",
                ours,
                _timed(partial(_render_all, photos, recipe)),
            )
        compare(
            f"headers of {count} RAW files, beside JPEG files",
            "",
            _timed(lambda: _read_all(files)),
            _timed(lambda: _read_all(photos)),
        )
        _compare_development(Path(folder), max(1, count // 5))


def _compare_development(folder: Path, count: int) -> None:
    paths = []
    for number, photo in enumerate(large(count)):
        paths.append(folder / f"{number}.dng")
        paths[-1].write_bytes(dng_of(photo.resize(SIZES[-1]), neutral=(2, 4, 3)))
    files = [reference(path) for path in paths]
    ours = {recipe: _timed(partial(_render_all, files, recipe, DEVELOPED)) for recipe in (Recipe.FULL, Recipe.SCREEN)}
    same = ("dcraw_emu", "-w", "-W", "-o", "1", "-g", "2.4", "12.92", "-c", "0")
    for command in (("simple_dcraw",), same):
        theirs = _timed(partial(subprocess.run, [*command, *map(str, paths)], stdout=subprocess.DEVNULL, check=True))
        compare(f"{count} RAW files developed, beside {command[0]}", "", ours[Recipe.FULL], theirs)
    compare(f"{count} RAW files developed for the screen", "", ours[Recipe.SCREEN], theirs)


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        started = _cpu_seconds()
        work()
        return _cpu_seconds() - started

    return run


def _cpu_seconds() -> float:
    """Return the time of this process and of those that it waited for."""
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def _read_all(files: list[FileRef]) -> None:
    for file in files:
        found = read(file)
        assert isinstance(found, Metadata), found


def _render_all(files: list[FileRef], recipe: Recipe, variant: Variant | None = None) -> None:
    for file in files:
        made = render(file, recipe, variant)
        assert isinstance(made, Rendered), made
        assert made.problem is None


def _exiftool(*options: str, paths: list[Path]) -> Callable[[], float]:
    command = ["exiftool", *options, *map(str, paths)]
    return _timed(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True))


def _write(folder: Path, count: int) -> list[Path]:
    noise = os.urandom(SENSOR_BYTES)
    paths = []
    for number, photo in enumerate(large(count)):
        path = folder / f"{number}.arw"
        pictures = [_jpeg(photo, size) for size in SIZES]
        path.write_bytes(_raw(pictures, noise))
        path.with_suffix(".jpg").write_bytes(pictures[-1])
        paths.append(path)
    return paths


def _jpeg(photo: Image.Image, size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    photo.resize(size).save(out, "JPEG", quality=88)
    return out.getvalue()


def _raw(pictures: list[bytes], noise: bytes) -> bytes:
    """Return a file as Sony writes them: sensor data behind the previews."""
    raw = RawWriter()
    places = [raw.directory(interchange(raw.blob(data), len(data))) for data in (pictures[0], pictures[2])]
    child = raw.directory(sensor((6048, 4024)) | {0x111: (LONG, raw.blob(noise)), 0x117: (LONG, len(noise))})
    exif = raw.directory(capture((6000, 4000)))
    first = camera(b"SONY") | interchange(raw.blob(pictures[1]), len(pictures[1]))
    return raw.finish(raw.directory(first | {0x14A: (LONG, (child, places[1])), 0x8769: (LONG, exif)}, places[0]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
