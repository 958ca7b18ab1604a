"""What the user says, as other programs have it in XMP: the one place where a field gets its names and its form. Pure.

A *value* is what a sidecar holds of a field; None: it says nothing. Each tag is a field of its own, "tag:travel/italy",
which is there (True) or not (None). Another field of `Annotation` becomes a line of `FIELDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq
from typing import TYPE_CHECKING, Any

from gallery.annotations.models import LABELS, TAG_SEPARATOR, clean_tags
from gallery.annotations.sidecar_models import OF_TAG
from gallery.base.errors import UsageError
from gallery.sidecars import dates_and_places
from gallery.sidecars.xmp_edit import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gallery.annotations.models import Annotation
    from gallery.sidecars.xmp_edit import XmpEditor

Value = int | str | bool | None
"""Of a field in a sidecar. None: it says nothing of it."""

_XMP = "http://ns.adobe.com/xap/1.0/}"
_DC = "http://purl.org/dc/elements/1.1/}"
_EXIF = "http://ns.adobe.com/exif/1.0/}"
_DIGIKAM = "http://www.digikam.org/ns/1.0/}"
RATING, LABEL, TITLE, CAPTION = f"{_XMP}Rating", f"{_XMP}Label", f"{_DC}title", f"{_DC}description"
PICK_LABEL, COLOR_LABEL = f"{_DIGIKAM}PickLabel", f"{_DIGIKAM}ColorLabel"
FAVOURITE = "http://www.fstopapp.com/xmp/}favorite"
TAKEN, CREATED = f"{_EXIF}DateTimeOriginal", "http://ns.adobe.com/photoshop/1.0/}DateCreated"
LATITUDE, LONGITUDE = f"{_EXIF}GPSLatitude", f"{_EXIF}GPSLongitude"
SIDECAR_FOR = "http://ns.adobe.com/photoshop/1.0/}SidecarForExtension"
SUBJECT, TAGS_LIST = f"{_DC}subject", f"{_DIGIKAM}TagsList"
HIERARCHICAL = "http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject"
_OTHER_LISTS = {
    "http://ns.microsoft.com/photo/1.0/}LastKeywordXMP": "/",
    "http://ns.iview-multimedia.com/mediapro/1.0/}CatalogSets": "|",
}
"""Lists of tags that are read, and from which a removed tag is taken; nothing is added to them."""
_LISTS = {TAGS_LIST: "/", HIERARCHICAL: "|", **_OTHER_LISTS}
REJECTED = -1
"""The rating of a rejected photo (XMP part 2, 8.3.1.2), as Bridge and digiKam have it."""
_PICKS = {"1": "rejected", "2": "pending", "3": "picked"}
"""digiKam's numbers (its class DPick)."""
_COLORS = {
    "1": "Red", "2": "Orange", "3": "Yellow", "4": "Green", "5": "Blue",
    "6": "Purple", "7": "Gray", "8": "Black", "9": "White",
}  # fmt: skip
"""digiKam's numbers (its class DColor); 6 is its magenta, which it reads and writes as Lightroom's Purple."""


@dataclass(frozen=True, slots=True)
class _Field:
    """How one field is read from a document, written into it, and what its values mean."""

    read: Callable[[XmpEditor], Value]
    write: Callable[[XmpEditor, Value], None]
    said: Callable[[Annotation], tuple[bool, Value]]
    """Whether the user said something of it, and the value that a sidecar gets then."""
    change: Callable[[Value], dict[str, Any] | None]
    """The fields of an AnnotationChange that say a value; None: Shoebox has no word for it."""
    canonical: Callable[[Value], Value] = lambda value: value
    """The value as Shoebox writes it."""
    is_same: Callable[[Value, Value], bool] = eq
    """Whether a value is one that stood there before, in its canonical form, as other programs write it again."""


def _read_rating(editor: XmpEditor) -> Value:
    try:
        return max(REJECTED, min(5, int(float(editor.text(RATING) or ""))))
    except (ValueError, OverflowError):
        return None


def _said_rating(annotation: Annotation) -> tuple[bool, Value]:
    if annotation.pick == "rejected":
        return True, REJECTED
    return annotation.rating is not None, annotation.rating


def _change_rating(value: Value) -> dict[str, Any] | None:
    return {"pick": "rejected"} if value == REJECTED else {"rating": value or 0}


def _write_rating(editor: XmpEditor, value: Value) -> None:
    editor.set_text(RATING, None if value is None else str(value))


def _read_label(editor: XmpEditor) -> Value:
    return editor.text(LABEL) or _COLORS.get(editor.text(COLOR_LABEL) or "")


def _write_label(editor: XmpEditor, value: Value) -> None:
    editor.set_text(LABEL, None if value is None else str(value))
    number = next((number for number, name in _COLORS.items() if name == value), None)
    editor.set_text(COLOR_LABEL, number)


def _said_label(annotation: Annotation) -> tuple[bool, Value]:
    return annotation.label is not None, None if annotation.label in {None, "none"} else annotation.label.capitalize()


def _change_label(value: Value) -> dict[str, Any] | None:
    name = "none" if value is None else str(value).lower()
    return {"label": name} if name in LABELS else None


def _read_pick(editor: XmpEditor) -> Value:
    return _PICKS.get(editor.text(PICK_LABEL) or "")


def _write_pick(editor: XmpEditor, value: Value) -> None:
    editor.set_text(PICK_LABEL, next((number for number, name in _PICKS.items() if name == value), None))


def _said_pick(annotation: Annotation) -> tuple[bool, Value]:
    return annotation.pick is not None, None if annotation.pick == "none" else annotation.pick


def _change_pick(value: Value) -> dict[str, Any] | None:
    return None if value == "pending" else {"pick": value or "none"}


def _text(name: str, attribute: str) -> _Field:
    """Return the field of a text, which is a language alternative."""

    def said(annotation: Annotation) -> tuple[bool, Value]:
        text: str | None = getattr(annotation, attribute)
        return text is not None, plain(text or "") or None

    def write(editor: XmpEditor, value: Value) -> None:
        editor.set_alternative(name, None if value is None else str(value))

    return _Field(lambda editor: editor.text(name), write, said, lambda value: {attribute: value or ""})


def _date(name: str) -> _Field:
    """Return the field of one of the two properties of the date, each merged by itself: programs may write one."""

    def said(annotation: Annotation) -> tuple[bool, Value]:
        value = dates_and_places.date_to_xmp(annotation.date)
        return value is not None, value

    def change(value: Value) -> dict[str, Any] | None:
        date = dates_and_places.date_of_xmp(str(value))
        return None if date is None else {"date": date}

    return _Field(
        lambda editor: editor.text(name),
        lambda editor, value: editor.set_text(name, None if value is None else str(value)),
        said,
        change,
        lambda value: dates_and_places.date_of_xmp(str(value)) or value,
        lambda before, now: before == now or dates_and_places.is_same_date(str(before), str(now)),
    )


def _read_place(editor: XmpEditor) -> Value:
    return dates_and_places.join_coordinates(editor.text(LATITUDE), editor.text(LONGITUDE))


def _write_place(editor: XmpEditor, value: Value) -> None:
    latitude, longitude = dates_and_places.split_coordinates(str(value or ""))
    editor.set_text(LATITUDE, latitude)
    editor.set_text(LONGITUDE, longitude)


def _change_place(value: Value) -> dict[str, Any] | None:
    place = "" if value is None else dates_and_places.place_of_xmp(str(value))
    return None if place is None else {"place": place}


FIELDS: Mapping[str, _Field] = {
    "rating": _Field(_read_rating, _write_rating, _said_rating, _change_rating),
    "label": _Field(_read_label, _write_label, _said_label, _change_label),
    "pick": _Field(_read_pick, _write_pick, _said_pick, _change_pick),
    "favourite": _Field(
        lambda editor: True if editor.text(FAVOURITE) in {"1", "True", "true"} else None,
        lambda editor, value: editor.set_text(FAVOURITE, "1" if value else None),
        lambda annotation: (annotation.favourite is not None, annotation.favourite or None),
        lambda value: {"favourite": bool(value)},
    ),
    "title": _text(TITLE, "title"),
    "caption": _text(CAPTION, "caption"),
    "date.created": _date(CREATED),
    "date": _date(TAKEN),
    "place": _Field(
        _read_place,
        _write_place,
        lambda annotation: (annotation.place is not None, dates_and_places.place_to_xmp(annotation.place)),
        _change_place,
        lambda value: dates_and_places.place_to_xmp(dates_and_places.place_of_xmp(str(value))) or value,
        lambda before, now: before == now or dates_and_places.is_same_place(str(before), str(now)),
    ),
}
"""All but the tags. What the user sees as one has one name up to a full stop; of such the last one counts."""


def said_values(annotation: Annotation) -> dict[str, Value]:
    """Return, of the fields that the user said something of, what a sidecar is to hold."""
    found: dict[str, Value] = {}
    for name, field in FIELDS.items():
        is_said, value = field.said(annotation)
        if is_said:
            found[name] = value
    found |= {OF_TAG + plain(tag): True for tag in annotation.tags if plain(tag)}
    return found | {OF_TAG + plain(tag): None for tag in annotation.removed_tags if plain(tag)}


def read_values(editor: XmpEditor, names: Iterable[str]) -> dict[str, Value]:
    """Return what a document holds of fields."""
    asked = [name for name in names if name.startswith(OF_TAG) or name in FIELDS]
    tags = _tags_in(editor) if any(name.startswith(OF_TAG) for name in asked) else frozenset()
    return {name: _tag_value(name, tags) if name.startswith(OF_TAG) else FIELDS[name].read(editor) for name in asked}


def _tag_value(name: str, tags: frozenset[str]) -> Value:
    return name.removeprefix(OF_TAG).casefold() in tags or None


def write_values(editor: XmpEditor, values: Mapping[str, Value]) -> None:
    """Have a document hold these values."""
    for name, value in values.items():
        if name in FIELDS:
            FIELDS[name].write(editor, value)
    added = [name.removeprefix(OF_TAG) for name, value in values.items() if name.startswith(OF_TAG) and value]
    removed = {
        name.removeprefix(OF_TAG).casefold() for name, value in values.items() if name.startswith(OF_TAG) and not value
    }
    if added or removed:
        _write_tags(editor, added, removed)


def change_of(values: Mapping[str, Value], said: Mapping[str, Value]) -> dict[str, Any]:
    """Return the fields of an AnnotationChange by which values of another program are said.

    Args:
        values: what the other program wrote.
        said: what the user had said before.
    """
    found: dict[str, Any] = {"add_tags": [], "remove_tags": []}
    for name, value in values.items():
        if name.startswith(OF_TAG):
            found["add_tags" if value else "remove_tags"].append(name.removeprefix(OF_TAG))
        elif name == "rating" and said.get(name) == REJECTED:  # it is not rejected any more
            found |= {"pick": "none"} if value is None else {"pick": "none", "rating": value}
        else:
            found |= FIELDS[name].change(value) or {}
    return {name: value for name, value in found.items() if value != []}


def can_be_said(name: str, value: Value) -> bool:
    """Return whether Shoebox has a word for a value that another program wrote."""
    if not name.startswith(OF_TAG):
        return name in FIELDS and FIELDS[name].change(value) is not None
    try:
        return bool(clean_tags((name.removeprefix(OF_TAG),)))
    except UsageError:
        return False


def understand(name: str, value: Value, before: Value) -> Value:
    """Return a value as Shoebox would write it; what stood there before, if another program says the same."""
    field = FIELDS.get(name)
    return value if field is None else before if field.is_same(before, value) else field.canonical(value)


def _tags_in(editor: XmpEditor) -> frozenset[str]:
    """Return the tags of a document without capitals: those with others above them, and words that stand alone."""
    paths = {_joined(text, sign) for name, sign in _LISTS.items() for text in editor.entries(name)}
    parts = {part for path in paths for part in path.split(TAG_SEPARATOR)}
    words = {plain(text).casefold() for text in editor.entries(SUBJECT)}
    return frozenset(paths | (words - parts))


def _joined(text: str, sign: str) -> str:
    return TAG_SEPARATOR.join(part.strip() for part in plain(text).split(sign) if part.strip()).casefold()


def _write_tags(editor: XmpEditor, added: list[str], removed: set[str]) -> None:
    """Add tags to the lists that Lightroom, digiKam and all others read, and remove them wherever they stand."""
    for name, sign in _LISTS.items():
        new = [] if name in _OTHER_LISTS else [tag.replace(TAG_SEPARATOR, sign) for tag in added if _fits(tag, sign)]
        editor.change_list(name, new, lambda text, sign=sign: _joined(text, sign) in removed)  # type: ignore[misc]
    left = {path for path in _tags_in(editor) if path not in removed} | {tag.casefold() for tag in added}
    leaves = {tag.rpartition(TAG_SEPARATOR)[2] for tag in removed} - {
        part for path in left for part in path.split(TAG_SEPARATOR)
    }
    words = [tag.rpartition(TAG_SEPARATOR)[2] for tag in added]
    editor.change_list(SUBJECT, words, lambda text: plain(text).casefold() in leaves)


def _fits(tag: str, sign: str) -> bool:
    """Return whether a list can hold a tag: not if a name in it has the sign that stands between names there."""
    return sign == TAG_SEPARATOR or sign not in tag
