"""Which captions are of people, and which of cameras and programs."""

from __future__ import annotations

import pytest

from gallery.imaging.metadata.annotation_text import written_by_people


@pytest.mark.parametrize(
    "text",
    [
        "SAMSUNG CAMERA PICTURES",
        "oznor",
        r"DCIM\100MEDIA\DJI_0010.JPG",
        "DCIM/100MEDIA/DJI_0010.JPG",
        "<KENOX S730  / Samsung S730>",
        "<Digimax S500 / Kenox S500 / Digimax Cyber 530>",
        "OLYMPUS DIGITAL CAMERA         ",
        "<Digimax i5, Samsung #1>",
        "<SAMSUNG DIGITAL CAMERA>",
        "PENTAX DIGITAL CAMERA",
        "KODAK Digital Still Camera",
        *(
            "edf",
            "rbtf",
            "fbt",
            "btfhdr",
            "btfmdn",
            "fbthdr",
            "rptr",
            "rbsha",
            "ozedf",
            "oznorwo",
            "ptroznor",
            "fptbty",
        ),
        *("mde_soft", "edf_vivid", "sdr_HDRB", "hdrplus"),
        "Created with GIMP",
        "CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 85",
        "SONY DSC",
        "KONICA MINOLTA DIGITAL CAMERA",
        "Exif_JPEG_PICTURE",
        "scan0042.jpg",
        "Processed with VSCO with a6 preset",
        "   ",
        None,
    ],
)
def test_texts_of_cameras_are_no_captions(text: str | None) -> None:
    assert written_by_people(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "On the beach",
        "The Sony DSC of my aunt",
        "HDR of the bridge",
        "a < b / c",
        "My first digital camera",
        "Dave",
        "Oz",
        "B",
        "R",
    ],
)
def test_texts_of_people_are(text: str) -> None:
    assert written_by_people(text) == text
