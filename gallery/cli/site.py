"""The command `site`: the gallery for other people, looking only, behind nginx, Apache or a CDN."""

from __future__ import annotations

import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.base.errors import UsageError
from gallery.base.logs import start_logging
from gallery.base.paths import DataFolder, data_folder_path, open_data_folder
from gallery.cli.prepare import EndRequest, call_on_signals, work_in
from gallery.settings import settings_json

if TYPE_CHECKING:
    import argparse

    from gallery.site.config import SiteConfig

log = logging.getLogger(__name__)


def run(arguments: argparse.Namespace) -> int:
    """Serve a site until SIGINT or SIGTERM, or say what it would do, and return the exit code: 1 if it failed.

    A check returns 1 where it found something to look at that keeps no site from starting.

    Raises:
        UsageError: the file of the site cannot be used as it is; nothing was started.
    """
    from gallery.site.config import load_config
    from gallery.site.signers import make_signer

    file = Path(arguments.config)
    config = load_config(file)
    if config.links:
        make_signer(config.links)
    if arguments.print:
        return _print(arguments.print, config, file, _find_data_folder(arguments.data_dir))
    if arguments.check:
        return _check(config, _find_data_folder(arguments.data_dir))
    os.umask(0o077)
    data = open_data_folder(arguments.data_dir)
    start_logging(data.logs, verbose=arguments.verbose)
    work_in(data.path)
    return _serve(config, data)


def _find_data_folder(chosen: str | None) -> DataFolder:
    """Return the data folder as it is: who only looks makes none, which would be of another account.

    Raises:
        UsageError: there is none.
    """
    path = data_folder_path(chosen)
    if not path.is_dir():
        raise UsageError(f"There is no data folder {path} yet. `shoebox index --data-dir {path} PHOTOS` makes it.")
    return DataFolder(path.resolve())


def _print(kind: str, config: SiteConfig, file: Path, data: DataFolder) -> int:
    from gallery.site.front_config import print_for

    print(print_for(kind, config, _roots(data), file.absolute(), data.path), end="")
    return 0


def _check(config: SiteConfig, data: DataFolder) -> int:
    from gallery.catalog.visible_folders import resolve_tops_in_file
    from gallery.site.check import describe, find_doubts

    doubts = find_doubts(config, partial(resolve_tops_in_file, data.index))
    print(describe(config, _roots(data), doubts), end="")
    return 1 if doubts else 0


def _serve(config: SiteConfig, data: DataFolder) -> int:
    from gallery.site.check import find_doubts
    from gallery.site.site_server import begin, open_site

    end = EndRequest()
    call_on_signals(end.ask)
    with open_parts(data) as parts:
        parts.library.roots.align()
        for doubt in find_doubts(config, parts.library.folders.find_tops):
            log.warning("%s", doubt)
            print(f"shoebox: {doubt}", file=sys.stderr, flush=True)
        with open_site(parts, config, end.fail):
            begin(parts.library, config)
            print(f"{config.address} is served on {config.socket or f'127.0.0.1:{config.port}'}.", flush=True)
            while not end.wait(0.5):
                pass
    return end.exit_code


def _roots(data: DataFolder) -> list[bytes]:
    """Return the paths of the folders that are shown, as settings.json has them. Nothing is changed or locked."""
    try:
        raw = data.settings.read_bytes()
    except OSError:
        return []
    return [os.fsencode(item["path"]) for item in settings_json.read(raw).fields.get("roots", [])]
