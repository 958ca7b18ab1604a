"""Two libraries for the tests of visitors: a whole one, and one that holds only what a visitor of it may see.

The first has the folder `Hidden` above or beside everything that is visible, below roots whose places on the disk have
names of their own. In the second each top folder is a root. Both are made by the same random choices.
"""

from __future__ import annotations

import random
import struct
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from gallery.base.calendar import DAY_MS
from gallery.base.events import ProgressChanged
from gallery.base.models import Problem
from gallery.catalog import cache_schema, folders, left_out, photos, schema
from gallery.catalog.change_log import ChangeLog
from gallery.catalog.database import Database
from gallery.library.day_places import DayPlacesController
from gallery.library.folder_counts import FolderCounts
from gallery.library.folders import FoldersController
from gallery.library.photos import PhotosController
from gallery.library.problems import ProblemsController
from gallery.library.search import SearchController
from gallery.library.status import StatusController
from gallery.library.stretches import StretchesController
from gallery.library.timelines import TimelinesController
from gallery.scan.place_lookup import look_up_noted
from gallery.search import column_index_updater
from gallery.search.bitmaps import SnapshotCache
from gallery.settings.view_state import ViewState
from gallery.timeline.cache import TimelineCache
from gallery.timeline.file import HEADER
from gallery.timeline.visible_generations import VisibleGenerations
from tests.index_builder import EPOCH, add, metadata, source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gallery.base.models import Metadata

ROOTS = {1: b"/srv/vault/Pictures", 2: b"/srv/vault/Archive"}
TOPS = ("Pictures/Hidden/Family", "Archive")
"""The top folders of the visitor: one below a root, with folders above and beside it, and a root as a whole."""
FAMILY, HIDDEN = b"Hidden/Family", b"Hidden"
WORDS = {
    True: ("Lisbon", "Zürich 2019", "Garden", "March trip", "日本", "2015", "Beach (old)"),
    False: ("Lisbao", "Kyoto", "Gardens", "Secret 2031", "Zürich 2091", "Beech", "1944", "Family", "Hidden"),
}
"""Names of folders and files, whether visible or not."""
CAMERAS = {True: ("Canon EOS R5", "Nikon D750", "X-T5"), False: ("Canon EOS R6", "Leica M11", "Kodak Z1275")}
LENSES = {True: ("RF50mm F1.8", "XF35mm"), False: ("RF85mm F1.2", "Summilux 35mm")}
WHERE = {
    True: ((38.7115, -9.137), (38.797, -9.390), (1.0, 2.0)),
    False: ((38.7115, -9.137), (35.0211, 135.7538), (48.8610, 2.3360)),
}
"""Lisbon, Sintra and the open sea; Lisbon, Kyoto and Paris."""
TYPED = (
    *(word for words in (*WORDS.values(), *CAMERAS.values(), *LENSES.values()) for word in words),
    *("lisbo", "lisbn", "kyot", "secrt", "gardn", "summilx", "leca", "canon", "img", "1", "0", "20", "19", "j", "o"),
    *("*.jpg", "IMG_1*", "h*", "folder:h*", "folder:sec", "folder:fam", "folder:arch", "folder:vault", "folder:srv"),
    *("/srv/vault/Pictures/Hidden/Family", "vault/Archive", "Hidden/Family", "Pictures/Hidden", "srv", "/srv/vault"),
    *("Hidden/Family/IMG_1.jpg", "x/Lisbon/IMG_2.jpg", "Kyoto/IMG_2.jpg", "Archive/Lisbon", "Pictures/Lisbon"),
    *("date:2015", "2031", "date:>2020", "june 2015", "march", "december 25", "1944", "summer", "date:2015..2019"),
    *("camera:canon", "camera:leica", "lens:35", "iso:>800", "iso:6400", "rating:>=4", "color:red", "is:portrait"),
    *("has:gps", "has:caption", "has:problem", "is:broken", "-is:broken", "type:png", "size:>1MB", "width:>3500"),
    *(
        "city:",
        "city:lisboa",
        "city:kyoto",
        "city:p",
        "region:",
        "country:",
        "country:japan",
        "portugal",
        "japan",
        "paris",
    ),
    *("near:kyoto 50km", "near:lisbon 50km", "near:lisb", "city:kyot", "country:portgal", "near:38.8,-9.4 5km"),
    *("tag:", "people:", "tag:pl", "people:anna", "people:zoe", "anna", "zoe", "has:people", "tag:secret", "vaults"),
    *("caption:anna", "title:sunset", "caption:password", "iso:x", "(", "date:zz", ""),
)


@dataclass
class Library:
    """One of the two, with what web and site ask of it, and its ids by what they stand for in both."""

    index: Database
    within: tuple[int, ...] = ()
    photo_keys: dict[int, Any] = field(default_factory=dict)
    folder_keys: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the controllers."""
        changes, cache = ChangeLog(), Database(self.index.path.with_name("cache.db"), cache_schema.CACHE)
        self._cache = cache
        self.index.add_observer(changes)
        self.timeline_cache = TimelineCache(self.index, cache, changes, SnapshotCache(), lambda _: None)
        generations = VisibleGenerations(self.index, changes)
        counts, idle = FolderCounts(None), cast("Any", Idle())
        self.search = SearchController(self.index, idle, self.timeline_cache.search_cache)
        self.timelines = TimelinesController(idle, self.index, self.timeline_cache, generations, idle, self.search)
        self.day_places = DayPlacesController(self.index, self.timelines)
        self.stretches = StretchesController(self.index, self.timelines)
        self.folders = FoldersController(self.index, counts, generations)
        self.photos = PhotosController(self.index)
        self.problems = ProblemsController(self.index, idle, idle, idle, idle)
        self.status = StatusController(idle, self.index, idle, idle, idle, counts, generations, idle, idle, idle)

    def close(self) -> None:
        """Close the databases."""
        self.timeline_cache.close()
        self._cache.close()
        self.index.close()

    def named(self, answer: Any, *, folder: bool = False) -> Any:
        """Return an answer with keys in place of ids, and without generations."""
        if isinstance(answer, dict):
            return {key: self._named_value(key, value, answer) for key, value in answer.items() if key != "generation"}
        if isinstance(answer, list):
            return [self.named(each, folder=folder) for each in answer]
        return answer

    def _named_value(self, key: str, value: Any, owner: dict[str, Any]) -> Any:
        if key in ("photo", "cover") or (key == "id" and "taken" in owner):
            return self.photo_keys.get(value, value)
        if key == "ids":
            return [self.photo_keys[photo] for photo in value]
        if key in ("folder", "parent", "root", "id"):
            return self.folder_keys.get(value, value)
        return self.named(value)

    def named_timeline(self, data: bytes) -> tuple[Any, ...]:
        """Return a timeline file with keys in place of ids, and without its generation."""
        _, _, length, _, count, days, *_ = HEADER.unpack_from(data)
        first = length + 8 * days
        ids = struct.unpack_from(f"<{count}I", data, first)
        return count, data[length:first], [self.photo_keys[photo] for photo in ids], data[first + 4 * count :]


class Idle:
    """Stands for all that is asked and told of in vain: indexer, watcher, settings, stores."""

    notice = "The disk of /srv/vault is full."
    view = ViewState(folder=3, order="name")

    def problems(self) -> list[dict[str, Any]]:
        """Return the folders in which no sidecars can be written: there are none."""
        return []

    def status(self) -> dict[str, Any]:
        """Return what can be undone, and how the backups are: nothing is told of it."""
        return {}

    def prioritize_folder(self, folder: int | None) -> None:
        """Do nothing."""

    def submit(self, _: Callable[..., Any]) -> Future[int]:
        """Answer that nothing is left to do."""
        done = Future[int]()
        done.set_result(0)
        return done

    def progress(self) -> ProgressChanged:
        """Say that much is to be done."""
        return ProgressChanged("reading", 4321, 4321, 4321)

    def notices(self) -> list[str]:
        """Return one with a path."""
        return ["/srv/vault cannot be watched."]


def build(place: Path, seed: int, *, settled: bool) -> tuple[Library, Library]:
    """Return the whole library, and that of what is visible; `settled`: their columns are up to date."""
    whole, part = (_empty(place / name) for name in ("whole", "part"))
    with whole.index.write() as conn, part.index.write() as other:
        for root, path in ROOTS.items():
            folders.put_root(conn, root, path)
        tops = [folders.put_root(conn, 2, ROOTS[2]), folders.put_chain(conn, 1, ROOTS[1], FAMILY)]
        roots = [folders.put_root(other, 9, b"/Archive"), folders.put_root(other, 7, b"/Family")]
        whole.within, part.within = tuple(tops), tuple(roots)
        _Filler(random.Random(seed), whole, part, (conn, other)).fill()
        for each in (conn, other):
            while look_up_noted(each):
                pass
            photos.raise_generation(each)
            if settled:
                column_index_updater.update_blocks(each, min_stale=1)
    return whole, part


def _empty(place: Path) -> Library:
    place.mkdir()
    return Library(Database(place / "index.db", schema.INDEX))


class _Filler:
    """Puts the same folders and photos into both libraries, and others into the first alone."""

    def __init__(self, chance: random.Random, whole: Library, part: Library, conns: tuple[Any, Any]) -> None:
        self._chance, self._whole, self._part, self._conns = chance, whole, part, conns

    def fill(self) -> None:
        for at, (top, root) in enumerate(zip(self._whole.within, self._part.within, strict=True)):
            self._whole.folder_keys[top] = self._part.folder_keys[root] = (f"top {at}",)
        for _ in range(25):
            self._folder(self._chance.random() < 0.5)
        if self._chance.random() < 0.3:
            folders.set_offline(self._conns[0], 1, "It is not connected: /srv/vault/Pictures.")
            folders.set_offline(self._conns[1], 7, "It is not connected: /Family.")

    def _folder(self, visible: bool) -> None:
        words = [self._chance.choice(WORDS[visible]) for _ in range(self._chance.randint(0, 3))]
        relative = "/".join(words).encode()
        in_family = not visible or self._chance.random() < 0.6
        above = FAMILY if visible else self._chance.choice((HIDDEN, b"Other", b""))
        root, start = (1, folders.join(above, relative) if relative else above) if in_family else (2, relative)
        if not visible and start.split(b"/")[:2] == FAMILY.split(b"/"):
            return  # by chance it would lie below a top folder
        here = [(self._whole, self._conns[0], folders.put_chain(self._conns[0], root, ROOTS[root], start))]
        if visible:
            own, path = (7, b"/Family") if in_family else (9, b"/Archive")
            here.append((self._part, self._conns[1], folders.put_chain(self._conns[1], own, path, relative)))
        problem = "You are not allowed to open this folder." if self._chance.random() < 0.1 else None
        kinds = self._chance.sample(("pdf", "other", "nomedia") if visible else ("svg", "raw", "other"), 2)
        count = self._chance.randrange(1, 4)
        for library, conn, folder in here:
            self._note_chain(library, conn, folder)
            folders.set_problem(conn, folder, problem)
            left_out.put(conn, folder, dict.fromkeys(kinds, count))
        for _ in range(self._chance.randint(0, 5)):
            self._photo(visible, here)

    def _note_chain(self, library: Library, conn: Any, folder: int) -> None:
        """Name the folders from the top folder on by their labels."""
        names: list[str] = []
        at: int | None = folder
        while at is not None and at not in library.within:
            names.append(folders.get(conn, at).label)  # type: ignore[union-attr]  # it was put a moment ago
            (at,) = conn.execute("SELECT parent FROM folders WHERE id = ?", (at,)).fetchone()
        key: Any = ("outside",) if at is None else library.folder_keys[at]
        for given, name in zip(self._ids_below(conn, folder, len(names)), reversed(names), strict=True):
            key = (*key, name)
            library.folder_keys[given] = key

    def _ids_below(self, conn: Any, folder: int, count: int) -> list[int]:
        ids = [folder]
        while len(ids) < count:
            ids.append(conn.execute("SELECT parent FROM folders WHERE id = ?", (ids[-1],)).fetchone()[0])
        return ids[:count][::-1]

    def _photo(self, visible: bool, here: list[tuple[Library, Any, int]]) -> None:
        chance = self._chance
        stem = chance.choice((f"IMG_{chance.randrange(30)}", chance.choice(WORDS[visible])))
        name = f"{stem}.{chance.choice(('jpg', 'png'))}".encode()
        meta, size, colour = self._metadata(visible), chance.randrange(1, 3_000_000), chance.choice((0x001F, 0xF800))
        fate = chance.choice(("fine",) * 8 + ("broken", "problem", "unread", "no picture"))
        for library, conn, folder in here:
            if conn.execute("SELECT 1 FROM photos WHERE folder = ? AND name = ?", (folder, name)).fetchone():
                continue
            photo = add(conn, folder, name, size, size % 97 * 10**12)
            library.photo_keys[photo] = (library.folder_keys.get(folder), name, len(library.photo_keys) * (not visible))
            if fate == "broken":
                photos.set_unreadable(conn, photo, Problem("damaged", "It is damaged."), EPOCH, in_timeline=True)
            elif fate == "no picture":
                photos.set_unreadable(conn, photo, Problem("not_a_picture", "It is text."), EPOCH, in_timeline=False)
            elif fate != "unread":
                photos.set_read(conn, photo, meta)
                problem = Problem("truncated", "It ends early.") if fate == "problem" else None
                photos.set_thumbnail_made(conn, source(conn, photo), colour, problem)

    def _metadata(self, visible: bool) -> Metadata:
        chance = self._chance
        year = chance.choice((2015, 2019, 2020) if visible else (1944, 2015, 2016, 2031, 2033))
        taken = ((year - 1970) * 365 + chance.randrange(4) * 90) * DAY_MS + chance.randrange(3) * 1000
        width, height = chance.choice(((4000, 3000), (3000, 4000), (3000, 3000)))
        where = chance.choice((*WHERE[visible], (None, None)))
        return metadata(
            chance.randbytes(8), taken, width, height, format=chance.choice(("jpeg", "png")),
            make=None, model=chance.choice((None, *CAMERAS[visible])), lens=chance.choice((None, *LENSES[visible])),
            iso=chance.choice((None, 100, 1600) if visible else (200, 6400)), rating=chance.choice((None, 3, 5)),
            latitude=where[0], longitude=where[1], f_number=chance.choice((1.8, 2.8)),
            title=chance.choice((None, "Sunset" if visible else "Plan")),
            caption=chance.choice((None, "With Anna" if visible else "The password")),
            tags=chance.choice((None, "Places/Lisbon\nSea" if visible else "PLACES/LISBON\nSecret/Vaults")),
            people=chance.choice((None, "Anna Lind\nBob" if visible else "ANNA LIND\nZoe")),
        )  # fmt: skip
