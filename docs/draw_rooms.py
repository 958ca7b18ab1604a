# ruff: noqa: INP001  a script beside the documents, no package
"""Draw the rooms of `gallery/` and the imports between them.

`python docs/draw_rooms.py` reads the import statements and writes `docs/rooms.svg`. The same tree gives the same bytes,
on any machine, so that a test can make the drawing again and compare it with the one that is checked in.
"""

from __future__ import annotations

import ast
import textwrap
from html import escape
from itertools import pairwise
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PACKAGE = HOME / "gallery"
DRAWING = HOME / "docs" / "rooms.svg"
GROUND = ("base", "languages", "program_files")
"""Nearly every room imports these, so they are drawn as the ground under all others, without arrows: each may import
those below it."""

WIDTH, MARGIN = 1040, 20
BOX_WIDTH, LINE, PADDING = 232, 17, 12
FLOOR_GAP, CORNER = 44, 6
LANE = 24
"""Room that an arrow takes where it passes a floor between two boxes."""
LETTERS = 29
"""Characters of a line in a box, in the widest of the fonts."""
SWEEPS = 4

Box = tuple[float, float, float, float]
"""Left edge, top, width and height."""

STYLE = """
svg { font: 13px system-ui, "Segoe UI", Cantarell, sans-serif; }
.ground { fill: #fcfcfb; } .box { fill: #ffffff; stroke: #817f7a; } .base { fill: #ecebe8; stroke: #817f7a; }
text { fill: #55534f; } .name { fill: #1c1b19; font-weight: 600; font-size: 15px; } .inner { fill: #1c1b19; }
.arrow { fill: none; stroke: #1a5a96; stroke-width: 1.5; } .head { fill: #1a5a96; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #161615; } .box { fill: #272725; stroke: #83817c; } .base { fill: #1d1d1b; stroke: #83817c; }
  text { fill: #b5b3ae; } .name { fill: #ecebe8; } .inner { fill: #ecebe8; }
  .arrow { stroke: #86b9ea; } .head { fill: #86b9ea; }
}
"""


def room(file: Path) -> str:
    """Return the room of a file: its folder directly below `gallery/`, or its own name where it lies there."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(file: Path) -> set[str]:
    """Return the rooms that a file imports when it runs. What stands under TYPE_CHECKING is for readers only."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    unused = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if node in unused:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {parts[1] for name in names if (parts := name.split("."))[0] == "gallery" and len(parts) > 1}


def rooms() -> dict[str, set[str]]:
    """Return the rooms, each with the rooms that it imports."""
    found: dict[str, set[str]] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        if room(file) != "__init__":
            found.setdefault(room(file), set()).update(imported(file))
    return {name: (others & found.keys()) - {name} for name, others in found.items()}


def floors(graph: dict[str, set[str]]) -> dict[str, int]:
    """Return the floor of each room, from 0 at the top: one below the lowest room that imports it.

    Raises:
        ValueError: rooms import each other in a circle.
    """
    users = {name: {other for other in graph if name in graph[other]} for name in graph}
    level: dict[str, int] = {}
    while len(level) < len(graph):
        ready = [name for name in graph if name not in level and users[name] <= level.keys()]
        if not ready:
            raise ValueError(f"a circle of imports among {sorted(graph.keys() - level.keys())}")
        level |= {name: 1 + max((level[other] for other in users[name]), default=-1) for name in ready}
    return level


def direct(graph: dict[str, set[str]]) -> dict[str, list[str]]:
    """Return the arrows to draw: imports that do not already follow from an arrow to a room in between."""

    def reached(name: str) -> set[str]:
        return graph[name].union(*(reached(other) for other in graph[name]))

    return {
        name: sorted(other for other in others if not any(other in reached(third) for third in others))
        for name, others in graph.items()
    }


def words(name: str) -> list[tuple[str, str]]:
    """Return the lines of a room's box, each with its style: name, what its docstring says it is, rooms inside it."""
    folder = PACKAGE / name
    inside = folder.is_dir()
    file = folder / "__init__.py" if inside else PACKAGE / f"{name}.py"
    text = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    width = LETTERS * 4 if name in GROUND else LETTERS
    lines = [("name", f"gallery/{name}/" if inside else f"gallery/{name}.py")]
    lines += [("", line) for line in textwrap.wrap(text, width)]
    inner = " ".join(sorted(f"{file.parent.name}/" for file in folder.glob("*/__init__.py")))
    return lines + [("inner", line) for line in textwrap.wrap(inner, width)]


def links(arrows: dict[str, list[str]], level: dict[str, int]) -> list[list[str]]:
    """Return each arrow as the stops on its way down, one a floor: a room, lanes, a room."""
    return [
        [name, *(f"{name}>{other}@{floor}" for floor in range(level[name] + 1, level[other])), other]
        for name in sorted(arrows)
        for other in arrows[name]
    ]


def ordered(ways: list[list[str]], level: dict[str, int]) -> list[list[str]]:
    """Return what stands on each floor, from left to right: each thing near what it is joined to, so that few cross."""
    rows: list[list[str]] = [[] for _ in range(max(level.values()) + 1)]
    for name in sorted(level):
        rows[level[name]].append(name)
    for way in ways:
        for floor, stop in enumerate(way[1:-1], level[way[0]] + 1):
            rows[floor].append(stop)
    joined: dict[str, set[str]] = {}
    for upper, lower in (pair for way in ways for pair in pairwise(way)):
        joined.setdefault(upper, set()).add(lower)
        joined.setdefault(lower, set()).add(upper)
    downwards = list(pairwise(range(len(rows))))
    upwards = [(lower, upper) for upper, lower in reversed(downwards)]
    for fixed, moved in SWEEPS * (downwards + upwards):
        rows[moved] = near(rows[moved], rows[fixed], joined)
    return rows


def near(row: list[str], neighbours: list[str], joined: dict[str, set[str]]) -> list[str]:
    """Return a floor in the order of the places, on average, of what each thing is joined to on the next floor."""
    places = {stop: (at + 0.5) / len(neighbours) for at, stop in enumerate(neighbours)}
    wanted = {}
    for at, stop in enumerate(row):
        found = [places[other] for other in sorted(joined.get(stop, ())) if other in places]
        wanted[stop] = sum(found) / len(found) if found else (at + 0.5) / len(row)
    return sorted(row, key=lambda stop: (wanted[stop], stop))


def placed(rows: list[list[str]], rooms: set[str]) -> tuple[dict[str, Box], float]:
    """Return left edge, top, width and height of each box and lane, and where the ground begins."""
    found: dict[str, Box] = {}
    top = float(MARGIN)
    for row in rows:
        widths = [BOX_WIDTH if stop in rooms else LANE for stop in row]
        height = max(PADDING * 2 + LINE * len(words(stop)) for stop in row if stop in rooms)
        gap = (WIDTH - 2 * MARGIN - sum(widths)) / (len(row) + 1)
        left = MARGIN + gap
        for stop, width in zip(row, widths, strict=True):
            found[stop] = left, top, float(width), float(height)
            left += width + gap
        top += height + FLOOR_GAP
    return found, top


def arrow(points: list[tuple[float, float]]) -> str:
    """Return one arrow through these points, which lead down."""
    x, y = points[0]
    line = f"M{x:.1f} {y:.1f}"
    for nx, ny in points[1:]:
        bend = (ny - y) / 2
        line += f" C{x:.1f} {y + bend:.1f} {nx:.1f} {ny - bend:.1f} {nx:.1f} {ny:.1f}"
        x, y = nx, ny
    return f'<path class="arrow" d="{line}"/><path class="head" d="M{x:.1f} {y + 7:.1f} l-4.5 -8 h9 z"/>'


def box(name: str, place: Box) -> str:
    """Return a room's box with its words."""
    x, y, width, height = place
    rows = "".join(
        f'<text class="{style}" x="{x + PADDING:.1f}" y="{y + PADDING + LINE * (at + 0.75):.1f}">{escape(text)}</text>'
        for at, (style, text) in enumerate(words(name))
    )
    kind = "base" if name in GROUND else "box"
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{CORNER}"/>{rows}'
    )


def route(way: list[str], place: dict[str, Box], ways: list[list[str]]) -> str:
    """Return the arrow of one way. Arrows share the edges of a box evenly, from left to right."""
    name, other = way[0], way[-1]
    out = sorted((one for one in ways if one[0] == name), key=lambda one: place[one[1]][0])
    into = sorted((one for one in ways if one[-1] == other), key=lambda one: place[one[-2]][0])
    x, y, width, height = place[name]
    points = [(x + width * (out.index(way) + 1) / (len(out) + 1), y + height)]
    for stop in way[1:-1]:
        left, top, lane, tall = place[stop]
        points += [(left + lane / 2, top), (left + lane / 2, top + tall)]
    left, top, wide, _ = place[other]
    points.append((left + wide * (into.index(way) + 1) / (len(into) + 1), top - 7))
    return arrow(points)


def svg() -> str:
    """Return the drawing."""
    graph = {name: others - {*GROUND} for name, others in rooms().items() if name not in GROUND}
    level = floors(graph)
    ways = links(direct(graph), level)
    place, top = placed(ordered(ways, level), set(graph))
    for name in GROUND:
        height = float(PADDING * 2 + LINE * len(words(name)))
        place[name] = float(MARGIN), top, float(WIDTH - 2 * MARGIN), height
        top += height + PADDING
    whole = top - PADDING + MARGIN
    parts = [route(way, place, ways) for way in ways] + [box(name, place[name]) for name in (*sorted(graph), *GROUND)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole:.0f}"'
        f' viewBox="0 0 {WIDTH} {whole:.0f}" role="img" aria-label="The rooms of gallery/ and their imports">\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="ground" width="{WIDTH}" height="{whole:.0f}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


if __name__ == "__main__":
    DRAWING.write_text(svg(), encoding="utf-8", newline="\n")
