"""Brings sidecars up to what the user said: looks at those that are behind, merges, and writes.

In this order, so that a kill at any moment costs nothing: what a sidecar holds is read and merged; what is to be done
is kept in library.db; the file is replaced, whole; what was done is kept. Whatever is missing of that is done again,
and finds that nothing is left to do.
"""

from __future__ import annotations

import errno
import logging
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from gallery.annotations.models import Annotation
from gallery.annotations.sidecar_models import Outcome, Record
from gallery.base.errors import UnsafePathError
from gallery.base.models import MAX_SIDECAR_BYTES
from gallery.base.paths import display
from gallery.base.replace_below import FileChangedError, FileState, Folder, folder_below
from gallery.sidecars.fields import SIDECAR_FOR, change_of, read_values, said_values, write_values
from gallery.sidecars.merging import Merged, followed, merge
from gallery.sidecars.naming import Choice, choose_sidecars, long_name, suffix
from gallery.sidecars.xmp_document import XmpError
from gallery.sidecars.xmp_edit import EMPTY, XmpEditor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gallery.annotations.sidecar_models import Behind
    from gallery.annotations.sidecar_records import SidecarRecords
    from gallery.sidecars.fields import Value

log = logging.getLogger(__name__)
STEP = 200
"""Sidecars in one transaction of library.db."""
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
_FORBIDDEN = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))
_AWAY = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ESTALE, errno.ENXIO))


class Written(NamedTuple):
    """A sidecar that was written, for the index: it need not read again what it knows already."""

    item: int
    name: bytes
    before: FileState | None
    """As it was read; None: there was none."""
    after: FileState


class _Plan(NamedTuple):
    """What is to be done about one sidecar."""

    behind: Behind
    choice: Choice
    state: FileState | None
    data: bytes | None
    """What is to be written; None: nothing."""
    merged: Merged


class SidecarWriter:
    """Does the work of the thread `sidecars`; one thread calls it. It waits for drives."""

    def __init__(
        self, records: SidecarRecords, tell: Callable[[Sequence[Written]], None], on_adopted: Callable[[], None]
    ) -> None:
        """Take the tables in library.db, what is told of sidecars that were written, and of acts of other programs."""
        self._records, self._tell, self._on_adopted = records, tell, on_adopted

    def run_step(self, limit: int = STEP) -> bool:
        """Bring some sidecars up to date. Return whether there may be more.

        Raises:
            AnnotationsError: library.db cannot be read or written; nothing is lost.
        """
        self._records.note_acts()
        behind = self._records.take(limit)
        for (root, path), found in groupby(behind, lambda one: (one.root, one.folder_path)):
            self._write_folder(root, path, list(found))
        return len(behind) == limit

    def settle_conflicts(self) -> None:
        """Take conflicts off the list of which something else was said since.

        Raises:
            AnnotationsError: library.db cannot be read or written.
        """
        rows = [row for row, _ in self._records.conflicts()]
        said = self._records.said([row.item for row in rows])
        for row in rows:
            now = said_values(said.get(row.item, Annotation())).get(row.field)
            if now != (row.ours if row.ours_taken else row.theirs):
                self._records.remove_conflict(row.id)

    def _write_folder(self, root: bytes, path: bytes, behind: list[Behind]) -> None:
        try:
            with folder_below(root, path) as folder:
                self._write_in(folder, behind)
        except UnsafePathError:
            self._records.finish([Outcome(one, problem="A link is in the place of this folder.") for one in behind])
        except OSError as error:
            log.debug("sidecars wait: %s", error)
            self._records.finish([Outcome(one, problem=_reason(error)) for one in behind])

    def _write_in(self, folder: Folder, behind: list[Behind]) -> None:
        """Bring the sidecars of one folder up to date.

        Raises:
            OSError: the folder cannot be listed.
        """
        names = folder.names()
        choices = choose_sidecars([one.photo for one in behind], names)
        plans: list[_Plan] = []
        outcomes: list[Outcome] = []
        for one in behind:
            try:
                plan = self._plan(folder, one, choices[one.photo])
            except (OSError, XmpError, UnsafePathError) as error:
                outcomes.append(Outcome(one, problem=_why(error, choices[one.photo].name)))
            else:
                plans.append(plan) if isinstance(plan, _Plan) else outcomes.append(plan)
        overtaken = self._records.begin([_intent(plan) for plan in plans])
        outcomes += [Outcome(plan.behind, is_soon=True) for plan in plans if plan.behind.item in overtaken]
        plans = [plan for plan in plans if plan.behind.item not in overtaken]
        if any(plan.merged.adopt for plan in plans):
            self._on_adopted()
        written = []
        for at, plan in enumerate(plans):
            outcome, new = _carry_out(folder, plan)
            outcomes.append(outcome)
            if new and not plan.merged.given_back:
                written.append(Written(plan.behind.item, plan.choice.name, plan.state, new))
            if outcome.problem:  # as the folder is to one, it is to all
                outcomes += [Outcome(each.behind, problem=outcome.problem) for each in plans[at + 1 :]]
                break
        is_there = any(one.photo in names for one in behind)  # else the drive may be away, and this where it belongs
        self._records.finish(outcomes, frozenset(names) if is_there else None)
        if written:
            self._tell(written)

    def _plan(self, folder: Folder, one: Behind, choice: Choice) -> _Plan | Outcome:
        """Return what is to be done about a sidecar; an outcome where it is nothing, or cannot be done now.

        Raises:
            OSError: the drive fails.
            UnsafePathError: the photo or its sidecar is a link.
            XmpError: the sidecar cannot be changed.
        """
        photo = folder.state(one.photo)
        if photo is None or photo[:2] != (one.size, one.mtime_ns):
            return Outcome(one)  # it is away, or another file, which the index will find out
        said = said_values(one.said)
        if not said and one.record is None:
            return Outcome(one, is_done=True)
        state = folder.state(choice.name)
        if _is_up_to_date(one, choice, state, said):
            return Outcome(one, record=one.record, is_done=True)
        data = EMPTY if state is None else read_sidecar(folder, choice.name)
        editor = XmpEditor(data)
        if state is not None and _is_of_other(editor, choice, one.photo):
            choice = Choice(long_name(one.photo), is_short=False, is_shared=False)
            state = folder.state(choice.name)
            data = EMPTY if state is None else read_sidecar(folder, choice.name)
            editor = XmpEditor(data)
        record = None if state is None else self._past(one, choice, state, data)
        return self._merge(one, choice, state, editor, said, record)

    def _past(self, one: Behind, choice: Choice, state: FileState, data: bytes) -> Record | None:
        """Return what was written last into the sidecar that is there; None: it has no past here.

        Written for another photo it goes with that one, so that what it says was not said of this one.
        """
        own = _as_found(one.record, state, data)
        if own and (own.size, own.mtime_ns) == state[:2]:
            return own
        other = self._records.of_other(one.item, one.folder, choice.name, *state[:2])
        if other or own is None or own[:3] != (one.folder, one.photo, choice.name):
            return other
        return own

    def _merge(
        self,
        one: Behind,
        choice: Choice,
        state: FileState | None,
        editor: XmpEditor,
        said: Mapping[str, Value],
        record: Record | None,
    ) -> _Plan:
        before = record.before if record else {}
        theirs = read_values(editor, followed(said, before))

        def is_ours_newer(name: str) -> bool:
            if record is None or state is None:
                return True
            return self._records.said_at(one.item, name, record.act) * 1_000_000 > state.mtime_ns

        merged = merge(said, theirs, record.held if record else {}, before, is_ours_newer)
        write_values(editor, merged.write)
        if merged.write and choice.is_short and not editor.text(SIDECAR_FOR):
            editor.set_text(SIDECAR_FOR, suffix(one.photo))
        needs_file = state is not None or any(value is not None for value in merged.write.values())
        data = editor.result() if merged.write and needs_file else None
        return _Plan(one, choice, state, data, merged)


def _is_up_to_date(one: Behind, choice: Choice, state: FileState | None, said: Mapping[str, Value]) -> bool:
    """Return whether a sidecar is as it was left, and holds all that was said: it need not be read."""
    record = one.record
    if record is None or state is None or record[:5] != (one.folder, one.photo, choice.name, *state[:2]):
        return False
    return said == record.held


def _as_found(record: Record | None, state: FileState, data: bytes) -> Record | None:
    """Return a record as it would be if a write that was killed before it was noted had been."""
    if record is None or record.writing is None or record.writing["hash"] != _hash(data):
        return record
    return record._replace(size=state.size, mtime_ns=state.mtime_ns, held=record.writing["held"], writing=None)


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _is_of_other(editor: XmpEditor, choice: Choice, photo: bytes) -> bool:
    """Return whether a sidecar that is named after the stem is, or may be, about another file of that stem."""
    if not choice.is_short:
        return False
    of = editor.text(SIDECAR_FOR)
    return choice.is_shared if of is None else of.upper() != suffix(photo)


def read_sidecar(folder: Folder, name: bytes) -> bytes:
    """Return a sidecar.

    Raises:
        XmpError: it is longer than sidecars are.
        OSError: it cannot be read.
        UnsafePathError: a link has taken its place.
    """
    data = folder.read(name, MAX_SIDECAR_BYTES + 1)
    if len(data) > MAX_SIDECAR_BYTES:
        raise XmpError(f"it is longer than {MAX_SIDECAR_BYTES >> 20} MB")
    return data


def _intent(plan: _Plan) -> Outcome:
    """Return what is kept before a sidecar is written: what it holds now, what is taken over, and conflicts."""
    merged, one = plan.merged, plan.behind
    record = None
    if plan.state is not None or plan.data is not None:
        state = plan.state or FileState(-1, -1, -1)
        place = (one.folder, one.photo, plan.choice.name, state.size, state.mtime_ns)
        writing = None if plan.data is None else {"hash": _hash(plan.data), "held": merged.held_when_written()}
        record = Record(*place, one.record.act if one.record else 0, merged.held, merged.before, writing)
    conflicts = [(each.name, each.ours, each.theirs, each.is_ours_taken) for each in merged.conflicts]
    return Outcome(one, record, change_of(merged.adopt, said_values(one.said)), conflicts)


def _carry_out(folder: Folder, plan: _Plan) -> tuple[Outcome, FileState | None]:
    """Write a sidecar. Return what became of it, and its new state if it was written."""
    one, merged, state, new = plan.behind, plan.merged, plan.state, None
    if plan.data is not None:
        try:
            new = state = folder.replace(plan.choice.name, plan.data, plan.state)
        except FileChangedError:
            return Outcome(one, is_soon=True), None
        except (OSError, UnsafePathError) as error:
            return Outcome(one, problem=_why(error, plan.choice.name)), None
    held, before = merged.held_when_written(), merged.before_when_written()
    if state is None or not held:
        return Outcome(one, is_done=True), new
    place = (one.folder, one.photo, plan.choice.name, state.size, state.mtime_ns)
    return Outcome(one, Record(*place, one.act, held, before), is_done=True), new


def _why(error: Exception, name: bytes) -> str | None:
    """Return why a sidecar is not written, as a sentence; None: it waits for its drive."""
    if isinstance(error, XmpError):
        return f"“{display(name)}” is left as it is: {error}."
    if isinstance(error, UnsafePathError):
        return f"“{display(name)}” is not written: it is a link, or no ordinary file."
    return _reason(error) if isinstance(error, OSError) else str(error)


def _reason(error: OSError) -> str | None:
    if error.errno in _AWAY:
        return None
    if error.errno in _FULL:
        return "The disk is full."
    if error.errno in _FORBIDDEN:
        return "This folder cannot be written."
    return f"The disk reports an error: {error.strerror or error}."
