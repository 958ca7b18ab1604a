"""The text by which a search finds the photos of a place, and what to look for in it. Pure.

It has a line for each folded name, and before each word a sign that says whether the name is the city's, the region's
or the country's: so what was typed is found where words of one name begin so, and nowhere else. A country has one line,
its code: its names are many, and are looked for in the table (`PlaceTable.countries_named`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.places.table import Place

SIGNS = {"city": "\1", "region": "\2", "country": "\3"}
"""By the filter that looks for it."""
_NO_LETTER = re.compile(r"[\W_]+")
_SIGN = re.compile("[\1\2\3]")


def forms_of_place(place: Place) -> str:
    """Return the text; its first line is the place's own name."""
    own = (*place.names, *place.city_names)
    lines = [signed("city", name) for name in own]
    lines += [signed("region", place.region.folded), SIGNS["country"] + place.country.code.lower()]
    return "\n".join(["", *dict.fromkeys(filter(None, lines)), ""])


def signed(kind: str, name: str) -> str:
    """Return what to look for to find the folded names of a kind in which words begin so; empty: there is no letter."""
    return " ".join(SIGNS[kind] + word for word in _NO_LETTER.sub(" ", name).split())


def signed_country(code: str) -> str:
    """Return what to look for to find the places of a country."""
    return f"\n{SIGNS['country']}{code.lower()}\n"


def names_in(forms: str, kind: str) -> list[str]:
    """Return the folded names of a kind in the text of a place."""
    return [_SIGN.sub("", line) for line in forms.split("\n") if line.startswith(SIGNS[kind])]
