"""The whole page over the real server: its menus, what it says of the work, and what happens while one looks."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.browser.conftest import FLAGS, chromium_path
from tests.pictures import picture, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
WINDOW = {"width": 1280, "height": 800}
STATUS = "**/api/status"
MANY = 60


class Served:
    """`main.py serve` over a folder, until it is stopped."""

    def __init__(self, home: Path, *folders: Path) -> None:
        command = [sys.executable, "main.py", "serve", "--json", "--data-dir", str(home / "data"), *map(str, folders)]
        self._log = (home / "serve.log").open("wb")
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=self._log)
        line = self.process.stdout.readline()
        self.boot = json.loads(line)["boot"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.process.stdout.close()
        self._log.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise


def fill(folder: Path, *, many: int = 0) -> Path:
    """Two folders of three photos, one file that is none; `many` more at the top."""
    for name in ("Lisbon", "Rome"):
        for number in range(3):
            save(folder / name / f"{name}-{number}.jpg", picture(600, 400, hue=number * 60))
    (folder / "Rome" / "broken.jpg").write_bytes(b"<!doctype html><title>Not found</title>")
    for number in range(many):
        save(folder / f"many-{number:03}.jpg", picture(300, 200, hue=number * 4))
    return folder


@pytest.fixture(scope="module")
def chromium(playwright: Any) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*folders: Path) -> Served:
        running.append(Served(tmp_path, *folders))
        return running[-1]

    yield start
    for one in running:
        one.__exit__()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    contexts = []

    def visit(served: Served, *, before: Callable[[Page], None] = lambda _: None, **options: Any) -> Page:
        contexts.append(chromium.new_context(**{"viewport": WINDOW, **options}))
        page = contexts[-1].new_page()
        before(page)
        page.goto(served.boot)
        page.wait_for_url(lambda url: "/boot/" not in url, wait_until="commit")
        return page

    yield visit
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # an answer may be on its way through `changed`
        context.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    return fill(tmp_path / "Pictures")


@pytest.fixture
def page(serve: Callable[..., Served], open_page: Callable[..., Page], photos: Path) -> Page:
    return ready(open_page(serve(photos)))


def ready(page: Page, count: int = 7) -> Page:
    """All photos are there and all work is done."""
    seen(page, f"document.getElementById('count')?.textContent === '{count}'")
    seen(page, "/problem|Up to date/.test(document.getElementById('status')?.textContent)")
    return page


def seen(page: Page, condition: str, seconds: float = 15) -> None:
    """From outside: the page's policy forbids Playwright's own way, which is eval."""
    end = time.monotonic() + seconds
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(50)


def cell(page: Page, number: int) -> Any:
    return page.locator(".cell:not([hidden])").nth(number)


def changed(page: Page, change: Callable[[dict[str, Any]], None], address: str = STATUS) -> None:
    """The server's answer with something else in it."""

    def handle(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        change(body)
        with suppress(Error):  # the page may have been closed, or the route taken away, meanwhile
            route.fulfill(response=answer, json=body)

    page.route(address, handle)


# menus


def test_a_menu_opened_with_the_right_button_stays_when_it_is_let_go(page: Page) -> None:
    cell(page, 0).hover()
    page.mouse.down(button="right")
    expect(page.get_by_role("menu")).to_be_visible()
    page.mouse.up(button="right")
    page.wait_for_timeout(100)
    expect(page.get_by_role("menu")).to_be_visible()
    page.mouse.click(640, 700)
    expect(page.get_by_role("menu")).to_have_count(0)


def test_the_release_after_the_menu_came_does_not_close_it(page: Page) -> None:
    """The order in which Linux sends them, whatever this Chromium does."""
    # in one go: news of colours may lay the grid out again at any time, and then the cell is another
    page.evaluate("""() => {
      const cell = document.querySelector(".cell:not([hidden])");
      const send = (kind, type) => cell.dispatchEvent(new kind(type, { bubbles: true, cancelable: true, button: 2, clientX: 400, clientY: 200, pointerType: "mouse" }));
      send(PointerEvent, "pointerdown"); send(PointerEvent, "contextmenu"); send(PointerEvent, "pointerup");
    }""")
    expect(page.get_by_role("menu")).to_be_visible()
    assert page.evaluate("document.querySelector('.menu').popover") == "manual"


@pytest.mark.parametrize("name", ["sort", "look", "more"])
def test_a_menu_closes_with_its_own_button(page: Page, name: str) -> None:
    button = page.locator(f"#{name}")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(page.get_by_role("menu")).to_be_visible()
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_escape_and_tab_close_a_menu_and_the_focus_goes_back(page: Page) -> None:
    for key in ("Escape", "Tab"):
        page.locator("#sort").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitemradio").first).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press(key)
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(page.locator("#sort")).to_be_focused()


def test_the_popover_of_the_foot_closes_with_its_own_button(page: Page) -> None:
    for shown in (True, False, True, False):
        page.locator("#status").click()
        expect(page.locator("#status")).to_have_attribute("aria-expanded", str(shown).lower())
        expect(page.locator(".pop")).to_have_count(int(shown))


# the work in the background


def half_done(status: dict[str, Any]) -> None:
    if status["progress"]["paused"]:
        status["progress"] |= {"stage": "idle", "read": 5, "unread": 1, "thumbnails": 4, "unmade": 0}


def pause(page: Page) -> None:
    page.evaluate("""() => fetch("/api/scan", { method: "POST", body: '{"paused":true}',
      headers: { "Content-Type": "application/json", "X-Gallery-Key": sessionStorage.getItem("gallery-key") } })""")


def test_paused_work_is_said_and_goes_on(page: Page) -> None:
    pause(page)
    changed(page, half_done)
    # the server knows of no work left: its own news must not come in between
    silence = {"content_type": "text/event-stream", "body": "retry: 60000\n\n"}
    page.route("**/feed/**", lambda route: route.fulfill(**silence))
    page.reload()
    expect(page.locator("#status")).to_have_text("Paused at 90%")
    page.locator("#status").click()
    expect(page.locator(".pop h2")).to_have_text("Paused")
    page.get_by_role("button", name="Go on").focus()
    with page.expect_request("**/api/scan") as asked:
        page.keyboard.press("Enter")
    assert asked.value.post_data_json == {"paused": False}
    expect(page.locator("#status")).not_to_contain_text("Paused")
    assert page.evaluate("document.querySelector('.pop').contains(document.activeElement)")


def test_looking_again_goes_on_and_says_what_came_of_it(page: Page) -> None:
    pause(page)
    expect(page.locator("#status")).to_have_text("Paused")
    asked: list[str] = []
    page.on("request", lambda request: request.method == "POST" and asked.append(request.url.rsplit("/", 1)[1]))
    page.locator("#more").click()
    page.get_by_role("menuitem", name="Look again").click()
    expect(page.locator(".toast")).to_contain_text("No new photos were found.")
    assert asked[:2] == ["scan", "rescan"]


def test_a_folder_still_away_is_said_to_be(page: Page, photos: Path) -> None:
    photos.rename(photos.with_name("Away"))
    expect(page.locator(".banner")).to_contain_text("is not connected", timeout=15_000)
    page.locator(".banner").get_by_role("button", name="Look again").click()
    expect(page.locator(".toast")).to_contain_text("“Pictures” is still not connected.")


def test_what_was_found_so_far_is_counted(
    serve: Callable[..., Served], open_page: Callable[..., Page], tmp_path: Path
) -> None:
    def listing(status: dict[str, Any]) -> None:
        status["progress"] |= {"stage": "listing", "listed": 119}

    (tmp_path / "Empty").mkdir()
    page = open_page(serve(tmp_path / "Empty"), before=lambda page: changed(page, listing))
    expect(page.locator("#listed")).to_contain_text("119 found.")
    expect(page.locator("#status")).to_have_text("119 found")


def test_problems_lead_to_their_files(page: Page, photos: Path) -> None:
    expect(page.locator("#status")).to_have_text("1 file has a problem")
    page.locator("#status").click()
    page.get_by_role("button", name="Show all").click()
    dialog = page.get_by_role("dialog", name="Problems")
    expect(dialog.locator("section")).to_have_count(1)
    dialog.get_by_label("Copy path of broken.jpg").click()
    expect(page.locator(".toast")).to_contain_text("1 path copied")
    page.locator(".toast").get_by_label("Close this message").click()
    expect(page.locator(".toast")).to_have_count(0)
    dialog.get_by_role("button", name="broken.jpg", exact=True).click()
    expect(page.locator(".stage__problem")).to_contain_text("broken.jpg")
    assert (photos / "Rome" / "broken.jpg").exists()


def test_more_kinds_of_problems_than_there_is_room_for(
    serve: Callable[..., Served], open_page: Callable[..., Page], photos: Path
) -> None:
    codes = ["empty", "damaged", "truncated", "too_large", "timeout", "unreadable"]
    rows = [
        {"photo": None, "name": f"{n}.jpg", "path": f"/x/{n}.jpg", "code": code, "message": code}
        for n, code in enumerate(codes)
    ]
    page = ready(open_page(serve(photos)))
    changed(page, lambda body: body.update(problems=rows), "**/api/problems")
    page.locator("#status").click()
    expect(page.locator(".problem")).to_have_count(4)
    expect(page.locator(".problem__more")).to_contain_text("2 other kinds")
    expect(page.locator(".pop__problems h3")).to_contain_text("6 files have a problem")
    page.get_by_role("button", name="Show all").click()
    dialog = page.get_by_role("dialog", name="Problems")
    expect(dialog.locator("section h3")).to_have_count(6)
    expect(dialog.get_by_role("button", name="0.jpg", exact=True)).to_have_count(0)  # no photo: nothing to open


def test_look_again_at_the_file_on_its_own_page(page: Page) -> None:
    page.locator("#status").click()
    page.get_by_role("button", name="Show all").click()
    page.get_by_role("button", name="broken.jpg", exact=True).click()
    with page.expect_request("**/api/rescan") as asked:
        page.locator(".stage__problem").get_by_role("button", name="Look again").click()
    assert asked.value.post_data_json == {"problems": True}
    expect(page.locator(".toast")).to_contain_text("1 file still has a problem.")


def test_without_a_server_nothing_is_lost(
    serve: Callable[..., Served], open_page: Callable[..., Page], photos: Path
) -> None:
    served = serve(photos)
    page = ready(open_page(served))
    seen(page, "document.getElementById('i-warning') !== null")
    served.stop()
    expect(page.locator(".banner")).to_contain_text("Shoebox has been closed.", timeout=20_000)
    sign = page.locator(".banner > .icon use")
    expect(sign).to_have_attribute("href", "#i-warning")
    assert sign.evaluate("(use) => use.getBoundingClientRect().width > 4")
    page.locator(".banner").get_by_role("button", name="Try again").click()
    expect(page.locator(".toast")).to_contain_text("does not answer")
    expect(cell(page, 0)).to_be_visible()


# narrow and low windows


@pytest.fixture
def narrow(serve: Callable[..., Served], open_page: Callable[..., Page], photos: Path) -> Page:
    page = open_page(serve(photos), viewport={"width": 700, "height": 900})
    seen(page, "document.querySelectorAll('.cell:not([hidden])').length === 7")
    return page


def test_the_drawer_has_the_focus_and_gives_it_back(narrow: Page) -> None:
    for press in ("click", "keyboard"):
        narrow.locator("#toggle-side").focus()
        narrow.locator("#toggle-side").click() if press == "click" else narrow.keyboard.press("Enter")
        expect(narrow.locator("#all")).to_be_focused()
        if press == "click":
            narrow.evaluate("document.activeElement.blur()")  # from anywhere
        narrow.keyboard.press("Escape")
        expect(narrow.locator("#shell")).to_have_attribute("data-drawer", "closed")
        expect(narrow.locator("#toggle-side")).to_be_focused()


def test_a_drawer_left_open_does_not_lock_a_wide_window(narrow: Page) -> None:
    narrow.locator("#toggle-side").click()
    narrow.set_viewport_size(WINDOW)
    seen(narrow, "!document.getElementById('main').inert")


def test_the_narrow_selection_bar_has_words_for_everything(narrow: Page) -> None:
    narrow.locator("#scroller").focus()
    cell(narrow, 0).hover()
    cell(narrow, 0).locator(".cell__pick").click()
    bar = narrow.locator("#bar-select")
    expect(bar.get_by_label("Select all")).to_be_hidden()
    bar.get_by_label("More").click()
    expect(narrow.get_by_role("menuitem")).to_contain_text(["Select all", "Invert the selection"])
    narrow.get_by_role("menuitem").first.click()
    expect(bar).to_contain_text("7 selected")
    expect(bar.get_by_label("Copy paths")).to_have_attribute("title", "Copy paths")


def test_the_photo_keeps_room_beside_what_is_said_of_it_in_a_low_window(
    serve: Callable[..., Served], open_page: Callable[..., Page], photos: Path
) -> None:
    page = open_page(serve(photos), viewport={"width": 640, "height": 400})
    seen(page, "document.querySelectorAll('.cell:not([hidden])').length === 7")
    cell(page, 0).click()
    page.keyboard.press("i")
    expect(page.locator(".panel")).to_be_visible()
    assert page.locator(".stage").bounding_box()["height"] > 150


# photos


def test_the_selection_says_how_large_it_is(page: Page, photos: Path) -> None:
    cell(page, 0).hover()
    cell(page, 0).locator(".cell__pick").click()
    page.keyboard.press("Control+a")
    size = sum(file.stat().st_size for file in photos.rglob("*.jpg")) / 1000
    expect(page.locator("#bar-select")).to_contain_text(f"7 selected· {round(size)} kB")
    page.keyboard.press("Escape")
    expect(page.locator("#bar-select")).to_be_hidden()


def test_the_next_folder_and_the_one_before(page: Page) -> None:
    name = page.locator("#name")
    for key, there in [
        ("Alt+ArrowRight", "Lisbon"),
        ("Control+ArrowRight", "Rome"),
        ("Alt+ArrowRight", "Rome"),
        ("Alt+ArrowLeft", "Lisbon"),
    ]:
        page.keyboard.press(key)
        expect(name).to_have_text(there)
    seen(page, "document.querySelectorAll('.cell:not([hidden])').length === 3")
    cell(page, 0).click()
    page.keyboard.press("Control+ArrowRight")
    expect(page.locator(".viewer__name")).to_contain_text("1 of 4")
    assert "/folder/" in page.url
    page.keyboard.press("Space")
    expect(page.locator(".viewer__name")).to_contain_text("2 of 4")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    expect(name).to_have_text("Rome")


def test_the_keys_of_words_are_the_fields_own(page: Page) -> None:
    page.locator("#search").focus()
    page.keyboard.press("Control+ArrowRight")
    page.wait_for_timeout(200)
    expect(page.locator("#name")).to_have_text("Pictures")


def test_a_toast_over_a_photo_lives_and_leaves_the_film_free(page: Page) -> None:
    cell(page, 1).click()
    expect(page.locator(".stage__picture")).to_have_attribute("data-layer", re.compile("screen|original"))
    page.keyboard.press("Control+Shift+c")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("1 path copied")
    page.evaluate("Promise.allSettled(document.getAnimations().map((a) => a.finished))")
    assert toast.bounding_box()["y"] + toast.bounding_box()["height"] <= page.locator(".filmstrip").bounding_box()["y"]
    toast.get_by_label("Close this message").click()
    expect(toast).to_have_count(0)
    page.keyboard.press("Control+Shift+c")
    expect(toast).to_have_count(1)
    page.keyboard.press("Escape")
    expect(toast).to_have_count(0)


def test_a_toast_of_the_grid_does_not_lie_dead_over_a_photo(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+c")
    expect(page.locator(".toast")).to_have_count(1)
    cell(page, 0).click()
    expect(page.locator("#viewer")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_photo_deleted_while_it_is_looked_at(page: Page, photos: Path) -> None:
    page.get_by_role("treeitem").first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#name")).to_have_text("Lisbon")
    seen(page, "document.querySelectorAll('.cell:not([hidden])').length === 3")
    cell(page, 0).click()
    page.keyboard.press("i")
    name = page.locator(".panel strong.wrap")
    expect(name).to_contain_text("Lisbon-")
    gone = name.inner_text()
    (photos / "Lisbon" / gone).unlink()
    expect(page.locator(".toast")).to_contain_text(
        f"“{gone}” was deleted or moved away. This is the next one.", timeout=15_000
    )


def test_a_folder_deleted_while_it_is_looked_at(page: Page, photos: Path) -> None:
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#name")).to_have_text("Lisbon")
    for file in (photos / "Lisbon").iterdir():
        file.unlink()
    (photos / "Lisbon").rmdir()
    expect(page.locator(".toast")).to_contain_text("“Lisbon” is no longer there. All photos are shown.", timeout=15_000)
    expect(page.locator("#name")).to_have_text("All photos")


def test_a_path_breaks_after_slashes_and_is_said_once(page: Page) -> None:
    cell(page, 0).click()
    page.keyboard.press("i")
    path = page.locator(".panel__path")
    expect(path).to_contain_text("/Pictures/")
    assert (
        path.locator("wbr").count() == path.inner_text().replace("\n", "").count("/") - 1
    )  # not before the first name
    expect(page.locator(".panel")).not_to_contain_text("Pictures / ")


def test_ctrl_and_wheel_hold_the_photo_they_began_on(
    tmp_path: Path, serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    folder = fill(tmp_path / "Pictures", many=MANY)
    page = ready(open_page(serve(folder)), 7 + MANY)
    page.mouse.move(700, 420)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(500)
    where = "(src) => [...document.querySelectorAll('.cell:not([hidden]) img')].find((img) => img.src.includes(src))?.getBoundingClientRect().top"
    held = page.evaluate(
        "document.elementFromPoint(700, 420).closest('.cell').querySelector('img').src.match(/thumb\\/\\d+\\?/)[0]"
    )
    before = page.evaluate(where, held)
    page.keyboard.down("Control")
    for turn in (-120, -120, -120, 120, 120, 120, -120, -120):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(60)
    page.keyboard.up("Control")
    assert abs(page.evaluate(where, held) - before) <= 2


# words and rings


def test_the_first_run_in_a_browser_says_once_what_to_do(
    serve: Callable[..., Served], open_page: Callable[..., Page]
) -> None:
    page = open_page(serve())
    expect(page.locator(".welcome")).to_contain_text("Stop Shoebox (Ctrl+C) and start it with:")
    assert page.locator("body").inner_text().count("main.py serve") == 1
    expect(page.locator(".welcome button")).to_have_count(0)


def test_the_safe_answer_has_a_ring_after_a_click_too(page: Page) -> None:
    page.get_by_role("treeitem").first.click(button="right")
    page.get_by_role("menuitem", name="Remove from Shoebox").click()
    safe = page.get_by_role("button", name="Keep it")
    expect(safe).to_be_focused()
    assert safe.evaluate("(button) => getComputedStyle(button).outlineStyle") == "solid"
