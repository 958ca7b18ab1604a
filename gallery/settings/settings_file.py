"""settings.json on the disk: read with all that can be saved of it, written before anybody is told of success.

Beside it lies a copy of what was read or written last, `settings.json.bak`. A file that is damaged or gone is mended
from the copy. What is no file of ours, or cannot be used, is moved aside under another name, never deleted.
"""

from __future__ import annotations

import errno
import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gallery.base.durable_file import make_accessible, obstacle, replace_file, set_aside
from gallery.base.errors import SettingsError
from gallery.languages.sentence import Sentence
from gallery.settings import settings_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = logging.getLogger(__name__)
MAX_BYTES = 64 << 20
"""A longer file is none of ours. Two hundred searches and ten thousand unfolded folders are 0.5 MB."""
_OUR_OWN_TROUBLE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""Errors of opening that say nothing about the file."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was read."""

    fields: dict[str, Any]
    """As in the file; its lists hold only items that make sense."""
    notice: str | None
    """What the user should know of it: a sentence or two."""
    mended: bool
    """Whether the fields are to be written, because the file does not hold them."""
    roots_lost: bool
    """Whether there may have been more roots than `fields` holds."""


class SettingsFile:
    """The file and its copy. One thread at a time may call the methods."""

    def __init__(self, path: Path) -> None:
        """Take the path. Where a link leads to another file, that one is read and written."""
        self._name = path
        self._path = path.resolve() if path.is_symlink() and path.is_file() else path
        self._copy = path.with_name(f"{path.name}.bak")
        self._left: bytes | None = None
        """What the file held when this object left it; None: there was no file."""
        self._left_as: tuple[int, int, int] | None = None

    def read(self) -> Stored:
        """Read the file, and mend it from its copy where it is damaged or gone.

        Raises:
            SettingsError: this process may open no more files.
        """
        raw, trouble = self._read_file(self._path)
        if raw is None and trouble is None:
            return self._read_copy_only()
        if raw is None:
            return self._mend(settings_json.NOTHING, trouble)
        self._remember(raw)
        reading = settings_json.read(raw)
        if reading.newer:
            return self._keep_newer(raw, reading)
        if not reading.whole:
            return self._mend(reading, trouble)
        self._write_copy(raw)
        return Stored(reading.fields, None, mended=False, roots_lost=False)

    def write(self, fields: Mapping[str, Any]) -> str | None:
        """Replace the file by one with these fields, and the copy after it. On return the file is on the disk.

        Returns:
            A notice where somebody else had removed or changed the file since it was written last; a changed one is
            set aside.

        Raises:
            OSError: it cannot be written.
        """
        raw = settings_json.write(fields)
        notice = self._look_for_changes()
        try:
            replace_file(self._path, raw)
        except OSError:
            if self._read_file(self._path)[0] == raw:  # only its folder could not be synced: the file is ours
                self._remember(raw)
            raise
        self._remember(raw)
        self._write_copy(raw)
        return notice

    def _read_copy_only(self) -> Stored:
        """Return what the copy holds, since there is no file: a first start, or the file was deleted."""
        copy = self._read_copy()
        if not copy.fields:
            return Stored({}, None, mended=False, roots_lost=True)
        notice = f"{self._name.name} was missing. Your folders and saved searches were taken from its copy."
        return Stored(copy.fields, notice, mended=True, roots_lost="roots" in copy.partial)

    def _mend(self, reading: settings_json.Reading, trouble: str | None) -> Stored:
        """Set a damaged file aside, and return what it and its copy hold."""
        found = settings_json.complete(reading, self._read_copy())
        kept = self._set_aside(self._path, "damaged")
        self._left = self._left_as = None
        log.error("%s is damaged (%s), kept as %s; missing in part: %s", self._path, trouble, kept, list(found.partial))
        told = f"It was kept as {kept}." if kept else "It could not be moved aside."
        outcome = "Your folders and saved searches are still here."
        if found.partial:
            *most, last = (words for name, words in _LIST_WORDS.items() if name in found.partial)
            what = f"{', '.join(most)} and {last}" if most else last
            outcome = f"Some of your {what} may be missing."
        notice = f"{self._name.name} {trouble or 'was damaged'}. {outcome} {told}"
        return Stored(found.fields, notice, mended=True, roots_lost="roots" in found.partial)

    def _keep_newer(self, raw: bytes, reading: settings_json.Reading) -> Stored:
        """Keep a copy of a file of a later version whole, since this one may understand it wrongly.

        Raises:
            SettingsError: there is no room for the copy: better not to start than to cut the file.
        """
        aside = _free_name(self._name, f"newer-{reading.fields['version']}")
        try:
            replace_file(aside, raw)
        except OSError as error:
            raise SettingsError(
                Sentence("error-settings-newer", name=str(self._name), why=error.strerror or str(error))
            ) from error
        log.warning("settings of version %s, kept as %s", reading.fields["version"], aside.name)
        notice = f"{self._name.name} was made by a newer Shoebox. A copy was kept as {aside.name}."
        return Stored(reading.fields, notice, mended=True, roots_lost="roots" in reading.partial)

    def _read_copy(self) -> settings_json.Reading:
        """Return what the copy holds."""
        raw, trouble = self._read_file(self._copy)
        if raw is None:
            if trouble:
                log.warning("%s %s", self._copy, trouble)
            return settings_json.NOTHING
        return settings_json.read(raw)

    def _read_file(self, path: Path) -> tuple[bytes | None, str | None]:
        """Return the bytes of a file, and what is wrong with it; (None, None): there is none.

        Raises:
            SettingsError: this process may open no more files.
        """
        if found := obstacle(path):
            return None, f"was {found}"
        make_accessible(path)
        try:
            with path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
        except FileNotFoundError:
            return None, None
        except OSError as error:
            if error.errno in _OUR_OWN_TROUBLE:
                raise SettingsError(
                    Sentence("error-cannot-read", name=str(path), why=error.strerror or str(error))
                ) from error
            return None, f"could not be read ({error.strerror or error})"
        return (raw, None) if len(raw) <= MAX_BYTES else (None, "was no file of Shoebox")

    def _write_copy(self, raw: bytes) -> None:
        """Let the copy hold these bytes. It is no promise: where it cannot be written, it stays as it is."""
        try:
            if obstacle(self._copy):
                self._set_aside(self._copy, "other")
            elif self._copy.is_file() and self._copy.read_bytes() == raw:
                return
            replace_file(self._copy, raw, durable=False)
        except OSError as error:
            log.warning("%s cannot be written: %s", self._copy.name, error)

    def _look_for_changes(self) -> str | None:
        """Set aside a file that is not as it was left, and return what happened, as a sentence.

        Raises:
            OSError: the folder cannot be read, or what is there cannot be moved.
        """
        if self._left is None and not os.path.lexists(self._path):
            return None
        if not os.path.lexists(self._path):
            self._path.parent.stat()  # the whole folder may be away: that is no news of the file
            return f"{self._name.name} was removed while Shoebox was running. It was written again."
        if not obstacle(self._path):
            if self._identity() == self._left_as:
                return None
            raw, _ = self._read_file(self._path)
            if raw == self._left:
                return None
        aside = set_aside(self._path, "changed")
        return f"{self._name.name} was changed while Shoebox was running. The changed one was kept as {aside.name}."

    def _remember(self, raw: bytes) -> None:
        """Note how the file was left."""
        self._left, self._left_as = raw, self._identity()

    def _identity(self) -> tuple[int, int, int] | None:
        """Return what tells cheaply that the file was not touched."""
        with suppress(OSError):
            found = self._path.stat()
            return found.st_ino, found.st_size, found.st_mtime_ns
        return None

    def _set_aside(self, path: Path, why: str) -> str | None:
        """Rename what stands at `path`, and return its new name; None: it cannot be renamed."""
        try:
            return set_aside(path, why).name
        except OSError as error:
            log.error("%s cannot be set aside: %s", path, error)  # noqa: TRY400
            return None


_LIST_WORDS = {"roots": "folders", "searches": "saved searches", "groups": "groups of files"}


def _free_name(path: Path, word: str) -> Path:
    """Return a name beside `path` that nothing has."""
    number = 1
    while os.path.lexists(aside := path.with_name(f"{path.stem}.{word}{f'-{number}' * (number > 1)}{path.suffix}")):
        number += 1
    return aside
