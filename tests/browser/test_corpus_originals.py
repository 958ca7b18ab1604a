"""Real files as Chromium paints them, beside their renditions: what is laid over one another must be the same picture."""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from gallery.base.models import Metadata, Recipe, Rendered
from gallery.imaging.formats import INLINE, sniff
from gallery.imaging.workers.jobs import Urgency
from gallery.imaging.workers.pool import Pool
from tests.browser.engine import Comparison, open_engine
from tests.corpus import corpus_folder
from tests.imaging.files import reference

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.corpus, pytest.mark.browser]

FOLDER = corpus_folder()
KINDS = {**INLINE, "bmp": "image/bmp"}
MOST = 1.5
"""Mean CIEDE2000 between the fitted rendition and the original laid over it."""
DAMAGED = {
    "invalid_palette_index.png": "indices beyond the palette: black here, clear there",
    "small-palette-2.png": "the same",
    "id:005525,src:005485,op:flip1,pos:136.jpg": "a flipped bit, at which decoders part",
    "poc_b_506387278.avif": "its header and its data name different ranges",
}
"""Files whose picture is damaged without a word of the decoder. Looked at."""


@dataclass(frozen=True)
class Row:
    name: str
    kind: str
    read: Metadata
    rendered: Rendered
    painted: Comparison

    @property
    def laid_over(self) -> bool:
        """Whether the viewer may lay the file over its rendition; one that is damaged it does not."""
        return self.read.inline and self.rendered.problem is None

    @property
    def is_judged(self) -> bool:
        """Whether the colours can be judged: of what moves another frame may be there by now; dots are all edge."""
        return not self.read.animated and min(self.painted.size) >= 8

    @property
    def is_alike(self) -> bool:
        return self.painted.size == (self.read.width, self.read.height) and self.painted.turn == 1


@pytest.fixture(scope="module")
def rows(chromium: Browser) -> list[Row]:
    files = [path for path in sorted(FOLDER.rglob("*")) if path.is_file() and kind_of(path) in KINDS]
    found = []
    pool = Pool(2, 3 << 30)
    try:
        references = [reference(path) for path in files]
        read = pool.read(references, urgency=Urgency.METADATA)
        rendered = [pool.render(file, Recipe.SCREEN, urgency=Urgency.IDLE) for file in references]
        with open_engine(chromium) as engine:
            for path, meta, job in zip(files, read.result(600), rendered, strict=True):
                made = job.result(600)
                if not isinstance(meta, Metadata) or not isinstance(made, Rendered):
                    continue
                painted = engine.compare(made.jpeg, path.read_bytes(), KINDS[meta.format])
                if painted is not None:
                    found.append(Row(path.name, meta.format, meta, made, painted))
    finally:
        pool.close()
    print_table(found)
    return found


def kind_of(path: Path) -> str | None:
    with path.open("rb") as file:
        return sniff(file.read(64))


def print_table(rows: list[Row]) -> None:
    """Print what a person would want to look at: by format, then each file that differs."""
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    print("\nformat  files  size equal  turn equal | laid over: files  mean  95%  highest")
    for kind, of_kind in sorted(by_kind.items()):
        equal = sum(row.painted.size == (row.read.width, row.read.height) for row in of_kind)
        turned = sum(row.painted.turn == 1 for row in of_kind)
        means = sorted(row.painted.mean for row in of_kind if row.laid_over and row.is_judged)
        figures = (statistics.mean(means), means[int(len(means) * 0.95)], means[-1]) if means else (0.0, 0.0, 0.0)
        print(
            f"{kind:6} {len(of_kind):6} {equal:11} {turned:11} | {len(means):16} ", *(f"{one:.2f} " for one in figures)
        )
    for row in rows:
        if not row.is_alike or row.painted.mean > MOST:
            print(row.kind, row.name, row.painted, "" if row.laid_over else "(not laid over)")


def test_what_is_laid_over_has_the_size_and_the_turn_of_its_rendition(rows: list[Row]) -> None:
    assert len(rows) > 100
    assert [row.name for row in rows if row.laid_over and not row.is_alike] == []


def test_what_is_laid_over_has_the_colours_of_its_rendition(rows: list[Row]) -> None:
    far = [
        (row.name, row.painted.mean)
        for row in rows
        if row.laid_over and row.is_judged and row.painted.mean > MOST and row.name not in DAMAGED
    ]
    assert far == []


def test_most_files_may_be_laid_over(rows: list[Row]) -> None:
    """Otherwise a rule that sends nothing would pass."""
    whole = [row for row in rows if row.kind in INLINE and row.rendered.problem is None]
    assert sum(row.laid_over for row in whole) > 0.75 * len(whole)
