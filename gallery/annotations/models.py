"""Values of this room: files, what is said about them, and acts. Immutable: any thread may hold them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args
from unicodedata import normalize

from gallery.base import edtf, said_places
from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.annotations.values import FieldChange

Pick = Literal["none", "picked", "rejected"]
Label = Literal["none", "red", "yellow", "green", "blue", "purple"]
PICKS: tuple[Pick, ...] = get_args(Pick)
LABELS: tuple[Label, ...] = get_args(Label)
"""Stored as their places in these lists: never change an order, only append."""
MAX_RATING = 5
MAX_TEXT = 100_000
"""Characters of a title or caption."""
MAX_TAG = 1_000
"""Characters of a tag with those above it."""
MAX_TAGS = 10_000
"""Tags that one act may add or remove."""
MAX_TAG_DEPTH = 32
"""Names of a tag with those above it. Deeper trees cannot be sent to a page, whose JSON has a bracket for each."""
TAG_SEPARATOR = "/"
OF_FILE = "file"
"""In place of a date or a place that is set: what was said is taken back, and what the file says counts again."""
MAX_SHIFT_S = 200 * 366 * 86_400
"""The most seconds by which dates can be shifted at once."""
MAX_OFFSET_MIN = 14 * 60
"""Minutes from UTC of the farthest time zone."""


class FileIdentity(NamedTuple):
    """All by which a file can be recognised: the keys of the ladder in identity.py.

    A tuple, because one act may be about a million files.
    """

    root: bytes
    """Absolute path of the root."""
    relative: bytes
    """Path below the root, separated by os.sep."""
    size: int
    """Bytes."""
    mtime_ns: int
    """Time of change, nanoseconds since 1970 UTC."""
    fingerprint: bytes | None = None
    """Fingerprint of the content (metadata/read.py); None: not read yet."""
    device: str | None = None
    """Id of the volume that the file lies on, as scan/volume_id.py has it; None or "": nothing tells it."""
    inode: int | None = None
    """Number of the file on its volume."""
    item: int | None = None
    """Number of the item in library.db, where it is known; then apply and read need nothing else."""


class Annotation(NamedTuple):
    """What the user said about one photo. None: said nothing, so that what its file says counts."""

    favourite: bool | None = None
    rating: int | None = None
    """0 to 5. 0 is said, too: the file's own rating does not count then."""
    pick: Pick | None = None
    label: Label | None = None
    title: str | None = None
    caption: str | None = None
    """Empty: said to have none."""
    tags: tuple[str, ...] = ()
    """Tags that were added, each with those above it: "travel/italy". In the order of their names."""
    removed_tags: tuple[str, ...] = ()
    """Tags that were taken off: they do not count where the file has them."""
    date: str | None = None
    """When it was taken, as base/edtf.py has it, which need not be exact."""
    place: str | None = None
    """Where it was taken, as base/said_places.py has it. Empty: said to have no place."""
    albums: tuple[tuple[int, int], ...] = ()
    """(album, place) of the albums that hold it, deleted ones too."""


@dataclass(frozen=True, slots=True)
class AnnotationChange:
    """What one act sets. None and empty lists: stays as it is.

    `date` is one for all photos, `shift_s` moves the date of each by so many seconds, `offset_min` says in which time
    zone the clocks were, without changing what they showed; dates that know no time have none. One of the three.

    Raises:
        UsageError: a value that cannot be said.
    """

    favourite: bool | None = None
    rating: int | None = None
    pick: Pick | None = None
    label: Label | None = None
    title: str | None = None
    caption: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    date: str | None = None
    """In the form of base/edtf.py, or OF_FILE."""
    shift_s: int | None = None
    offset_min: int | None = None
    place: str | None = None
    """In the form of base/said_places.py, OF_FILE, or empty: has none."""
    moved_tag: tuple[str, ...] = ()
    """A tag and what it became with those below it, in place of `add_tags` and `remove_tags` (tag_moves.py). Only told
    in the journal: `apply` passes over it."""
    note: str | None = None
    """What the history says of the act, where its values are not the same for all photos. No page sets it."""
    album: dict[str, Any] | None = None
    """What was done to an album, for the history (album_store.py). Nothing is said about photos by it."""

    def __post_init__(self) -> None:
        if self.rating is not None and not 0 <= self.rating <= MAX_RATING:
            raise UsageError(f"A rating is a number from 0 to {MAX_RATING}.")
        if self.pick not in {None, *PICKS}:
            raise UsageError(f"A pick is one of {', '.join(PICKS)}.")
        if self.label not in {None, *LABELS}:
            raise UsageError(f"A label is one of {', '.join(LABELS)}.")
        for text in (self.title, self.caption):
            _check_text(text, MAX_TEXT)
        _check_date(self)
        _check_place(self.place)
        for name in ("add_tags", "remove_tags"):
            object.__setattr__(self, name, clean_tags(getattr(self, name)))
        if both := {tag.casefold() for tag in self.add_tags} & {tag.casefold() for tag in self.remove_tags}:
            raise UsageError(f"The tag {min(both)} cannot be added and removed at once.")

    @property
    def is_by_date(self) -> bool:
        """Whether what each photo gets depends on the date that it has."""
        return self.shift_s is not None or self.offset_min is not None

    def as_json(self) -> dict[str, Any]:
        """Return the fields that are set, for the journal and the page."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value is not None and value != ()
        }

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> AnnotationChange:
        """Return the change that `as_json` made this of. Fields that are not known are left out."""
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
        known: dict[str, Any] = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        return cls(**known)


def clean_tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    """Return tags in their stored form: each once, without spaces around names and without empty names.

    Raises:
        UsageError: one is empty, too long, or no text; or there are too many.
    """
    if len(tags) > MAX_TAGS:
        raise UsageError(f"At most {MAX_TAGS:,} tags can be added or removed at once.")
    return tuple(dict.fromkeys(map(_clean_tag, tags)))


def _clean_tag(tag: str) -> str:
    _check_text(tag, MAX_TAG)
    names = [clean for name in normalize("NFC", tag).split(TAG_SEPARATOR) if (clean := " ".join(name.split()))]
    if not names:
        raise UsageError(Sentence("error-tag-needs-name"))
    if len(names) > MAX_TAG_DEPTH:
        raise UsageError(Sentence("error-tag-depth", count=MAX_TAG_DEPTH - 1))
    return TAG_SEPARATOR.join(names)


def _check_date(change: AnnotationChange) -> None:
    if sum(value is not None for value in (change.date, change.shift_s, change.offset_min)) > 1:
        raise UsageError("A date is set, or shifted, or its time zone is: one of them at once.")
    if change.shift_s is not None and (change.shift_s == 0 or abs(change.shift_s) > MAX_SHIFT_S):
        raise UsageError(Sentence("error-date-shift"))
    if change.offset_min is not None and abs(change.offset_min) > MAX_OFFSET_MIN:
        raise UsageError(Sentence("error-date-zone"))
    if change.date is not None and change.date != OF_FILE:
        try:
            edtf.parse(change.date)
        except ValueError as error:
            raise UsageError(Sentence("error-date-unknown")) from error


def _check_place(place: str | None) -> None:
    _check_text(place, MAX_TEXT)
    if place and place != OF_FILE:
        try:
            said_places.parse(place)
        except ValueError as error:
            raise UsageError(Sentence("error-place-unknown")) from error


def _check_text(text: str | None, longest: int) -> None:
    if text is None:
        return
    if len(text) > longest:
        raise UsageError(Sentence("error-text-length", count=longest))
    if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(Sentence("error-text-characters"))


ActKind = Literal["set", "undo", "redo", "restore", "import"]
ActState = Literal["done", "undone"]


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the user, as the journal has it."""

    id: int
    """Rises from act to act."""
    at_ms: int
    """When, milliseconds since 1970 UTC."""
    kind: ActKind
    """set: something was said. undo, redo: another act was. restore: a backup took the library's place.
    import: many things were said at once, which stood in a file or in another program."""
    change: AnnotationChange | None
    """What was said; None where the kind is not set."""
    items: int
    """How many photos it changed, as the user counts them: files that have one tile are one."""
    undoes: int | None
    """The act that this one undoes or does again."""
    state: ActState
    origin: str | None = None
    """What was taken over, where the kind is import: the name of a source, such as digikam."""
    by: str | None = None
    """Who said it, if not the user here: journal.SIDECAR."""


class Applied(NamedTuple):
    """What became of saying something about files."""

    act: Act | None
    """None: all of it was said already, so that there is nothing to undo."""
    items: list[int]
    """The item of each file, in the order in which they were given; made where there was none."""
    revision: int
    """Revision of the library afterwards, see `Changes`."""


class UndoResult(NamedTuple):
    """What became of an undo or a redo."""

    act: Act
    """The act that the user undid or did again, in its new state."""
    undone: frozenset[int]
    """Items that are as they were before (after a redo: as the act had made them)."""
    kept: frozenset[int]
    """Items that stay as they are, because a later act changed the same field."""
    revision: int
    """Revision of the library afterwards, see `Changes`."""
    changes: Sequence[FieldChange]
    """The items that changed, with the values that they have now."""

    @property
    def undone_items(self) -> int:
        """How many are as they were before."""
        return len(self.undone)

    @property
    def kept_items(self) -> int:
        """How many stay as they are."""
        return len(self.kept)


class Changes(NamedTuple):
    """What changed since a revision."""

    revision: int
    """The library's revision now. It rises with each act; that of another library or a restored one is unrelated."""
    items: list[int] | None
    """Numbers of the items whose annotation changed, in order; None: any may have, because the asked revision is none
    of this library's past. Then everything copied from it is out of date."""
