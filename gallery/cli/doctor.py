"""The command doctor: what this computer has and lacks for Shoebox, in words or as JSON. Reports; changes nothing."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sqlite3
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gallery import __version__
from gallery.base.errors import DataFolderError
from gallery.base.paths import DataFolder, data_folder_path, display
from gallery.imaging.workers import codec_versions

if TYPE_CHECKING:
    import argparse

LIMITS = Path("/proc/sys/fs/inotify")
NEEDED = ("jpeg", "png", "gif", "webp", "avif", "bmp", "tiff", "heif", "color management")


def run(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 when Shoebox cannot run here."""
    data = _data_folder(arguments.data_dir)
    found = findings(data)
    if arguments.json:
        print(json.dumps(found, indent=1))
    else:
        print("\n".join(_lines(found)))
    return 0 if found["ok"] else 1


def _data_folder(chosen: str | None) -> DataFolder:
    """The data folder as it is, made or not.

    Raises:
        DataFolderError: it cannot be written, or could not be made.
    """
    path = data_folder_path(chosen)
    try:
        path = path.resolve()
        there = _there(path)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            return DataFolder(path)
    except (OSError, RuntimeError):
        pass
    raise DataFolderError(f"The data folder {path} cannot be written. Choose another with --data-dir.")


def _there(path: Path) -> Path:
    """The path, or the nearest above it that exists."""
    return next(place for place in (path, *path.parents) if place.exists())


def findings(data: DataFolder) -> dict[str, Any]:
    """Everything that was found. `ok`: it can run, in a browser at least."""
    from gallery.desktop import probe

    formats = _codecs()
    stores = {path.name: _store(path) for path in (data.index, data.cache)}
    return {
        "ok": all(formats.get(name) for name in NEEDED),  # a damaged store is built again by itself
        "shoebox": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "sqlite": sqlite3.sqlite_version,
        "window": probe.window_problem() or "ok",
        "backend": probe.window_report(),
        "codecs": formats,
        "watching": {file.name: int(file.read_text()) for file in sorted(LIMITS.glob("max_*"))}
        if LIMITS.is_dir()
        else {},
        "data_folder": display(os.fsencode(data.path)),
        "free_bytes": shutil.disk_usage(_there(data.path)).free,
        "stores": stores,
    }


def _codecs() -> dict[str, str | None]:
    """Asked in a process of its own, as the decoders always are."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(codec_versions.codec_versions).result(60)
    except Exception as error:  # noqa: BLE001  a library that cannot be imported, a process that dies: a finding
        return {**dict.fromkeys(NEEDED), "error": f"{type(error).__name__}: {error}"}


def _store(path: Path) -> str:
    if not path.exists():
        return "not made yet"
    try:
        # where no log lies nobody is at it, and reading need not make one
        how = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "immutable=1"
        with closing(sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=5)) as conn:
            found = str(conn.execute("PRAGMA quick_check(1)").fetchone()[0])
            return found if found == "ok" else f"{found}; it is built again at the next start"
    except sqlite3.Error as error:
        return f"{error}; it is built again at the next start"


def _lines(found: dict[str, Any]) -> list[str]:
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
    return lines
