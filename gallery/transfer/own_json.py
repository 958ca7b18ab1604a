"""The JSON file of an export: all that was said, one photo a line. The form is described in docs/export.md. Pure."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from gallery.annotations.album_models import ORDERINGS, clean_path
from gallery.base.errors import UsageError
from gallery.languages.sentence import Sentence
from gallery.transfer.entries import ALBUMS, RANKS, AlbumLook, Collected, Entry, TransferError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gallery.annotations.album_models import Ordering
    from gallery.annotations.importing import AlbumContent
    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import Annotation

FORM = "annotations"
VERSION = 1
_MAX_INTEGER = 1 << 63


def write_json(
    items: Sequence[tuple[KnownItem, Annotation]], made: str, albums: Sequence[AlbumContent] = ()
) -> Iterator[bytes]:
    """Yield the parts of the file.

    Args:
        items: what was said about which file (`importing.read_all`).
        made: when, as text.
        albums: all, of the same state (`importing.read_albums`).
    """
    places = {known.identity.item: place for place, (known, _) in enumerate(items)}
    listed = [_album(one, places) for one in albums]
    head = {"shoebox": FORM, "version": VERSION, "made": made, "albums": listed}
    yield _encode(head)[:-1] + b', "photos": ['
    before = b"\n"
    for known, said in items:
        yield before + _encode(_photo(known, said))
        before = b",\n"
    yield b"\n]}\n"


def _album(album: AlbumContent, places: Mapping[int | None, int]) -> dict[str, Any]:
    photos = [places[item] for item in album.items if item in places]
    cover = {} if album.cover not in places else {"cover": places[album.cover]}
    return {"path": album.path, "order": album.ordering, **cover, "photos": photos}


def _photo(known: KnownItem, said: Annotation) -> dict[str, Any]:
    file = known.identity
    found: dict[str, Any] = {
        "root": _to_text(file.root),
        "path": _to_text(file.relative),
        "size": file.size,
        "mtime_ns": file.mtime_ns,
        "fingerprint": file.fingerprint.hex() if file.fingerprint else None,
    }
    if known.gone:
        found["gone"] = True
    return {**found, "said": said_fields(said)}


def said_fields(said: Annotation) -> dict[str, Any]:
    """Return what was said, without what was not: values, and lists of texts."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in said._asdict().items()
        if isinstance(value, bool | int | str) or (value and isinstance(value, tuple) and isinstance(value[0], str))
    }


def _to_text(path: bytes) -> str:
    """Return a path with `/` between its names, whatever the system has."""
    text = os.fsdecode(path)
    return text if os.sep == "/" else text.replace(os.sep, "/")


def from_text(text: str) -> bytes:
    """Return the path that `_to_text` made a text of, as this system writes it.

    Raises:
        ValueError: it cannot be one.
    """
    if "\0" in text or not text:
        raise ValueError("it is no path")
    return os.fsencode(text if os.sep == "/" else text.replace("/", os.sep))


def _encode(value: Any) -> bytes:
    """Return JSON as UTF-8, and in ASCII where a name is no text."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def read_json(content: bytes, name: str) -> Collected:
    """Return what an export says.

    Raises:
        TransferError: it is none, or of a later version; nothing of it is taken.
    """
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise TransferError(Sentence("error-transfer-no-json", name=name)) from None
    if not isinstance(found, dict) or found.get("shoebox") != FORM or not isinstance(found.get("photos"), list):
        raise TransferError(Sentence("error-transfer-other-json", name=name))
    version = found.get("version")
    if type(version) is not int or not 1 <= version <= VERSION:
        raise TransferError(Sentence("error-transfer-newer", name=name))
    collected = Collected("shoebox", name)
    inside = _albums(found.get("albums"), collected)
    for number, photo in enumerate(found["photos"], 1):
        try:
            collected.add(_entry(photo, inside.get(number - 1, {})))
        except (ValueError, TypeError, KeyError):
            collected.refused.add(f"Photo {number} of the list is not described as an export does.")
    return collected


def _albums(listed: Any, collected: Collected) -> dict[int, dict[str, int]]:
    """Return which albums hold each photo of the list, by their paths, and its place in them."""
    found: dict[int, dict[str, int]] = {}
    for album in listed if isinstance(listed, list) else ():
        try:
            path, photos = "/".join(clean_path(album["path"])), list(album["photos"])
            collected.albums.setdefault(path, bool(photos))
            for rank, photo in enumerate(photos):
                found.setdefault(photo, {})[path] = rank
            collected.looks.setdefault(path, AlbumLook(*_look(album, photos)))
        except (UsageError, TypeError, KeyError, AttributeError):
            collected.refused.add("An album of the list is not described as an export does.")
    return found


def _look(album: Mapping[str, Any], photos: list[Any]) -> tuple[Ordering, int | None]:
    """Return the order of an album of the list, and which of its photos is the cover; what is not known is left out."""
    ordering: Ordering = next((one for one in ORDERINGS if one == album.get("order")), "hand")
    cover = album.get("cover")
    return ordering, photos.index(cover) if type(cover) is int and cover in photos else None


def _entry(photo: Any, inside: dict[str, int]) -> Entry:
    """Return a photo of the list.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    if not isinstance(photo, dict) or not isinstance(said := photo["said"], dict):
        raise TypeError("it is no object")
    mark = photo.get("fingerprint")
    return Entry(
        from_text(photo["path"]),
        {**said, ALBUMS: list(inside), RANKS: inside},
        from_text(photo["root"]) if photo.get("root") is not None else None,
        _integer(photo.get("size")),
        _integer(photo.get("mtime_ns")),
        bytes.fromhex(mark) if mark is not None else None,
        is_gone=photo.get("gone") is True,
    )


def _integer(value: Any) -> int | None:
    if value is None or (type(value) is int and -_MAX_INTEGER <= value < _MAX_INTEGER):
        return value
    raise TypeError("it is no number")
