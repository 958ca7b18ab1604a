"""What desktops are told: the entry in the menu, the page of shops, icons, media types of every format."""

from __future__ import annotations

import configparser
import io
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from assets.release.desktop_files import MEDIA_TYPES, desktop_entry, media_types, metainfo
from assets.release.icons import SIZES, drawn, icons
from gallery.imaging import formats, video_formats
from tests.window.needs import lack

ROOT = Path(__file__).parents[2]


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(desktop_entry())
    return parser["Desktop Entry"]


def test_the_entry_starts_the_command_with_what_was_chosen() -> None:
    assert (entry()["Exec"], entry()["Type"], entry()["Terminal"]) == ("shoebox %F", "Application", "false")


def test_the_window_belongs_to_the_entry() -> None:
    """Desktops compare the name that the window gives with the file's."""
    source = (ROOT / "gallery" / "desktop" / "application.py").read_text(encoding="utf-8")
    assert "setDesktopFileName(TITLE.lower())" in source
    assert entry()["StartupWMClass"] == "shoebox"


def test_every_format_of_pictures_has_a_media_type() -> None:
    videos = set(video_formats.NAMES_BY_SUFFIX.values())
    assert set(formats._FORMATS_BY_SUFFIX.values()) - videos | {"RAW"} == set(MEDIA_TYPES)
    assert set(formats.INLINE.values()) <= set(media_types())


def test_media_types_are_named_once_and_folders_last() -> None:
    names = entry()["MimeType"].rstrip(";").split(";")
    assert names == media_types()
    assert len(set(names)) == len(names)
    assert names[-1] == "inode/directory"


def test_the_page_of_shops_leads_to_the_entry() -> None:
    root = ET.fromstring(metainfo("1.2.3", 0))
    assert root.findtext("launchable") == "shoebox.desktop"
    release = root.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2.3", "date": "1970-01-01"}
    assert {one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in root.findall("summary")} == {None, "de"}


@pytest.mark.parametrize(
    ("program", "options", "name", "text"),
    [
        ("desktop-file-validate", [], "shoebox.desktop", desktop_entry()),
        ("appstreamcli", ["validate", "--no-net"], "gallery.shoebox.Shoebox.metainfo.xml", metainfo("1.2.3", 0)),
    ],
)
def test_the_desktops_own_checks_find_no_fault(
    program: str, options: list[str], name: str, text: str, tmp_path: Path
) -> None:
    if shutil.which(program) is None:
        lack(f"{program} is not installed")
    (tmp_path / name).write_text(text, encoding="utf-8")
    ended = subprocess.run([program, *options, str(tmp_path / name)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_icons_are_the_drawing_in_each_size() -> None:
    pytest.importorskip("PySide6.QtSvg")
    for size in SIZES:
        with Image.open(io.BytesIO(drawn(size))) as image:
            assert image.size == (size, size)
            assert image.getpixel((0, 0)) == (0, 0, 0, 0), "the corners are round"
            red, green, blue, alpha = image.getpixel((size // 2, int(size * 0.93)))  # type: ignore[misc]
            assert blue > green > red
            assert alpha == 255


def test_icons_lie_where_desktops_look() -> None:
    pytest.importorskip("PySide6.QtSvg")
    paths = [one.path for one in icons("shoebox")]
    assert "usr/share/icons/hicolor/48x48/apps/shoebox.png" in paths
    assert "usr/share/icons/hicolor/scalable/apps/shoebox.svg" in paths
