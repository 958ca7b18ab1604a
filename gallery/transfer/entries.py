"""What a file, or another program, says about one photo. Pure.

A *kind* is what the user may take over or leave: the fields of an Annotation, with `people` and `albums` besides.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from gallery.annotations.album_models import clean_path
from gallery.annotations.models import TAG_SEPARATOR, Annotation, AnnotationChange, clean_tags
from gallery.base.errors import GalleryError, UsageError
from gallery.languages.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gallery.annotations.album_models import Ordering

PLAIN = tuple(name for name in Annotation._fields if name in {one.name for one in fields(AnnotationChange)})
"""Fields of one value, called the same in what is said and in what an act says."""
LISTS: dict[str, str] = {"tags": "", "people": "people"}
"""Kinds that become tags, and the tag below which they stand."""
ALBUMS = "albums"
"""The kind of albums that hold a photo: paths such as "Trips/Italy"."""
RANKS = "album_places"
"""Goes with the albums: the place of the photo in each, where the source knows an order."""
KINDS = (*PLAIN, *LISTS, ALBUMS)
REMOVED = "removed_tags"
"""Goes with the tags: those that do not count."""
_TYPES: dict[str, type] = dict.fromkeys(PLAIN, str) | {"favourite": bool, "rating": int}
MAX_ENTRIES = 1_000_000
_MAX_SHOWN = 40
"""Characters of a value in a line."""
MAX_NAMED = 200
"""Photos that are named one by one in a preview; the others are counted."""
Origin = Literal["shoebox", "table", "digikam", "lap", "picasa", "takeout"]
"""What was read: stored in the journal. `table` is a CSV file, `shoebox` the JSON file of an export."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)


class TransferError(GalleryError):
    """A file cannot be read as what it should be, or not be written; nothing was changed."""

    code = "transfer"
    status = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said about one file, and all by which that may be found."""

    path: bytes
    """Below `root`; or absolute; or only the last names of it. Separated by os.sep."""
    said: Mapping[str, Any]
    """Values by kind; of lists each once. `removed_tags`: tags that do not count, of an export."""
    root: bytes | None = None
    size: int | None = None
    """Bytes."""
    mtime_ns: int | None = None
    fingerprint: bytes | None = None
    is_gone: bool = False
    """The file was deleted: what lies at its place now is another one."""
    photo: int | None = None
    """The photo, where it is known: what lies beside photos of the index."""


@dataclass(slots=True)
class Notes:
    """Lines of which the first are kept, and all counted."""

    count: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        """Count a line, and keep it if it is one of the first."""
        self.count += 1
        if len(self.lines) < MAX_NAMED:
            self.lines.append(line)

    def __add__(self, other: Notes) -> Notes:
        """Return the lines of both."""
        return Notes(self.count + other.count, [*self.lines, *other.lines][:MAX_NAMED])


class AlbumLook(NamedTuple):
    """How an album of a source is shown."""

    ordering: Ordering
    cover: int | None
    """The place of its cover among its photos; None: none was chosen."""


@dataclass(slots=True)
class Collected:
    """All that a source says."""

    origin: Origin
    name: str
    """What the user calls it: a file name."""
    entries: list[Entry] = field(default_factory=list)
    refused: Notes = field(default_factory=Notes)
    """Values that cannot be kept, each with its place and why."""
    albums: dict[str, bool] = field(default_factory=dict)
    """Paths of albums in the order of the source, and whether it says of any photo that it is in them."""
    looks: dict[str, AlbumLook] = field(default_factory=dict)
    """Of albums, by their paths, where the source knows."""
    left: dict[str, int] = field(default_factory=dict)
    """What the source says and Shoebox has no place for: how often, by a phrase."""

    @property
    def is_own(self) -> bool:
        """Whether Shoebox wrote it, or somebody for Shoebox: then a value is said even where the file has the same."""
        return self.origin in {"shoebox", "table"}

    @property
    def is_exact(self) -> bool:
        """Whether each entry is about one file alone, and not about all files that are one photo."""
        return self.is_own and any(entry.mtime_ns is not None for entry in self.entries)

    def add(self, entry: Entry) -> None:
        """Take an entry with those of its values that can be kept; the others are noted.

        Raises:
            TransferError: there are too many.
        """
        if len(self.entries) >= MAX_ENTRIES:
            raise TransferError(Sentence("error-transfer-entries", name=self.name, count=MAX_ENTRIES))
        said: dict[str, Any] = {}
        for name, value in entry.said.items():
            try:
                if kept := clean_value(name, value):
                    said[name] = kept[0]
            except UsageError as error:
                self.refused.add(f"{show_path(entry)}: {error}")
        if said:
            self.entries.append(replace(entry, said=said))
        self.albums |= dict.fromkeys(said.get(ALBUMS, ()), True)

    def leave(self, phrase: str, times: int = 1) -> None:
        """Count what has no place here."""
        self.left[phrase] = self.left.get(phrase, 0) + times


def show_path(entry: Entry) -> str:
    """Return the path of an entry, for people."""
    whole = entry.path if entry.root is None else entry.root.rstrip(b"/\\") + b"/" + entry.path
    return whole.decode("utf-8", "replace")


def clean_value(name: str, value: Any) -> tuple[Any] | None:
    """Return a value in its stored form, in a tuple; None where nothing is said.

    Raises:
        UsageError: it cannot be said.
    """
    if name == RANKS:
        return (value,) if value else None
    if name == ALBUMS:
        paths = tuple(dict.fromkeys("/".join(clean_path(path)) for path in value))
        return (paths,) if paths else None
    if name in LISTS or name == REMOVED:
        tags = clean_list(value, LISTS.get(name, ""))
        return (tags,) if tags else None
    if value is None:
        return None
    if name not in _TYPES or type(value) is not _TYPES[name]:
        raise UsageError(f"the {name} is none.")
    AnnotationChange.from_json({name: value})
    return (value,)


def clean_list(values: Any, above: str = "") -> tuple[str, ...]:
    """Return tags in their stored form, each once; `above` is a tag below which each stands as one name.

    Raises:
        UsageError: one cannot be a tag.
    """
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) for value in values):
        raise UsageError("tags are a list of texts.")
    wanted = [value for value in values if value.replace(TAG_SEPARATOR, "").strip()]
    return clean_tags(tuple(f"{above}{TAG_SEPARATOR}{one_name(value)}" if above else value for value in wanted))


def one_name(text: str) -> str:
    """Return a text as the name of one tag: a slash would make two of it."""
    return text.replace(TAG_SEPARATOR, "-")


def merge(entries: Iterable[Entry], twice: Notes) -> dict[str, Any]:
    """Return what several entries say about one photo: of single values the first, of lists all.

    Args:
        entries: in the order in which they count.
        twice: gets a line for each value that does not count.
    """
    found: dict[str, Any] = {}
    for entry in entries:
        for name, value in entry.said.items():
            if name == RANKS:
                found[name] = {**value, **found.get(name, {})}
            elif isinstance(value, tuple):
                known = {tag.casefold() for tag in found.get(name, ())}
                found[name] = found.get(name, ()) + tuple(tag for tag in value if tag.casefold() not in known)
            elif (first := found.setdefault(name, value)) != value:
                twice.add(
                    f"{show_path(entry)}: its {name} is said twice, {_show(first)} counts and not {_show(value)}."
                )
    added = {tag.casefold() for kind in LISTS for tag in found.get(kind, ())}
    if left := tuple(tag for tag in found.pop(REMOVED, ()) if tag.casefold() not in added):
        found[REMOVED] = left
    return found


def _show(value: object) -> str:
    """Return a value for people, a long text by its beginning."""
    if isinstance(value, str):
        return f"“{value if len(value) <= _MAX_SHOWN else value[: _MAX_SHOWN - 1] + '…'}”"
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
