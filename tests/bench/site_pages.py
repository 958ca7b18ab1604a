"""Many open pages of a site, without a browser: a process of its own, so that its time is not the server's.

    python -m tests.bench.site_pages < PLAN.json

Each page asks what `ui/js` asks: the news every 10 s (core/news.js), after a change the status, the timeline and the
folders (core/feed-handlers.js, core/timeline-loader.js) with the entity tags that a browser keeps, and the thumbnails
of the first screen by signed links, four at a time (core/picture-links.js, views/grid/thumbnail-loader.js). The plan is
the first line; the pages end when standard input does, and what they saw is printed as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import struct
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.http_pool import Answer, Pool, Tally

VISIBLE = 60
JITTER = 0.1
INTERVAL, MAX_INTERVAL = 10.0, 60.0
LOADING = 4
RETRIES = (1.0, 5.0)
LAST_RETRY = 15.0
HEADER = struct.Struct("<4sHHIIIIQ")


@dataclass
class Plan:
    """What the first line says."""

    port: int
    pages: list[tuple[str, str]]
    """(value of Authorization, search) of each page."""
    opening: float
    """Seconds over which the pages are opened; with `again` between two openings."""
    again: bool
    """Open the first page again and again instead of keeping all open."""
    apart: bool = False
    """Each page has scrolled to photos of its own."""


@dataclass
class Page:
    """One page in one browser."""

    number: int
    login: str
    text: str
    pool: Pool
    first: int = 0
    """Of the photos on its screen."""
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """What the browser's cache has: address -> (entity tag, body)."""
    shown: set[tuple[int, int]] = field(default_factory=set)
    counts: list[tuple[float, int]] = field(default_factory=list)
    """(seconds since 1970, photos in the timeline) after each reading."""
    key: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    loading: asyncio.Task[None] | None = None
    lost: int = 0
    """401 when the session has ended."""
    reloads: int = 0
    generation: int = -1
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    def headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Authorization": self.login, "Cookie": cookies, "X-Gallery-Key": self.key}

    async def ask(self, kind: str, target: str) -> Answer:
        """Ask as a browser does that keeps what has an entity tag."""
        tag, body = self.kept.get(target, ("", b""))
        answer = await self.pool.ask(kind, target, self.headers() | ({"If-None-Match": tag} if tag else {}))
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        if answer.status == 401:
            self.lost = 401
        if answer.status == 304:
            return Answer(200, answer.headers, body)
        if answer.status == 200 and "etag" in answer.headers:
            self.kept[target] = (answer.headers["etag"], answer.body)
        return answer

    async def open(self) -> None:
        """Load the document, its style sheets and its modules, and what the page shows first."""
        document = (await self.ask("page", "/")).body.decode()
        found = re.search(r'name="gallery-key" content="([\w-]{43})"', document)
        assert found, document
        self.key = found[1]
        modules = re.findall(r'(?:rel="stylesheet" href|script type="module" src)="([^"]+)"', document)
        await asyncio.gather(*(self.ask("module", module) for module in modules))
        await self.ask("status", "/api/status")
        await asyncio.gather(self.read_timeline(), self.ask("folders", "/api/folders"))
        await self.ask_news()
        await self.refresh()  # the first answer
        self.opened.set()

    async def ask_news(self) -> bool:
        """Return whether there are any."""
        before = self.kept.get("/api/news")
        await self.ask("news", "/api/news")
        return self.kept.get("/api/news") != before

    async def refresh(self) -> None:
        """Read what the page reads when it is told of a change."""
        status = json.loads((await self.ask("status", "/api/status")).body)
        if self.counts and status.get("generation") == self.generation:
            return
        await asyncio.gather(self.read_timeline(), self.ask("folders", "/api/folders"))

    async def read_timeline(self) -> None:
        search = f"&q={self.text}" if self.text else ""
        answer = await self.ask("timeline", f"/api/timeline.bin?order=date{search}")
        if answer.status != 200:
            return
        data = answer.body
        _, _, start, self.generation, count, days, _, _ = HEADER.unpack_from(data)
        self.counts.append((time.time(), count))
        at = start + 8 * days
        visible = max(0, min(VISIBLE, count - self.first))
        ids = struct.unpack_from(f"<{visible}I", data, at + 4 * self.first)
        versions_at = at + 4 * count + 2 * ((2 * count + 3) // 4 * 4) + 2 * self.first
        versions = struct.unpack_from(f"<{visible}H", data, versions_at)
        new = [photo for photo in zip(ids, versions, strict=True) if photo not in self.shown]
        self.shown.update(new)
        if new:
            before = self.loading
            self.loading = asyncio.create_task(self.show(new, before))

    async def show(self, photos: list[tuple[int, int]], before: asyncio.Task[None] | None) -> None:
        """Load thumbnails, when those before are loaded."""
        if before:
            await before
        lanes = asyncio.Semaphore(LOADING)
        links = await self.links([photo for photo, _ in photos])
        await asyncio.gather(*(self.load(*photo, links, lanes) for photo in photos))

    async def links(self, ids: list[int]) -> dict[str, str]:
        answer = await self.ask("links", f"/api/links?size=320&ids={','.join(map(str, ids))}")
        return json.loads(answer.body)["links"] if answer.status == 200 else {}

    async def load(self, photo: int, version: int, links: dict[str, str], lanes: asyncio.Semaphore) -> None:
        """Load one thumbnail: by its link, by a new link where it is another, by its own address; then wait."""
        own, tries, known = f"/media/{self.key}/thumb/{photo}?v={version}&s=320", 0, links.get(str(photo))
        while not self.lost:
            async with lanes:
                if known and (await self.pool.ask("thumb", known, self.headers())).status == 200:
                    return
                again = (await self.links([photo])).get(str(photo)) if known else None
                if again and again != known and (await self.pool.ask("thumb", again, self.headers())).status == 200:
                    return
                if (await self.pool.ask("thumb", own, self.headers())).status == 200:
                    return
                known = again or known
            await asyncio.sleep(RETRIES[tries] if tries < len(RETRIES) else LAST_RETRY)
            tries += 1

    async def stay(self) -> None:
        """Ask for the news until cancelled."""
        interval = INTERVAL
        while True:
            await asyncio.sleep(interval * (1 + JITTER * (2 * random.random() - 1)))
            interval = min(2 * interval, MAX_INTERVAL) if await self.ask_news() else INTERVAL
            if self.lost:  # the session has ended: a new one begins (core/site.js)
                self.lost, self.reloads = 0, self.reloads + 1
                del self.kept["/api/news"]
                await self.open()
            if json.loads(self.kept["/api/news"][1])["generation"] != self.generation:
                await self.refresh()


async def run(plan: Plan) -> dict[str, Any]:
    tally = Tally()
    pages = [
        Page(number, login, text, Pool(plan.port, tally), VISIBLE * number if plan.apart else 0)
        for number, (login, text) in enumerate(plan.pages)
    ]
    over = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    tasks: list[asyncio.Task[None]] = []
    if plan.again:
        tasks.append(asyncio.create_task(open_again_and_again(pages, plan.opening)))
    else:
        tasks += [asyncio.create_task(live(page, plan.opening * page.number / len(pages))) for page in pages]
    said = asyncio.create_task(say_when_open(pages, tally))
    await over
    for task in [said, *tasks]:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    failed = [repr(error) for error in ended if isinstance(error, Exception)]
    lost = sum(page.reloads for page in pages)
    return {"counts": [page.counts for page in pages], "lost": lost, "failed": failed, **tally.result()}


async def say_when_open(pages: list[Page], tally: Tally) -> None:
    """Print a line when all have their photos and thumbnails; what they asked for until then does not count."""
    for page in pages:
        await page.opened.wait()
    await asyncio.gather(*(page.loading for page in pages if page.loading), return_exceptions=True)
    print(json.dumps({"open": time.time(), **tally.result()}), flush=True)
    tally.clear()


async def live(page: Page, delay: float) -> None:
    await asyncio.sleep(delay)
    await page.open()
    await page.stay()


async def open_again_and_again(pages: list[Page], interval: float) -> None:
    """Open one page every `interval` seconds, by the people in turn: all in one browser, which has a cache."""
    kept: dict[str, dict[str, tuple[str, bytes]]] = {}
    opened: set[asyncio.Task[None]] = set()
    number = 0
    while True:
        page = pages[number % len(pages)]
        again = Page(number, page.login, page.text, page.pool, 0, kept.setdefault(page.login, {}))
        again.shown, again.counts, again.cookies = page.shown, page.counts, page.cookies
        task = asyncio.create_task(again.open())
        opened.add(task)
        task.add_done_callback(opened.discard)
        if page.loading is None:
            await task
            page.loading = again.loading
            page.opened.set()
        number += 1
        await asyncio.sleep(interval)


def main() -> None:
    plan = Plan(**json.loads(sys.stdin.readline()))
    print(json.dumps(asyncio.run(run(plan))), flush=True)


if __name__ == "__main__":
    main()
