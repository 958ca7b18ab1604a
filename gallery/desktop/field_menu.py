"""The menu of a text field, or of selected text: cut, copy, paste. A browser has its own, Qt's view has none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWebEngineCore import QWebEngineContextMenuRequest, QWebEnginePage
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from PySide6.QtWebEngineWidgets import QWebEngineView

_Action, _Can = QWebEnginePage.WebAction, QWebEngineContextMenuRequest.EditFlag
IN_FIELD = (
    ("Undo", _Action.Undo, _Can.CanUndo),
    ("Redo", _Action.Redo, _Can.CanRedo),
    None,
    ("Cut", _Action.Cut, _Can.CanCut),
    ("Copy", _Action.Copy, _Can.CanCopy),
    ("Paste", _Action.Paste, _Can.CanPaste),
    None,
    ("Select all", _Action.SelectAll, _Can.CanSelectAll),
)
ON_TEXT = (("Copy", _Action.Copy, _Can.CanCopy),)


class FieldMenu(QObject):
    """Shows the menu where the page has none of its own. On the GUI thread, as long as the view lives."""

    def __init__(self, view: QWebEngineView) -> None:
        super().__init__(view)
        self._view = view
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
            label, action, can = item
            entry = menu.addAction(label, partial(self._view.triggerPageAction, action))
            entry.setEnabled(can in request.editFlags())
        menu.popup(self._view.mapToGlobal(place))
