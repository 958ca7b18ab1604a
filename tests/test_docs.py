"""The documents and docstrings: links lead somewhere, the names that they name exist, the drawing shows this tree."""

from __future__ import annotations

import ast
import builtins
import re
import runpy
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*HOME.glob("*.md"), *HOME.glob("docs/*.md")])
PROJECT = ("gallery", "ui", "tests", "docs", "assets", ".ci")
BESIDE = ("", "gallery", "gallery/imaging", "gallery/search", "ui/js")
"""Folders that paths in the documents are relative to; each document says to which."""
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"[a-z.][\w.-]*(?:/[\w.-]+)+/?|[\w-]+\.(?:py|js|ts|css|svg|html|md|toml|spec|ini|sh|mjs)")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
NAME = re.compile(r"[A-Z][a-z]+[A-Z]\w*|_?[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*|_[a-z]\w*|test_\w+|[a-z]+[A-Z]\w*")
JS_NAME = re.compile(
    r"^\s*(?:export )?(?:async )?(?:function|class|const|let|interface|type) (\w+)|^  (?:static |async |get |set )*(\w+)\(",
    re.MULTILINE,
)
BESIDE_FILE = re.compile(r"`([^`\n]+)` \(`([^`\n]+)`")
"""A file, and a name in parentheses behind it: the file holds the name."""
IN_FILE = re.compile(r"`([^`\n]+)`\s+in\s+`([^`\n]+)`")
RAISES = re.compile(r"^( *)Raises:\n((?:\1 +.*\n?|\n)+)", re.MULTILINE)
RAISED = re.compile(r"^ +([A-Z]\w*):", re.MULTILINE)
WRITTEN = {"logs/shoebox.log", "dist/release", "dist/shoebox", "backups/library-2026-11-28.db"}
"""Files of the data folder, and what the build writes."""
FOREIGN = {
    *("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "KEY", "PORT", "FOLDER", "DIR", "CSP", "WAL", "JSON", "PTL1"),
    *(
        "MainThread",
        "ETag",
        "ExitStack",
        "ProcessPoolExecutor",
    ),
    *("SHOEBOX_DATA", "SHOEBOX_CORPUS", "SHOEBOX_BUILD", "SHOEBOX_REQUIRE", "LICENSES", "last-window.jpg"),
    *("currentColor", "PySide6", "RLIMIT_AS", "platformdirs", "os.fsdecode", "bytes.translate", "int.bit_count"),
    *("wsgi.file_wrapper", "semver.org", "settings.json", "index.db", "cache.db", "instance.lock", "requirements.lock"),
    *("library.db", "library.db.damaged", "library-v1.db", "backups/library-2026-11-28.db", "tiny.bin", "SHBXTNY1"),
    *("timeline.bin", "settings.json.bak", "index.db.damaged", "PIL", "IMG_20190611_123456", "HttpOnly", "SameSite"),
    *("photo.jpg.xmp", "photo.xmp", "IMG_1234", "IMG_E1234", "BurstPrimary", "MotionPhoto_Data", "SEFT", "mpvd"),
}
"""Names of others: methods and fields of HTTP, variables of the environment, Python's own, files that the program writes."""


def text_of(path: Path) -> str:
    """Return the text of a file."""
    return path.read_text(encoding="utf-8")


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def dead_links(document: Path) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    found = []
    for link in LINK.findall(FENCED.sub("", text_of(document))):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = (document.parent / place).resolve() if place else document
        known = target.exists() and (
            not anchor or anchor in {slug(line.lstrip("#")) for line in text_of(target).splitlines() if line[:1] == "#"}
        )
        if not known:
            found.append(link)
    return found


@cache
def python_names() -> dict[str, set[str]]:
    """Return the names defined in each module, package, class or instance; under `""` all of them."""
    found: dict[str, set[str]] = {"": set()}
    for file in [
        *HOME.glob("gallery/**/*.py"),
        *HOME.glob("tests/**/*.py"),
        *HOME.glob("*.py"),
        *HOME.glob("docs/*.py"),
    ]:
        tree = ast.parse(text_of(file))
        found.setdefault(file.stem, set()).update(names := members(tree))
        found.setdefault(file.parent.name, set()).update({file.stem, *names})
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                for owner in (node.name, node.name.lower(), ""):
                    found.setdefault(owner, set()).update(members(node))
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
                found[""].add(node.name)
        found[""] |= names | {file.stem}
    for folder in (*HOME.glob("gallery/**/"), *HOME.glob("tests/**/")):
        found.setdefault(folder.parent.name, set()).add(folder.name)
    return found


def members(owner: ast.AST) -> set[str]:
    """Return the names that a module or a class defines, the attributes of its `self` among them."""
    found: set[str] = set()
    for node in getattr(owner, "body", []):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
        elif isinstance(node, ast.If):
            found |= members(node)
    if isinstance(owner, ast.ClassDef):
        found |= {
            node.attr
            for node in ast.walk(owner)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
        }
    return found


@cache
def page_names() -> dict[str, set[str]]:
    """Return the names defined in each module of the page; under `""` all of them."""
    found: dict[str, set[str]] = {"": set()}
    for file in HOME.glob("ui/js/**/*.[jt]s"):
        names = {name for pair in JS_NAME.findall(text_of(file)) for name in pair if name}
        found.setdefault(file.stem, set()).update(names)
        found[""] |= names
    return found


def files_named(name: str) -> list[Path]:
    """Return the files or folders that a document may mean: by its path, a bare name also anywhere in the project."""
    found = [HOME / folder / name for folder in BESIDE if (HOME / folder / name).exists()]
    if not found and "/" not in name:
        found = [file for top in PROJECT for file in HOME.glob(f"{top}/**/{name}")]
    return found


def misplaced_names(text: str) -> list[str]:
    """Return the names of `file` (`name`) and `name` in `file` that do not stand in that file."""
    text = FENCED.sub("", text)
    pairs = BESIDE_FILE.findall(text) + [(file, name) for name, file in IN_FILE.findall(text)]
    found = []
    for file, code in pairs:
        name = code.removesuffix("()")
        if FILE.fullmatch(file) and (NAME.fullmatch(name) or DOTTED.fullmatch(name)) and not FILE.fullmatch(name):
            word = re.compile(rf"\b{re.escape(name.rpartition('.')[2])}\b")
            if not any(path.is_file() and word.search(text_of(path)) for path in files_named(file)):
                found.append(f"{name} in {file}")
    return found


def unknown_errors(source: str) -> list[str]:
    """Return the names below `Raises:` in docstrings of a module that are no class of this project or of Python."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, documented)]
    raised = [name for text in texts for _, section in RAISES.findall(text) for name in RAISED.findall(section)]
    return [name for name in raised if name not in imported | python_names()[""] and not hasattr(builtins, name)]


def exists(name: str) -> bool:
    """Return whether a file, a module, a class, a function or a constant of this name is in the tree."""
    if FILE.fullmatch(name):
        return bool(files_named(name))
    parts = name.split(".")
    if len(parts) > 1:
        return all(
            inner in python_names().get(owner, ()) or inner in page_names().get(owner, ())
            for owner, inner in pairwise(parts)
        )
    return name in python_names()[""] or name in page_names()[""]


def unknown_names(text: str) -> list[str]:
    """Return what stands in backticks, looks like a name of this project, and is none."""
    found = []
    for code in CODE.findall(FENCED.sub("", text)):
        name = code.removesuffix("()")
        looks = FILE.fullmatch(name) or DOTTED.fullmatch(name) or NAME.fullmatch(name)
        if looks and name not in FOREIGN | WRITTEN and not exists(name):
            found.append(name)
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert dead_links(document) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_name_in_backticks_is_in_the_tree(document: Path) -> None:
    assert unknown_names(text_of(document)) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_every_name_stands_in_the_file_named_beside_it(document: Path) -> None:
    assert misplaced_names(text_of(document)) == []


def test_every_error_that_a_docstring_names_exists() -> None:
    sources = [*HOME.glob("gallery/**/*.py"), *HOME.glob("tests/**/*.py")]
    assert [f"{file.name}: {name}" for file in sources for name in unknown_errors(text_of(file))] == []


def test_an_error_that_is_gone_would_be_found() -> None:
    docstring = "Do.\n\n    Raises:\n        GoneError: not here.\n        ValueError: of Python.\n        GalleryError: ours.\n"
    assert unknown_errors(f'def f():\n    """{docstring}    """\n') == ["GoneError"]


def test_a_name_in_another_file_would_be_found() -> None:
    text = "`web/media.py` (`BOXES`), `BOXES` in\n`geometry.py`, `geometry.py` (`BOXES`, all), `photos.move` in `folders.py`"
    assert misplaced_names(text) == ["BOXES in web/media.py", "photos.move in folders.py"]


def test_a_name_that_is_gone_would_be_found() -> None:
    gone = [
        "scan/nowhere.py",
        "nothing.py",
        "photos.nothing",
        "NoSuchClass",
        "NO_SUCH_CONSTANT",
        "_no_such",
        "test_no_such",
    ]
    there = [
        "scan/indexer.py",
        "build.spec",
        "photos.move",
        "GalleryError",
        "BOXES",
        "Store",
        "test_a_name_that_is_gone_would_be_found",
    ]
    assert unknown_names(" ".join(f"`{name}`" for name in [*gone, *there])) == gone


def test_a_dead_link_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading\n[a](page.md) [b](#a-heading) [c](none.md) [d](#none) [e](https://example.org)", encoding="utf-8"
    )
    assert dead_links(page) == ["none.md", "#none"]


def test_what_the_program_answers_and_stores_is_described() -> None:
    """Every route, table, event and error code stands in docs/data.md, every task that is named in noxfile.py."""
    data = text_of(HOME / "docs" / "data.md")
    sources = {file.name: text_of(file) for file in HOME.glob("gallery/**/*.py")}
    routes = [
        ("/api" if name == "api.py" else "") + re.sub(r"<id:\w+>", "<id>", path)
        for name, text in sources.items()
        for path in re.findall(r"@\w+\.(?:get|post|put|delete)\(\"(/[^\"]*)\"", text)
    ]
    tables = re.findall(r"CREATE TABLE (\w+)", "\n".join(text for name, text in sources.items() if "schema" in name))
    events = re.findall(r"ClassVar\[str\] = \"(\w+)\"", sources["events.py"])
    codes = re.findall(r"^    code = \"(\w+)\"", "\n".join(sources.values()), re.MULTILINE)
    assert min(map(len, (routes, tables, events, codes))) > 5
    assert [
        route for route in routes if route.removeprefix("/media/<key>") not in data and route != "/ui/<path:name>"
    ] == []
    assert [name for name in (*tables, *events, *codes) if f"`{name}`" not in data] == []


def test_the_tasks_that_are_named_exist() -> None:
    tasks = set(re.findall(r"^def (\w+)\(session", text_of(HOME / "noxfile.py"), re.MULTILINE))
    named = {task for document in DOCUMENTS for task in re.findall(r"nox -s (\w+)", text_of(document))}
    assert named
    assert named <= tasks


def test_no_source_points_to_a_document_that_is_not_here() -> None:
    found = [
        f"{path.relative_to(HOME)}: {name}"
        for folder in ("gallery", "ui", "tests")
        for path in sorted((HOME / folder).rglob("*"))
        if path.suffix in (".py", ".js", ".css", ".html", ".mjs") and path != Path(__file__).resolve()
        for name in re.findall(r"\b[\w/-]+\.md\b", text_of(path))
        if not any((HOME / place / name).exists() for place in ("", "docs"))
    ]
    assert found == []


def test_the_drawing_of_the_rooms_is_that_of_this_tree() -> None:
    drawn = runpy.run_path(str(HOME / "docs" / "draw_rooms.py"))["svg"]()
    assert text_of(HOME / "docs" / "rooms.svg") == drawn, "make it again: python docs/draw_rooms.py"
