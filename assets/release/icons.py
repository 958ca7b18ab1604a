"""Draw the program's icon in the sizes that desktops of Linux look for, from the one drawing. Needs Qt."""

from __future__ import annotations

from pathlib import Path

from assets.release.archives import Member

DRAWING = Path(__file__).parents[1] / "icon.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels (Icon Theme Specification, hicolor)."""


def icons(name: str) -> list[Member]:
    """Return the icons as files of a package, by the name of the program."""
    folder = "usr/share/icons/hicolor"
    pictures = [Member(f"{folder}/{size}x{size}/apps/{name}.png", drawn(size)) for size in SIZES]
    return [*pictures, Member(f"{folder}/scalable/apps/{name}.svg", DRAWING.read_bytes())]


def drawn(size: int) -> bytes:
    """Return the drawing as a PNG of so many pixels along each side."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its stubs want bytes, which it does not take
    return bytes(buffer.data().data())
