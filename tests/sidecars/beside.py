"""A folder of photos with a library about them, for tests of sidecars."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gallery.annotations.library_file import open_library
from gallery.annotations.models import Annotation, AnnotationChange, FileIdentity
from gallery.annotations.sidecar_records import SidecarRecords
from gallery.base.files import clamp
from gallery.imaging.metadata.xmp import Annotations, parse_sidecar
from gallery.sidecars.fields import read_values
from gallery.sidecars.writer import SidecarWriter, Written
from gallery.sidecars.xmp_edit import XmpEditor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass
class Beside:
    """A root with photos, library.db, and the writer of sidecars."""

    path: Path
    told: list[Written] = field(default_factory=list)
    adopted: int = 0

    def __post_init__(self) -> None:
        """Open the library, or make it."""
        self.root = self.path / "photos"
        self.root.mkdir(exist_ok=True)
        (self.path / "data").mkdir(exist_ok=True)
        self.store = open_library(self.path / "data" / "library.db").store
        self.records = SidecarRecords(self.store)
        self.writer = SidecarWriter(self.records, self._tell, self._adopt)

    def _tell(self, written: Sequence[Written]) -> None:
        self.told += written

    def _adopt(self) -> None:
        self.adopted += 1

    def photo(self, name: str = "a.jpg") -> FileIdentity:
        """Make a photo if it is not there, and return by what it is recognised."""
        path = self.root / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.encode())
        found = path.stat()
        return FileIdentity(
            os.fsencode(self.root), os.fsencode(name), found.st_size, clamp(found.st_mtime_ns), name.encode()[:16]
        )

    def say(self, name: str = "a.jpg", **said: Any) -> int:
        """Say something about a photo, and return its item."""
        return self.store.apply([self.photo(name)], AnnotationChange(**said)).items[0]

    def said(self, name: str = "a.jpg") -> Annotation:
        """Return what is said about a photo."""
        known = self.store.find([self.photo(name)])[0][0]
        return self.store.read([known.item]).get(known.item, Annotation())

    def write(self) -> None:
        """Write all that is due, and what follows from what was taken over."""
        for _ in range(3):
            while self.writer.run_step():
                pass

    def sidecar(self, name: str = "a.jpg.xmp") -> Annotations:
        """Return what Shoebox reads in a sidecar."""
        return parse_sidecar((self.root / name).read_bytes())

    def value(self, field_name: str, name: str = "a.jpg.xmp") -> Any:
        """Return a field of a sidecar as it is merged."""
        return read_values(XmpEditor((self.root / name).read_bytes()), [field_name])[field_name]

    def edit(self, old: str, new: str, name: str = "a.jpg.xmp", at_s: float | None = None) -> None:
        """Have another program replace a text in a sidecar, at a time in seconds since 1970."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, text
        path.write_text(text.replace(old, new), encoding="utf-8")
        if at_s is not None:
            os.utime(path, (at_s, at_s))

    def look(self, *items: int) -> None:
        """Note that other programs may have changed sidecars, as the index does, and write."""
        self.records.note(items)
        self.write()
