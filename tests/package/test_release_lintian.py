"""The whole .deb by Debian's own rules. An extra: SHOEBOX_DEB names the package (nox -s release)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.package.linting import faults_of

pytestmark = pytest.mark.package
if not os.environ.get("SHOEBOX_DEB"):
    pytest.skip("an extra: SHOEBOX_DEB names no package (nox -s release)", allow_module_level=True)


def test_lintian_finds_no_fault_that_has_no_reason() -> None:
    """Reasons stand in `assets/release/shoebox.lintian-overrides`."""
    assert faults_of(Path(os.environ["SHOEBOX_DEB"])) == []
