"""Opens the real window on a given server, without the rest of the program.

    python -m tests.window.driver ORIGIN --state FILE [--devtools PORT]

Lines of JSON on stdout say what the window told us; lines on stdin call its methods from another thread.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import logging
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtNetwork import QNetworkProxy, QNetworkProxyFactory
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEngineSettings
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from gallery.base.playback import Playback
from gallery.desktop import first_frame
from gallery.desktop import window as window_module
from gallery.desktop.first_frame import FirstFrame
from gallery.desktop.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

ICON = Path(__file__).parents[2] / "assets" / "icon-256.png"


STATES = {
    "full": Qt.WindowState.WindowFullScreen,
    "maximised": Qt.WindowState.WindowMaximized,
    "minimised": Qt.WindowState.WindowMinimized,
}


def engine(native: Any) -> dict[str, Any]:
    """What the web engine may do, and whether it keeps anything on the disk."""
    page, proxy = native.webview.page(), QNetworkProxy.applicationProxy()
    attributes = QWebEngineSettings.WebAttribute
    return {
        "on": [one.name for one in attributes if page.settings().testAttribute(one)],
        "off the record": page.profile().isOffTheRecord(),
        "disk": [page.profile().httpCacheType().name, page.profile().persistentCookiesPolicy().name],
        "no shaders on the disk": QCoreApplication.testAttribute(Qt.ApplicationAttribute.AA_DisableShaderDiskCache),
        "proxy": [proxy.type().name, QNetworkProxyFactory.usesSystemConfiguration()],
    }


def texts_of(dialog: QWidget | None) -> list[str]:
    """The title of a dialog, and what stands on its buttons, without the marks of their keys."""
    buttons = dialog.findChildren(QAbstractButton) if dialog else []
    return [dialog.windowTitle(), *(one.text().replace("&", "") for one in buttons)] if dialog else []


def look(native: Any, what: str) -> Any:
    frame = native.geometry()
    return {
        "title": native.windowTitle(),
        "visible": native.isVisible(),
        "place": [frame.x(), frame.y(), frame.width(), frame.height()],
        "state": [name for name, state in STATES.items() if native.windowState() & state],
        "renderer": native.webview.page().renderProcessPid(),
        "dialog": QApplication.activeModalWidget() is not None,
        "dialog's texts": texts_of(QApplication.activeModalWidget()),
        "middle": native.grab().toImage().pixelColor(frame.width() // 2, frame.height() // 2).getRgb()[:3],
        "covered": [one.palette().window().color().name() for one in native.findChildren(FirstFrame)],
    }[what]


def drag(native: Any, kind: str, uri_list: str) -> bool:
    """What the system sends while something is dragged over the view. True: it was taken, the page saw nothing."""
    mime = QMimeData()
    mime.setData("text/uri-list", os.fsencode(uri_list))
    place, copy = QPoint(40, 40), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    events: dict[str, Callable[[], QEvent]] = {
        "enter": lambda: QDragEnterEvent(place, copy, mime, buttons, keys),
        "move": lambda: QDragMoveEvent(place, copy, mime, buttons, keys),
        "drop": lambda: QDropEvent(QPointF(place), copy, mime, buttons, keys),
        "leave": QDragLeaveEvent,
    }
    event = events[kind]()
    QCoreApplication.sendEvent(native.webview, event)
    return bool(event.isAccepted())


def player(window: Any) -> dict[str, Any] | None:
    """What the player shows; None: there is none, or it is not seen."""
    page = window.centralWidget().currentWidget()
    if page is window.webview:
        return None
    bar, engine = page.bar, page.engine
    return {
        "playing": engine.is_playing, "at": engine.position, "duration": engine.duration, "time": bar.time.text(),
        "buttons": [one.toolTip() for one in (page.top.back, bar.play, bar.mute, bar.full)],
        "volume": bar.volume.value(), "gain": engine._audio.volume(),
        "focus": window.focusWidget() in (page, *page.findChildren(QWidget)), "video": page.stage.surface.geometry().getRect(),
        "stage": page.stage.geometry().getRect(), "bars": page._fades[0]._animation.endValue() != 0.0,
        "full": window.isFullScreen(), "blanks": blanks_of(engine),
        "deaf": [repr(one) for one in page.stage.findChildren(QWidget) if not one.hasMouseTracking()],
    }  # fmt: skip


def blanks_of(engine: Any) -> int:
    """How often the picture was taken away since this was asked first."""
    if not hasattr(engine, "blanks"):
        engine.blanks, sink = 0, engine._sink
        sink.videoFrameChanged.connect(
            lambda _: setattr(engine, "blanks", engine.blanks + (not sink.videoFrame().isValid()))
        )
    return int(engine.blanks)


def press(native: Any, key: str, modifier: str = "NoModifier") -> None:
    """Press a key, as the system does: it reaches what has the focus, and those around it."""
    page = native.centralWidget().currentWidget()
    kinds = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
    for kind in kinds:
        event = QKeyEvent(kind, Qt.Key[f"Key_{key}"], Qt.KeyboardModifier[modifier])
        QCoreApplication.sendEvent(QApplication.focusWidget() or page, event)


def shortcut(native: Any, keys: str) -> None:
    """Press keys that are the window's, as one with Control."""
    QTest.keyClick(native, Qt.Key[f"Key_{keys}"], Qt.KeyboardModifier.ControlModifier)


def drag_slider(native: Any, share: float) -> None:
    """Press the slider of positions at a part of its length."""
    slider = native.centralWidget().currentWidget().bar.seek
    place = QPointF(share * slider.width(), slider.height() / 2)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
        keys = Qt.KeyboardModifier.NoModifier
        QCoreApplication.sendEvent(slider, QMouseEvent(kind, place, slider.mapToGlobal(place), left, held, keys))


def press_video(native: Any) -> None:
    """Press the middle of the video."""
    surface = native.centralWidget().currentWidget().stage.surface
    place = QPointF(surface.rect().center())
    left, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseButtonPress, place, surface.mapToGlobal(place), left, left, keys)
    QCoreApplication.sendEvent(surface, event)


def menu(_native: Any, choose: str | None = None) -> list[str] | None:
    """What can be chosen in the menu that is open, by name; None: none is. With a name it is chosen."""
    popup = QApplication.activePopupWidget()
    if not isinstance(popup, QMenu):
        return None
    can = {action.text(): action for action in popup.actions() if action.isEnabled() and action.text()}
    if choose:
        can[choose].trigger()
        popup.close()
    return list(can)


# Commands that are no method of Window: the user's own acts on the frame, and its state.
NATIVE_COMMANDS: dict[str, Callable[..., Any]] = {
    "look": look,
    "place": lambda native, *frame: native.setGeometry(*frame),
    "maximise": lambda native: native.showMaximized(),
    "minimise": lambda native: native.showMinimized(),
    "drag": drag,
    "engine": engine,
    "menu": menu,
    "player": player,
    "press": press,
    "shortcut": shortcut,
    "drag_slider": drag_slider,
    "press_video": press_video,
}


class FileState:
    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        return self._path.read_text(encoding="utf-8") if self._path.exists() else None

    def save(self, text: str) -> None:
        self._path.write_text(text, encoding="utf-8")


class FilePicture:
    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> bytes | None:
        return self._path.read_bytes() if self._path.exists() else None

    def save(self, picture: bytes) -> None:
        self._path.write_bytes(picture)


waits: list[threading.Event] = []
"""One for each video that was played: set when nobody waits for its end any more."""


def say(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def obey(window: Window) -> None:
    """Each command runs in a thread of its own, as requests do."""
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        threading.Thread(target=call, args=(window, name, arguments), daemon=True).start()


def call(window: Window, name: str, arguments: list[Any]) -> None:
    if name in ("reveal", "play"):
        arguments = [os.fsencode(arguments[0])]
    if name == "play_in_window":
        path, volume, muted = arguments
        playback = Playback("Monday 18 July", "3 of 7", volume, muted, dark=False)
        waits.append(threading.Event())
        with Path(path).open("rb", buffering=0) as file:
            say(done=name, answer=asdict(window.play_in_window(file, playback, waits[-1].is_set)))
        return
    if name == "awake":
        window.keep_awake(on=arguments[0])
        say(done=name, answer=None)
        return
    if name == "hang_up":
        waits[-1].set()
        say(done=name, answer=None)
        return
    if name in NATIVE_COMMANDS:
        answer = window._gui.call(lambda: NATIVE_COMMANDS[name](window._native, *arguments))
    else:
        answer = getattr(window, name)(*arguments)
    say(done=name, answer=os.fsdecode(answer) if isinstance(answer, bytes) else answer)


def fail(*_: object) -> None:
    raise RuntimeError("no guard")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("origin")
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--devtools", type=int)
    parser.add_argument("--language", default="en")
    parser.add_argument("--unguarded", action="store_true", help="let the guard fail")
    options = parser.parse_args()
    if options.unguarded:
        setattr(window_module, "NavigationGuard", fail)  # noqa: B010  a stand-in of another type
    first_frame.MAX_COVERED_MS = 60_000  # else a page that is never seen to be drawn would go unnoticed
    logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(name)s %(message)s")
    codes = itertools.count(1)
    window = Window(
        origin=options.origin,
        boot_address=lambda: f"{options.origin}/boot/{next(codes)}",
        placement=FileState(options.state),
        last_picture=FilePicture(options.state.with_suffix(".jpg")),
        icon=ICON,
        language=lambda: options.language,
        on_drop=lambda paths: say(drop=[os.fsdecode(path) for path in paths]),
        on_hover=lambda over: say(hover=over),
        on_focus=lambda: say(focus=True),
        devtools=options.devtools,
    )
    threading.Thread(target=obey, args=(window,), daemon=True).start()
    window.run()
    left = [type(one).__name__ for one in gc.get_objects() if isinstance(one, QWidget) and shiboken6.isValid(one)]
    say(ended=True, widgets=left, threads=[thread.name for thread in threading.enumerate() if not thread.daemon])


if __name__ == "__main__":
    main()
