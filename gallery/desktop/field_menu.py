"""The menu of a text field, or of selected text: cut, copy, paste. A browser has its own, Qt's view has none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWebEngineCore import QWebEngineContextMenuRequest, QWebEnginePage
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

    from gallery.desktop.window_texts import WindowTexts

_Action, _Can = QWebEnginePage.WebAction, QWebEngineContextMenuRequest.EditFlag
IN_FIELD = (
    ("window-undo", _Action.Undo, _Can.CanUndo),
    ("window-redo", _Action.Redo, _Can.CanRedo),
    None,
    ("window-cut", _Action.Cut, _Can.CanCut),
    ("window-copy", _Action.Copy, _Can.CanCopy),
    ("window-paste", _Action.Paste, _Can.CanPaste),
    None,
    ("window-select-all", _Action.SelectAll, _Can.CanSelectAll),
)
ON_TEXT = (("window-copy", _Action.Copy, _Can.CanCopy),)


class FieldMenu(QObject):
    """Shows the menu where the page has none of its own. On the GUI thread, as long as the view lives."""

    def __init__(self, view: QWebEngineView, texts: WindowTexts) -> None:
        super().__init__(view)
        self._view, self._texts = view, texts
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show)

    def _show(self, place: QPoint) -> None:
        """Open the menu at a place of the view. Called by Qt, unless the page prevented its event."""
        request = self._view.lastContextMenuRequest()
        if request is None:
            return
        items = IN_FIELD if request.isContentEditable() else ON_TEXT if request.selectedText() else ()
        if not items:
            return
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for item in items:
            if item is None:
                menu.addSeparator()
                continue
            key, action, can = item
            entry = menu.addAction(self._texts.say(key), partial(self._view.triggerPageAction, action))
            entry.setEnabled(can in request.editFlags())
        menu.popup(self._view.mapToGlobal(place))
