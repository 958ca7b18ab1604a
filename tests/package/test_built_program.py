"""The built program runs: all kinds of files are shown, the window opens, and it ends without leaving a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.imaging import playable_videos, raw_files
from tests.imaging.bayer_files import dng_of
from tests.imaging.jxl_files import jxl
from tests.imaging.small_heic import heic
from tests.package.built import built_folder
from tests.pictures import encoded, picture
from tests.program import Served
from tests.web.client import wait_until_read
from tests.window.app import App, Ending, psutil
from tests.window.page_wait import PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.client import ApiClient

pytestmark = pytest.mark.package
FOLDER = built_folder()
PROGRAM = FOLDER / ("shoebox-cli.exe" if sys.platform == "win32" else "shoebox")
RED, BLUE = (230, 20, 20), (20, 20, 230)
FILES = {  # no two have one name before the suffix: such files may be one photo
    **{
        f"{kind}.{kind}": encoded(kind, picture(320, 240))
        for kind in ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff")
    },
    "jp2.jp2": encoded("JPEG2000", picture(320, 240)),
    **{f"{kind}.{kind}": encoded(kind, picture(64, 64)) for kind in ("tga", "pcx", "ppm", "ico", "icns", "dds")},
    "heic.heic": heic(),
    "jxl.jxl": jxl(Image.new("RGB", (320, 240), RED)),
    "developed.dng": dng_of(Image.new("RGB", (320, 240), BLUE)),
    **{f"{kind}.{kind}": write() for kind, write in raw_files.WRITERS.items()},
    "avi.avi": playable_videos.motion_jpeg_avi([playable_videos.plain(RED)] * 8),
    "mov.mov": playable_videos.motion_jpeg_mov([playable_videos.plain(BLUE)] * 8),
}


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take out of the environment what would lead the program to the tests' own Python and libraries."""
    for name in ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "VIRTUAL_ENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/usr/bin:/bin" if os.name == "posix" else os.environ["PATH"])


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder with a file of each kind; its name is no easy one."""
    folder = tmp_path / "photos é 100%"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def served(tmp_path: Path, photos: Path, clean: None) -> Iterator[Served]:
    running = Served(tmp_path, [str(photos)], program=[str(PROGRAM)])
    yield running
    running.stop()


def photos_by_name(client: ApiClient) -> dict[str, int]:
    """Return the id of each photo; in a new index they count from 1."""
    found = {}
    for number in range(1, len(FILES) + 1):
        answer = client.ask(f"/api/photos/{number}").json()
        found[answer["name"]] = number
    return found


def test_every_kind_of_file_is_shown_and_nothing_stays(served: Served) -> None:
    client = served.enter()
    wait_until_read(client, len(FILES))
    ids = photos_by_name(client)
    assert set(ids) == set(FILES)
    for name, number in ids.items():
        answer = client.ask(f"/media/KEY/thumb/{number}?s=320")
        assert (name, answer.status, answer.headers["Content-Type"]) == (name, 200, "image/jpeg"), answer.body
    assert {
        name: shown(client, ids[name]) for name in ("heic.heic", "jxl.jxl", "developed.dng", "avi.avi", "mov.mov")
    } == {
        "heic.heic": "red",
        "jxl.jxl": "red",
        "developed.dng": "blue",
        "avi.avi": "red",
        "mov.mov": "blue",
    }
    assert client.ask("/api/problems").json()["problems"] == []
    children = psutil.Process(served.pid).children(recursive=True)
    assert children  # the processes that decode
    assert sys.platform != "linux" or libraries_from_elsewhere([psutil.Process(served.pid), *children]) == set()
    assert served.stop() == 0
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert "Traceback" not in served.stderr


def libraries_from_elsewhere(processes: list[Any]) -> set[str]:
    """Return the libraries in memory that are neither the package's nor the system's; Linux."""
    mapped = {row.path for process in processes for row in process.memory_maps() if ".so" in row.path}
    assert any("libavcodec" in path for path in mapped), "posters are made by the package's own FFmpeg"
    assert any("libheif" in path for path in mapped)
    places = (f"{FOLDER}/", "/usr/lib/", "/lib/", "/usr/lib64/", "/lib64/")
    names = ("libavcodec", "libheif", "libQt6", "_pylibjxl", "libraw", "libjasper", "openblas")
    own = {path for path in mapped if any(name in path for name in names)}
    return {path for path in mapped if not path.startswith(places)} | {
        path for path in own if not path.startswith(places[0])
    }


def shown(client: ApiClient, photo: int) -> str:
    """Return which colour a thumbnail has most of, in its middle."""
    import io

    with Image.open(io.BytesIO(client.ask(f"/media/KEY/thumb/{photo}?s=320").body)) as image:
        pixel: Any = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return ("red", "green", "blue")[pixel.index(max(pixel))]


def test_nothing_is_missing_for_this_computer(tmp_path: Path, clean: None) -> None:
    command = [str(PROGRAM), "doctor", "--json", "--data-dir", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    found = json.loads(ended.stdout)
    assert found["ok"], found
    assert ended.returncode == 0
    assert None not in found["codecs"].values()


def test_the_window_shows_the_pictures_and_ends(tmp_path: Path, photos: Path, clean: None) -> None:
    with App([str(PROGRAM), "--data-dir", str(tmp_path / "data"), str(photos)], tmp_path / "window.log") as app:
        wait_in_page(app.page(), f"{PICTURES_SHOWN} > 8")
        assert app.quit() == Ending(0, [])
        assert "Traceback" not in app.text()
