"""The language of the window: that of the system, which the page is told, or the one that is set."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.pictures import picture, save
from tests.program import AT_HOME
from tests.waiting import wait_for
from tests.window.app import App
from tests.window.needs import needs
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

needs("PySide6.QtWebEngineWidgets")
pytestmark = pytest.mark.window
GERMAN = dict.fromkeys(("LANG", "LC_ALL", "LANGUAGE"), "de_DE.UTF-8")
"""Of a locale that need not be installed."""
FIELD = "<!doctype html><title>Shoebox test</title><h1 id=ready>ready</h1><input id=field value=one>"


@pytest.mark.parametrize(("language", "said"), [("system", "Ausschneiden"), ("de", "Ausschneiden"), ("en", "Cut")])
def test_the_window_says_its_texts_in_the_language_of_the_system_or_the_one_that_is_set(
    open_window: Callable[..., App], language: str, said: str
) -> None:
    with Stub({"/": FIELD}) as stub:
        app = open_window(stub, "--language", language, env=GERMAN)
        page = app.page()
        page.wait_for_selector("#ready")
        assert stub.accepted is not None
        assert stub.accepted.startswith("de-DE,de"), stub.accepted
        assert "de-DE" in page.evaluate("navigator.languages")
        page.locator("#field").select_text()
        page.locator("#field").click(button="right")
        assert said in wait_for(lambda: app.ask("menu"))
        app.ask("menu", said)
        app.tell("choose_folder")
        texts = wait_for(lambda: app.ask("look", "dialog's texts"))
        if language == "en":
            assert texts[0] == "Choose a folder of photos"
            assert "Cancel" in texts
        else:
            assert texts[0] == "Ordner mit Fotos wählen"
            assert "Abbrechen" in texts
        assert app.quit().code == 0


def test_shoebox_speaks_the_language_of_the_system(tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", picture(300, 200))
    command = [sys.executable, str(AT_HOME), "--data-dir", str(tmp_path / "data"), str(tmp_path / "photos")]
    with App(command, tmp_path / "app.log", env=GERMAN) as app:
        app.page().get_by_text("Alle Fotos").first.wait_for()
        assert app.page().locator("html").get_attribute("lang") == "de"
        assert app.quit().code == 0
    settings = tmp_path / "data" / "settings.json"
    fields = json.loads(settings.read_text("utf-8"))
    settings.write_text(json.dumps({**fields, "view": {**fields["view"], "language": "en"}}), "utf-8")
    with App(command, tmp_path / "again.log", env=GERMAN) as app:
        app.page().get_by_text("All photos").first.wait_for()
