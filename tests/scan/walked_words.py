"""More than a title in a walk (walk.py): dates, tags that are renamed, albums, and the sidecars that Shoebox writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from hypothesis.stateful import rule

from gallery.annotations import tag_moves
from gallery.annotations.album_store import AlbumStore
from gallery.annotations.models import AnnotationChange
from gallery.annotations.sidecar_records import SidecarRecords
from gallery.base.errors import BusyError
from gallery.catalog import annotation_copy, file_keys, sidecar_changes, tag_counts
from gallery.catalog.file_places import find_strangers
from gallery.imaging.metadata.xmp import parse_sidecar
from gallery.scan import annotation_linking
from gallery.scan.act_files import require_act_files
from gallery.sidecars.giving_back import give_back, trim
from gallery.sidecars.writer import SidecarWriter, Written
from tests.scan.walked_files import NUMBERS, STEPS, WalkedFiles, sidecar_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from gallery.annotations.models import FileIdentity


class WalkedWords(WalkedFiles):
    """What the user says besides titles, and what becomes of it on the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.albums = AlbumStore(self.driver.store)
        self.records = SidecarRecords(self.driver.store)
        self.writer = SidecarWriter(self.records, self.tell, self.follow)
        self.in_albums: dict[str, int] = {}
        """The family of the file that was put into each album."""

    @staticmethod
    def words(token: str) -> AnnotationChange:
        """Return all that is said with a token: its number stands in each."""
        number = int(token.split()[1])
        return AnnotationChange(title=token, date=f"{1000 + number % 8000}-22", add_tags=(f"tag {number}",))

    def follow(self) -> None:
        with self.driver.database.write() as conn:
            annotation_linking.follow(conn, self.driver.store)

    def files(self, photos: Sequence[int]) -> tuple[list[FileIdentity], list[file_keys.FileKeys]]:
        """Return files as an act has them.

        Raises:
            BusyError: it is not known which they are.
        """
        driver = self.driver
        with driver.database.read() as conn:
            keys = file_keys.identify(conn, photos, members=False)
            behind = driver.store.changed_since(annotation_copy.get_revision(conn)).items
            return require_act_files(conn, driver.store, keys, is_same_library=behind is not None), keys

    @rule(number=NUMBERS)
    def put_into_album(self, number: int) -> None:
        """Put a file that Shoebox has seen into an album of its own."""
        shown = self.shown()
        there = [one for one in self.photos if one.touched == 0 and not one.is_out and one.path in shown]
        if there:
            photo = there[number % len(there)]
            name = f"album {self.fresh()}"
            try:
                files, keys = self.files([shown[photo.path][0]])
            except BusyError:
                return
            _, done = self.albums.create(name, None, files)
            with self.driver.database.write() as conn:
                annotation_linking.follow(conn, self.driver.store, dict(zip(done.items, keys, strict=True)))
            self.in_albums[name] = photo.family
            photo.tokens.append(name)
            self.where[name] = photo.path

    @rule(number=NUMBERS)
    def rename_tag(self, number: int) -> None:
        """Rename a tag that was said, for all photos that have it."""
        token = sorted(self.live)[number % len(self.live)] if self.live else None
        if token is None:
            return
        old = f"tag {int(token.split()[1])}"
        with self.driver.database.read() as conn:
            own = {one.photo: one.own for one in tag_counts.find_with_tag(conn, old)}
        try:
            files, keys = self.files(list(own))
        except BusyError:
            return
        moved = (old, f"renamed/{old}")
        write = tag_moves.mover(*moved, [own[one.photo] for one in keys])
        self.fresh()
        self.driver.store.apply(files, AnnotationChange(moved_tag=moved), write=write)
        self.follow()

    def write_sidecars(self) -> None:
        """Write what is due, as the thread does; now and then be killed before that is noted."""
        with self.driver.database.read() as conn:
            changed = sidecar_changes.find_changed(conn)
        self.records.note(item for _, item in changed)
        with self.driver.database.write() as conn:
            sidecar_changes.forget_changed(conn, [photo for photo, _ in changed])
        self.records.make_due()
        if self.number % 4 == 0:
            with patch.object(self.records, "finish", be_killed):
                try:
                    self.writer.run_step()
                except KeyboardInterrupt:
                    STEPS["killed"] += 1
            self.records.make_due()
        while self.writer.run_step():
            pass
        left = self.records.left()
        if self.number % 3 == 0:
            trim(self.records, left)
        with self.driver.database.read() as conn:
            strangers = find_strangers(conn, {(one.root, one.folder_path) for one in left})
        give_back(self.records, left, strangers)

    def tell(self, written: Sequence[Written]) -> None:
        def note(conn: sqlite3.Connection) -> None:
            for one in written:
                before = None if one.before is None else (one.before.size, one.before.mtime_ns)
                sidecar_changes.set_written(conn, one.item, one.name, before, (*one.after,))

        with self.driver.database.write() as conn:
            note(conn)

    def check_words(self, shown: Mapping[Path, tuple[int, str]], check: Callable[[str, Path], None]) -> None:
        """Check what stands beside each title, in albums, and in sidecars.

        Args:
            shown: path -> photo and title.
            check: says of a token and a path whether it may stand there.
        """
        with self.driver.database.read() as conn:
            unsure = {photo for (photo,) in conn.execute("SELECT photo FROM unsure")}
            said = {path: annotation_copy.get(conn, photo) for path, (photo, _) in shown.items()}
        for path, one in said.items():
            if one.title and self.is_there(path):
                words = self.words(one.title)
                assert one.date == words.date, ("a date is not on the photo of its title", path, one)
                [tag] = words.add_tags
                assert {tag, f"renamed/{tag}"} & set(one.tags), ("a tag is not on the photo of its title", path, one)
                self.check_sidecar(path, words)
            elif self.is_there(path) and shown[path][0] not in unsure and (found := self.beside(path)):
                token = str(found.title)
                STEPS["beside"] += 1
                if token in self.families:
                    check(token, path)
        for path, name in self.held(shown):
            if self.is_there(path):
                check(name, path)

    def held(self, shown: Mapping[Path, tuple[int, str]]) -> list[tuple[Path, str]]:
        """Return the files that are in albums, and the names of these."""
        paths = {photo: path for path, (photo, _) in shown.items()}
        with self.driver.database.read() as conn:
            rows = conn.execute(
                "SELECT photo, name FROM album_photos JOIN albums ON albums.id = album ORDER BY name"
            ).fetchall()
        return [(paths[photo], name) for photo, name in rows if photo in paths]

    def is_there(self, path: Path) -> bool:
        return self.is_plugged or (self.place / "drive") not in path.parents

    def check_sidecar(self, path: Path, words: AnnotationChange) -> None:
        found = self.beside(path)
        assert found, ("a photo has no sidecar", path, words)
        STEPS["beside"] += 1
        assert found.title == words.title, ("a sidecar says something else", path, words, found)
        assert words.date is not None
        assert f"{words.date[:4]}".encode() in sidecar_of(path).read_bytes(), ("its date", path, words)

    @staticmethod
    def beside(path: Path) -> Any:
        sidecar = sidecar_of(path)
        return parse_sidecar(sidecar.read_bytes()) if sidecar.exists() else None


def be_killed(*_: object) -> None:
    """Stand for a call before which the program is killed."""
    raise KeyboardInterrupt
