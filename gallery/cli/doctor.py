"""The command `doctor`: reports what this computer has and lacks for Shoebox, in words or as JSON; changes nothing."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery import __version__
from gallery.base.errors import DataFolderError
from gallery.base.paths import DataFolder, data_folder_path, display
from gallery.catalog.database_check import RESTORED, SQLITE_VERSION, check_file
from gallery.cli.prepare import work_in
from gallery.imaging.workers import codec_versions
from gallery.program_files import program_folder

if TYPE_CHECKING:
    import argparse

INOTIFY_LIMITS = Path("/proc/sys/fs/inotify")
"""Where Linux tells how many folders may be watched, inotify(7)."""
LICENCES = ("LICENSES/README.txt", "LICENSE")
"""What the program is under: the list in the packaged program, which holds libraries of others; the project's own."""
NEEDED_CODECS = ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff", "heif", "jpeg 2000", "color management")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings, and return the exit code: 1 when Shoebox cannot run here."""
    data = _data_folder(arguments.data_dir)
    work_in(program_folder("."))
    found = findings(data)
    if arguments.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(_lines(found)))
    return 0 if found["ok"] else 1


def _data_folder(chosen: str | None) -> DataFolder:
    """Return the data folder without making it.

    Raises:
        DataFolderError: it cannot be written, or could not be made.
    """
    path = data_folder_path(chosen)
    try:
        path = path.resolve()
        existing = _nearest_existing(path)
        if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
            return DataFolder(path)
    except (OSError, RuntimeError):
        pass
    raise DataFolderError(f"The data folder {path} cannot be written. Choose another with --data-dir.")


def _nearest_existing(path: Path) -> Path:
    """Return the path itself, or the nearest folder above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def findings(data: DataFolder) -> dict[str, Any]:
    """Return what was found, as JSON. `ok` tells whether Shoebox can run here, in a browser at least."""
    from gallery.desktop import probe

    formats = _codecs()
    stores = {path.name: check_file(path) for path in (data.index, data.cache)}
    stores["library.db"] = check_file(data.path / "library.db", RESTORED)
    return {
        "ok": all(formats.get(name) for name in NEEDED_CODECS),  # a damaged store is built again by itself
        "shoebox": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": SQLITE_VERSION,
        "window": probe.window_problem() or "ok",
        "backend": probe.window_report(),
        "codecs": formats,
        "watching": {file.name: int(file.read_text(encoding="ascii")) for file in sorted(INOTIFY_LIMITS.glob("max_*"))}
        if INOTIFY_LIMITS.is_dir()
        else {},
        "data_folder": display(os.fsencode(data.path)),
        "free_bytes": shutil.disk_usage(_nearest_existing(data.path)).free,
        "stores": stores,
        "licences": str(next(path for name in LICENCES if (path := program_folder(name)).exists())),
    }


def _codecs() -> dict[str, str | None]:
    """Return the version of each decoder, None where it is missing; found out in a process of its own.

    The main process never loads a decoder.
    """
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(codec_versions.codec_versions).result(60)
    except Exception as error:  # noqa: BLE001  a library that cannot be imported, a process that dies: a finding
        return {**dict.fromkeys(NEEDED_CODECS), "error": f"{type(error).__name__}: {error}"}


def _lines(found: dict[str, Any]) -> list[str]:
    """Return the findings as lines for a terminal."""
    mark = (
        {True: "✓", False: "✗"} if (sys.stdout.encoding or "").lower().startswith("utf") else {True: "ok", False: "!!"}
    )
    lines = [
        f"Shoebox {found['shoebox']}, Python {found['python']}, SQLite {found['sqlite']}, {found['system']}",
        f"{mark[found['window'] == 'ok']} window: {found['window']}",
    ]
    lines += [f"{mark[bool(version)]} {name}: {version or 'missing'}" for name, version in found["codecs"].items()]
    lines += [f"{mark[state in ('ok', 'not made yet')]} {name}: {state}" for name, state in found["stores"].items()]
    lines += [f"  {name}: {value:,}" for name, value in found["watching"].items()]
    lines.append(f"  data folder: {found['data_folder']}, {found['free_bytes'] / 1e9:,.1f} GB free")
    lines.append(f"  licences: {found['licences']}")
    return lines
