"""Which names of a visited folder may be shown, in which order, and which are guessed to lie beside one."""

from __future__ import annotations

import pytest

from gallery.visits.names import likely_neighbours, needs_look, order_key, promises_picture


def test_names_stand_in_the_order_of_the_library() -> None:
    names = [
        b"IMG_10.jpg",
        b"img_9.jpg",
        b"IMG_9.JPG",
        b"caf\xe9.jpg",
        b"IMG_9 (2).jpg",
        b"Zug.jpg",
        "Zürich.jpg".encode(),
    ]
    expected = [
        b"caf\xe9.jpg",
        b"IMG_9.JPG",
        b"img_9.jpg",
        b"IMG_9 (2).jpg",
        b"IMG_10.jpg",
        b"Zug.jpg",
        "Zürich.jpg".encode(),
    ]
    assert sorted(names, key=order_key) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"IMG_0010.JPG", [b"IMG_0011.JPG", b"IMG_0009.JPG", b"IMG_0012.JPG", b"IMG_0008.JPG"]),
        (b"a99.jpg", [b"a100.jpg", b"a98.jpg", b"a101.jpg", b"a97.jpg"]),
        (b"1.png", [b"2.png", b"0.png", b"3.png"]),
        (b"IMG_0007-edited.jpg", [b"IMG_0008-edited.jpg", b"IMG_0006-edited.jpg", b"IMG_0009-edited.jpg",
                                  b"IMG_0005-edited.jpg"]),
        (b"2019/x", [b"2020/x", b"2018/x", b"2021/x", b"2017/x"]),
        (b"caf\xe9 7.jpg", [b"caf\xe9 8.jpg", b"caf\xe9 6.jpg", b"caf\xe9 9.jpg", b"caf\xe9 5.jpg"]),
        (b"beach.jpg", []),
        (b"12", [b"13", b"11", b"14", b"10"]),
        (b".5", [b".6", b".4", b".7", b".3"]),
        (b"9" * 40 + b".jpg", None),
    ],
)  # fmt: skip
def test_cameras_count_in_the_last_number(name: bytes, expected: list[bytes] | None) -> None:
    found = list(likely_neighbours(name))
    if expected is None:
        assert len(found) == 4
        assert all(len(one) >= len(name) for one in found)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("name", "promises", "is_doubtful"),
    [(b"a.jpg", True, False), (b"A.HEIC", True, False), (b"README", False, True), (b"notes.txt", False, False),
     (b".hidden.jpg", False, False), (b"a.dat", False, False)],
)  # fmt: skip
def test_a_name_promises_a_picture_or_needs_a_look(name: bytes, promises: bool, is_doubtful: bool) -> None:
    assert (promises_picture(name), needs_look(name)) == (promises, is_doubtful)
