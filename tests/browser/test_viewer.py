"""The viewer in Chromium, over a server of a few made-up photos."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FLAGS, chromium_path
from tests.browser.viewer_stub import BROKEN, OFFLINE, Item, Stub
from tests.pictures import picture

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

WINDOW = {"width": 1280, "height": 800}
REASON = "The file ends too early."


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


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return [
        Item(picture(3600, 2400, 20), "one.jpg"),
        Item(chequered(), "two.png", "PNG"),
        Item(picture(2400, 3600, 120), "three.jpg"),
        Item(picture(600, 400), "four.jpg", flags=BROKEN, facts={"problem": {"code": "damaged", "message": REASON}}),
        Item(picture(120, 90), "five.gif", "GIF", data=moving(), facts={"animated": True}),
        Item(picture(1800, 1200, 90), "six.jpg", flags=OFFLINE),
        Item(picture(48, 32), "seven.png", "PNG"),
        *(Item(picture(900, 600, 25 * n), f"more-{n}.jpg") for n in range(8)),
    ]


@pytest.fixture(scope="module")
def stub(items: list[Item]) -> Iterator[Stub]:
    server = Stub(items)
    yield server
    server.close()


@pytest.fixture(scope="module")
def chromium(playwright: Any) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


class Viewer:
    """A page with the viewer on it, in the words of someone who looks at photos."""

    def __init__(self, page: Page, stub: Stub) -> None:
        self.page = page
        self.stub = stub
        self.complaints: list[str] = []
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

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

    def until(self, expression: str) -> None:
        """Playwright's own waiting evaluates strings in the page, which the page's policy forbids."""
        for _ in range(100):
            if self.page.evaluate(expression):
                return
            self.page.wait_for_timeout(50)
        pytest.fail(f"never came true: {expression}")

    def settled(self) -> None:
        self.page.evaluate("Promise.allSettled(document.getAnimations().map((a) => a.finished))")

    @property
    def photo(self) -> str:
        return self.page.evaluate("location.hash")

    @property
    def percent(self) -> str:
        return self.page.locator(".zoom output").inner_text()

    def box(self) -> dict[str, float]:
        self.settled()
        box = self.page.locator(".stage__picture").evaluate("(figure) => figure.getBoundingClientRect().toJSON()")
        return {side: round(box[side], 2) for side in ("left", "top", "width", "height")}


@pytest.fixture
def viewer(chromium: Browser, stub: Stub, request: pytest.FixtureRequest) -> Iterator[Viewer]:
    options: dict[str, Any] = getattr(request, "param", {})
    context = chromium.new_context(viewport=WINDOW, **options)
    viewer = Viewer(context.new_page(), stub)
    yield viewer
    context.close()
    assert viewer.complaints == []


def test_opens_from_the_grid_and_says_where_it_is(viewer: Viewer) -> None:
    viewer.open(1)
    assert viewer.photo == "#/photo/1"
    expect(viewer.page.locator(".viewer__name")).to_have_text(re.compile(r"18 July 2016.*1 of 15"))
    expect(viewer.page.locator("#viewer [aria-live=polite]")).to_have_text("one.jpg, 1 of 15")
    assert viewer.page.evaluate("document.getElementById('viewer').contains(document.activeElement)")


def test_the_grid_thumbnail_is_there_in_the_exact_shape_before_anything_else(viewer: Viewer) -> None:
    viewer.page.route("**/screen/**", lambda _: None)
    viewer.page.route("**/api/photos/**", lambda _: None)
    viewer.start("#/photo/1")
    viewer.wait("thumb")
    early = viewer.box()
    viewer.page.unroute_all(behavior="ignoreErrors")
    viewer.page.reload()
    viewer.wait("screen")
    late = viewer.box()
    for side, value in early.items():
        assert abs(value - late[side]) < 1, side


def test_steps_with_keys_wheel_edges_and_film(viewer: Viewer) -> None:
    viewer.open(1)
    steps = {"ArrowRight": 2, "PageDown": 3, "PageUp": 2, "ArrowLeft": 1, "End": 15, "Home": 1}
    for key, photo in steps.items():
        viewer.page.keyboard.press(key)
        assert viewer.photo == f"#/photo/{photo}", key
    viewer.page.mouse.move(640, 400)
    viewer.page.mouse.wheel(0, 120)
    expect(viewer.page).to_have_url(re.compile(r"photo/2$"))
    viewer.page.get_by_label("Next photo").click()
    assert viewer.photo == "#/photo/3"
    viewer.page.locator(".film__frame[aria-label='Photo 7']").click()
    assert viewer.photo == "#/photo/7"
    expect(viewer.page.locator(".film__frame[aria-current=true]")).to_have_attribute("aria-label", "Photo 7")
    assert viewer.page.evaluate("history.length") == 3  # about:blank, the grid, the photo: stepping adds none


def test_there_is_no_page_before_the_first_and_after_the_last(viewer: Viewer) -> None:
    viewer.open(1)
    expect(viewer.page.get_by_label("Previous photo")).to_be_hidden()
    viewer.page.keyboard.press("ArrowLeft")
    assert viewer.photo == "#/photo/1"
    viewer.page.keyboard.press("End")
    expect(viewer.page.get_by_label("Next photo")).to_be_hidden()


@pytest.mark.parametrize("way", ["history", "Escape", "Backspace", "button"])
def test_back_closes_and_the_focus_is_on_the_last_photo(viewer: Viewer, way: str) -> None:
    viewer.open(1)
    for _ in range(2):
        viewer.page.keyboard.press("ArrowRight")
    if way == "history":
        viewer.page.go_back()
    elif way == "button":
        viewer.page.get_by_label("Back (Esc)").click()
    else:
        viewer.page.keyboard.press(way)
    expect(viewer.page.locator("#viewer")).to_be_hidden()
    expect(viewer.page.locator("#grid button").nth(2)).to_be_focused()
    assert viewer.page.evaluate("[stub.store.state.focus, stub.keys.scope]") == [2, "grid"]
    viewer.page.go_forward()
    expect(viewer.page.locator("#viewer")).to_be_visible()


@pytest.mark.parametrize(
    "viewer", [{"device_scale_factor": 1}, {"device_scale_factor": 2}], indirect=True, ids=["dpr1", "dpr2"]
)
def test_zoom_keeps_what_is_under_the_pointer(viewer: Viewer) -> None:
    viewer.open(1)
    x, y = 560, 300
    viewer.page.mouse.move(x, y)
    before = viewer.box()
    at = (x - before["left"]) / before["width"], (y - before["top"]) / before["height"]
    viewer.page.keyboard.down("Control")
    for _ in range(4):
        viewer.page.mouse.wheel(0, -120)
    viewer.page.keyboard.up("Control")
    viewer.until("document.querySelector('.stage').classList.contains('is-zoomed')")
    viewer.page.wait_for_timeout(200)
    after = viewer.box()
    assert after["width"] > before["width"] * 2
    assert abs(after["left"] + at[0] * after["width"] - x) <= 1
    assert abs(after["top"] + at[1] * after["height"] - y) <= 1
    viewer.page.keyboard.press("z")
    assert viewer.box() == before


@pytest.mark.parametrize("viewer", [{"device_scale_factor": 1}, {"device_scale_factor": 1.5}, {"device_scale_factor": 2}], indirect=True,
                         ids=["dpr1", "dpr1.5", "dpr2"])  # fmt: skip
def test_a_hundred_percent_is_one_pixel_of_the_photo_on_one_of_the_screen(viewer: Viewer) -> None:
    viewer.open(2)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    assert viewer.percent == "100%"
    ratio = viewer.page.evaluate("devicePixelRatio")
    assert abs(viewer.box()["width"] * ratio - 3600) < 0.01
    viewer.page.wait_for_timeout(300)
    shot = Image.open(
        io.BytesIO(viewer.page.screenshot(clip={"x": 300, "y": 200, "width": 100, "height": 100}))
    ).convert("L")
    shades = {shade for _, shade in shot.getcolors() or []}
    assert shades == {0, 255}


def test_the_original_is_fetched_only_when_the_rendition_has_no_more_pixels(viewer: Viewer) -> None:
    viewer.open(1)  # 3600 wide, its rendition 2400
    viewer.page.keyboard.press("+")
    viewer.page.keyboard.press("+")
    expect(viewer.page.locator(".zoom output")).to_have_text("50%")
    viewer.page.wait_for_timeout(400)
    assert viewer.stub.asked("/original/") == []
    viewer.page.keyboard.press("+")
    expect(viewer.page.locator(".zoom output")).to_have_text("67%")
    before = viewer.box()
    viewer.page.wait_for_timeout(200)
    viewer.page.keyboard.press("+")
    viewer.wait("original")
    assert len(viewer.stub.asked("/original/1")) == 1
    assert viewer.box()["width"] > before["width"]


def test_drag_pans_within_bounds_and_the_edges_still_turn(viewer: Viewer) -> None:
    viewer.open(3)
    viewer.page.keyboard.press("Control+1")
    expect(viewer.page.locator(".zoom output")).to_have_text("100%")
    before = viewer.box()
    viewer.page.mouse.move(1250, 400)  # the drag begins on the edge that turns pages
    viewer.page.mouse.down()
    viewer.page.mouse.move(1150, 350, steps=4)
    viewer.page.mouse.up()
    after = viewer.box()
    assert viewer.photo == "#/photo/3"
    assert (round(after["left"] - before["left"]), round(after["top"] - before["top"])) == (-100, -50)
    for _ in range(4):
        viewer.page.mouse.move(640, 100)
        viewer.page.mouse.down()
        viewer.page.mouse.move(640, 700, steps=4)
        viewer.page.mouse.up()
    assert viewer.box()["top"] == 48
    viewer.page.mouse.click(1250, 400)
    assert viewer.photo == "#/photo/4"


def test_neighbours_are_made_ready_and_shown_without_a_thumbnail(viewer: Viewer) -> None:
    viewer.open(8)
    viewer.page.wait_for_timeout(600)
    wanted = {path.split("?")[0].rsplit("/", 1)[1] for path in viewer.stub.asked("/screen/")}
    assert wanted == {"7", "8", "9", "10"}
    viewer.page.keyboard.press("ArrowRight")
    assert viewer.page.locator(".stage__picture").get_attribute("data-layer") == "screen"


def test_someone_in_a_hurry_does_not_make_renditions_of_what_is_passed(viewer: Viewer) -> None:
    viewer.open(8)
    viewer.page.evaluate("for (let i = 9; i < 15; i++) stub.route.go({ photo: i }, { replace: true })")
    viewer.wait("screen")
    assert viewer.photo == "#/photo/14"
    assert viewer.stub.asked("/screen/12") == []


def test_a_broken_photo_shows_its_name_its_reason_and_the_way_out(viewer: Viewer) -> None:
    viewer.start("#/photo/4")
    tile = viewer.page.locator(".stage__trouble")
    expect(tile).to_contain_text("four.jpg")
    expect(tile).to_contain_text(REASON)
    expect(tile.get_by_role("button", name="Copy path")).to_be_visible()
    expect(viewer.page.locator(".zoom")).to_be_hidden()
    assert viewer.stub.asked("/media/key/screen/4") == []


def test_a_rendition_that_does_not_come_ends_in_a_reason(viewer: Viewer, items: list[Item]) -> None:
    items[8].lost, items[8].facts = True, {"problem": {"code": "vanished", "message": "The file is gone."}}
    try:
        viewer.start("#/photo/9")
        expect(viewer.page.locator(".stage__trouble")).to_contain_text("The file is gone.")
    finally:
        items[8].lost, items[8].facts = False, {}
    assert all("404" in complaint for complaint in viewer.complaints)
    viewer.complaints.clear()


def test_a_moving_picture_moves(viewer: Viewer) -> None:
    viewer.start("#/photo/5")
    viewer.wait("original")
    assert viewer.percent == "100%"
    assert viewer.page.locator(".stage__picture img").count() == 1


def test_a_photo_on_an_absent_drive_is_shown_and_says_so(viewer: Viewer) -> None:
    viewer.open(6)
    expect(viewer.page.locator(".stage__note")).to_have_text("The original opens when the drive is back")
    viewer.page.keyboard.press("Control+1")
    viewer.page.keyboard.press("+")
    viewer.page.wait_for_timeout(300)
    assert viewer.stub.asked("/original/6") == []


def test_a_tiny_picture_is_not_blown_up_until_asked(viewer: Viewer) -> None:
    viewer.start("#/photo/7")
    viewer.wait("screen")
    expect(viewer.page.locator(".zoom output")).to_have_text("100%")
    assert viewer.box()["width"] == 48
    viewer.page.keyboard.press("z")
    assert viewer.box()["width"] > 700


def test_the_panel_says_what_the_file_says_and_keeps_the_fit(viewer: Viewer) -> None:
    viewer.open(1)
    wide = viewer.box()
    viewer.page.keyboard.press("i")
    panel = viewer.page.get_by_role("complementary", name="About this photo")
    expect(panel).to_contain_text("Monday 18 July 2016, 12:27")
    expect(panel).to_contain_text("8.6 megapixels")
    viewer.page.wait_for_timeout(100)
    narrow = viewer.box()
    assert narrow["left"] >= 0
    assert narrow["left"] + narrow["width"] <= 960.01
    assert narrow["width"] < wide["width"]
    viewer.page.keyboard.press("Alt+Enter")
    expect(panel).to_be_hidden()


def test_the_chrome_leaves_and_comes_back_but_not_from_under_the_focus(viewer: Viewer) -> None:
    viewer.open(1)
    root = viewer.page.locator("#viewer")
    viewer.page.mouse.move(640, 300)
    expect(root).to_have_class(re.compile("is-idle"), timeout=4000)
    viewer.page.mouse.move(650, 300)
    expect(root).not_to_have_class(re.compile("is-idle"))
    viewer.page.keyboard.press("Tab")
    viewer.page.wait_for_timeout(3000)
    expect(root).not_to_have_class(re.compile("is-idle"))


def test_a_photo_that_vanishes_leaves_its_place_to_the_next(viewer: Viewer) -> None:
    viewer.open(8)
    viewer.page.evaluate("""() => {
      const old = stub.store.state.timeline, keep = [...old.ids.keys()].filter((i) => old.ids[i] !== 8);
      const Timeline = old.constructor, pick = (name) => old[name].constructor.from(keep.map((i) => old[name][i]));
      stub.store.set({ timeline: new Timeline({ generation: 2, ids: pick("ids"), aspects: pick("aspects"), colours: pick("colours"),
        versions: pick("versions"), flags: pick("flags"), days: old.days, counts: Uint32Array.of(keep.length) }, old.key) });
    }""")
    assert viewer.photo == "#/photo/9"
    expect(viewer.page.locator(".viewer__name")).to_contain_text("8 of 14")
    expect(viewer.page.locator(".toast")).to_contain_text("was deleted or moved away. This is the next one.")


def test_a_photo_outside_the_view_is_shown_alone(viewer: Viewer) -> None:
    viewer.page.route("**/api/timeline.bin*", lambda route: route.abort())
    viewer.page.goto(f"{viewer.stub.url}#/photo/1")
    viewer.wait("screen")
    expect(viewer.page.get_by_label("Next photo")).to_be_hidden()
    viewer.complaints.clear()  # the timeline was taken away on purpose


def test_an_unknown_photo_says_so_and_leads_back(viewer: Viewer) -> None:
    viewer.start("#/photo/999")
    expect(viewer.page.locator(".stage__trouble")).to_contain_text("There is no such photo.")
    viewer.page.get_by_role("button", name="Back to the photos").click()
    expect(viewer.page.locator("#viewer")).to_be_hidden()
    viewer.complaints.clear()  # the 404


@pytest.mark.parametrize("viewer", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_the_path_is_copied_from_menu_and_panel(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.get_by_label("More", exact=True).click()
    expect(viewer.page.get_by_role("menuitem")).to_contain_text(["Copy path"])  # no window: nothing to show a folder in
    assert viewer.page.get_by_role("menuitem").count() == 1
    viewer.page.get_by_role("menuitem").click()
    expect(viewer.page.locator(".toast")).to_contain_text("1 path copied")
    assert viewer.page.evaluate("navigator.clipboard.readText()") == "/home/ada/Pictures/Trips/one.jpg"
    viewer.page.keyboard.press("i")
    viewer.page.keyboard.press("ArrowRight")
    expect(viewer.page.locator(".panel")).to_contain_text("two.png")
    viewer.page.get_by_role("button", name="Copy path").click()
    viewer.until("navigator.clipboard.readText().then((text) => text.endsWith('two.png'))")


@pytest.mark.parametrize("viewer", [{"has_touch": True}], indirect=True)
def test_fingers_stroke_and_pinch(viewer: Viewer) -> None:
    viewer.open(1)
    client = viewer.page.context.new_cdp_session(viewer.page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        client.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]},
        )

    touch("touchStart", (800, 400))
    for x in range(780, 500, -40):
        touch("touchMove", (x, 402))
    touch("touchEnd")
    expect(viewer.page).to_have_url(re.compile(r"photo/2$"))
    viewer.wait("screen")
    before = viewer.box()["width"]
    touch("touchStart", (600, 400), (700, 400))
    for apart in range(0, 120, 20):
        touch("touchMove", (600 - apart, 400), (700 + apart, 400))
    touch("touchEnd")
    assert viewer.box()["width"] > before * 2
    assert viewer.photo == "#/photo/2"
    viewer.page.keyboard.press("Control+0")
    touch("touchStart", (640, 200))
    for y in range(220, 500, 40):
        touch("touchMove", (640, y))
    touch("touchEnd")
    expect(viewer.page.locator("#viewer")).to_be_hidden()


def test_the_key_sheet_lists_what_is_bound_and_finds(viewer: Viewer) -> None:
    viewer.open(1)
    viewer.page.keyboard.press("?")
    sheet = viewer.page.get_by_role("dialog", name="Keys")
    expect(sheet.get_by_text("Actual size", exact=True)).to_be_visible()
    expect(sheet.get_by_label("Find a key")).to_be_focused()
    viewer.page.keyboard.type("next")
    expect(sheet.locator("dt")).to_have_text(["Next folder", "Next photo"])
    viewer.page.keyboard.type(" zebra")
    expect(sheet).to_contain_text("No key for “next zebra”")
    viewer.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    viewer.until("stub.keys.scope === 'viewer'")
    viewer.page.keyboard.press("ArrowRight")
    assert viewer.photo == "#/photo/2"


def test_a_window_moved_to_a_denser_screen_keeps_its_zoom(viewer: Viewer) -> None:
    """100 % stays 100 %: what is at one device pixel for one of the photo is so on the other screen, too."""
    viewer.open(2)
    viewer.page.keyboard.press("Control+1")
    viewer.wait("original")
    # by a pixel of the window, without which the emulated screen makes no frame, and which the stage must not see
    viewer.page.evaluate(
        "Object.assign(document.querySelector('.stage').style, { flex: 'none', width: '800px', height: '500px' })"
    )
    viewer.page.wait_for_timeout(200)
    session = viewer.page.context.new_cdp_session(viewer.page)
    for taller, ratio in enumerate((2, 3, 1), 1):
        metrics = {**WINDOW, "height": WINDOW["height"] + taller, "deviceScaleFactor": ratio, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", metrics)
        viewer.until(f"devicePixelRatio === {ratio}")
        viewer.page.wait_for_timeout(200)
        assert viewer.percent == "100%"
        assert abs(viewer.box()["width"] * ratio - 3600) < 0.01
