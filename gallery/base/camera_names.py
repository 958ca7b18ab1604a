"""Names of cameras as people write them: one maker has one name, however its cameras spell it. Pure."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPANY_WORDS = frozenset(
    ("corporation", "corp", "company", "co", "ltd", "limited", "inc", "gmbh", "ag", "kg", "imaging", "camera",
     "cameras", "optical", "optics", "electric", "electronics", "foundation", "technologies", "technology", "techwin",
     "computer", "mobile", "communications", "international", "digital")
)  # fmt: skip
"""Words at the end of a maker's name that nobody says."""
_MAKERS: Mapping[str, str] = MappingProxyType(
    {
        "asahi": "Pentax", "blackberry": "BlackBerry", "rim": "BlackBerry", "research in motion": "BlackBerry",
        "eastman": "Kodak", "eastman kodak": "Kodak", "fuji": "Fujifilm", "fuji photo film": "Fujifilm",
        "gopro": "GoPro", "hewlett-packard": "HP", "hewlett packard": "HP", "hmd": "Nokia", "hmd global": "Nokia",
        "konica minolta photo": "Konica Minolta", "lge": "LG", "matsushita": "Panasonic", "om": "OM System",
        "om digital solutions": "OM System", "oneplus": "OnePlus", "arashi vision": "Insta360", "seiko epson": "Epson",
        "vivo": "vivo",
    }
)  # fmt: skip
"""Makers whose name is another one than what is left without the company words, by that in small letters."""
_OWN_NAMES = frozenset({"pentax", "kodak", "olympus", "fujifilm", "leica", "minolta"})
"""Makers that stand at the beginning of a model whose maker is another company: Ricoh makes the Pentax K-1."""


def camera_name(make: str | None, model: str | None) -> str:
    """Return make and model as one name, the maker once; an empty text where neither is known.

    >>> camera_name("NIKON CORPORATION", "NIKON D750"), camera_name("SONY", "ILCE-7")
    ('Nikon D750', 'Sony ILCE-7')
    """
    maker, name = maker_name(make or ""), " ".join((model or "").split())
    if not name or not maker:
        return name or maker
    first, _, rest = name.partition(" ")
    if first.lower() in _OWN_NAMES:
        return f"{_in_person_case(first)} {rest}".strip()
    said = {word.lower() for word in (maker, *re.split(r"[\s,]+", make or ""))}
    if first.lower() in said - _COMPANY_WORDS:
        return f"{maker} {rest}".strip()
    return name if name.lower().startswith(maker.lower()) else f"{maker} {name}"


def maker_name(make: str) -> str:
    """Return the maker's name without the words that companies add.

    >>> maker_name("OLYMPUS IMAGING CORP.  "), maker_name("EASTMAN KODAK COMPANY")
    ('Olympus', 'Kodak')
    """
    words = [word.strip(".,") for word in re.split(r"[\s,]+", make) if word.strip(".,")]
    while len(words) > 1 and words[-1].lower() in _COMPANY_WORDS:
        words.pop()
    bare = " ".join(words)
    known = _MAKERS.get(bare.lower()) or _MAKERS.get(words[0].lower() if words else "")
    return known or " ".join(map(_in_person_case, words))


def names_of_raw(text: str) -> tuple[str, ...]:
    """Return what `camera_name` may have made of a text that holds a maker as cameras write it, with company words.

    >>> "Nikon d750" in names_of_raw("nikon corporation nikon d750"), names_of_raw("nikon d750")
    (True, ())
    """
    words = text.split()
    makers = [at + 1 for at, word in enumerate(words) if at and word.lower().strip(".,") in _COMPANY_WORDS]
    return tuple(camera_name(" ".join(words[:end]), " ".join(words[end:])) for end in makers)


def _in_person_case(word: str) -> str:
    """Return a name with one capital, unless it is an abbreviation: NIKON becomes Nikon, LG stays."""
    shouted = len(word) > 3 and word.isascii() and word.isalpha() and word.isupper()
    return word.capitalize() if shouted or word.islower() else word
