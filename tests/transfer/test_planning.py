"""What would come, what is kept and what is the same, by what is said already."""

from __future__ import annotations

from typing import Any

import pytest

from gallery.annotations.models import Annotation, AnnotationChange
from gallery.catalog.file_search import FileWords
from gallery.transfer.entries import KINDS
from gallery.transfer.planning import Plan

FILE = FileWords(None, 3, "of the file", None, ("Rome",))


def plan(wanted: dict[str, Any], said: Annotation, words: FileWords | None = None) -> Plan:
    made = Plan()
    made.add(1, 1, wanted, said, words)
    return made


def states(made: Plan) -> dict[str, str]:
    return {
        kind: "+".join(name for name in ("new", "kept", "same") if getattr(count, name))
        for kind, count in made.counts.items()
        if count.new or count.kept or count.same
    }


@pytest.mark.parametrize(
    ("wanted", "said", "words", "state"),
    [
        ({"rating": 4}, Annotation(), None, "new"),
        ({"rating": 4}, Annotation(rating=4), None, "same"),
        ({"rating": 4}, Annotation(rating=0), None, "kept"),
        ({"rating": 3}, Annotation(), FILE, "same"),
        ({"rating": 3}, Annotation(), None, "new"),
        ({"rating": 4}, Annotation(), FILE, "new"),
        ({"favourite": False}, Annotation(), FILE, "same"),
        ({"favourite": False}, Annotation(), None, "new"),
        ({"caption": ""}, Annotation(caption="mine"), None, "kept"),
        ({"tags": ("rome",)}, Annotation(), FILE, "same"),
        ({"tags": ("rome",)}, Annotation(removed_tags=("Rome",)), FILE, "kept"),
        ({"tags": ("rome", "x")}, Annotation(tags=("x",)), None, "new+same"),
        ({"removed_tags": ("x",)}, Annotation(tags=("x",)), None, "kept"),
        ({"removed_tags": ("x",)}, Annotation(), None, "new"),
    ],
)
def test_what_becomes_of_a_value(wanted: dict[str, Any], said: Annotation, words: FileWords | None, state: str) -> None:
    (found,) = states(plan(wanted, said, words)).values()
    assert found == state


def test_only_what_is_wanted_is_changed_and_yours_only_when_told() -> None:
    wanted = {"rating": 4, "title": "theirs", "tags": ("a", "b"), "people": ("people/Ada",), "removed_tags": ("c",)}
    made = plan(wanted, Annotation(title="mine", removed_tags=("b",)))
    assert made.changes(KINDS, replace=False) == {
        AnnotationChange(rating=4, add_tags=("a", "people/Ada"), remove_tags=("c",)): [1]
    }
    assert made.changes(["title", "tags"], replace=True) == {
        AnnotationChange(title="theirs", add_tags=("a", "b"), remove_tags=("c",)): [1]
    }
    assert made.changes(["title"], replace=False) == {}
