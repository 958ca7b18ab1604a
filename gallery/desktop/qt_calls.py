"""Calls of Qt's objects whose work runs on threads of Qt's own, made so that none waits for another for ever.

Python's lock is the trap. PySide holds it while a method of Qt runs: one that waits for a thread of Qt, as `stop` of a
player does, never returns where that thread wants to call Python, to log a message for example.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Q_ARG, QMetaObject, Qt

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, SignalInstance


def call_slot(target: QObject, slot: str, *arguments: tuple[Any, Any]) -> None:
    """Call a slot of an object of this thread at once, without Python's lock.

    Args:
        target: the object.
        slot: name of the slot, as C++ has it.
        arguments: (type, value) of each argument.
    """
    values = [Q_ARG(kind, value) for kind, value in arguments]
    if not QMetaObject.invokeMethod(target, slot, Qt.ConnectionType.DirectConnection, *values):
        raise TypeError(f"{target.metaObject().className()} has no slot {slot} of these arguments")


def settle_overrides(signal: SignalInstance) -> None:
    """Have PySide find out now that nothing in Python overrides what an object does when signals are disconnected.

    It finds out at the first time, for which it needs Python's lock; on one of Qt's threads that would be while that
    has a lock of Qt's, for which the GUI thread may wait meanwhile.

    Args:
        signal: any signal of the object.
    """

    def listener(*_: object) -> None:
        """Hear nothing: it is disconnected at once."""

    signal.connect(listener)
    signal.disconnect(listener)
