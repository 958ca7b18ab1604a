"""What processes of pytest send each other stays what it is: a module that is left out ended the run else."""

from __future__ import annotations

from tests.conftest import _printable


def test_reasons_stay_keys_and_names_that_are_no_text_can_be_sent() -> None:
    sent = {"longrepr": ("tests/a\udcff.py", 19, "Skipped: an extra"), "sections": [("stdout", "\udcff")]}
    assert _printable(sent) == {
        "longrepr": ("tests/a\\udcff.py", 19, "Skipped: an extra"),
        "sections": [("stdout", "\\udcff")],
    }
