"""Addresses for every route of the site, so that a new route is tested without being named."""

from __future__ import annotations

EXAMPLES = {
    "<path:name>": "js/main.js",
    "<key>": "KEY",
    "<code>": "x",
    "<id:photo>": "1",
    "<id:folder>": "1",
    "<id:root>": "1",
    "<id:search>": "1",
    "<id:visit>": "1",
    "<id:act>": "1",
    "<id:number>": "1",
    "<id:album>": "1",
    "<id:conflict>": "1",
    "<id:item>": "1",
    "<name>": "x",
    "<recipe>": "thumb-320-3",
    "<fingerprint>": "0" * 32,
}


def example_address(rule: str) -> str:
    """Return an address that matches a route's rule; KEY stands for the page's key."""
    for placeholder, value in EXAMPLES.items():
        rule = rule.replace(placeholder, value)
    assert "<" not in rule, "EXAMPLES lacks a kind of placeholder"
    return rule
