"""Values of the index as those of library.db, and the other way round. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gallery.annotations.album_models import ORDERINGS
from gallery.annotations.models import LABELS, PICKS, Annotation, FileIdentity
from gallery.base import edtf, said_places
from gallery.catalog.album_copy import AlbumRow
from gallery.catalog.annotation_copy import Said

if TYPE_CHECKING:
    from gallery.annotations.album_models import Album
    from gallery.catalog.file_keys import FileKeys


def identity_of(file: FileKeys, item: int | None = None) -> FileIdentity:
    """Return by what a file of the index is recognised; without an item where what is asked is which it is."""
    return FileIdentity(*file[1:8], item)  # root to inode, of which both have the same order


def annotation_of(said: Said) -> Annotation:
    """Return what the copy has as what was said."""
    return Annotation(
        None if said.favourite is None else bool(said.favourite),
        said.rating,
        None if said.pick is None else PICKS[said.pick],
        None if said.label is None else LABELS[said.label],
        said.title,
        said.caption,
        tuple(said.tags.split("\n")) if said.tags else (),
        tuple(said.removed_tags.split("\n")) if said.removed_tags else (),
        said.date,
        said.place,
    )


def album_row(album: Album) -> AlbumRow:
    """Return an album as the columns of the copy hold it."""
    return AlbumRow(album.id, album.parent, album.place, album.name, ORDERINGS.index(album.ordering), album.cover)


def said_of(annotation: Annotation) -> Said:
    """Return what was said as the columns of the copy hold it."""
    date = edtf.parse(annotation.date) if annotation.date else None
    place = said_places.parse(annotation.place) if annotation.place else None
    return Said(
        None if annotation.favourite is None else int(annotation.favourite),
        annotation.rating,
        None if annotation.pick is None else PICKS.index(annotation.pick),
        None if annotation.label is None else LABELS.index(annotation.label),
        annotation.title,
        annotation.caption,
        "\n".join(annotation.tags) or None,
        "\n".join(annotation.removed_tags) or None,
        annotation.date,
        annotation.place,
        date and date.begin_ms,
        date and date.precision,
        place and place.latitude,
        place and place.longitude,
    )
