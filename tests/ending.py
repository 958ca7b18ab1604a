"""How a test asks a program to end: by a signal, and on Windows, which would only kill it, as Ctrl+Break does."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

_OF_WINDOWS = sys.platform == "win32"
ENDING_SIGNALS: list[int] = (
    [getattr(signal, "CTRL_BREAK_EVENT")] if _OF_WINDOWS else [signal.SIGTERM, signal.SIGINT]  # noqa: B009  not in Linux's types
)
"""All that end a program; the first is what is usual."""
OWN_GROUP: dict[str, Any] = {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
"""What `subprocess.Popen` is given, or Ctrl+Break would go to the tests, too."""
KILLED = 0xC000013A if _OF_WINDOWS else -signal.SIGTERM
"""How a program ends that does not listen yet; on Windows STATUS_CONTROL_C_EXIT."""


def ask_to_end(process: subprocess.Popen[Any], number: int = ENDING_SIGNALS[0]) -> None:
    """Ask a program, which was started with `OWN_GROUP`, to end."""
    process.send_signal(number)
