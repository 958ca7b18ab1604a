"""What Debian wants to read beside the program: its changes, a page of the manual, why some rules are not kept."""

from __future__ import annotations

import os
import textwrap
from datetime import UTC, datetime
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assets.release.debian import Release

HERE = Path(__file__).parent
MANUAL, OVERRIDES = HERE / "shoebox.1", HERE / "shoebox.lintian-overrides"
_COLUMNS = 80
"""Of a line of the changes, at most, as lintian counts."""


def maintainer() -> str:
    """Return who makes the package: DEBFULLNAME and DEBEMAIL, as Debian's own tools ask, or no address that is one."""
    name = os.environ.get("DEBFULLNAME", "The Shoebox authors")
    return f"{name} <{os.environ.get('DEBEMAIL', 'shoebox@localhost')}>"


def changelog(release: Release, changes: str) -> str:
    """Return the changes as Debian writes them (Debian Policy 4.4).

    Args:
        release: What is packed.
        changes: Markdown: headings, paragraphs, and lists of one level.
    """
    blocks = "\n".join(_wrapped(block) for block in _blocks(changes)).strip("\n")
    entry = f"shoebox ({release.version}) stable; urgency=low\n\n{blocks}\n\n"
    return f"{entry} -- {maintainer()}  {formatdate(release.time)}\n"


def manual(release: Release) -> str:
    """Return the page of the manual, of this version (man-pages(7))."""
    day = datetime.fromtimestamp(release.time, UTC).date().isoformat()
    return MANUAL.read_text(encoding="utf-8").replace("@DATE@", day).replace("@VERSION@", release.version)


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs, headings and entries of lists, each as one line, and the empty lines between them."""
    block: list[str] = []
    for line in [*text.splitlines(), ""]:
        if block and (not line or line.startswith(("- ", "#"))):
            yield " ".join(block)
            block = []
        if line:
            block.append(line.strip())
        else:
            yield ""


def _wrapped(block: str) -> str:
    """Return a block in lines that are short enough, indented by two columns."""
    behind = "    " if block.startswith("- ") else "  "
    return textwrap.fill(block, _COLUMNS, initial_indent="  ", subsequent_indent=behind, break_on_hyphens=False)
