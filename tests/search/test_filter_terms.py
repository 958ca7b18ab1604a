"""The values of filters and dates, as they are typed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.imaging import formats
from gallery.imaging.decoding import explain
from gallery.imaging.metadata import capture_time
from gallery.search import date_terms, filters
from gallery.search.nodes import AnyOf, Days, Month, Node, Number, Trait, Word
from tests.search.queries import JUNE_2019, YEAR_2019, days, meant, or_name

INF = float("inf")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("camera:Canon", Word("canon", "camera")),
        ('camera:"EOS R5"', Word("eos r5", "camera")),
        ("LENS:70-200", Word("70-200", "lens")),
        ("folder:Øst", Word("ost", "folder")),
        ("title:a", Word("a", "title")),
        ("caption:a|b", AnyOf((Word("a", "caption"), Word("b", "caption")))),
        ('folder:"A|B"', Word("a|b", "folder")),
        ('folder:"|"', Word("|", "folder")),
        ("name:x", Word("x", "name")),
        ("iso:800", Number("iso", 800, 800)),
        ("iso:=800", Number("iso", 800, 800)),
        ("iso:>=800", Number("iso", 800, INF)),
        ("iso:≤800", Number("iso", -INF, 800)),
        ("iso:100..400", Number("iso", 100, 400)),
        ("iso:100..", Number("iso", 100, INF)),
        ("iso:..400", Number("iso", -INF, 400)),
        ("rating:>=4", Number("rating", 4, INF)),
        ("width:4000px", Number("width", 4000, 4000)),
        ("size:2MB", Number("size", 1_500_000, 2_500_000)),
        ("size:1.5..2GB", Number("size", 1.5e9, 2e9)),
        ("size:500kb..2MB", Number("size", 500_000, 2_000_000)),
        ("size:2 MB", Number("size", 1_500_000, 2_500_000)),
        ("size:..2 MB", Number("size", -INF, 2_000_000)),
        ("width:4000 px", Number("width", 4000, 4000)),
        ("(size:2 mb)", Number("size", 1_500_000, 2_500_000)),
        ("date:25/12", Month(12, 25)),
        ("date:june-2019", JUNE_2019),
        ("size:>=1KiB", Number("size", 1024, INF)),
        ("date:2019", YEAR_2019),
        ("date:2019-06", JUNE_2019),
        ("date:june", Month(6)),
        ('date:"june 2019"', JUNE_2019),
        ("date:2019-06..2019-08", days("2019-06-01", "2019-08-31")),
        ("date:2019..", Days(YEAR_2019.first, 10**7)),
        ("date:>2019", Days(YEAR_2019.after, 10**7)),
        ("date:<2019-06", Days(-(10**6), JUNE_2019.first)),
        ("date:<=2019-06", Days(-(10**6), JUNE_2019.after)),
        ("type:JPG", Trait("type", "jpeg")),
        ("type:heic", Trait("type", "heif")),
        ("type:jpeg|heic|png", AnyOf((Trait("type", "jpeg"), Trait("type", "heif"), Trait("type", "png")))),
        ("type:photoshop", Trait("type", "psd")),
        ("type:icon|targa", AnyOf((AnyOf((Trait("type", "ico"), Trait("type", "icns"))), Trait("type", "tga")))),
        ("has:gps", Trait("has", "gps")),
        ("is:square", Trait("is", "square")),
        ("color:blue", Trait("color", "blue")),
        ("colour:gray", Trait("color", "grey")),
    ],
)  # fmt: skip
def test_filters(text: str, node: Node) -> None:
    assert meant(text) == (node,)


VIDEO_KINDS = {
    "MP4": "mp4", "QuickTime": "mov", "3GP": "3gp", "WebM": "webm", "Matroska": "mkv", "AVI": "avi", "MPEG-TS": "mts"
}  # fmt: skip


@pytest.mark.parametrize("suffix", formats._FORMATS_BY_SUFFIX)
def test_every_suffix_of_a_picture_is_a_type(suffix: bytes) -> None:
    """And finds the format that has it."""
    kinds = {words: kind for kind, words in explain._FORMAT_NAMES.items()} | VIDEO_KINDS
    assert filters.TYPES[suffix.decode()] == kinds[formats._FORMATS_BY_SUFFIX[suffix]]


def test_no_type_is_known_of_what_is_not_shown() -> None:
    assert "cur" not in filters.TYPES


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("iso:>800", [801], [800]),
        ("iso:<800", [799], [800]),
        ("f:<2", [1.8, 1.99], [2.0]),
        ("f:f/2.8", [2.8, 2.7999999], [2.7, 2.9]),
        ("f:1,8", [1.8], [1.7]),
        ("focal:>=200mm", [200.0, 199.9999, 400], [199]),
        ("exposure:<1/500", [1 / 501, 1 / 1000], [1 / 500, 0.00200001]),
        ("exposure:1/500", [0.002, 0.0020000001], [1 / 495]),
        ("exposure:>=2s", [2.0, 30], [1.9]),
        ("size:>10MB", [10_000_001], [10_000_000]),
        ("size:2.4MB", [2_350_000, 2_449_999], [2_349_999, 2_450_001]),
    ],
)
def test_ranges_of_numbers_include_and_exclude_their_edges(
    text: str, inside: list[float], outside: list[float]
) -> None:
    (node,) = meant(text)
    assert isinstance(node, Number)
    assert all(node.low <= number <= node.high for number in inside)
    assert not any(node.low <= number <= node.high for number in outside)


@given(st.dates(date(1826, 1, 1), date(2199, 12, 31)))
def test_every_day_can_be_typed(day: object) -> None:
    (node,) = meant(f"{day}")
    assert node == or_name(str(day), days(str(day), str(day)))


def test_a_year_is_its_months() -> None:
    months = [date_terms.days_of(2020, number) for number in range(1, 13)]
    assert all(one and two and one.after == two.first for one, two in pairwise(months))
    assert date_terms.days_of(2020) == Days(months[0].first, months[-1].after)  # type: ignore[union-attr]


def test_years_begin_with_those_that_metadata_can_have() -> None:
    assert date_terms.YEARS.start == capture_time.FIRST_YEAR
