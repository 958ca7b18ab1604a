"""What is dropped on the window reaches us and not the page; what is no file is left to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.window.stub import Stub

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.window.app import App

pytestmark = pytest.mark.window

PAGE = """<!doctype html><p id=ready>ready<script>
window.seen = [];
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
  addEventListener(kind, (event) => { seen.push(kind); event.preventDefault(); });
</script>"""


def test_files_are_ours(open_window: Callable[..., App]) -> None:
    uris = "file:///a/%C3%96rdner%20%231\r\nfile:///latin-%E9\r\n"
    with Stub({"/": PAGE}) as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        assert [app.ask("drag", kind, uris) for kind in ("enter", "move", "move", "drop")] == [True] * 4
        assert app.heard("hover") == [True, False]
        assert app.heard("drop") == [["/a/Ördner #1", "/latin-\udce9"]]
        app.ask("drag", "enter", uris)
        app.ask("drag", "leave", uris)
        assert app.heard("hover") == [True, False, True, False]
        assert len(app.heard("drop")) == 1
        assert app.page().evaluate("seen") == []
        assert app.page().url == stub.origin + "/"
        app.page().reload()  # the filter sits on the view, not on the page
        app.page().wait_for_selector("#ready")
        app.ask("drag", "enter", uris)
        app.ask("drag", "drop", uris)
        assert len(app.heard("drop")) == 2


def test_what_is_no_file_is_the_page_s(open_window: Callable[..., App]) -> None:
    with Stub({"/": PAGE}) as stub:
        app = open_window(stub)
        app.page().wait_for_selector("#ready")
        for kind in ("enter", "move"):
            app.ask("drag", kind, "http://127.0.0.1:1/a")
        app.page().wait_for_function("seen.includes('dragover')")
        assert app.heard("hover") == app.heard("drop") == []
