"""The commands `import` and `export`: what was said about photos comes in from a file, or goes out to one."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from gallery.app import open_parts
from gallery.base.errors import UsageError
from gallery.cli.prepare import EndRequest, call_on_signals, prepare
from gallery.transfer.entries import KINDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gallery.app import Parts
    from gallery.library.transfer import TransferController

BESIDE = ("picasa", "takeout")
NAMES = {
    "shoebox": "Shoebox", "table": "The table", "digikam": "digiKam", "lap": "Lap", "picasa": "Picasa",
    "takeout": "Google Takeout",
}  # fmt: skip
_SHOWN = 10
"""Lines of each list that are printed."""


def run(arguments: argparse.Namespace) -> int:
    """Bring in or take out, and return the exit code."""
    path = os.path.abspath(arguments.target if arguments.command == "export" else arguments.source)
    if arguments.command == "export" and not path.lower().endswith((".json", ".csv")):
        raise UsageError("Name a file that ends in .json or .csv.")
    kinds = _parse_kinds(arguments.only) if arguments.command == "import" else KINDS
    data, _ = prepare(arguments)
    with open_parts(data, thumbnails=False) as parts:
        if arguments.command == "export":
            return _export(parts.library.transfer, path, is_json=arguments.json)
        end = EndRequest()
        call_on_signals(end.ask)
        _look_at_disk(parts, end)
        return 0 if end.asked() else _import(arguments, parts.library.transfer, path, kinds)


def _parse_kinds(text: str | None) -> Sequence[str]:
    if text is None:
        return KINDS
    kinds = [kind.strip() for kind in text.split(",")]
    if wrong := sorted(set(kinds) - set(KINDS)):
        raise UsageError(f"There is no {wrong[0]!r} to bring in. There are: {', '.join(KINDS)}.")
    return kinds


def _export(transfer: TransferController, path: str, *, is_json: bool) -> int:
    written = transfer.export_to(os.fsencode(path), path.rpartition(".")[2].lower())
    print(json.dumps(written) if is_json else f"{written['photos']:,} photos: {path}")
    return 0


def _look_at_disk(parts: Parts, end: EndRequest) -> None:
    """Scan all roots: which file is which is known only when the folders have been read."""
    parts.library.roots.align()
    for root in parts.settings.roots:
        parts.indexer.scan(root.id)
    while not (parts.indexer.wait_until_idle(0.05) or end.asked()):
        pass


def _import(arguments: argparse.Namespace, transfer: TransferController, path: str, kinds: Sequence[str]) -> int:
    is_beside = arguments.source in BESIDE
    preview = transfer.preview_beside(arguments.source) if is_beside else transfer.preview_file(os.fsencode(path))
    if not arguments.json:
        print("\n".join(describe(preview, kinds, replace=arguments.replace)))
    answer: dict[str, Any] | None = None
    if arguments.yes or (not arguments.json and _comes(preview, kinds, replace=arguments.replace) and _ask()):
        answer = transfer.apply(preview["import"], kinds, replace=arguments.replace)
    if arguments.json:
        print(json.dumps({"preview": preview, "applied": answer}))
    elif answer:
        print(f"Brought in: {answer['photos']:,} photos. Ctrl+Z in Shoebox, or its History, takes it back.")
    elif not arguments.yes:
        print("Nothing was changed.")
    return 0


def _comes(preview: dict[str, Any], kinds: Sequence[str], *, replace: bool) -> bool:
    return any(one["new"] or (replace and one["kept"]) for one in preview["kinds"] if one["kind"] in kinds)


def _ask() -> bool:
    """Ask on the terminal; elsewhere nobody can answer, and nothing is brought in."""
    if not sys.stdin.isatty():
        print("Add --yes to bring it in.")
        return False
    return input("Bring this in? [y/N] ").strip().lower() in {"y", "yes"}


def describe(preview: dict[str, Any], kinds: Sequence[str], *, replace: bool) -> list[str]:
    """Return the lines that say what would come."""
    name = NAMES[preview["from"]]
    lines = [f"{name}: something is said about {preview['photos']:,} photos, {preview['found']:,} of which are here."]
    for one in preview["kinds"]:
        if one["kind"] in kinds:
            yours = "replaced" if replace else "yours is kept"
            other = f"; {one['kept']:,} where you said something else: {yours}" if one["kept"] else ""
            same = f"; {one['same']:,} the same already" if one["same"] else ""
            lines.append(f"  {one['kind']}: {one['new']:,} photos{other}{same}")
    for field, words in _LISTS.items():
        if count := preview[field]["count"]:
            lines.append(f"{words}: {count:,}")
            lines += [f"  {line}" for line in preview[field]["lines"][:_SHOWN]]
            if count > _SHOWN:
                lines.append(f"  … and {count - _SHOWN:,} more")
    lines += [f"Left out, as there is no place for it: {one['what']} ({one['count']:,})" for one in preview["left"]]
    return lines


_LISTS = {
    "missing": "Photos that are not here",
    "ambiguous": "Photos that could be several here",
    "refused": "Values that cannot be kept",
}
