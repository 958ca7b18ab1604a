"""The page with the viewer over a stub server, in the words of someone who looks at photos; and the photos of the stub."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from tests.browser.viewer_stub import BROKEN, OFFLINE, Item, Stub
from tests.browser.waits import finish_animations, wait_until
from tests.pictures import picture

if TYPE_CHECKING:
    from playwright.sync_api import Page

REASON = "The file ends too early."
# Whether a rendition has come and is decoded: the page itself asked for that first.
DECODED = """async (part) => {
  const found = performance.getEntriesByType("resource").find(({ name }) => name.includes(part));
  const image = new Image();
  image.src = found?.name ?? "";
  return found !== undefined && image.decode().then(() => true);
}"""


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("P", (120, 90), shade) for shade in (0, 1)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    return out.getvalue()


def chequered() -> Image.Image:
    """Pixel by pixel black and white on the left: any scaling turns it grey."""
    cell = Image.new("L", (2, 2))
    cell.putdata([0, 255, 255, 0])
    wide = Image.new("L", (3600, 2400), 128)
    row = Image.new("L", (3600, 2))
    for x in range(0, 3600, 2):
        row.paste(cell, (x, 0))
    for y in range(0, 2400, 2):
        wide.paste(row, (0, y))
    return wide.convert("RGB")


def made_items() -> list[Item]:
    """Return photos of several formats and states; the first seven are named by their numbers."""
    return [
        Item(picture(3600, 2400, 20), "one.jpg"),
        Item(chequered(), "two.png", "PNG"),
        Item(picture(2400, 3600, 120), "three.jpg", facts={"preview": {"width": 1080, "height": 1616}}),
        Item(picture(600, 400), "four.jpg", flags=BROKEN, facts={"problem": {"code": "damaged", "message": REASON}}),
        Item(picture(120, 90), "five.gif", "GIF", data=moving(), facts={"animated": True}),
        Item(picture(1800, 1200, 90), "six.jpg", flags=OFFLINE),
        Item(picture(48, 32), "seven.png", "PNG"),
        *(Item(picture(900, 600, 25 * n), f"more-{n}.jpg") for n in range(8)),
    ]


class Viewer:
    """A page with the viewer on it, in the words of someone who looks at photos."""

    def __init__(self, page: Page, stub: Stub) -> None:
        self.page = page
        self.stub = stub
        self._complaints: list[str] = []
        self._expected: list[str] = []
        page.on(
            "console",
            lambda message: self._complaints.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: self._complaints.append(str(error)))

    def expect_complaint(self, part: str) -> None:
        """Take complaints with these words for right, whenever they come: a test may end before the browser tells them."""
        self._expected.append(part)

    @property
    def complaints(self) -> list[str]:
        """Return what the page complained of that no test expected."""
        return [text for text in self._complaints if not any(part in text for part in self._expected)]

    def start(self, place: str = "#/", query: str = "") -> None:
        self.stub.seen.clear()
        self.page.goto(f"{self.stub.url}{query}{place}")
        self.page.wait_for_selector("html[data-ready]")

    def open(self, number: int) -> None:
        self.start()
        self.page.locator("#grid button").nth(number - 1).click()
        self.wait("screen")

    def wait(self, layer: str) -> None:
        expect(self.page.locator(".stage__picture")).to_have_attribute("data-layer", layer)

    def wait_for_rendition(self, photo: int) -> None:
        """Wait until the rendition of a photo is there, on the stage or ahead of it."""
        wait_until(self.page, f"({DECODED})('/screen/{photo}?')")

    @property
    def photo(self) -> str:
        return str(self.page.evaluate("location.hash"))

    @property
    def percent(self) -> str:
        return self.page.locator(".zoom output").inner_text()

    def box(self) -> dict[str, float]:
        finish_animations(self.page)
        box = self.page.locator(".stage__picture").evaluate("(figure) => figure.getBoundingClientRect().toJSON()")
        return {side: round(box[side], 2) for side in ("left", "top", "width", "height")}
