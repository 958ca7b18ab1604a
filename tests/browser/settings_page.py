"""The page of settings, as tests open it, and the keys on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def open_settings(page: Page) -> Locator:
    page.keyboard.press("Control+,")
    settings = page.locator("#settings")
    expect(settings).to_be_visible()
    expect(settings).to_be_focused()
    expect(settings.get_by_role("heading", name="Privacy")).to_be_visible()
    return settings


def keys_of(page: Page, label: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{re.escape(label)}: .*Change$"))


def key_of(page: Page, label: str) -> Locator:
    return keys_of(page, label).first


def shown(page: Page, label: str) -> Locator:
    return key_of(page, label).locator(".set-key__shown")


def record(page: Page, label: str, key: str) -> None:
    key_of(page, label).click()
    expect(page.get_by_text("Press a key, or Esc", exact=True)).to_be_visible()
    with page.expect_response("**/api/settings"):
        page.keyboard.press(key)
    expect(page.get_by_text("Press a key, or Esc", exact=True)).to_have_count(0)
