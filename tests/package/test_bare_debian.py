"""The .deb in a bare Debian: installed with what it asks for, it shows pictures to an ordinary user, and goes again.

An extra: SHOEBOX_DEB names the package (nox -s release). Fetches packages of Debian, for the test alone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.package.bare_root import HOME, BareRoot
from tests.pictures import encoded, picture
from tests.waiting import wait_for
from tests.window.app import App, Ending, psutil
from tests.window.needs import lack
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
SHOWN_S = 120
"""At most, on a busy machine."""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen, on a socket that has no place in the file system."""
    if shutil.which("Xvfb") is None:
        lack("Xvfb is not installed")
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
    """A bare Debian with a package of an earlier version and nothing that it does not ask for; a user with pictures."""
    folder = tmp_path_factory.mktemp("bare")
    made = BareRoot.make(folder / "root")
    earlier_package(folder / "unpacked", made.folder / "earlier.deb")
    shutil.copy(PACKAGE, made.folder / "shoebox.deb")
    made.run("apt-get", "update", "-qq")
    install(made, "earlier")
    made.give(PICTURES, FILES)
    return made


def earlier_package(folder: Path, target: Path) -> None:
    """Put the package that SHOEBOX_DEB_BEFORE names there, or the one that is tested with an earlier version."""
    if before := os.environ.get("SHOEBOX_DEB_BEFORE"):
        shutil.copy(before, target)
        return
    subprocess.run(["dpkg-deb", "--raw-extract", str(PACKAGE), str(folder)], check=True)
    control = folder / "DEBIAN" / "control"
    control.write_text(
        re.sub(r"(?m)^Version: .*$", "Version: 0.0.1", control.read_text(encoding="utf-8")), encoding="utf-8"
    )
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(folder), str(target)], check=True)
    shutil.rmtree(folder)


def install(root: BareRoot, name: str) -> str:
    """Install a package that lies in the root; return its version."""
    root.run("apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/{name}.deb")
    return root.run("dpkg-query", "-W", "-f", "${Version}", "shoebox")


def command_of_entry(root: BareRoot) -> str:
    lines = (root.folder / "usr/share/applications/shoebox.desktop").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("Exec=")).removeprefix("Exec=").removesuffix(" %F")


def said(app: App) -> list[str]:
    """Return what a program has printed, but for what its debugging port is told with."""
    printed = app.text() + Path(f"{app._log}.out").read_text(encoding="utf-8")
    of_devtools = ("Any program on this computer", "DevTools listening on", "\n")
    return [line for line in printed.splitlines(keepends=True) if not line.startswith(of_devtools)]


def wait_for_pictures(app: App, number: int = len(FILES)) -> None:
    """Wait until so many are on the screen: the first start on a new system reads everything from the disk."""
    wait_for(app.at_home, SHOWN_S, app.text)
    wait_in_page(app.page(), f"{PICTURES_SHOWN} === {number}", SHOWN_S)


USUAL = {"HOME": HOME, "LANG": "C.UTF-8"}


def test_an_upgrade_keeps_what_the_version_before_knew(root: BareRoot, display: str, tmp_path: Path) -> None:
    before = root.as_user(command_of_entry(root), PICTURES, environ={"DISPLAY": display, **USUAL})
    with App(before, tmp_path / "before") as app:
        wait_for_pictures(app)
        assert app.quit() == Ending(0, [])
    earlier, now = root.run("dpkg-query", "-W", "-f", "${Version}", "shoebox"), install(root, "shoebox")
    assert earlier != now
    command = root.as_user(command_of_entry(root), environ={"DISPLAY": display, **USUAL})  # it knows the folder
    with App(command, tmp_path / "now") as app:
        wait_for_pictures(app)
        assert app.quit() == Ending(0, [])
        assert said(app) == []


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
        wait_for_pictures(app)
        assert any(is_in_sandbox(one.pid) for one in app.helpers()), "Chromium draws in its sandbox"
        assert set(psutil.Process(app.process.pid).uids()) == {1234}
        assert app.quit() == Ending(0, [])
        assert said(app) == []


def test_its_folder_is_not_the_user_s(root: BareRoot) -> None:
    """All tests here run it from a folder that it cannot write."""
    tried = subprocess.run(root.as_user("touch", f"{PROGRAM}/a", environ=USUAL), capture_output=True, check=False)
    assert tried.returncode != 0
    assert b"Permission denied" in tried.stderr


@pytest.mark.parametrize("name", ["with space #1 100%", "Übung ä"])
def test_it_runs_from_a_folder_of_any_name(root: BareRoot, display: str, name: str, tmp_path: Path) -> None:
    """As what is unpacked from the other archive."""
    root.run("cp", "--archive", "--link", PROGRAM, f"/opt/{name}")
    command = root.as_user(f"/opt/{name}/shoebox", PICTURES, environ={"DISPLAY": display, **USUAL})
    with App(command, tmp_path / "log") as app:
        wait_for_pictures(app)
        assert app.quit() == Ending(0, [])
        # Qt WebEngine cannot tell Chromium such a name on its command line, says so in four lines, and finds all
        assert said(app) == [] or not name.isascii()
    root.run("rm", "-r", f"/opt/{name}")


def test_a_second_start_hands_over_to_the_first(root: BareRoot, display: str, tmp_path: Path) -> None:
    environ = {"DISPLAY": display, **USUAL}
    root.give(f"{HOME}/more", {"a.jpg": FILES["0.jpg"]})
    with App(root.as_user("shoebox", PICTURES, environ=environ), tmp_path / "log") as app:
        wait_for_pictures(app)
        second = root.as_user("shoebox", f"{HOME}/more", environ=environ)
        told = subprocess.run(second, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, timeout=SHOWN_S)
        assert told.stdout == b""
        wait_for_pictures(app, 1)
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
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        is_apart = os.readlink(f"/proc/{pid}/ns/user") != os.readlink("/proc/self/ns/user")
    except OSError:  # it has ended
        return False
    return is_apart and "Seccomp:\t2" in status
