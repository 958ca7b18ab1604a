"""Whether all text can be read whole: not cut, not gone, not out of its box, not under or over something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from playwright.sync_api import Page

_LETTERS = 1.1
"""Height of the letters with what goes below the line, in font sizes: the line itself may be higher, or lower."""
_FIND = """(letters) => {
  const floating = "dialog[open], .menu, .pop:not([hidden]), .filter:not([hidden]), .suggestions:not([hidden])";
  const root = [...document.querySelectorAll(floating)].findLast((one) => one.checkVisibility())
    ?? [...document.querySelectorAll(".viewer")].find((one) => one.checkVisibility()) ?? document.body;
  const yielding = ".viewer__name > :not(strong)"; // what leaves its place to something better, and as a whole
  const roots = [root, ...document.querySelectorAll(".toast")]; // a message lies over no other text
  const seen = { checkOpacity: true, checkVisibilityCSS: true };
  const found = new Set();
  const texts = [];
  const name = (element) => element.tagName.toLowerCase() + (element.id && "#" + element.id)
    + [...element.classList].map((one) => "." + one).join("");
  const say = (what, text, element) => found.add(`${what}: ${text.slice(0, 30)} (${name(element)})`);
  const isLine = (style) => style.display === "inline" || style.display === "contents";

  // Tells whether nothing of a line is left where it has been cut.
  const isGone = (text, element, rect, size) => {
    const middle = (rect.top + rect.bottom) / 2;
    const box = { left: rect.left, right: rect.right, top: middle - letters * size / 2,
      bottom: middle + letters * size / 2 };
    let isFree = false; // placed by itself: not within the boxes of its parents
    for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
      const style = getComputedStyle(one);
      const room = one.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(style.overflowY);
      if (scrolls && (box.top < room.top - 1 || box.bottom > room.bottom + 1)) return false; // it can be scrolled to
      if (isLine(style)) continue;
      if (style.webkitLineClamp !== "none" && box.top > room.bottom - size / 2) return false; // "…" says that there is more
      const cuts = /hidden|clip/.test(style.overflowY);
      if (cuts && box.top > room.bottom) return true; // a line that has no room at all
      if ((cuts || (!isFree && !scrolls)) && (box.top < room.top - 1 || box.bottom > room.bottom + 1))
        return say(cuts ? "cut" : "out of its box", text, one), false;
      if (style.textOverflow === "ellipsis") box.right = Math.min(box.right, room.right);
      else if (/hidden|clip/.test(style.overflowX) && (box.right > room.right + 1 || box.left < room.left - 1))
        return say("cut at its side", text, one), false;
      if (scrolls) isFree = true;
      if (/absolute|fixed/.test(style.position)) isFree = true;
    }
    if (box.right > innerWidth + 1 || box.left < -1) say("out of the window", text, element);
    if (box.right - box.left < Math.min(size / 2, rect.width)) return true; // of "…" not even that
    if (box.top > innerHeight || box.bottom < 0) return false;
    const top = document.elementFromPoint((box.left + box.right) / 2, Math.min(middle, innerHeight - 1));
    const isTop = !top || top.contains(element) || element.contains(top) || !root.contains(top);
    if (getComputedStyle(element).pointerEvents !== "none" && !isTop) say(`below ${name(top)}`, text, element);
    texts.push({ ...box, text, element });
    return false;
  };

  const nodes = [];
  for (const one of roots) {
    const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) nodes.push(node);
  }
  for (const node of nodes) {
    const element = node.parentElement;
    const text = node.data.trim();
    if (!text || !element.checkVisibility(seen) || element.closest(".sr, [inert], option, title, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(element).fontSize);
    const lines = [...range.getClientRects()].filter((rect) => rect.width > 1);
    const gone = lines.filter((rect) => isGone(text, element, rect, size));
    if (gone.length === lines.length && !element.closest(yielding)) say("gone", text, element);
  }
  for (const input of root.querySelectorAll("input[type=text], textarea")) {
    if (!input.checkVisibility(seen)) continue;
    const size = parseFloat(getComputedStyle(input).fontSize);
    if (input.clientHeight < letters * size) say("cut", input.value || input.placeholder, input);
    if (input.value && input.scrollWidth > input.clientWidth + 1) say("cut at its side", input.value, input);
  }
  texts.forEach((a, i) => texts.slice(0, i).forEach((b) => {
    const [width, height] = [Math.min(a.right, b.right) - Math.max(a.left, b.left),
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
    if (width > 2 && height > 2 && a.element !== b.element) say(`over "${b.text.slice(0, 30)}"`, a.text, a.element);
  }));
  return [...found];
}"""

_SHORTENED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && one.innerText && !one.closest(".sr")
    && (style.textOverflow === "ellipsis" && one.scrollWidth > one.clientWidth + 1
      || style.webkitLineClamp !== "none" && one.scrollHeight > one.clientHeight + 1);
}).map((one) => `shortened: ${one.innerText} (${one.id || one.className})`)"""


def enlarge_text(page: Page, factor: int = 2) -> None:
    """Let the browser's text size be so many times the usual one, as its user would set it; before a page is loaded."""
    size = 16 * factor
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})


def unreadable(page: Page) -> list[str]:
    """Return a line for each text of what is on top that is cut or gone, out of its box, or not alone in its place."""
    return cast("list[str]", page.evaluate(_FIND, cast("Any", _LETTERS)))


def shortened(page: Page) -> list[str]:
    """Return a line for each text that ends in "…", since it has no room: good for names, bad for the page's own words."""
    return cast("list[str]", page.evaluate(_SHORTENED))
