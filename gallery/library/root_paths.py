"""Finds what the user names, checks which folders can be roots, and how they lie inside each other: the disk alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from gallery.base.errors import RootOfflineError, UsageError
from gallery.base.paths import display, relative_to
from gallery.languages.sentence import Sentence
from gallery.scan.listing import asks_to_stay_out
from gallery.scan.skipped_folders import skipped_kind
from gallery.scan.timed_calls import call_with_deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gallery.settings.settings import RootPath

T = TypeVar("T")
ANSWER_S = 10.0
"""How long somebody who names a folder waits for its drive. A sleeping disk needs less to spin up."""


class NestedRoot(NamedTuple):
    """A root that the scan of another root reaches: `inner` lies at the path `inside` below `outer`."""

    outer: RootPath
    inner: RootPath
    inside: bytes


class Place(NamedTuple):
    """How a folder lies among the roots: in `root`, at the path `inside` below it, or around those of `contained`."""

    root: RootPath | None
    inside: bytes
    contained: list[tuple[RootPath, bytes]]


def ask_drive(folder: str | bytes, question: Callable[[], T]) -> T:
    """Return the answer to a question that the drive of a folder is asked, on a thread of its own.

    Raises:
        RootOfflineError: the drive does not answer within ANSWER_S.
        Exception: whatever the question raised.
    """
    answer = call_with_deadline(question, ANSWER_S)
    if answer is None:
        name = display(os.fsencode(folder))
        raise RootOfflineError(Sentence("error-drive-silent", name=name))
    return answer


def find_place(roots: Iterable[RootPath], path: bytes) -> Place:
    """Return how the folder `path` lies among the roots. Blocks while a drive does not answer.

    Raises:
        UsageError: it lies in a root whose scan leaves it out; the sentence says why.
    """
    containing = containing_root(roots, path)
    if containing:
        return Place(*containing, [])
    return Place(None, b"", contained_roots(roots, path))


def check_folder(path: str | bytes, data_folder: Path) -> bytes:
    """Return the real path of a folder that can be a root. Blocks while its drive does not answer.

    Raises:
        UsageError: it cannot; the sentence says why.
    """
    try:
        real = real_path(os.fsdecode(path))
    except (OSError, RuntimeError, ValueError) as error:  # a ring of links, an unprintable zero
        raise UsageError(
            Sentence("error-no-folder-because", name=display(os.fsencode(path)), why=str(error))
        ) from error
    name = display(real)
    try:
        if not os.path.isdir(real):
            key = "error-no-folder" if not os.path.lexists(real) else "error-not-a-folder"
            raise UsageError(Sentence(key, name=name))
        with os.scandir(real):
            pass
    except OSError as error:
        raise UsageError(Sentence("error-folder-forbidden", name=name, why=error.strerror or str(error))) from error
    if relative_to(os.fsencode(data_folder.resolve()), real) is not None:
        raise UsageError(Sentence("error-folder-of-shoebox", name=name))
    return real


def why_skipped(root: bytes, inside: bytes) -> Sentence | None:
    """Return why the folder at `inside` below a root is not shown with it, as a sentence, or None when it is shown.

    A file .nomedia in the root itself is no reason: the user named that folder.
    """
    place, sep = root, os.fsencode(os.sep)
    for name in inside.split(sep) if inside else ():
        if place != root and asks_to_stay_out(place):
            return _nomedia_sentence(place)
        above, place = place, os.path.join(place, name)
        if skipped_kind(above, name) is not None:
            key = "error-folder-hidden" if name.startswith(b".") else "error-folder-of-program"
            return Sentence(key, name=display(place), root=display(root))
    return _nomedia_sentence(place) if inside and asks_to_stay_out(place) else None


def _nomedia_sentence(place: bytes) -> Sentence:
    """Return the sentence about a folder with a file `.nomedia`."""
    return Sentence("error-folder-nomedia", name=display(place))


def containing_root(roots: Iterable[RootPath], path: bytes) -> tuple[RootPath, bytes] | None:
    """Return the root whose scan reaches the folder `path`, and the folder's path below it; None when no scan does.

    Raises:
        UsageError: the folder lies in a root whose scan leaves it out; the sentence says why.
    """
    why = None
    for root in roots:
        inside = relative_to(root.path, path)
        if inside is not None:
            reason = why_skipped(root.path, inside)
            if reason is None:
                return root, inside
            why = reason
    if why:
        raise UsageError(why)
    return None


def contained_roots(roots: Iterable[RootPath], path: bytes) -> list[tuple[RootPath, bytes]]:
    """Return the roots that a scan of the folder `path` reaches, each with its path below that folder.

    A root that the scan leaves out stays a root of its own.
    """
    found = [(root, relative_to(path, root.path)) for root in roots]
    return [(root, inside) for root, inside in found if inside is not None and why_skipped(path, inside) is None]


def nested_roots(roots: Iterable[RootPath]) -> list[NestedRoot]:
    """Return the roots that the scan of another root reaches, each with the outermost such root.

    Blocks while the drive of a root that holds another one does not answer.
    """
    found = []
    apart = sorted(roots, key=lambda root: len(root.path))  # an outer path is shorter
    while apart:
        outer = apart.pop(0)
        for inner, inside in contained_roots(apart, outer.path):
            apart.remove(inner)
            found.append(NestedRoot(outer, inner, inside))
    return found


def real_path(path: str) -> bytes:
    """Return the absolute path without links.

    Raises:
        ValueError: it is empty, or holds a zero.
        OSError: it cannot be resolved.
        RuntimeError: its links lead in a circle.
    """
    if not path:
        raise ValueError("it has no name.")
    # a shell has expanded ~ already where it could; a name that begins with it may be meant
    return os.fsencode(Path(path if os.path.lexists(path) else os.path.expanduser(path)).resolve())


def find_file(path: bytes) -> tuple[bytes, bytes]:
    """Return the real folder and the name of the file at a path; no name if it is a folder. Blocks with its drive.

    A link that the user names is followed, as with roots: what lies beside its target is shown.

    Raises:
        UsageError: There is nothing, or something that is neither a file nor a folder.
    """
    try:
        real = real_path(os.fsdecode(path))
        mode = os.lstat(real).st_mode
    except FileNotFoundError as error:
        raise UsageError(Sentence("error-no-file-or-folder", name=display(path))) from error
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(Sentence("error-cannot-open", name=display(path), why=str(reason))) from error
    if stat.S_ISDIR(mode):
        return real, b""
    if not stat.S_ISREG(mode):
        raise UsageError(Sentence("error-neither-file-nor-folder", name=display(path)))
    folder, name = os.path.split(real)
    return folder, name
