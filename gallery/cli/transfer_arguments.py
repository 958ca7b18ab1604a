"""What may be typed behind the commands `import` and `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_transfer_arguments(parser: argparse.ArgumentParser, command: str) -> None:
    """Add the arguments of `import` or `export` to the parser of that command."""
    if command == "export":
        parser.add_argument("target", metavar="FILE", help="a file that ends in .json or .csv; it is replaced")
        return
    parser.add_argument(
        "source", metavar="SOURCE", help="a file (.json, .csv, digikam4.db, Lap's .db), or the word picasa or takeout"
    )
    parser.add_argument("--yes", action="store_true", help="bring it in without asking")
    parser.add_argument("--only", metavar="KINDS", help="only these: rating,tags,…")
    parser.add_argument("--replace", action="store_true", help="also where you said something else")
