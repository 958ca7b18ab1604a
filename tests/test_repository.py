"""What the repository's own files promise each other: versions, the lock file, no addresses of package registries."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assets.package.environment import required_wheels
from gallery import __version__

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# put together from halves, so that this file does not hold the names it looks for
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com"]


def test_the_version_stands_in_one_place() -> None:
    assert "version" not in PROJECT
    assert metadata.version("shoebox") == __version__


def test_the_changelog_has_the_version_below_what_is_unreleased() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(__version__)} - \d{{4}}-\d\d-\d\d", headings[1])


def locked() -> dict[str, str]:
    """Return the version of each package in the lock file by its normalised name."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def required() -> list[Requirement]:
    """Return what pyproject.toml asks for, for running, testing, checking and building."""
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(line) for line in [*PROJECT["dependencies"], *(line for extra in extras for line in extra)]]


@pytest.mark.parametrize("requirement", required(), ids=str)
def test_the_lock_file_has_a_version_that_is_allowed(requirement: Requirement) -> None:
    assert requirement.specifier.contains(locked()[canonicalize_name(requirement.name)])


def test_the_lock_file_has_all_that_is_needed_to_run() -> None:
    """A release is built with what is in it, and nothing else."""
    assert required_wheels() - set(locked()) == {"shoebox"}


def test_each_locked_package_has_a_hash() -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text(encoding="utf-8").strip())
    # a package may stand there once for each range of versions of Python
    assert {block.partition("==")[0] for block in blocks} == set(locked())
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def tracked() -> list[Path]:
    """Return the repository's files; skip the test outside a git checkout."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    files = tracked()
    assert len(files) > 100
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in files
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert found == []


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_tasks_that_exist_and_actions_that_cannot_change(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert [use for use in uses if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []
    named = set(re.findall(r"nox -s (\w+)", text))
    tasks = set(re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"test", "package", "release"} <= named <= tasks
    assert "permissions:\n  contents: read\n" in text


def test_the_tests_run_on_each_system_with_the_oldest_python() -> None:
    text = "".join(workflow.read_text(encoding="utf-8") for workflow in WORKFLOWS)
    oldest = PROJECT["requires-python"].removeprefix(">=")
    (pythons,) = re.findall(r"python: \[(.+)\]", text)
    assert oldest == min(re.findall(r'"3\.\d+"', pythons), key=lambda version: int(version[3:-1])).strip('"')
    (systems,) = re.findall(r"system: \[(.+)\]", text)
    assert set(systems.split(", ")) == {"debian", "windows", "macos"}


def test_what_tests_look_for_is_installed_where_nothing_may_be_skipped() -> None:
    """On a bare Debian; with SHOEBOX_REQUIRE=1 a program that is missing fails its test."""
    sources = [path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py") if "bench" not in path.parts]
    sought = {name for text in sources for name in re.findall(r"(?:which|require)\(\"([\w-]+)\"", text)}
    installing = [path.read_text(encoding="utf-8") for path in (ROOT / ".ci" / "install", *WORKFLOWS)]
    installed = set(re.findall(r"[\w-]+", "\n".join(installing).lower()))
    of_debian = {"dpkg-deb", "dpkg-query", "mkfs", "mount", "unshare"}
    assert {"dbus-daemon", "groff", "lintian", "nginx"} <= sought
    assert {name for name in sought if name.lower() not in installed} - of_debian == set()
