"""A program that says one thing after the other and acknowledges each on its output, to be killed at it.

    python -m tests.annotations.acting LIBRARY STEPS
    python -m tests.annotations.acting LIBRARY restore

The second restores the newest backup. Each step is one act over all files, and follows from the number of acts so far alone; so whoever finds the library
knows what it must say.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.annotations.library_file import open_library
from gallery.annotations.models import Annotation, AnnotationChange
from gallery.base.errors import DatabaseError
from tests.annotations.files import files, item_of

if TYPE_CHECKING:
    from gallery.annotations.library_file import OpenedLibrary
    from gallery.annotations.store import AnnotationStore

FILES = files(40)
KINDS = ("say", "say", "undo", "redo", "say")
"""What is done, in turn."""
FIRST = date(2026, 1, 1)


def change(number: int) -> AnnotationChange:
    """What the act of a number says: of several tables, so that half of it would show."""
    return AnnotationChange(favourite=number % 2 == 0, caption=f"said {number}", add_tags=(f"t{number % 3}",))


def said_after(acts: int) -> str | None:
    """The caption of every file after so many acts."""
    stack: list[str] = []
    undone = ""
    for number in range(acts):
        kind = KINDS[number % len(KINDS)]
        if kind == "undo":
            undone = stack.pop()
        else:
            stack.append(undone if kind == "redo" else f"said {number}")
    return stack[-1] if stack else None


def step(store: AnnotationStore, number: int) -> None:
    """Do what comes after so many acts."""
    kind = KINDS[number % len(KINDS)]
    if kind == "say":
        store.apply(FILES, change(number))
    else:
        assert (store.undo() if kind == "undo" else store.redo()) is not None


def found(store: AnnotationStore) -> tuple[int, set[Annotation]]:
    """How many acts the journal has, and what is said of the files: one value, where no act is half done."""
    acts = store.changed_since(0).revision & 0xFFFFFFFF
    if not acts:
        return 0, {Annotation()}
    items = [item_of(store, each) for each in FILES]
    said = store.read(items)
    return acts, {said.get(item, Annotation()) for item in items}


def main(path: str, steps: int) -> None:
    """Act so many times; a refusal is told, and the step is done again."""
    library = open_library(Path(path))
    if library.backups is None:
        print("refused", library.store.problem, flush=True)
        sys.exit(3)
    left = steps
    while left:
        acts, _ = found(library.store)
        try:
            step(library.store, acts)
            print("done", acts + 1, flush=True)
        except DatabaseError as error:
            print("refused", error, flush=True)
        left -= 1
        _back_up(library, acts)
    library.store.close()


def _back_up(library: OpenedLibrary, acts: int) -> None:
    if acts % 4 == 3 and library.backups:
        library.backups.make_if_due(FIRST + timedelta(acts))


def restore(path: str) -> None:
    """Restore the newest backup, and tell when that is done."""
    library = open_library(Path(path))
    assert library.backups is not None
    library.backups.restore(library.backups.get_all()[0].name)
    print("done 1", flush=True)
    library.store.close()


if __name__ == "__main__":
    if sys.argv[2] == "restore":
        restore(sys.argv[1])
    else:
        main(sys.argv[1], int(sys.argv[2]))
