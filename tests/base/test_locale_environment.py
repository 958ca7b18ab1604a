"""Characters are UTF-8 for Qt, which else says four lines about it; what else the user's locale says stays."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gallery.base import locale_environment
from gallery.base.locale_environment import prefer_utf8, restore_locale

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere Qt does not ask")


def changed(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, encoding: str | None = "ISO-8859-1"
) -> dict[str, str]:
    monkeypatch.setattr(locale_environment, "encoding_of_locale", lambda: encoding)
    prefer_utf8(environ)
    return {name: value for name, value in environ.items() if not name.startswith("SHOEBOX_")}


def test_a_locale_of_unicode_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed({"LC_ALL": "de_DE.UTF-8"}, monkeypatch, "UTF-8") == {"LC_ALL": "de_DE.UTF-8"}


def test_language_and_formats_stay_those_of_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {"LANG": "de_DE.ISO-8859-1", "LC_CTYPE": "C.UTF-8"}
    assert changed({"LC_ALL": "de_DE.ISO-8859-1", "LANG": "C"}, monkeypatch) == expected
    assert changed({"LANG": "de_DE.ISO-8859-1"}, monkeypatch) == expected
    assert changed({}, monkeypatch) == {"LC_CTYPE": "C.UTF-8"}


def test_a_locale_that_is_not_installed_still_says_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert changed({"LANG": "de_DE.UTF-8"}, monkeypatch, None) == {
        "LANG": "de_DE.UTF-8",
        "LANGUAGE": "de_DE.UTF-8",
        "LC_ALL": "C.UTF-8",
    }


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", None])
@pytest.mark.parametrize(
    "environ",
    [{}, {"LC_ALL": "C"}, {"LANG": "de_DE", "LC_ALL": "fr_FR", "LC_CTYPE": "C", "LANGUAGE": "de:en"}, {"LC_TIME": "C"}],
)
def test_other_programs_have_the_locale_that_the_user_chose(
    environ: dict[str, str], encoding: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale_environment, "encoding_of_locale", lambda: encoding)
    now = environ.copy()
    prefer_utf8(now)
    restore_locale(now)
    assert now == environ


@pytest.mark.parametrize("environ", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LANG": "xx_XX.UTF-8"}, {}])
def test_qt_has_nothing_to_say_about_it(environ: dict[str, str]) -> None:
    code = (
        "import os; from gallery.base.locale_environment import prefer_utf8; prefer_utf8(os.environ)\n"
        "from PySide6.QtCore import QCoreApplication; QCoreApplication([])"
    )
    without = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    command = [sys.executable, "-X", "utf8=0", "-c", code]
    coerced = {"PYTHONCOERCECLOCALE": "0"}  # as in the built program
    ended = subprocess.run(command, env=without | environ | coerced, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
