"""The desktop cannot be opened to the network: not by an option, the environment or a setting, nor by the site (S33)."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from gallery.cli import main as module
from gallery.cli.main import main

if TYPE_CHECKING:
    from tests.conftest import Serve

PACKAGE = Path(__file__).resolve().parents[2] / "gallery"
LISTENERS = {
    "web/listener.py": {"listener.bind(('127.0.0.1', port))"},
    "site/site_server.py": {"listener.bind(path)"},
    "base/single_instance.py": {"Listener(address, FAMILY, backlog=16)"},
}
"""Every place in which an address is taken; the last two are Unix sockets, or a pipe of Windows."""
TAKERS = ("bind", "Listener", "start_server", "create_server", "make_server", "run_simple")
PLACES = ("0.0.0.0", "::", "192.0.2.1", "localhost", "0.0.0.0:8080")
NAMES = ("HOST", "LISTEN", "BIND", "ADDRESS", "PORT", "SERVER_NAME", "URL", "INTERFACE")


def calls(file: Path) -> set[str]:
    """Return the calls in a file that take an address to listen on; our own `bind` and waitress take none."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {ast.unparse(node): ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {
        call
        for call, name in found.items()
        if name.rpartition(".")[2] in TAKERS and name not in ("bind", "waitress.create_server")
    }


def test_addresses_are_taken_in_these_places_only() -> None:
    found = {str(file.relative_to(PACKAGE).as_posix()): calls(file) for file in PACKAGE.rglob("*.py")}
    assert {name: each for name, each in found.items() if each} == LISTENERS


def test_the_server_itself_is_given_a_socket_and_no_address() -> None:
    tree = ast.parse((PACKAGE / "web" / "server.py").read_text(encoding="utf-8"))
    (made,) = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and "create_server" in ast.unparse(node.func)
    ]
    names = {keyword.arg for keyword in made.keywords}
    assert "sockets" in names
    assert names.isdisjoint({"host", "port", "listen", "unix_socket", "trusted_proxy"})
    assert None not in names, "no settings from elsewhere"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("command", ["open", "serve"])
def test_no_option_says_where_to_listen(
    command: str, place: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_run", lambda _: pytest.fail("it ran"))
    for name in (*NAMES, "PUBLIC", "REMOTE", "SITE"):
        assert main([command, f"--{name.lower().replace('_', '-')}={place}"]) == 2, name
        assert capsys.readouterr().err.startswith("shoebox: ")


def addresses(pid: int) -> set[str]:
    """Return where a process and its children listen."""
    tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return {one.laddr.ip for process in tree for one in process.net_connections("inet") if one.status == "LISTEN"}


def test_neither_environment_nor_settings_say_where_to_listen(
    serve: Serve, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve(photos)
    served.enter()
    assert served.stop() == 0
    file = served.data / "settings.json"
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(kept | {name.lower(): "0.0.0.0" for name in NAMES}), encoding="utf-8")
    for name in NAMES:
        for prefix in ("", "SHOEBOX_", "GALLERY_", "FLASK_", "FLASK_RUN_", "WAITRESS_", "WSGI_"):
            monkeypatch.setenv(prefix + name, "0.0.0.0")
    monkeypatch.setenv("LISTEN_FDS", "1")
    again = serve(photos, data=served.data)
    assert again.enter().ask("/api/status").status == 200
    assert addresses(again.pid) == {"127.0.0.1"}


def test_the_desktop_never_loads_the_site() -> None:
    code = (
        "import sys, gallery.app, gallery.cli.main, gallery.cli.serve, gallery.cli.open_window, gallery.cli.index\n"
        "import gallery.web.local_app, gallery.web.server, gallery.web.gate, gallery.web.media, gallery.web.feed\n"
        "print([name for name in sys.modules if name.startswith('gallery.site')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == "[]"
