"""What axe-core finds in a page that is wrong for keyboards and screen readers. A tool of development only (MPL-2.0)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.chromium import unavailable

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const rules = { "label-content-name-mismatch": { enabled: true } };
  const { violations } = await axe.run(document, { rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}"""


def load_axe(page: Page) -> None:
    """Put axe-core into a page; to be done again after each load."""
    if not SOURCE.exists():
        unavailable("axe-core is not installed (nox -s page)")
    page.evaluate(SOURCE.read_text(encoding="utf-8"))


def complaints(page: Page) -> list[str]:
    """What axe-core finds, when nothing moves any more: what fades has too little contrast for a moment."""
    page.evaluate("async () => { for (const one of document.getAnimations()) await one.finished.catch(() => {}) }")
    found: list[str] = page.evaluate(RUN)
    return found
