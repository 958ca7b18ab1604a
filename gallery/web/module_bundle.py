"""Joins the page's modules into one file.

A page of 215 modules spends 1.3 of the 2.0 seconds until its first photo on fetching and linking them one by one,
though they come from this computer (docs/measurements.md, "One file of modules"). The sources stay plain modules, which
need no step between them and the browser; tests run them in both forms. Pure.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from posixpath import dirname, join, normpath

# Each begins with the end of the line before, so that `re` looks for letters and not at each line: 60 -> 25 ms for all.
_IMPORT = re.compile(r'\nimport \{([^}]*)\} from "(\.[^"]+)";')
_EXPORT = re.compile(r"\nexport (?=(?:async function|function|class|const) (\w+))")
_OTHER_IMPORT = re.compile(r"\nimport\b.*")
_OTHER_EXPORT = re.compile(r"\nexport\b.*")
_MODULE = "const {name} = (({imports}) => {{ // {path}{body}return {{ {exports} }};\n}})({given});\n"


def join_modules(sources: dict[str, str], entry: str) -> str:
    """Return one module that does what the module `entry` does with all that it imports.

    Each module becomes a function, called once, after those that it imports: takes their exports, returns its own.
    Names of one module stay unseen by the others, as they are in modules.

    Args:
        sources: the text of each module by its path, with slashes.
        entry: the path of the module that the page loads.

    Raises:
        ValueError: a module imports what is not there, what another does not export, or itself through others, or is
            written in another form than `import { a, b as c } from "./d.js";` and `export` before `const`, `class`,
            `function` and `async function`.
    """
    sources = {path: f"\n{text}" for path, text in sources.items()}
    exports = {path: [match[1] for match in _EXPORT.finditer(text)] for path, text in sources.items()}
    needs = _needs(sources, exports, entry)
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise ValueError(f"Modules import each other: {error.args[1]}") from error
    names = {path: f"module{number}" for number, path in enumerate(order)}
    return "".join(_as_function(path, sources[path], exports[path], names) for path in order)


def _needs(sources: dict[str, str], exports: dict[str, list[str]], entry: str) -> dict[str, list[str]]:
    """Return the modules that are needed, each with those that it imports."""
    found: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = [_resolve(path, match, exports) for match in _IMPORT.finditer(sources[path])]
            waiting += found[path]
    return found


def _resolve(path: str, match: re.Match[str], exports: dict[str, list[str]]) -> str:
    """Return the path of what the module at `path` imports from, which must have all that is imported."""
    found = normpath(join(dirname(path), match[2]))
    if found not in exports:
        raise ValueError(f"{path} imports {match[2]}, which is not there.")
    names = [name.split(" as ")[0].strip() for name in match[1].split(",") if name.strip()]
    if missing := [name for name in names if name not in exports[found]]:
        raise ValueError(f"{path} imports {', '.join(missing)} from {match[2]}, which has no such export.")
    return found


def _as_function(path: str, text: str, exports: list[str], names: dict[str, str]) -> str:
    """Return a module as a call of a function; `names` has the results of those before it."""
    imports = list(_IMPORT.finditer(text))
    body = _EXPORT.sub("\n", _IMPORT.sub("\n", text))
    if other := _OTHER_IMPORT.search(body) or _OTHER_EXPORT.search(body):
        raise ValueError(f"{path} has an import or export of another form: {other[0].strip()}")
    taken = ("{" + ", ".join(_renamed(name) for name in match[1].split(",") if name.strip()) + "}" for match in imports)
    given = (names[normpath(join(dirname(path), match[2]))] for match in imports)
    return _MODULE.format(
        name=names[path], path=path, body=body, imports=", ".join(taken), given=", ".join(given),
        exports=", ".join(exports),
    )  # fmt: skip


def _renamed(name: str) -> str:
    """Return "a as b", the form of imports, in that of objects: "a: b"."""
    return ": ".join(name.split(" as ")).strip()
