"""Renames, moves, merges and removes a tag with those below it: as words about the photos that have them.

A tag is what photos have, and nothing beside them: files bring tags of their own, which nobody may write, and the same
name may come again with the next file. So a tag gets another name by saying the new one about every photo that has it
and taking the old one off. That is one act like any other: it goes into the journal by photos, is undone and kept by
photos, and the index and whoever else follows the journal need to know nothing of it. A merge is a move to a tag that
is there.

Where nothing but capitals changes both names are one tag: its row gets the other spelling.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from gallery.annotations import tags, values
from gallery.annotations.library_schema import TAG
from gallery.annotations.models import MAX_TAG_DEPTH, TAG_SEPARATOR, clean_tags
from gallery.annotations.values import FieldChange
from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from gallery.annotations.values import Value, Writer


def clean_move(source: str, target: str) -> tuple[str, str]:
    """Return the paths of a tag and of what it is to become, in their stored form.

    Raises:
        UsageError: one is no tag, or the tag would stand below itself.
    """
    [old], [new] = clean_tags((source,)), clean_tags((target,))
    if tags.folded(new).startswith(tags.folded(old) + TAG_SEPARATOR):
        raise UsageError(Sentence("error-tag-below-itself"))
    return old, new


def mover(source: str, target: str | None, own_tags: Sequence[Collection[str]]) -> Writer:
    """Return what writes a move for the store (`AnnotationStore.apply`).

    Args:
        source: the tag, in its stored form (`clean_move`).
        target: what it becomes; None: nothing, it is taken off.
        own_tags: for each file of the act the tags at or below it that the file has by itself, and that count.
    """

    def write(conn: sqlite3.Connection, items: Sequence[int]) -> list[FieldChange]:
        of_files: dict[str, set[int]] = defaultdict(set)
        for item, paths in zip(items, own_tags, strict=True):
            for path in paths:
                of_files[path].add(item)
        return move(conn, source, target, of_files)

    return write


def move(
    conn: sqlite3.Connection, source: str, target: str | None, of_files: Mapping[str, Collection[int]]
) -> list[FieldChange]:
    """Give photos another tag in place of one, and of those below it the same below the other.

    Args:
        conn: a writing connection in a transaction.
        source: the tag, in its stored form (`clean_move`).
        target: what it becomes; None: nothing, it is taken off.
        of_files: tags at or below it that files have by themselves and that count, with the items of these files.

    Returns:
        What changed, for the journal.

    Raises:
        UsageError: one below it would stand too deep.
    """
    lost: dict[int, dict[int, Value]] = defaultdict(dict)
    won: dict[int, set[int]] = defaultdict(set)
    tagged = _tagged(conn, source, of_files)
    moved = () if target is None else [_moved(path, source, target) for path, _, _ in tagged]
    unused = tags.find_unused(conn, moved)
    for path, items, by_file in tagged:
        old = tags.put(conn, path)
        new = None if target is None else tags.put(conn, _moved(path, source, target))
        if new is not None:
            won[new] |= by_file if new == old else items
        if new != old:  # what a file has by itself is hidden; what was said is just not said any more
            lost[old] |= {item: 0 if item in by_file else None for item in items}
    changes = _say(conn, lost, won) + spell_used(conn, unused)
    return changes + _spell(conn, target) if tagged and target is not None else changes


def _tagged(
    conn: sqlite3.Connection, source: str, of_files: Mapping[str, Collection[int]]
) -> list[tuple[str, set[int], set[int]]]:
    """Return (path, items that have it, those of them that have it by their files) of a tag and all below it."""
    below = tags.find_below(conn, source)
    paths = tags.paths(conn, below)
    spelled = {tags.folded(path): path for path in (*of_files, *(paths[tag] for tag in below))}
    by_file: dict[str, set[int]] = defaultdict(set)
    for path, items in of_files.items():
        by_file[tags.folded(path)] |= set(items)
    by_word: dict[str, set[int]] = defaultdict(set)
    for tag, item in conn.execute(_SAID, (json.dumps(below),)):  # in one pass: there is no index by tags
        by_word[tags.folded(paths[tag])].add(item)
    return [
        (spelled[folded], by_word[folded] | by_file[folded], by_file[folded]) for folded in sorted({*by_word, *by_file})
    ]


_SAID = "SELECT tag, item FROM item_tags WHERE said = 1 AND tag IN (SELECT value FROM json_each(?))"


def _moved(path: str, source: str, target: str) -> str:
    names = path.split(TAG_SEPARATOR)[source.count(TAG_SEPARATOR) + 1 :]
    moved = TAG_SEPARATOR.join([target, *names])
    if moved.count(TAG_SEPARATOR) >= MAX_TAG_DEPTH:
        raise UsageError(Sentence("error-tag-depth", count=MAX_TAG_DEPTH - 1))
    return moved


def _say(
    conn: sqlite3.Connection, lost: Mapping[int, Mapping[int, Value]], won: Mapping[int, Collection[int]]
) -> list[FieldChange]:
    """Write all at once: what one tag loses another may win, as where travel/italy becomes travel."""
    changes: list[FieldChange] = []
    for tag in {*lost, *won}:
        by_value: dict[Value, set[int]] = {1: set(won.get(tag, ()))}
        for item, value in lost.get(tag, {}).items():
            if item not in by_value[1]:
                by_value.setdefault(value, set()).add(item)
        for value, items in by_value.items():
            values.choose(conn, [(items, None, None)])
            changes += values.set_all(conn, TAG, tag, value)
    return changes


def _spell(conn: sqlite3.Connection, path: str) -> list[FieldChange]:
    """Spell a tag that is there, and those above it, as a path does."""
    changes: list[FieldChange] = []
    tag = tags.TOP
    for name in path.split(TAG_SEPARATOR):
        tag, before = tags.find(conn, tag, name)
        if before != name:
            changes += _set_name(conn, tag, before, name)
    return changes


def spell_used(conn: sqlite3.Connection, unused: Mapping[int, str]) -> list[FieldChange]:
    """Spell tags that no photo had as an act did that has given them to photos.

    In the journal the row has no items: whoever has such a tag stands in the other rows of the act.

    Args:
        conn: a writing connection in a transaction, in which the act is written already.
        unused: tags, with their spelling in the act (`tags.find_unused`, asked before).
    """
    changes: list[FieldChange] = []
    for tag, name in unused.items():
        if tags.is_used(conn, tag):
            changes.append(FieldChange(TAG, -tag, tags.get_name(conn, tag), name, ()))
            tags.set_name(conn, tag, name)
    return changes


def set_back_names(conn: sqlite3.Connection, parts: Iterable[FieldChange]) -> tuple[list[FieldChange], set[int]]:
    """Give tags the spelling back that they had before, if they still have the one that they got.

    Returns:
        What changed, and the items of tags that were spelled otherwise since.
    """
    done: list[FieldChange] = []
    kept: set[int] = set()
    for part in parts:
        if tags.get_name(conn, -part.tag) == part.after:
            done += _set_name(conn, -part.tag, str(part.after), str(part.before))
        else:
            kept |= set(part.items)
    return done, kept


def _set_name(conn: sqlite3.Connection, tag: int, before: str, after: str) -> list[FieldChange]:
    """Spell a tag otherwise. In the journal the number of the tag is negative, as no item has another tag by it."""
    tags.set_name(conn, tag, after)
    below = json.dumps(tags.find_below_number(conn, tag))
    rows: Iterable[tuple[int]] = conn.execute(
        "SELECT DISTINCT item FROM item_tags WHERE tag IN (SELECT value FROM json_each(?))", (below,)
    )
    return [FieldChange(TAG, -tag, before, after, [item for (item,) in rows])]
