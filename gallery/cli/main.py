"""The command line: reads what was typed and runs the command. Web and window are imported only where used."""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from gallery import __version__
from gallery.base.errors import GalleryError, UsageError
from gallery.base.garbage_collector import freeze_imports
from gallery.base.paths import name_home_folder
from gallery.cli.transfer_arguments import add_transfer_arguments

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)
COMMANDS = ("open", "serve", "index", "import", "export", "doctor", "bench", "site")
TRANSFER = ("import", "export")
EPILOG = """commands:
  shoebox [PATH ...]          show these folders, or this picture, in a window
  shoebox serve [PATH ...]    no window: serve the page to a browser on this computer
  shoebox index [PATH ...]    read the folders and make all thumbnails, then end
  shoebox export FILE         write all that you said about photos, as .json or .csv
  shoebox import SOURCE       bring in what such a file, digiKam's or Lap's database, Picasa or Google Takeout says
  shoebox bench PATH          measure how fast Shoebox is on your own pictures
  shoebox doctor              say what this computer has and lacks
  shoebox site CONFIG.toml    show the folders to other people, behind nginx, Apache or a CDN

Every command takes --data-dir, --verbose and --help."""


_PATHS_HELP = ("a folder of photos, shown from now on; or a picture, shown once", "a folder of photos; only read")


class _Parser(argparse.ArgumentParser):
    """A parser that raises UsageError, where argparse prints its usage and ends the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see: {self.prog} --help)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (the words after the program's name) asks for. Main thread only.

    Returns:
        The exit code: 0 done, 1 failed, 2 wrong usage.
    """
    name_home_folder()
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
    """Return the arguments that `words` mean; every command has the attributes of all.

    Raises:
        UsageError: they mean none.
        SystemExit: help or the version was asked for, and printed.
    """
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
    if command in ("doctor", "site", *TRANSFER):
        parser.set_defaults(paths=[])
    else:
        parser.add_argument("paths", nargs="*", metavar="PATH", help=_PATHS_HELP[command == "bench"])
    if command in TRANSFER:
        add_transfer_arguments(parser, command)
    if command == "site":
        parser.add_argument("config", metavar="CONFIG.toml", help="the file of the site")
        instead = parser.add_mutually_exclusive_group()
        instead.add_argument("--check", action="store_true", help="say what it would do, and start nothing")
        instead.add_argument("--print", choices=("nginx", "apache", "systemd"), help="print a configuration to paste")
    if command in ("open", "serve"):
        parser.add_argument("--devtools", type=_port, metavar="PORT", help=argparse.SUPPRESS)
    if command == "serve":
        parser.add_argument(
            "--port", type=_port, default=0, help="the port on 127.0.0.1, for a tunnel (default: any free one)"
        )
    if command not in ("open", "site"):
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")
    if command == "index":
        parser.add_argument("--no-thumbnails", action="store_true", help="read headers only")
    end = words.index("--") if "--" in words and command != "doctor" else len(words)
    arguments = parser.parse_intermixed_args(words[:end])  # options may stand between paths
    arguments.paths += words[end + 1 :]
    return arguments


def _place_of_command(words: list[str]) -> int | None:
    """Return the index of the command in `words`, or None when there is none: first, or after options of all commands.

    argparse's subparsers would do this but for two things. They have no default command: `shoebox ~/Pictures` would
    fail, because `~/Pictures` names none. And an option before the command would be lost: the subparser writes its own
    default over the value that the parser above it has read (`shoebox --verbose serve`, Python 3.11).
    """
    at = 0
    while at < len(words) and (words[at] == "--verbose" or words[at].startswith("--data-dir")):
        at += 2 if words[at] == "--data-dir" else 1
    return at if at < len(words) and words[at] in COMMANDS else None


def _port(text: str) -> int:
    """Return the number of a port.

    Raises:
        argparse.ArgumentTypeError: `text` is none, or no browser connects to it; argparse makes a sentence of it.
    """
    from gallery.web.listener import BLOCKED_PORTS

    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")
    if int(text) in BLOCKED_PORTS:
        raise argparse.ArgumentTypeError(f"browsers do not connect to port {text}, which is for something else")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    """Run the command, whose modules are imported before the garbage collector is told what will stay."""
    if arguments.paths:
        from gallery.cli.read_ahead import read_ahead

        threading.Thread(target=read_ahead, args=(tuple(arguments.paths),), name="read-ahead", daemon=True).start()
    run = _import_command(arguments.command)
    freeze_imports()
    return run(arguments)


def _import_command(command: str) -> Callable[[argparse.Namespace], int]:
    """Return what runs a command. No other is imported: the window appears while the rest of its own is."""
    if command in TRANSFER:
        from gallery.cli.transfer import run
    elif command == "open":
        from gallery.cli.open_window import run
    elif command == "serve":
        from gallery.cli.serve import run
    elif command == "index":
        from gallery.cli.index import run
    elif command == "doctor":
        from gallery.cli.doctor import run
    elif command == "bench":
        from gallery.cli.bench import run
    else:
        from gallery.cli.site import run
    return run
