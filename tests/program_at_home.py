"""Starts Shoebox as main.py does, but proposes no folder of whoever runs the tests: no drive, and not their Pictures.

A test that gives the program a home folder of its own names it in TESTS_HOME, too; its folders are proposed.
"""

import gc
import multiprocessing
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)  # not this folder: its `site` is another
    multiprocessing.freeze_support()
    gc.disable()
    from gallery.base import picture_places

    picture_places.drive_lists = list
    if os.environ.get("TESTS_HOME") != os.environ.get("HOME"):
        picture_places.own_places = list
    from gallery.cli.main import main

    sys.exit(main())
