"""The table that is made of a list of files."""

from __future__ import annotations

from assets.package.__main__ import DOCUMENT, sizes
from assets.package.document import markdown
from assets.package.environment import required_wheels
from assets.package.inventory import Entry
from assets.package.origins import PROJECT, PYTHON, SYSTEM, Origin

ENTRIES = [
    Entry("pillow.libs/libavif-c6062d5f.so.16.4.2", Origin("pillow", "13.0.0"), "BSD-2-Clause", True, 4_000_000),
    Entry("libX11.so.6", Origin(SYSTEM, "libx11-6"), "MIT", True, 1_000),
    Entry("python3.11/lib-dynload/_ssl.so", Origin(PYTHON, "3.11.7"), "PSF-2.0", True, 1_000),
    Entry("python3.11/lib-dynload/_json.so", Origin(PYTHON, "3.11.7"), "PSF-2.0", True, 1_000),
    Entry("ui/index.html", Origin(PROJECT), "MIT", False, 2_000_000),
    Entry("ui/main.js", Origin(PROJECT), "MIT", False, 1_000),
    Entry("assets/places.bin", Origin(PROJECT), "CC-BY-4.0", False, 1_000),
]


def rows(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]


def test_each_library_has_one_row_and_what_is_linked_into_it_others() -> None:
    assert rows(markdown(ENTRIES, {"flask"})) == [
        "| library | from | licence |",
        "| avif | pillow | BSD-2-Clause |",
        "| avif: dav1d | pillow | BSD-2-Clause |",
        "| avif: libaom | pillow | BSD-2-Clause |",
        "| avif: libyuv | pillow | BSD-3-Clause |",
        "| modules of Python | Python | PSF-2.0 |",
        "| x11 | system libx11-6 | MIT |",
        "| package | licence |",
        "| flask | BSD-3-Clause |",
        "| pillow | MIT-CMU |",
        "| files | licence |",
        "| assets/places.bin | CC-BY-4.0 |",
        "| ui/ | MIT |",
    ]


def test_versions_are_told_where_they_are_asked_for() -> None:
    assert "| avif | pillow 13.0.0 | BSD-2-Clause |" in rows(markdown(ENTRIES, set(), with_versions=True))


def test_sizes_are_told_in_all_by_origin_and_of_large_files() -> None:
    assert [line.split() for line in sizes(ENTRIES)] == [
        ["6.0", "MB", "in", "7", "files"],
        ["4.0", "MB", "pillow"],
        ["2.0", "MB", "Shoebox"],
        ["0.0", "MB", "Python"],
        ["0.0", "MB", "system"],
        ["4.0", "MB", "avif"],
        ["2.0", "MB", "ui/index.html"],
    ]


def test_the_document_names_every_wheel_that_is_required() -> None:
    """Made again by `nox -s package`."""
    text = DOCUMENT.read_text(encoding="utf-8")
    missing = [wheel for wheel in sorted(required_wheels()) if f"\n| {wheel} |" not in text]
    assert missing == ["numpy"], "required by rawpy, of which one library is in the package"
