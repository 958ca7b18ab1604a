"""The right button in a text field of the real window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.waiting import wait_for
from tests.window.page_wait import wait_in_page
from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.window.app import App

pytestmark = pytest.mark.window
PAGE = """<!doctype html><title>Shoebox test</title><body><h1 id=ready>ready</h1><input id=field value="one two">
<div id=own style="width:100px;height:100px" oncontextmenu="event.preventDefault(); own.textContent = 'menu'"></div>"""


def test_a_field_has_cut_copy_and_paste_and_what_has_its_own_menu_keeps_it(open_window: Callable[..., App]) -> None:
    with Stub({"/": PAGE}) as stub:
        app = open_window(stub)
        page = app.page()
        page.wait_for_selector("#ready")
        page.locator("#field").select_text()
        page.locator("#field").click(button="right")
        wait_for(lambda: app.ask("menu"))
        assert {"Cut", "Copy", "Select all"} <= set(app.ask("menu", "Cut"))
        wait_in_page(page, "document.getElementById('field').value === ''")
        page.locator("#field").click(button="right")
        wait_for(lambda: app.ask("menu"))
        assert "Copy" not in app.ask("menu", "Paste")
        wait_in_page(page, "document.getElementById('field').value === 'one two'")
        page.locator("#own").click(button="right")
        wait_in_page(page, "document.getElementById('own').textContent === 'menu'")
        assert app.ask("menu") is None
        page.locator("#ready").click(button="right", position={"x": 400, "y": 5})
        assert app.ask("menu") is None
        assert app.quit().code == 0
