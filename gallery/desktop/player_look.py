"""How the player in the window looks: the colours of ui/css/tokens.css, the icons of ui/icons.svg."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from gallery.program_files import program_folder

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

BAR_PX, BOTTOM_PX, HIT_PX, GAP_PX = 48, 72, 32, 8
"""`--bar`, the height of the filmstrip, `--hit` and `--s2` of the page."""
ICON_PX = 20
TEXT_PX, TITLE_PX = 14, 16
NARROW_PX, LOW_PX = 599, 420
"""Up to this width, and this height, of the window there is less room: as in the page."""
CALM_MS = 160
IDLE_MS = 2500
_RADIUS = 6
_SYMBOL = re.compile(r'<symbol id="i-(?P<name>[\w-]+)" viewBox="(?P<box>[\d ]+)">(?P<shapes>.*?)</symbol>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme, by their names in tokens.css."""

    stage: str
    ink: str
    ink_2: str
    edge: str
    line: str
    hover: str


LIGHT = Colours("#e6e5e2", "#1c1b19", "#55534f", "#817f7a", "#c9c8c4", "#dcdbd7")
DARK = Colours("#0b0b0a", "#ecebe8", "#b5b3ae", "#83817c", "#262624", "#1c1c1b")
"""`line` and `hover` are mixed with the stage that they lie on: what moves above a video is drawn without blending."""


@cache
def icon(name: str, colour: str) -> QSvgRenderer:
    """Return one of the icons, in a colour, to be drawn in any size.

    Raises:
        KeyError: there is none of this name.
    """
    symbol = _symbols()[name]
    shapes = symbol["shapes"].replace('class="solid" fill="currentColor"', f'fill="{colour}"')
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{symbol["box"]}" fill="none" stroke="{colour}" '
        f'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">{shapes}</svg>'
    )
    return QSvgRenderer(QByteArray(svg.encode()))


@cache
def _symbols() -> dict[str, dict[str, str]]:
    text = (program_folder("ui") / "icons.svg").read_text(encoding="utf-8")
    return {found["name"]: found.groupdict() for found in _SYMBOL.finditer(text)}


def paint_button(painter: QPainter, box: QRect, name: str, colours: Colours, *, hovered: bool, focused: bool) -> None:
    """Paint a button that is an icon: as `.button--bare.button--icon` of the page."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if hovered:
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(colours.hover))
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    if focused:
        pen = painter.pen()
        pen.setColor(QColor(colours.ink))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
    place = QRectF(0, 0, ICON_PX, ICON_PX)
    place.moveCenter(QRectF(box).center())
    icon(name, colours.ink).render(painter, place)
