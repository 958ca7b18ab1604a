"""The command line: what may be typed, and which command it means. Web and window are imported only where used."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING, NoReturn

from gallery import __version__
from gallery.base.errors import GalleryError, UsageError
from gallery.base.memory import keep_imports

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)
COMMANDS = ("open", "serve", "index", "doctor", "bench")
EPILOG = """commands:
  shoebox [PATH ...]          show these folders in a window
  shoebox serve [PATH ...]    no window: serve the page to a browser on this computer
  shoebox index [PATH ...]    read the folders and make all thumbnails, then end
  shoebox bench PATH          measure how fast Shoebox is on your own pictures
  shoebox doctor              say what this computer has and lacks

Every command takes --data-dir, --verbose and --help."""


PATHS = ("a folder of photos; shown from now on", "a folder of photos; only read")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see: {self.prog} --help)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit code: 0 done, 1 failed, 2 wrong usage."""
    try:
        arguments = _parse(sys.argv[1:] if argv is None else list(argv))
        return _run(arguments)
    except UsageError as error:
        print(f"shoebox: {error}", file=sys.stderr)
        return 2
    except GalleryError as error:
        print(f"shoebox: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _parse(words: list[str]) -> argparse.Namespace:
    command = words.pop(at) if (at := _place_of_command(words)) is not None else "open"
    parser = _Parser(
        prog="shoebox" if command == "open" else f"shoebox {command}",
        description="A gallery for the photo folders you already have.",
        epilog=EPILOG if command == "open" else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.set_defaults(command=command, json=False, port=0, devtools=None)
    parser.add_argument("--version", action="version", version=f"Shoebox {__version__}")
    parser.add_argument("--data-dir", metavar="DIR", help="keep settings, index and thumbnails here")
    parser.add_argument("--verbose", action="store_true", help="say more in the log and on the terminal")
    if command == "doctor":
        parser.set_defaults(paths=[])
    else:
        parser.add_argument("paths", nargs="*", metavar="PATH", help=PATHS[command == "bench"])
    if command in ("open", "serve"):
        parser.add_argument("--devtools", type=_port, metavar="PORT", help=argparse.SUPPRESS)
    if command == "serve":
        parser.add_argument(
            "--port", type=_port, default=0, help="the port on 127.0.0.1, for a tunnel (default: any free one)"
        )
    if command != "open":
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    if command == "index":
        parser.add_argument("--no-thumbnails", action="store_true", help="read headers only")
    end = words.index("--") if "--" in words and command != "doctor" else len(words)
    arguments = parser.parse_intermixed_args(words[:end])  # options may stand between paths
    arguments.paths += words[end + 1 :]
    return arguments


def _place_of_command(words: list[str]) -> int | None:
    """Where the command stands: first, or after options that every command takes."""
    at = 0
    while at < len(words) and (words[at] == "--verbose" or words[at].startswith("--data-dir")):
        at += 2 if words[at] == "--data-dir" else 1
    return at if at < len(words) and words[at] in COMMANDS else None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    from gallery.cli import commands

    keep_imports()
    if arguments.command == "doctor":
        from gallery.cli import doctor

        return doctor.run(arguments)
    if arguments.command == "bench":
        from gallery.cli import bench

        return bench.run(arguments)
    run = {"open": commands.open_window, "serve": commands.serve, "index": commands.index}[arguments.command]
    return run(arguments)
