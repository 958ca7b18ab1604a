"""What the window itself says, its menus, dialogs and player: in the language that is set, or that the system has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from gallery.languages.tables import choose_language, program_texts

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "window"
_PLAIN_TAG = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
"""A language, or one with its country: Qt names the same with their script, too."""


def system_languages() -> str:
    """Return what the user of this system reads, most wanted first, as Accept-Language has it; "" where nothing says.

    On Linux LANGUAGE, LC_ALL, LC_MESSAGES and LANG say it, also of a locale that is not installed.
    """
    return ",".join(tag for tag in QLocale.system().uiLanguages() if _PLAIN_TAG.fullmatch(tag))


class WindowTexts:
    """The texts of the window. On the GUI thread."""

    def __init__(self, chosen: Callable[[], str]) -> None:
        """Take what returns the language that is set: a tag, or "system"."""
        self._chosen = chosen
        self._translator: tuple[str, QTranslator] | None = None

    def say(self, key: str) -> str:
        """Return a text of `window.ftl` by its key, in the language that is set now."""
        return program_texts(self._tag(), FILE).plain(key)

    def translate_qt(self) -> None:
        """Have Qt's own dialogs say their texts in that language, where Qt's tables of it are there.

        They are seen where the desktop has no dialogs of its own for files.
        """
        tag, application = self._tag(), QCoreApplication.instance()
        if application is None or (self._translator and self._translator[0] == tag):
            return
        if self._translator:
            application.removeTranslator(self._translator[1])
        translator = QTranslator(application)
        if translator.load(f"qtbase_{tag}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)
        self._translator = tag, translator

    def _tag(self) -> str:
        return choose_language(self._chosen(), system_languages())
