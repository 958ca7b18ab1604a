"""The element that shows the last screen in the page's document, before its scripts run, and what comes with it.

All places are attributes of SVG, since the page's policy lets no element have a style of its own. The thumbnails are in
the document: forty requests would take as long as the scripts.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gallery.library.last_screen import Box, LastScreen

_SHELL = '<div class="shell" id="shell" data-drawer="closed" hidden>'
_ROOT = '<html lang="'
_HEAD_END = "</head>"
_BODY_END = "</body>"


def add_last_screen(html: str, screen: LastScreen) -> tuple[str, str]:
    """Return the document with the last screen in it, and the style sheet in it, whose hash the policy must name.

    Sidebar and bar are shown as far as the document has them. Where the window has another size than then, none of the
    photos would be in its place: the style sheet hides them there.
    """
    style = _style(screen)
    theme = "" if screen.view.theme == "system" else f'data-theme="{escape(screen.view.theme)}" '
    classes = f"shell{' is-sized' * (screen.view.side is not None)}{' no-side' * (not screen.view.sidebar)}"
    html = html.replace(_ROOT, f'<html {theme}lang="', 1)
    html = html.replace(_SHELL, f'<div class="{classes}" id="shell" data-drawer="closed">', 1)
    html = html.replace(_HEAD_END, f"<style>{style}</style>\n{_HEAD_END}", 1)
    return html.replace(_BODY_END, f"{_element(screen)}\n{_BODY_END}", 1), style


def _style(screen: LastScreen) -> str:
    width, height = screen.window
    side = "" if screen.view.side is None else f"#shell{{--side-set:{screen.view.side}px}}"
    return f"{side}@media not all and (width:{width}px) and (height:{height}px){{#last-screen{{display:none}}}}"


def _element(screen: LastScreen) -> str:
    pictures = "".join(
        f'<image {_place(one.box)} preserveAspectRatio="xMidYMid slice" '
        f'href="data:image/jpeg;base64,{b64encode(one.jpeg).decode()}"/>'
        for one in screen.pictures
    )
    headings = "".join(
        f'<foreignObject {_place(box)}><div class="day__head"><h2>{escape(text)}</h2></div></foreignObject>'
        for box, text in screen.headings
    )
    width, height = screen.window
    return (
        f'<svg class="last-screen" id="last-screen" aria-hidden="true" width="{width}" height="{height}">'
        f"<svg {_place(screen.grid)}>{pictures}{headings}</svg></svg>"
    )


def _place(box: Box) -> str:
    """Return a box as attributes."""
    return " ".join(f'{name}="{value:g}"' for name, value in zip(("x", "y", "width", "height"), box, strict=True))
