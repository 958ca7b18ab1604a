"""The parts of the command `open` without its window: takes folders from second starts until it is killed.

Run as `python -m tests.faults.second_start DATA_FOLDER`; it prints the address of its socket when it listens.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from gallery.app import open_parts
from gallery.base.paths import DataFolder
from gallery.base.single_instance import HandoverListener


def main() -> None:
    """Listen for ever."""
    data = DataFolder(Path(sys.argv[1]))
    with open_parts(data) as parts:
        parts.library.open()
        HandoverListener(data.handover).start(parts.library.roots.add_and_show)
        print(data.handover, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
