"""The Chromium of this machine. Where it is missing, tests are skipped; under SHOEBOX_REQUIRE=1 they fail."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

_PLAYWRIGHT_DISABLES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch"
)
"""Of a list given twice the last one counts."""
_TOOLBAR_PAGES = (
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,InitialWebUI,WebUIReloadButton,PreloadTopChromeWebUI"
)
"""Parts of the toolbar that nobody sees here are pages of their own in each window: 1.3 of the 1.6 s of a core that a
new page took."""
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    f"--disable-features={_PLAYWRIGHT_DISABLES},{_TOOLBAR_PAGES}",
]


def unavailable(reason: str) -> NoReturn:
    """Skips, or fails where everything must be there."""
    if os.environ.get("SHOEBOX_REQUIRE") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def chromium_path() -> str:
    """The system's Chromium."""
    found = (
        os.environ.get("SHOEBOX_CHROMIUM")
        or shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if not found or not Path(found).exists():
        unavailable("no Chromium on this machine")
    return found
