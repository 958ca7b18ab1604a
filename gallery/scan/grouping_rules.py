"""Which files of a folder are one photo. Pure: a function of what was read of them, in whatever order they come.

To put two photos together wrongly hides one of them, so that doubt keeps files apart: names alone join nothing whose
times are known and differ, a video is the motion of a photo only if it is short, and a picture that cannot be shown
stands for no other.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from gallery.base.models import RAW_KINDS
from gallery.catalog.file_groups import BURST, LIVE, MAX_MOTION_MS, RAW, STACK
from gallery.scan.grouping_names import burst_of, edited_stem, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gallery.catalog.file_groups import GroupRow

PAIR_TOLERANCE_MS = 2000
"""A camera writes the files of one photo within this time; cameras that write whole seconds round each by itself."""
MOTION_TOLERANCE_MS = 5000
"""The motion of a photo begins up to 3 s before it."""
MAX_BURST_GAP_MS = 10_000
"""Between two pictures of a burst, where only their names say that they are of one."""
_ZONE_STEP_MS = 15 * 60_000
"""Zones differ by multiples of this: a moment in UTC put on a clock of another zone is wrong by some of them."""
_MAX_ZONES_MS = 26 * 3_600_000
"""Between the clocks of two zones."""
_CAMERA_TIMES = frozenset(("exif", "xmp", "iptc", "sidecar", "recording", "recording_utc", "movie"))
"""Origins of a time that says when the photo was taken, to the second."""
_STILLS = {"jpeg": 0, "heif": 1}
"""What cameras write beside a RAW file or a motion, that which is shown rather first."""
_RAW = frozenset(RAW_KINDS)
_MOTIONS = frozenset(("mov", "mp4"))


class Group(NamedTuple):
    """Files that are one photo. `badges` are bits of catalog/file_groups.py."""

    shown: int
    """The photo whose tile stands for all."""
    members: tuple[int, ...]
    """The others, by their ids."""
    badges: int


class _Forest:
    """Files under the files that are shown for them; those under none are shown themselves."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def root(self, photo: int) -> int:
        while photo in self._parents:
            photo = self._parents[photo]
        return photo

    def members(self) -> dict[int, list[int]]:
        """Return the files under each file that is shown for any."""
        found: dict[int, list[int]] = defaultdict(list)
        for photo in self._parents:
            found[self.root(photo)].append(photo)
        return found

    def is_root(self, photo: int) -> bool:
        return photo not in self._parents

    def put_under(self, photo: int, shown: int) -> None:
        """Put all that a photo stands for under another one."""
        below, above = self.root(photo), self.root(shown)
        if below != above:
            self._parents[below] = above


def group_files(rows: Iterable[GroupRow]) -> list[Group]:
    """Return the groups of a folder's files; every file is in exactly one, most are alone in theirs.

    What the user chose comes first. Then files of one shot are joined, then edited copies with their originals, then
    the pictures of a burst.
    """
    files = sorted(rows, key=lambda row: (row.name, row.photo))
    forest, bursts = _Forest(), set[int]()
    _join_chosen(forest, files)
    free = [row for row in files if row.chosen is None]
    by_stem: dict[str, list[GroupRow]] = defaultdict(list)
    for row in free:
        by_stem[stem_of(row.name)].append(row)
    several = [same for same in by_stem.values() if len(same) > 1]
    for same in several:
        _join_raw(forest, same)
    _join_by_content_id(forest, free)
    for same in several:
        _join_motion(forest, same)
    _join_edited(forest, by_stem)
    for cluster in _find_bursts(free):
        bursts.add(_join_burst(forest, cluster))
    return _collect(forest, files, {forest.root(one) for one in bursts})


def _join_chosen(forest: _Forest, files: Sequence[GroupRow]) -> None:
    """Join what the user put together, with what was the first then."""
    numbers: dict[int, list[GroupRow]] = defaultdict(list)
    for row in files:
        if row.chosen:
            numbers[row.chosen].append(row)
    for same in numbers.values():
        first, *others = sorted(same, key=lambda row: (row.place or 0, row.name, row.photo))
        for other in others:
            forest.put_under(other.photo, first.photo)


def _stills_of(same: Iterable[GroupRow]) -> list[GroupRow]:
    """Return the pictures that may stand for RAW files and motions."""
    return [row for row in same if row.format in _STILLS and not row.is_broken]


def _join_raw(forest: _Forest, same: Sequence[GroupRow]) -> None:
    """Put RAW files under what their camera developed; `same`: files with one stem."""
    stills = _stills_of(same)
    for raw in same:
        if raw.format in _RAW:
            fitting = (still for still in stills if _agree(raw, still, PAIR_TOLERANCE_MS))
            if still := min(fitting, key=lambda still: _nearness(raw, still), default=None):
                forest.put_under(raw.photo, still.photo)


def _join_by_content_id(forest: _Forest, free: Sequence[GroupRow]) -> None:
    """Put the videos of Live Photos under the pictures that bear the same identifier.

    Copies of a Live Photo bear it, too: of several pictures the one is meant that has the video's stem, or none.
    """
    by_id: dict[str, list[GroupRow]] = defaultdict(list)
    for row in free:
        if row.content_id:
            by_id[row.content_id].append(row)
    for same in by_id.values():
        stills = _stills_of(same)
        for video in (row for row in same if _is_motion(row)):
            named = [still for still in stills if stem_of(still.name) == stem_of(video.name)]
            fitting = named or stills
            if len(fitting) == 1:
                forest.put_under(video.photo, fitting[0].photo)


def _join_motion(forest: _Forest, same: Sequence[GroupRow]) -> None:
    """Put short videos under the pictures of their stem that were taken at that time."""
    stills = _stills_of(same)
    for video in same:
        if not (video.is_video and video.format in _MOTIONS and forest.is_root(video.photo)):
            continue
        if not 0 < (video.duration_ms or 0) <= MAX_MOTION_MS:
            continue
        fitting = (still for still in stills if _may_move(still, video))
        if still := min(fitting, key=lambda still: _nearness(video, still), default=None):
            forest.put_under(video.photo, still.photo)


def _may_move(still: GroupRow, video: GroupRow) -> bool:
    """Return whether a video may be the motion of a picture: both say when, and neither is another Live Photo's."""
    is_other = still.content_id and video.content_id and still.content_id != video.content_id
    is_known = _time_of(still) is not None and _time_of(video) is not None
    return not is_other and is_known and _agree(still, video, MOTION_TOLERANCE_MS)


def _join_edited(forest: _Forest, by_stem: dict[str, list[GroupRow]]) -> None:
    """Put originals under the copies that the phone's editor made of them."""
    for stem, copies in by_stem.items():
        original_stem = edited_stem(stem)
        if original_stem is None or original_stem not in by_stem:
            continue
        originals, taken = by_stem[original_stem], set[int]()
        for copy in (one for one in copies if not one.is_broken):
            fitting = (one for one in originals if one.photo not in taken and _is_original(forest, one, copy))
            if original := min(fitting, key=lambda one: _nearness(copy, one), default=None):
                taken.add(original.photo)
                _join_copy(forest, original, copy)


def _is_original(forest: _Forest, original: GroupRow, copy: GroupRow) -> bool:
    """Return whether a file may be what a copy was made of, and nothing stands for it yet but its own photo."""
    is_motion = original.is_video and copy.is_video
    free = forest.is_root(original.photo) or is_motion
    return original.is_video == copy.is_video and free and _agree(original, copy, PAIR_TOLERANCE_MS)


def _join_copy(forest: _Forest, original: GroupRow, copy: GroupRow) -> None:
    if forest.is_root(original.photo):
        forest.put_under(original.photo, copy.photo)
    elif forest.is_root(copy.photo):  # the motion of a Live Photo, edited without its picture
        forest.put_under(copy.photo, original.photo)


def _find_bursts(free: Sequence[GroupRow]) -> Iterator[list[GroupRow]]:
    """Yield the pictures of each burst: those of one identifier, and those that their names say are of one."""
    by_id: dict[str, list[GroupRow]] = defaultdict(list)
    by_name: dict[str, list[GroupRow]] = defaultdict(list)
    for row in free:
        if row.is_video:
            continue
        if row.burst_id:
            by_id[row.burst_id].append(row)
        elif name := burst_of(row.name):
            by_name[name.key].append(row)
    yield from (same for same in by_id.values() if len(same) > 1)
    for same in by_name.values():
        yield from (part for part in _split_by_time(same) if len(part) > 1)


def _split_by_time(same: Sequence[GroupRow]) -> Iterator[list[GroupRow]]:
    """Yield the pictures that follow each other soon; those without a time belong to the first."""
    ordered = sorted(same, key=lambda row: (_time_of(row) is not None, _time_of(row) or 0, row.name, row.photo))
    part: list[GroupRow] = []
    last: int | None = None
    for row in ordered:
        time = _time_of(row)
        if time is not None and last is not None and time - last > MAX_BURST_GAP_MS:
            yield part
            part = []
        part.append(row)
        last = time
    yield part


def _join_burst(forest: _Forest, cluster: Sequence[GroupRow]) -> int:
    """Put the pictures of a burst under its cover, else the first of them; return that."""

    def rank(row: GroupRow) -> tuple[bool, bool, bool, int, str, int]:
        name = burst_of(row.name)
        is_cover = row.is_burst_cover or bool(name and name.is_cover)
        return row.is_broken, not is_cover, row.format in _RAW, _time_of(row) or 0, row.name, row.photo

    cover, *others = sorted(cluster, key=rank)
    for other in others:
        forest.put_under(other.photo, cover.photo)
    return cover.photo


def _collect(forest: _Forest, files: Sequence[GroupRow], bursts: set[int]) -> list[Group]:
    """Return the groups. Most files are alone in theirs: a folder of 100,000 is to take no second."""
    members, found = forest.members(), []
    known = {row.photo: row for row in files} if members else {}
    for row in files:
        inside = sorted(members.get(row.photo, ()))
        if not inside and not forest.is_root(row.photo):
            continue
        badges = _badges(row, [known[one] for one in inside]) if inside or row.has_motion else 0
        found.append(Group(row.photo, tuple(inside), badges | BURST * (row.photo in bursts and bool(inside))))
    return sorted(found)


def _badges(shown: GroupRow, members: Sequence[GroupRow]) -> int:
    """Return what a tile tells; what is neither the RAW file nor the motion of the photo is another picture."""
    raw = [row for row in members if row.format in _RAW and shown.format not in _RAW]
    motions = [row for row in members if _is_motion(row) and not shown.is_video]
    moves = not shown.is_video and any(row.has_motion for row in (shown, *members))
    has_others = len(members) > len(raw) + len(motions)
    return RAW * bool(raw) | LIVE * (moves or bool(motions)) | STACK * has_others


def _is_motion(row: GroupRow) -> bool:
    return row.is_video and (row.duration_ms or 0) <= MAX_MOTION_MS


def _nearness(row: GroupRow, other: GroupRow) -> tuple[bool, int, str, int]:
    """Return how well another file fits: the name to the letter first, then the format, then the order of names."""
    differs = row.name.rpartition(".")[0] != other.name.rpartition(".")[0]
    return differs, _STILLS.get(other.format or "", len(_STILLS)), other.name, other.photo


def _time_of(row: GroupRow) -> int | None:
    return row.taken_ms if row.origin in _CAMERA_TIMES else None


def _agree(row: GroupRow, other: GroupRow, tolerance_ms: int) -> bool:
    """Return whether two files may be of one time: so they are where one does not say it."""
    one, two = _time_of(row), _time_of(other)
    if one is None or two is None:
        return True
    distance = abs(one - two)
    if (row.origin == "recording_utc") != (other.origin == "recording_utc") and distance <= _MAX_ZONES_MS:
        distance %= _ZONE_STEP_MS
        distance = min(distance, _ZONE_STEP_MS - distance)
    return distance <= tolerance_ms
