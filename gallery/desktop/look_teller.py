"""Gives the page what the user has set in the system: Chromium in Qt follows only light and dark by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWebEngineCore import QWebEngineScript, QWebEngineSettings

from gallery.desktop.system_look import SystemLook

if TYPE_CHECKING:
    from PySide6.QtWebEngineCore import QWebEnginePage
    from PySide6.QtWidgets import QWidget

    from gallery.desktop.system_look import Look

TEXT_PX, FIXED_TEXT_PX = 16, 13
"""Chromium's own sizes of text, of which the page's rem is the first."""
_NAME = "look"
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
_APPLY = """(({attributes, accent}) => {
  const apply = (root) => {
    for (const [name, value] of Object.entries(attributes))
      if (value) root.setAttribute(name, value);
      else root.removeAttribute(name);
    if (accent) root.style.setProperty("--system-accent", accent);
    else root.style.removeProperty("--system-accent");
  };
  if (document.documentElement) return apply(document.documentElement);
  new MutationObserver((_, observer) => {
    if (!document.documentElement) return;
    observer.disconnect();
    apply(document.documentElement);
  }).observe(document, { childList: true });
})(%s)"""
"""A document that is being made has no element yet; it is told before anything is drawn."""


class LookTeller(QObject):
    """Keeps a page, whatever is loaded in it, in step with the system's settings. On the GUI thread."""

    def __init__(self, window: QWidget, page: QWebEnginePage) -> None:
        super().__init__(window)
        self._system, self._page = SystemLook(window), page
        self._script = QWebEngineScript()
        self._script.setName(_NAME)
        self._script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentCreation)
        self._script.setWorldId(_WORLD)
        self._system.changed.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        look = self._system.look
        set_text_size(self._page.settings(), look.text_scale)
        scripts = self._page.scripts()
        for script in scripts.find(_NAME):
            scripts.remove(script)
        self._script.setSourceCode(source_of(look))
        scripts.insert(self._script)  # for pages to come
        self._page.runJavaScript(source_of(look), _WORLD)


def set_text_size(settings: QWebEngineSettings, scale: float) -> None:
    """Set what 1 rem is. An open page is laid out anew."""
    sizes = QWebEngineSettings.FontSize
    for kind, px in ((sizes.DefaultFontSize, TEXT_PX), (sizes.DefaultFixedFontSize, FIXED_TEXT_PX)):
        settings.setFontSize(kind, round(px * scale))


def source_of(look: Look) -> str:
    """Return the script that writes a look into the document: `data-contrast`, `data-motion` and `data-accent`."""
    attributes = {
        "data-contrast": "more" if look.more_contrast else "",
        "data-motion": "less" if look.less_motion else "",
        "data-accent": "system" if look.accent else "",
    }
    return _APPLY % json.dumps({"attributes": attributes, "accent": look.accent})
