"""Gives pywebview PySide6 where it imports Qt through QtPy, the package that hides which binding of Qt there is.

QtPy copies every name of a binding's modules, for which PySide6 makes each of their classes: 130 ms of a start, a third
of what an empty window takes (docs/measurements.md, "Launch"). pywebview's Qt backend wants thirty of them.
"""

from __future__ import annotations

import sys
from types import ModuleType

from PySide6 import QtCore, QtGui, QtNetwork, QtWebChannel, QtWebEngineCore, QtWebEngineWidgets, QtWidgets

_SOURCES = {
    "QtCore": (QtCore,),
    "QtGui": (QtGui,),
    "QtNetwork": (QtNetwork,),
    "QtWebChannel": (QtWebChannel,),
    "QtWebEngineCore": (QtWebEngineCore,),
    # what was in these modules of Qt 5 is asked for there
    "QtWebEngineWidgets": (QtWebEngineWidgets, QtWebEngineCore),
    "QtWidgets": (QtWidgets, QtGui),
}
"""The modules that pywebview 6.2 imports from QtPy, each with those of PySide6 that have its names."""


class _Module(ModuleType):
    """A module that takes a name from others when it is first asked for."""

    def __init__(self, name: str, sources: tuple[ModuleType, ...]) -> None:
        super().__init__(name)
        self._sources = sources

    def __getattr__(self, name: str) -> object:
        """Return what the first of the others that has the name has under it.

        Raises:
            AttributeError: none has it.
        """
        for source in self._sources:
            if hasattr(source, name):
                found: object = getattr(source, name)
                setattr(self, name, found)
                return found
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")


def provide_binding() -> None:
    """Let `import qtpy` find PySide6 from now on. Called before pywebview's backend is imported; idempotent."""
    package = ModuleType("qtpy")
    package.__path__ = []  # a package, in which no file is looked for
    modules = {name: _Module(f"qtpy.{name}", sources) for name, sources in _SOURCES.items()}
    vars(package).update(PYQT5=False, PYQT6=False, PYSIDE2=False, PYSIDE6=True, **modules)
    sys.modules["qtpy"] = package
    sys.modules.update({module.__name__: module for module in modules.values()})
