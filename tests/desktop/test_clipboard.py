"""What Copy puts on the clipboard, in the forms that other programs ask for."""

from __future__ import annotations

import sys

import pytest

from tests.pictures import encoded, picture
from tests.window.needs import needs

clipboard = needs("gallery.desktop.clipboard")
GNOME = "x-special/gnome-copied-files"
posix = pytest.mark.skipif(sys.platform == "win32", reason="names there are text")


def test_a_photo_is_its_file_and_its_picture() -> None:
    jpeg = encoded("JPEG", picture(300, 200))
    data = clipboard.Copied([b"/photos/a b.jpg"], jpeg).data()
    assert [url.toLocalFile() for url in data.urls()] == ["/photos/a b.jpg"]
    assert data.hasImage()
    assert (data.imageData().width(), data.imageData().height()) == (300, 200)
    assert data.data("image/jpeg").data() == jpeg, "it is not encoded again"


@posix
def test_several_are_their_files_only_whatever_their_names_are() -> None:
    data = clipboard.Copied([b"/photos/a.jpg", b"/photos/caf\xe9\n#.jpg"], None).data()
    copied = b"file:///photos/a.jpg", b"file:///photos/caf%E9%0A%23.jpg"
    assert data.data(GNOME).data() == b"\n".join((b"copy", *copied))
    assert data.data("text/uri-list").data().split() == list(copied)
    assert not data.hasImage()


def test_what_is_no_picture_is_left_out() -> None:
    data = clipboard.Copied([b"/photos/a.jpg"], b"no JPEG").data()
    assert not data.hasImage()
    assert len(data.urls()) == 1
