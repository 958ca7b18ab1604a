"""Languages that no file holds, made from English: one whose texts are longer, and one that is read from right to left."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from gallery.languages.tables import read_language
from gallery.program_files import program_folder
from tests.browser.text_fits import shortened, unreadable
from tests.browser.waits import finish_animations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

_WORD = re.compile(r"[A-Za-z]{3,}")
_LONGER = re.compile(r"([a-z])\1\1")
"""What words of `longer` have, and names do not."""
_AS_THEY_ARE = ("language-", "dates-months", "dates-weekdays")
_IN_THE_DOCUMENT = re.compile(r"\{([a-z0-9-]+)\}")
_TABLE = "JSON.parse(document.getElementById('texts').textContent)"
ENGLISH = dict(read_language(program_folder("ui") / "languages" / "en").texts)


def longer(text: str) -> str:
    """Return a text that is two fifths longer: every word gets more letters, none becomes two."""
    return _WORD.sub(lambda match: match[0] + match[0][-1] * max(1, round(len(match[0]) * 0.4)), text)


def cut_texts(page: Page) -> list[str]:
    """Return what cannot be read; of the longer language, whose words can be told from names, also what ends in "…"."""
    finish_animations(page)
    return unreadable(page) + [line for line in shortened(page) if _LONGER.search(line)]


def changed(pattern: Any, change: Callable[[str], str]) -> Any:
    """Return a text with its words changed, and its variables as they are."""
    if isinstance(pattern, str):
        return change(pattern)
    return [
        change(part) if isinstance(part, str)
        else [part[0], {name: changed(one, change) for name, one in part[1].items()}, part[2]] if len(part) > 1
        else part
        for part in pattern
    ]  # fmt: skip


def speak(page: Page, change: Callable[[str], str], direction: str = "ltr") -> None:
    """Let the documents that the page loads from now on have other texts, and perhaps another direction."""
    others = {key: changed(text, change) for key, text in ENGLISH.items() if not key.startswith(_AS_THEY_ARE)}
    texts = ENGLISH | others | {"language-direction": direction}
    keys = _IN_THE_DOCUMENT.findall((program_folder("ui") / "index.html").read_text("utf-8"))
    shown = {ENGLISH[key]: others[key] for key in keys if key in others}

    def answer(route: Route) -> None:
        response = route.fetch(max_redirects=0)
        html = response.text()
        table = json.dumps(texts).replace("<", "\\u003c")
        html = re.sub(r'(id="texts">).*?(</script>)', lambda match: match[1] + table + match[2], html, flags=re.DOTALL)
        for before, after in shown.items():
            html = html.replace(f'"{before}"', f'"{after}"').replace(f">{before}<", f">{after}<")
        route.fulfill(response=response, body=html.replace('dir="ltr"', f'dir="{direction}"', 1))

    page.route(re.compile(r"/boot/"), answer)


def in_its_words(page: Page, english: str) -> re.Pattern[str]:
    """Return a pattern for a text that begins with an English one, said as the page says it in its language."""
    table = page.evaluate(_TABLE)
    keys = [key for key, text in ENGLISH.items() if isinstance(text, str) and text.removesuffix("…") == english]
    texts = {english, *(str(table[key]).removesuffix("…") for key in keys)}
    return re.compile(rf"^(?:{'|'.join(map(re.escape, sorted(texts)))})(?!\w)")
