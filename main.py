"""Start Shoebox. See gallery/cli.py for the commands."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # first: a frozen decode process enters here again
    from gallery.cli import main

    sys.exit(main())
