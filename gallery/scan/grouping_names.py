"""What the names of files say about belonging together: stems, edited copies, bursts. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

_APPLE_EDITED = re.compile(r"(img_)e([0-9]{4,})")
"""IMG_E1234 is what an iPhone makes of IMG_1234."""
_GOOGLE_EDITED = re.compile(r"(.+)-edited")
"""Of Google Photos; other languages have other words, which people write into names themselves."""
_PIXEL_RAW = re.compile(r"(pxl_[0-9_]+)\.raw-[0-9]{2}(?:\.mp)?\.(?:cover|original)")
"""PXL_20220101_120000123.RAW-01.COVER.jpg and ….RAW-02.ORIGINAL.dng: the number and the part count for no stem."""
_PIXEL_PORTRAIT, _PIXEL_ORIGINAL = ".portrait-01.cover", ".portrait-02.original"
"""What a Pixel makes of a portrait, and what it made it of."""
_FRAME_OF_GOOGLE = re.compile(r"[0-9]{5}[a-z]+_[0-9]{5}_burst([0-9]{14,20})(_cover)?")
"""00001IMG_00001_BURST20170101120000123_COVER: Google Camera until 2019."""
_FRAME = re.compile(r"(.*[0-9]{6}.*)[._]burst-?[0-9]{1,4}([._]cover)?")
"""IMG_20150101_120000_BURST001_COVER of Samsung, Huawei and Xiaomi; PXL_20201225_120000123.BURST-01.COVER of Pixel.
A name without a time, which has six digits at least, may stand for any number of bursts."""


class BurstName(NamedTuple):
    """The burst that a picture is of by its name, and whether it stands for it."""

    key: str
    is_cover: bool


def stem_of(name: str) -> str:
    """Return a name without its suffix, so that names that differ in capitals alone have the same."""
    stem, dot, _ = name.rpartition(".")
    plain = stem if dot and stem else name
    folded = (plain if plain.isascii() else normalize("NFC", plain)).casefold()
    match = _PIXEL_RAW.fullmatch(folded) if folded.startswith("pxl_") else None
    return match[1] if match else folded


def edited_stem(stem: str) -> str | None:
    """Return the stem (`stem_of`) of what an edited copy was made of; None: the stem is none of a copy."""
    if stem.startswith("img_e") and (match := _APPLE_EDITED.fullmatch(stem)):
        return match[1] + match[2]
    if stem.endswith(_PIXEL_PORTRAIT):
        return stem.removesuffix(_PIXEL_PORTRAIT) + _PIXEL_ORIGINAL
    match = _GOOGLE_EDITED.fullmatch(stem) if stem.endswith("-edited") else None
    return match[1] if match else None


def burst_of(name: str) -> BurstName | None:
    """Return the burst that the name of a picture says it is of; None: of none."""
    if "burst" not in name.lower():
        return None
    stem = stem_of(name)
    match = _FRAME_OF_GOOGLE.fullmatch(stem) or _FRAME.fullmatch(stem)
    return BurstName(match[1], match[2] is not None) if match else None
