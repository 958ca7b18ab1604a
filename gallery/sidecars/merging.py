"""Merges what the user said with what a sidecar holds, field by field, where both may have changed. Pure.

The base of the three is what the sidecar held when Shoebox wrote or read it last. Where only one side has changed, that
one counts; where both have, the newer, and the other is a conflict that is kept and listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gallery.sidecars.fields import FIELDS, can_be_said, understand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gallery.sidecars.fields import Value


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field in which the user and another program said different things since both agreed."""

    name: str
    ours: Value
    theirs: Value
    is_ours_taken: bool


@dataclass(slots=True)
class Merged:
    """What is to be done about one sidecar."""

    write: dict[str, Value] = field(default_factory=dict)
    """What the sidecar gets."""
    adopt: dict[str, Value] = field(default_factory=dict)
    """What another program changed, and the user is taken to have said."""
    conflicts: list[Conflict] = field(default_factory=list)
    held: dict[str, Value] = field(default_factory=dict)
    """What the sidecar holds before the writing, of the fields that are followed from now on."""
    before: dict[str, Value] = field(default_factory=dict)
    """What it held of them before Shoebox ever wrote one: it gets that back when nothing is said any more."""
    given_back: frozenset[str] = frozenset()
    """Fields that are not followed any more once the sidecar is written."""

    def held_when_written(self) -> dict[str, Value]:
        """Return what the sidecar holds after the writing, of the fields that are still followed."""
        both = {**self.held, **self.write}
        return {name: value for name, value in both.items() if name not in self.given_back}

    def before_when_written(self) -> dict[str, Value]:
        """Return `before` of the fields that are still followed after the writing."""
        return {name: value for name, value in self.before.items() if name not in self.given_back}


def followed(said: Iterable[str], before: Mapping[str, Value]) -> list[str]:
    """Return the fields of a sidecar that matter: those that the user said, and those that Shoebox once wrote."""
    return list(dict.fromkeys([*said, *before]))


def merge(
    said: Mapping[str, Value],
    theirs: Mapping[str, Value],
    held: Mapping[str, Value],
    before: Mapping[str, Value],
    is_ours_newer: Callable[[str], bool],
) -> Merged:
    """Return what is to be done.

    Args:
        said: what the sidecar is to hold, of the fields that the user said something of.
        theirs: what it holds now, of all that are followed.
        held: what it held when it was written or read last; without a field: that was never looked at.
        before: what it held before Shoebox wrote it.
        is_ours_newer: says of a field whether the user said it after the sidecar was changed.
    """
    spelled = {name.casefold(): name for name in said}
    # a tag that has other capitals now is the same one: it is not taken away under its old name
    respelled = {name for name in theirs if name not in said and name.casefold() in spelled}
    before = {**{spelled[name.casefold()]: before[name] for name in respelled if name in before}, **before}
    found = Merged(before={name: value for name, value in before.items() if name in theirs})
    given_back = set(respelled)
    for name, raw in theirs.items():
        now = understand(name, raw, held.get(name))
        base = held.get(name, now)
        found.held[name] = now
        if name in respelled:
            continue
        if name not in said:
            given_back.add(name)
            if now == base and now != before[name]:
                found.write[name] = before[name]
            continue
        found.before.setdefault(name, raw)
        _merge_said(found, name, said[name], now, base, is_ours_newer)
    found.given_back = frozenset(given_back)
    return found


def _merge_said(
    found: Merged, name: str, ours: Value, now: Value, base: Value, is_ours_newer: Callable[[str], bool]
) -> None:
    if now == ours:
        return
    if now == base or (now is None and not can_be_said(name, None)):  # nobody says that a photo has no date
        found.write[name] = ours
    elif not can_be_said(name, now):
        found.held[name] = base  # it is left as it is, now and the next time
    elif ours == base and not is_ours_newer(name):
        found.adopt[name] = now
    else:
        taken = is_ours_newer(name)
        conflict = Conflict(name.partition(".")[0] if name in FIELDS else name, ours, now, taken)
        found.conflicts += [conflict] if conflict not in found.conflicts else []
        (found.write if taken else found.adopt)[name] = ours if taken else now
