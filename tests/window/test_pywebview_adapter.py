"""The contract with pywebview: what the adapter relies on of its Qt backend.

A failure here after an upgrade means that gallery/desktop/pywebview_adapter.py has to be read again.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

from gallery.desktop.probe import window_problem
from tests.window.app import ROOT
from tests.window.needs import lack, needs
from tests.window.stub import Stub

adapter = needs("gallery.desktop.pywebview_adapter")
pytestmark = pytest.mark.window


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """What one window showed of pywebview; the process of the window ended by itself."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "environ", env)
        if problem := window_problem():
            lack(problem)
    with Stub() as stub:
        stub.pages["/requests"] = lambda: json.dumps(stub.requests.count("GET /"))
        command = [sys.executable, "-m", "tests.window.pywebview_facts", stub.origin]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "stderr": done.stderr}


def test_the_version_is_the_one_the_adapter_was_written_for() -> None:
    assert version("pywebview").startswith("6.2."), "read the adapter again, then raise this"


def test_no_other_module_imports_pywebview() -> None:
    importing = re.compile(r"^\s*(import webview|from webview)\b", re.MULTILINE)
    found = [
        path.name for path in (ROOT / "gallery").rglob("*.py") if importing.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["pywebview_adapter.py"]


def test_every_setting_is_one_that_pywebview_knows() -> None:
    assert set(adapter.SETTINGS) <= set(needs("webview").settings)


def test_the_handlers_of_events_run_on_the_main_thread(facts: dict[str, Any]) -> None:
    assert facts["on the main thread"]
    assert facts["closing on the main thread"]


def test_window_and_view_are_there_before_any_request_has_left(facts: dict[str, Any]) -> None:
    assert facts["view"]
    assert facts["hidden"]
    assert facts["requests"] == 0


def test_detaching_takes_the_bridge_and_every_handler_off_the_page(facts: dict[str, Any]) -> None:
    # two at loadFinished: pywebview's, and the one by which Qt's view repeats the signal
    assert facts["before"] == {"loaded": 2, "permission": 1, "channel": True, "window": True}
    assert facts["after"] == {"loaded": 0, "permission": 0, "channel": False, "window": False}


def test_a_failure_in_a_handler_does_not_keep_the_window_from_opening(facts: dict[str, Any]) -> None:
    """This is why `Window._prepare` catches everything itself."""
    assert facts["loaded"] is True


def test_pywebview_has_a_log_handler_and_a_signal_handler_of_its_own(facts: dict[str, Any]) -> None:
    assert facts["log handlers"] == 1
    assert facts["signal handler"] == "webview.platforms.qt"
    assert "a failure in on_ready" not in facts["stderr"], "its log handler was taken off"
