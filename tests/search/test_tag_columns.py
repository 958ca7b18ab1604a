"""Tags are found by their codes as they are in their lines, whatever changes from one version to the next."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from gallery.search import code_columns
from gallery.search.bitmaps import bitmap_of, slots_of
from gallery.search.column_index import BLOCK_SIZE
from gallery.search.line_scan import lines_with, tag_matcher
from gallery.search.records import SEPARATOR
from gallery.search.tag_columns import TagBlocks

TAGS = ("art", "travel", "travel/italy", "travel/italy/rome", "travel/italian", "", "é", "kyoto", "a", "art2")
LINES = st.dictionaries(st.sampled_from((0, 1, 500, 1023)), st.lists(st.sampled_from(TAGS), max_size=7), max_size=4)
VERSIONS = st.lists(st.dictionaries(st.integers(0, 3), LINES, max_size=4), min_size=1, max_size=4)


def text_of(lines: dict[int, list[str]]) -> bytes:
    """The column TAG_LINES of a block with these tags at these places; none where no photo has one."""
    text = "".join(SEPARATOR.join(lines.get(place, ())) + "\n" for place in range(BLOCK_SIZE)).encode()
    return text if text.strip(b"\n") else b""


def expected(texts: list[bytes], match: object) -> int:
    return bitmap_of(b"".join(match(text) if text else bytes(BLOCK_SIZE) for text in texts))  # type: ignore[operator]


def with_any_tag(text: bytes) -> bytes:
    """A byte a line: 1 where a tag has letters. One of quotation marks alone is kept as an empty one."""
    return bytes(any(line.split(SEPARATOR.encode())) for line in text[:-1].split(b"\n"))


def expect_as_in_lines(blocks: TagBlocks, numbers: list[int], texts: list[bytes]) -> None:
    columns = blocks.columns(numbers, texts)
    assert columns is not None
    assert columns.tagged() == expected(texts, with_any_tag)
    for needle in (b"a", b"travel", b"\xc3\xa9", b"xyz", b"italy/"):
        found = columns.with_codes(blocks.codes_of(lambda tag, needle=needle: needle in tag))  # type: ignore[misc]
        assert found == expected(texts, lambda text, needle=needle: lines_with(text, needle))
    for path in ("travel/italy", "art", "rome"):
        raw = path.encode()
        alone = columns.with_codes(blocks.codes_of(lambda tag, raw=raw: tag == raw))  # type: ignore[misc]
        assert alone == expected(texts, tag_matcher(path, below=False))


@settings(max_examples=20, deadline=None)
@given(VERSIONS)
def test_codes_find_what_the_lines_hold_in_every_version(versions: list[dict[int, dict[int, list[str]]]]) -> None:
    blocks = TagBlocks()
    for version in versions:
        numbers = sorted(version)
        expect_as_in_lines(blocks, numbers, [text_of(version[number]) for number in numbers])


@pytest.mark.parametrize("lanes", [0, 6])
def test_many_tags_are_found_in_one_pass_as_by_their_bytes(lanes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_columns, "MAX_LANES", lanes)
    blocks = TagBlocks()
    text = text_of({place: [f"tag {place} {number}" for number in range(6)] for place in range(BLOCK_SIZE)})
    columns = blocks.columns([7], [text])
    assert columns
    found = columns.with_codes(blocks.codes_of(lambda tag: b"7" in tag.split()[1] or tag.endswith(b"00 5")))
    wanted = [place for place in range(BLOCK_SIZE) if "7" in str(place) or str(place).endswith("00")]
    assert list(slots_of(found, BLOCK_SIZE)) == wanted


def test_with_more_tags_than_codes_there_are_no_columns() -> None:
    blocks = TagBlocks()
    for number in range(63):
        tags = {place: [f"{number} {place}"] for place in range(BLOCK_SIZE)}
        assert blocks.columns([number], [text_of(tags)])
    assert (
        blocks.columns([99], [text_of({place: [f"one {place}", f"two {place}"] for place in range(BLOCK_SIZE)})])
        is None
    )
    columns = blocks.columns([99], [text_of({0: ["one 0"]})])  # what was too much is taken back
    assert columns
    codes = blocks.codes_of(lambda tag: tag.startswith(b"one"))
    assert columns.with_codes(codes) == columns.tagged() != 0
