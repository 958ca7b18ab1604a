"""Sidecars on the page over the real server: what is written beside a photo while one looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_page import cell
from tests.sidecar_files import bag, title, xmp_file

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PATIENCE_MS = 30_000


def test_the_open_panel_follows_the_sidecar(page: Page, photos: Path) -> None:
    cell(page, 1).click()  # the newest is none
    page.keyboard.press("i")
    panel = page.get_by_role("complementary", name="About this photo")
    expect(panel).to_contain_text(".jpg")
    name = (panel.locator("strong.wrap").text_content() or "").strip()
    sidecar = next(photos.rglob(name)).with_suffix(".xmp")
    sidecar.write_bytes(xmp_file(title("At the quay") + bag("dc:subject", "Sea")))
    expect(panel.get_by_role("textbox", name="Title")).to_have_value("At the quay", timeout=PATIENCE_MS)
    expect(panel.get_by_role("list", name="Tags")).to_have_text("Sea")
    sidecar.write_bytes(xmp_file(title("At the quay"))[:150])
    expect(panel).to_contain_text("is not read: it is damaged", timeout=PATIENCE_MS)
    sidecar.unlink()
    expect(panel).not_to_contain_text(sidecar.name, timeout=PATIENCE_MS)
