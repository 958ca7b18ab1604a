"""The .deb in a bare Debian: installed with what it asks for, it shows pictures to an ordinary user, and goes again.

An extra: SHOEBOX_DEB names the package (nox -s release). Fetches packages of Debian, for the test alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.package.bare_root import HOME, BareRoot
from tests.pictures import encoded, picture
from tests.window.app import App, Ending, psutil
from tests.window.page_wait import PICTURES_SHOWN, wait_in_page

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.package
if not os.environ.get("SHOEBOX_DEB"):
    pytest.skip("an extra: SHOEBOX_DEB names no package (nox -s release)", allow_module_level=True)
PACKAGE = Path(os.environ["SHOEBOX_DEB"]).resolve()
PICTURES = f"{HOME}/Urlaub ä #1 100%"
FILES = {f"{number}.jpg": encoded("jpeg", picture(320, 240)) for number in range(9)}
PROGRAM = "/usr/lib/shoebox"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen, on a socket that has no place in the file system."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        yield f":{told.readline().strip()}"
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> BareRoot:
    """A bare Debian with the package and nothing that it does not ask for, and a user with pictures."""
    made = BareRoot.make(tmp_path_factory.mktemp("bare") / "root")
    shutil.copy(PACKAGE, made.folder / "shoebox.deb")
    made.run("apt-get", "update", "-qq")
    made.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "/shoebox.deb")
    made.give(PICTURES, FILES)
    return made


def command_of_entry(root: BareRoot) -> str:
    lines = (root.folder / "usr/share/applications/shoebox.desktop").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("Exec=")).removeprefix("Exec=").removesuffix(" %F")


@pytest.mark.parametrize(
    "environ",
    [{"HOME": HOME, "LANG": "C.UTF-8"}, {"HOME": HOME, "LC_ALL": "C"}, {"HOME": HOME, "LANG": "de_DE.UTF-8"}, {}],
    ids=["usual", "C locale", "locale that is not installed", "no HOME"],
)
def test_pictures_are_on_the_screen_and_nothing_on_the_terminal(
    root: BareRoot, display: str, environ: dict[str, str], tmp_path: Path
) -> None:
    command = root.as_user(command_of_entry(root), PICTURES, environ={"DISPLAY": display, **environ})
    with App(command, tmp_path / "log") as app:
        wait_in_page(app.page(), f"{PICTURES_SHOWN} === {len(FILES)}")
        assert any(is_in_sandbox(one.pid) for one in app.helpers()), "Chromium draws in its sandbox"
        assert set(psutil.Process(app.process.pid).uids()) == {1234}
        assert app.quit() == Ending(0, [])
        of_devtools = ("Any program on this computer", "DevTools listening on", "\n")
        assert [line for line in app.text().splitlines(keepends=True) if not line.startswith(of_devtools)] == []


def test_a_second_start_hands_over_to_the_first(root: BareRoot, display: str, tmp_path: Path) -> None:
    environ = {"DISPLAY": display, "HOME": HOME, "LANG": "C.UTF-8"}
    root.give(f"{HOME}/more", {"a.jpg": FILES["0.jpg"]})
    with App(root.as_user("shoebox", PICTURES, environ=environ), tmp_path / "log") as app:
        wait_in_page(app.page(), f"{PICTURES_SHOWN} === {len(FILES)}")
        subprocess.run(root.as_user("shoebox", f"{HOME}/more", environ=environ), check=True, timeout=60)
        wait_in_page(app.page(), f"{PICTURES_SHOWN} === 1")
        assert app.quit() == Ending(0, [])


def test_it_goes_away_and_leaves_the_user_s_data(root: BareRoot) -> None:
    assert root.run("dpkg", "--verify", "shoebox") == ""
    root.run("dpkg", "--purge", "shoebox")
    assert [path for path in (PROGRAM, "/usr/bin/shoebox", "/usr/share/doc/shoebox") if root.has(path)] == []
    left = list((root.folder / "usr").rglob("*shoebox*"))
    assert left == []
    assert root.has(f"{HOME}/.local/share/Shoebox/library.db")
    assert sorted(os.listdir(root.folder / PICTURES.lstrip("/"))) == sorted(FILES)


def is_in_sandbox(pid: int) -> bool:
    """Return whether a process has user namespaces of its own and a filter for what it asks the system."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        is_apart = os.readlink(f"/proc/{pid}/ns/user") != os.readlink("/proc/self/ns/user")
    except OSError:  # it has ended
        return False
    return is_apart and "Seccomp:\t2" in status
