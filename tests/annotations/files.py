"""Files and stores for the tests of annotations."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from gallery.annotations.models import FileIdentity

if TYPE_CHECKING:
    from gallery.annotations.store import AnnotationStore

ROOT = b"/pictures"
VOLUME = "0b8fc0e3-6d4b-4b0b-a2ab-1f6c5d1c7d5e"


def file(number: int = 1, **other: object) -> FileIdentity:
    """A file of a root, with a content of its own; `other` fields as given."""
    content = blake2b(b"%d" % number, digest_size=16).digest()
    return FileIdentity(
        ROOT,
        b"trip/%04d.jpg" % number,
        4_000_000 + number,
        1_500_000_000_000_000_000 + number,
        content,
        VOLUME,
        900 + number,
    )._replace(**other)  # type: ignore[arg-type]


def files(count: int) -> list[FileIdentity]:
    """That many different files."""
    return [file(number) for number in range(1, count + 1)]


def item_of(store: AnnotationStore, which: FileIdentity) -> int:
    """The item that has the place and content of a file."""
    [known] = store.find([which])[0]
    assert known.identity.item is not None
    return known.identity.item
