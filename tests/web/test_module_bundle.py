"""The page's modules as one: what imports what, what is refused, and that all of the page's own can be joined."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from gallery.web.assets import MAIN_MODULE, load_modules
from gallery.web.module_bundle import join_modules
from tests.browser.chromium import unavailable

UI = Path(__file__).parents[2] / "ui"
SOURCES = {
    "js/main.js": """/** @file Begins. */
import { add, TWO as two } from "./pure/sums.js";
import { Shelf } from "./shelf.js";

const name = "main"; // a name of its own in each module
console.log(name, add(two, 3), new Shelf().names());
""",
    "js/shelf.js": """import {
  add,
  nameOf,
} from "./pure/sums.js";
const name = "shelf";
export class Shelf {
  names() {
    return [name, nameOf(), add(1, 1)].join();
  }
}
export async function later() {}
""",
    "js/pure/sums.js": """const name = "sums";
export const TWO = 2;
export function add(a, b) {
  return a + b;
}
export function nameOf() {
  return name;
}
""",
    "js/unused.js": "this is no module",
}


def test_it_does_what_the_modules_do() -> None:
    node = shutil.which("node") or unavailable("no node on this machine")
    joined = join_modules(SOURCES, "js/main.js")
    ran = subprocess.run([node, "--input-type=module", "-"], input=joined, capture_output=True, text=True, check=True)
    assert ran.stdout == "main 5 shelf,sums,2\n"


def test_each_module_is_in_it_once_after_those_that_it_imports() -> None:
    joined = join_modules(SOURCES, "js/main.js")
    assert re.findall(r"// (js/.*)", joined) == ["js/pure/sums.js", "js/shelf.js", "js/main.js"]
    assert "no module" not in joined


def test_lines_may_end_as_on_windows() -> None:
    ended = {path: text.replace("\n", "\r\n") for path, text in SOURCES.items()}
    assert join_modules(ended, "js/main.js").split() == join_modules(SOURCES, "js/main.js").split()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {
                "js/main.js": 'import { a } from "./shelf.js";\nexport const b = 1;',
                "js/shelf.js": 'import { b } from "./main.js";\nexport const a = 1;',
            },
            "import each other",
        ),
        ({"js/main.js": 'import { x } from "./nowhere.js";'}, "is not there"),
        ({"js/main.js": 'import { x } from "./../../outside.js";'}, "is not there"),
        ({"js/main.js": 'import { add, gone } from "./pure/sums.js";'}, "imports gone from ./pure/sums.js"),
        ({"js/main.js": 'import * as sums from "./pure/sums.js";'}, r"js/main.js has .* of another form: import \* as"),
        ({"js/main.js": 'import "./pure/sums.js";'}, "of another form"),
        ({"js/main.js": "export default 3;"}, "of another form: export default 3;"),
        ({"js/main.js": "let x = 1;\nexport { x };"}, "of another form"),
        ({"js/main.js": "export let x = 1;"}, "of another form"),
    ],
)
def test_what_cannot_be_joined_is_named(changed: dict[str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        join_modules({**SOURCES, **changed}, "js/main.js")


def test_all_modules_of_the_page_are_in_one() -> None:
    modules = load_modules(UI)
    joined = join_modules(modules, MAIN_MODULE)
    assert sorted(re.findall(r"^const module\d+ = .* // (js/.*)", joined, re.MULTILINE)) == sorted(modules)
