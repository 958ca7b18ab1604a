"""The search for words, patterns and paths in the texts of photos: names, folders, cameras, titles and so on."""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING

from gallery.search import records
from gallery.search.coded_values import TEXT_KINDS, with_code
from gallery.search.column_index import CAPTION_LINES, NAME_LINES, PEOPLE_LINES, TAG_LINES, TITLE_LINES
from gallery.search.columns import Column
from gallery.search.folder_names import folder_names
from gallery.search.folder_search import find_folders_at, find_folders_like, with_folders_below
from gallery.search.line_scan import PARENT_ENDS, glob_expression, glob_matcher, tag_matcher
from gallery.search.place_search import PLACE_FIELDS, PlaceSearch
from gallery.search.tag_columns import TagSearch
from gallery.search.value_dictionary import without_signs

if TYPE_CHECKING:
    import re
    import sqlite3
    from collections.abc import Callable

    from gallery.catalog.visible_folders import Within
    from gallery.search.index_snapshot import IndexSnapshot
    from gallery.search.nodes import Tag

_LINES = {"title": TITLE_LINES, "caption": CAPTION_LINES, "tag": TAG_LINES, "people": PEOPLE_LINES}
"""The columns of lines by the filters that look at them; names have a search of their own."""


class TextSearch:
    """Finds photos by their texts, as bitmaps. One thread uses it, in the transaction of the snapshot."""

    def __init__(self, conn: sqlite3.Connection, snapshot: IndexSnapshot, within: Within | None) -> None:
        """Take the top folders whose names, with those below them, are all that there are; None: every folder's.

        What is found may lie elsewhere (`Evaluator` leaves that out).
        """
        self._conn = conn
        self._snapshot = snapshot
        self._within = within
        self._places, self._tag_codes = PlaceSearch(conn, snapshot), TagSearch(snapshot)

    def words(self, field: str, needles: list[str], among: int | None = None) -> int:
        """Return the photos in whose text of a field, or in any of their texts, one of the folded needles stands.

        Of photos that are not `among` these, some may be missing: what is not asked for need not be read.
        """
        if field in PLACE_FIELDS:
            return self._places.named(field, needles)
        searches: dict[str, Callable[[list[str]], int]] = {
            "name": lambda texts: self._names(texts, among),
            "folder": self._folders,
            "camera": lambda texts: self._with_text_code(Column.CAMERA, texts),
            "lens": lambda texts: self._with_text_code(Column.LENS, texts),
            **{field: partial(self._lines, column, among) for field, column in _LINES.items()},
            "tag": partial(self._tags, among),
            "place": lambda texts: self._places.named("", texts),
        }
        asked = (searches[field],) if field else searches.values()
        return reduce(or_, (search(needles) for search in asked), 0)

    def glob(self, pattern: str, field: str, among: int | None = None) -> int:
        """Return the photos that match a pattern (nodes.Glob). `among` is as in `words`."""
        anywhere = f"*{pattern.strip('*')}*"
        if field in PLACE_FIELDS:
            return self._places.like(field, glob_expression(pattern))
        searches: dict[str, Callable[[], int]] = {
            "name": lambda: self._names_like(pattern, among),
            "folder": lambda: self._snapshot.in_folders(find_folders_like(self._conn, pattern, self._within)),
            "camera": lambda: self._with_text_like(Column.CAMERA, glob_expression(anywhere)),
            "lens": lambda: self._with_text_like(Column.LENS, glob_expression(anywhere)),
            **{field: partial(self._lines_like, column, among, anywhere) for field, column in _LINES.items()},
            "place": lambda: self._places.like("", glob_expression(pattern)),
        }
        asked = (searches[field],) if field else searches.values()
        return reduce(or_, (search() for search in asked), 0)

    def _lines(self, column: int, among: int | None, texts: list[str]) -> int:
        return self._snapshot.with_text(column, texts, among)

    def _lines_like(self, column: int, among: int | None, pattern: str) -> int:
        return self._snapshot.with_lines(column, glob_matcher(pattern), among)

    def _tags(self, among: int | None, texts: list[str]) -> int:
        needles = [text.encode() for text in texts]
        found = self._tag_codes.find(lambda tag: any(needle in tag for needle in needles))
        return self._lines(TAG_LINES, among, texts) if found is None else found

    def tag(self, tag: Tag, among: int | None = None) -> int:
        """Return the photos with a tag (nodes.Tag). `among` is as in `words`."""
        path = tag.path.encode("utf-8", "replace")
        below = tuple(path + end for end in PARENT_ENDS) if tag.below else ()
        found = self._tag_codes.find(lambda one: one == path or one.startswith(below))
        if found is not None:
            return found
        return self._snapshot.with_lines(TAG_LINES, tag_matcher(tag.path, below=tag.below), among)

    def _names_like(self, pattern: str, among: int | None) -> int:
        """Search names for a pattern: one without digits and `?` in the patterns of names alone."""
        if "?" in pattern or records.name_pattern(pattern) != pattern:
            return self._snapshot.with_lines(NAME_LINES, glob_matcher(pattern, short_lines=True), among)
        expression = glob_expression(pattern)
        codes = self._snapshot.codes_of_forms(Column.NAME_PATTERN, lambda name: expression.fullmatch(name) is not None)
        found = self._snapshot.with_codes(Column.NAME_PATTERN, codes)
        others = self._snapshot.with_other_value(Column.NAME_PATTERN)
        return (
            found | self._snapshot.with_lines(NAME_LINES, glob_matcher(pattern), others) & others if others else found
        )

    def path(self, parts: tuple[str, ...]) -> int:
        """Return the file of this name where most of the folders agree; where there is none, what is in that folder."""
        files = self._files_named(parts[-1])
        for folders in find_folders_at(self._conn, parts[:-1], self._within) if files else ():
            if found := files & self._snapshot.in_folders(folders):
                return found
        whole = next(iter(find_folders_at(self._conn, parts, self._within)), set[int]())
        inside = self._snapshot.in_folders(with_folders_below(self._conn, whole))
        return inside if len(parts) > 1 else inside | files

    def _files_named(self, name: str) -> int:
        """Return the photos with exactly this name, looked for among those whose names have its pattern."""
        codes = self._snapshot.codes_of_texts(Column.NAME_PATTERN, (records.name_pattern(name),), exact=True)
        others = self._snapshot.with_other_value(Column.NAME_PATTERN)
        among = self._snapshot.with_codes(Column.NAME_PATTERN, codes) | others
        return self._snapshot.with_lines(NAME_LINES, glob_matcher(name, literal=True), among) if among else 0

    def _names(self, needles: list[str], among: int | None) -> int:
        """Search names: needles without digits in their patterns alone, the others in the names of such a pattern."""
        lettered = [needle for needle in needles if records.name_pattern(needle) == needle]
        numbered = [needle for needle in needles if records.name_pattern(needle) != needle]
        others = self._snapshot.with_other_value(Column.NAME_PATTERN)
        found = self._with_text_code(Column.NAME_PATTERN, lettered) if lettered else 0
        if lettered and others:
            found |= self._snapshot.with_text(NAME_LINES, lettered, others) & others
        if numbered:
            patterns = {records.name_pattern(needle) for needle in numbered}
            if "\n" not in patterns:
                possible = others | self._with_text_code(Column.NAME_PATTERN, list(patterns))
                among = possible if among is None else possible & among
            found |= self._snapshot.with_text(NAME_LINES, numbered, among)
        return found

    def _folders(self, needles: list[str]) -> int:
        names = folder_names(self._conn, self._snapshot)
        found = (names.named(needle, self._within) for needle in needles)
        return self._snapshot.in_folders(set().union(*found))

    def _with_text_code(self, kind: Column, needles: list[str]) -> int:
        if kind in TEXT_KINDS.values():
            needles = needles + [without_signs(needle) for needle in needles if without_signs(needle)]
        codes = self._snapshot.codes_of_texts(kind, needles)
        return with_code(
            self._conn, self._snapshot, kind, codes, lambda text: any(needle in text for needle in needles)
        )

    def _with_text_like(self, kind: Column, expression: re.Pattern[str]) -> int:
        """Return the photos whose camera or lens matches as a whole."""

        def matches(forms: str) -> bool:
            return expression.fullmatch(forms.partition("\n")[0]) is not None

        return with_code(self._conn, self._snapshot, kind, self._snapshot.codes_of_forms(kind, matches), matches)
