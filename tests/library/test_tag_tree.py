"""The tree of tags: each photo counts once for each tag, and once for all above it."""

from __future__ import annotations

from gallery.library.tag_tree import tag_tree


def test_a_photo_counts_once_for_the_tag_above_two_of_its_own() -> None:
    assert tag_tree([(("travel/italy", "travel/spain"), 3), (("travel",), 1), (("family",), 2)]) == [
        {"name": "family", "count": 2, "children": []},
        {"name": "travel", "count": 4, "children": [
            {"name": "italy", "count": 3, "children": []},
            {"name": "spain", "count": 3, "children": []},
        ]},
    ]  # fmt: skip


def test_the_spelling_of_most_photos_is_told() -> None:
    assert tag_tree([(("Travel/Italy",), 2), (("travel/italy",), 1), (("TRAVEL",), 1)]) == [
        {"name": "Travel", "count": 4, "children": [{"name": "Italy", "count": 3, "children": []}]}
    ]


def test_there_may_be_no_tags_and_names_may_be_empty() -> None:
    assert tag_tree([]) == []
    assert tag_tree([(("/a//b/",), 1)]) == [
        {"name": "a", "count": 1, "children": [{"name": "b", "count": 1, "children": []}]}
    ]
