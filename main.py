"""Start Shoebox. See gallery/cli/main.py for the commands."""

import gc
import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # first: a frozen decode process enters here again
    gc.disable()  # while modules are imported nothing becomes garbage; `garbage_collector.freeze_imports` ends it
    from gallery.cli.main import main

    sys.exit(main())
