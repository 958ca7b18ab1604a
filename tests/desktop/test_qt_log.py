"""What Qt says is logged without the secrets in this program's addresses."""

from __future__ import annotations

from tests.window.needs import needs

redact_addresses = needs("gallery.desktop.qt_log").redact_addresses


def test_addresses_lose_their_secrets() -> None:
    said = "GET http://127.0.0.1:1/media/abc-_D/thumb/1?v=2 and '/feed/xyz' and /boot/code"
    assert redact_addresses(said) == "GET http://127.0.0.1:1/media/…/thumb/1?v=2 and '/feed/…' and /boot/…"
