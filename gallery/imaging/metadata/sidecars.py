"""Reads the sidecars of a photo: XMP files of other programs, JSON of Google Takeout. Runs in a decode process.

They are input of strangers as much as pictures are: opened below the root and through no link, of limited length, and
without document types. One that cannot be read is told, and costs nothing but what it would have said.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.base.errors import UnsafePathError
from gallery.base.files import open_below
from gallery.base.models import MAX_SIDECAR_BYTES, SOUND_SUFFIXES
from gallery.base.paths import display
from gallery.imaging.metadata import takeout
from gallery.imaging.metadata.bounded_reader import read_fully
from gallery.imaging.metadata.takeout import parse_takeout
from gallery.imaging.metadata.xmp import Annotations, SidecarError, merge, parse_sidecar

if TYPE_CHECKING:
    from gallery.base.models import FileRef, Sidecar


@dataclass(slots=True)
class SidecarValues:
    """What the sidecars of a photo say."""

    own: Annotations = field(default_factory=Annotations)
    """By those that are about this photo alone. They count before the file itself, which programs leave as it is."""
    shared: Annotations = field(default_factory=Annotations)
    """By those that may be about another file of the same name. They count where the file says nothing."""
    google: Annotations = field(default_factory=Annotations)
    """By Google Photos. It counts last, but for a date that was set there (`date_belief`)."""
    google_is_sure: bool = True
    """Whether that is surely about this photo."""
    problems: list[str] = field(default_factory=list)

    @property
    def problem(self) -> str | None:
        """Which sidecars say nothing, and why; None: all say something."""
        return " ".join(self.problems) or None


def read_sidecars(file: FileRef) -> SidecarValues:
    """Return what the sidecars of a file say, those first that count most."""
    found = SidecarValues()
    for sidecar in file.sidecars:
        if sidecar.name.lower().endswith(SOUND_SUFFIXES):
            continue
        try:
            _add(found, file, sidecar)
        except FileNotFoundError:
            continue  # it has just gone: the next look at the folder tells it
        except SidecarError as error:
            found.problems.append(f"“{display(sidecar.name)}” is not read: {error}.")
        except UnsafePathError:
            found.problems.append(f"“{display(sidecar.name)}” is not read: it is a link, or no ordinary file.")
        except OSError as error:
            found.problems.append(f"“{display(sidecar.name)}” cannot be read: {error.strerror or error}.")
    return found


def _add(found: SidecarValues, file: FileRef, sidecar: Sidecar) -> None:
    if sidecar.name.lower().endswith(b".json"):
        content = _read(file, sidecar, takeout.MAX_BYTES)
        if len(content) <= takeout.MAX_BYTES:  # what is longer is another program's, such as labels of a data set
            found.google = merge(found.google, parse_takeout(content))
            found.google_is_sure &= not sidecar.shared
        return
    content = _read(file, sidecar, MAX_SIDECAR_BYTES)
    if len(content) > MAX_SIDECAR_BYTES:
        raise SidecarError(f"it is longer than {MAX_SIDECAR_BYTES >> 20} MB")
    values = parse_sidecar(content)
    if values.for_suffix and values.for_suffix.lower() != _suffix(file.relative):
        return  # it is about another file of this name
    if sidecar.shared and not values.for_suffix:
        found.shared = merge(found.shared, values)
    else:
        found.own = merge(found.own, values)


def _read(file: FileRef, sidecar: Sidecar, limit: int) -> bytes:
    """Return the content of a sidecar, cut one byte behind the limit.

    Raises:
        UnsafePathError: A link has taken its place.
        OSError: It is gone, or may not be read.
    """
    folder = file.relative.rpartition(os.fsencode(os.sep))[0]
    with open_below(file.root, os.path.join(folder, sidecar.name)) as opened:
        return read_fully(opened, limit + 1)


def _suffix(path: bytes) -> str:
    return display(path.rpartition(b".")[2]).lower()
