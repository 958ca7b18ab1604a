"""The command `serve`: no window, the page is served to a browser on this computer."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING

from gallery.app import open_parts
from gallery.cli.prepare import EndRequest, call_on_signals, prepare
from gallery.local_server import open_local_server

if TYPE_CHECKING:
    import argparse

    from gallery.local_server import LocalServer
    from gallery.web.gate import Gate


def run(arguments: argparse.Namespace) -> int:
    """Serve the page to a browser on this computer until SIGINT or SIGTERM; return the exit code, 1 if it failed."""
    from gallery.web.desktop_protocol import NoDesktop

    data, paths = prepare(arguments)
    end = EndRequest()
    call_on_signals(end.ask)
    with open_parts(data, held=True) as parts, open_local_server(parts, arguments.port) as local:
        named = parts.library.visits.open_pictures(paths)
        local.begin(NoDesktop(), end.fail)
        parts.library.open(local.is_built)
        for refusal in parts.library.add_folders(named):
            print(f"shoebox: {refusal}", file=sys.stderr)
        _announce(arguments, local)
        while not end.wait(0.5):  # in steps: Windows hears Ctrl+C only between waits
            pass
    return end.exit_code


def _announce(arguments: argparse.Namespace, local: LocalServer) -> None:
    """Print the address of the page, as a sentence or as JSON."""
    address = local.gate.boot_address()
    if arguments.json:
        print(json.dumps({"boot": address, "port": local.port, "pid": os.getpid()}), flush=True)
        return
    print(
        f"Open this address in a browser on this computer; it works once:\n  {address}\nCtrl+C ends Shoebox.",
        flush=True,
    )
    if sys.stdin and sys.stdin.isatty():
        print("Enter prints a new address.", flush=True)
        threading.Thread(target=_print_addresses, args=(local.gate,), name="stdin", daemon=True).start()


def _print_addresses(gate: Gate) -> None:
    """Print another address for every line that is typed. The thread `stdin`; it ends with the program."""
    for _ in sys.stdin:
        print(f"  {gate.boot_address()}", flush=True)
