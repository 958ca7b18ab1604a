"""What lies in a shared cache: one copy for everybody, for those alone who have a link; and never an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from gallery.base.errors import BusyError
from gallery.site.signers import SecureLinkSigner
from tests.site.conftest import SECRET
from tests.site.link_parts import changed, query_of, sign

if TYPE_CHECKING:
    from tests.site.conftest import Site
    from tests.site.visitor_client import Visitor
    from tests.web.client import Answer

REVALIDATED, KEPT, NOT_KEPT = (
    "private, no-cache",
    "private, max-age=31536000, immutable",
    "no-store",
)


@pytest.fixture
def asked(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The photos of which a picture was asked of us."""
    pictures, seen = site.harness.parts.library.pictures, list[int]()
    derived = pictures.derived

    def noted(photo: int, *rest: Any) -> object:
        seen.append(photo)
        return derived(photo, *rest)

    monkeypatch.setattr(pictures, "derived", noted)
    return seen


def test_a_copy_in_the_cache_lets_nobody_in(site: Site, anna: Visitor, ben: Visitor) -> None:
    """What anna has looked at lies in nginx's cache; ben can neither sign for it nor use her link."""
    annas = anna.link("a b.jpg")
    first = anna.ask(annas)
    assert first.status == 200
    path, given = query_of(annas)
    of_ben = query_of(ben.link("h0.jpg"))[1]
    for link in (
        annas,
        path,
        f"{path}?expires=9999999999&md5=AAAAAAAAAAAAAAAAAAAAAA",
        changed(path, of_ben),
        changed(path, given, md5=of_ben["md5"]),
    ):
        for headers in ({}, {"Range": "bytes=0-9"}, {"If_None_Match": first.headers["ETag"]}, {"If_None_Match": "*"}):
            for method in ("GET", "HEAD"):
                answer = ben.ask(link, method, None, **headers)
                assert answer.status == 403, link
                assert "ETag" not in answer.headers
    assert any((site.folder / "nginx" / "cache").rglob("*")), "nginx has kept copies"


def test_python_sleeps_while_a_copy_is_sent(anna: Visitor, ben: Visitor, asked: list[int]) -> None:
    links = [anna.link("h3.jpg", "screen"), ben.link("h3.jpg", "screen")]
    assert anna.ask(links[0]).status == 200
    assert len(asked) <= 1
    asked.clear()
    path, given = query_of(links[0])
    for answer in (
        anna.ask(links[0]),
        ben.ask(links[1]),
        anna.ask(links[0], "HEAD"),
        anna.ask(links[0], Range="bytes=0-9"),
        anna.ask(links[0], Cache_Control="no-cache", Pragma="no-cache"),
        anna.ask(changed(path, dict(reversed(given.items())), more="1")),
    ):
        assert answer.status in (200, 206)
    assert asked == []


@pytest.mark.parametrize(("method", "headers"), [("HEAD", {}), ("GET", {"Range": "bytes=0-9"}), ("GET", {})])
def test_whoever_asks_first_a_whole_copy_is_kept(
    anna: Visitor, asked: list[int], method: str, headers: dict[str, str]
) -> None:
    name = {"HEAD": "tab\t.jpg", "GET": "plus+.jpg" if headers else "-rf.jpg"}[method]
    link = anna.link(name, "512")
    anna.ask(link, method, None, **headers)
    assert len(asked) == 1
    whole = anna.ask(link)
    assert len(asked) == 1, "from the cache"
    assert (whole.body[:2], whole.body[-2:]) == (b"\xff\xd8", b"\xff\xd9")
    assert whole.headers["Content-Length"] == str(len(whole.body))


def test_many_at_once_have_one_made(anna: Visitor, asked: list[int]) -> None:
    link = anna.link("{b}.jpg", "screen")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: anna.ask(link), range(16)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert len(asked) == 1


def test_no_error_is_kept(site: Site, anna: Visitor, asked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, link = site.harness.parts.library.pictures, anna.link("$uri.jpg", "screen")
    missing = sign(site, anna, f"{query_of(link)[0].rpartition('/')[0]}/999999.jpg")
    assert anna.ask(missing).status == 404

    def busy(*_: Any) -> None:
        raise BusyError("This picture is still being made.")

    def broken(*_: Any) -> None:
        raise RuntimeError

    for fault, status in ((busy, 503), (broken, 500)):
        with monkeypatch.context() as patch:
            patch.setattr(pictures, "derived", fault)
            answer = anna.ask(link)
            assert (answer.status, answer.headers["Cache-Control"]) == (status, NOT_KEPT)
    assert asked == [999999]
    assert anna.ask(link).status == 200
    assert len(asked) == 2


def test_a_copy_is_nobodys(site: Site, anna: Visitor, ben: Visitor) -> None:
    """Nothing of who asked first stands in it."""
    first, kept = anna.ask(anna.link("h1.jpg", "512")), ben.ask(ben.link("h1.jpg", "512"))
    assert kept.body == first.body
    told = str([value for name, value in kept.headers.items() if name != "Date"])
    for word in (*anna.cookies.values(), anna.key, "anna", str(site.photos), "h1.jpg"):
        assert word not in told


def kinds_of_answers(visitor: Visitor, front: Site) -> dict[str, tuple[Answer, int, str]]:
    """Return each kind of answer, with the status and the `Cache-Control` that it has to have."""
    photo = visitor.ids()["h0.jpg"]
    original, thumb = f"/media/{visitor.key}/original/{photo}", f"/media/{visitor.key}/thumb/{photo}"
    version = visitor.ask(f"/api/photos/{photo}").json()["version"]
    tag, link = visitor.ask(original).headers["ETag"], visitor.link("h0.jpg")
    path, given = query_of(link)
    news = visitor.ask("/api/news").headers["ETag"]
    ended = SecureLinkSigner(SECRET).sign("", path, 1, visitor.cookies["shoebox_pictures"])
    ask = visitor.ask
    return {
        "page": (ask("/"), 200, NOT_KEPT),
        "script": (ask("/ui/js/main.js"), 200, REVALIDATED),
        "JSON": (ask(f"/api/photos/{photo}"), 200, NOT_KEPT),
        "timeline": (ask("/api/timeline.bin"), 200, REVALIDATED),
        "links": (ask(f"/api/links?size=320&ids={photo}"), 200, NOT_KEPT),
        "news": (ask("/api/news"), 200, REVALIDATED),
        "no news": (ask("/api/news", If_None_Match=news), 304, REVALIDATED),
        "thumbnail": (ask(thumb), 200, REVALIDATED),
        "thumbnail of a version": (ask(f"{thumb}?v={version}"), 200, KEPT),
        "original": (ask(original), 200, REVALIDATED),
        "original of a version": (ask(f"{original}?v={version}"), 200, KEPT),
        "original of another version": (ask(f"{original}?v={version + 1}"), 200, REVALIDATED),
        "part of an original": (ask(original, Range="bytes=0-9"), 206, REVALIDATED),
        "original that is known": (ask(original, If_None_Match=tag), 304, REVALIDATED),
        "original that changed": (ask(original, If_Match='"x"'), 412, NOT_KEPT),
        "no such part": (ask(original, Range="bytes=99999999-"), 416, NOT_KEPT),
        "no such photo": (ask(f"/media/{visitor.key}/original/99999"), 404, NOT_KEPT),
        "no such page": (ask("/nothing"), 404, NOT_KEPT),
        "nobody's key": (ask(f"/media/x/original/{photo}"), 401, NOT_KEPT),
        "a write": (visitor.write("/api/roots"), 403, NOT_KEPT),
        "picture": (ask(link), 200, KEPT),
        "picture again": (ask(link), 200, KEPT),
        "head of a picture": (ask(link, "HEAD"), 200, KEPT),
        "part of a picture": (ask(link, Range="bytes=0-9"), 206, KEPT),
        "picture that is known": (ask(link, If_None_Match=ask(link).headers["ETag"]), 304, KEPT),
        "picture of nobody": (front.visitor(None).ask(link), 403, NOT_KEPT),
        "picture without a link": (ask(path), 403, NOT_KEPT),
        "picture of another photo": (ask(changed(path.replace("320", "512"), given)), 403, NOT_KEPT),
        "picture too late": (ask(changed(path, given, **ended)), 410 if front.is_nginx else 403, NOT_KEPT),
    }


def test_every_answer_says_who_may_keep_it(front: Site) -> None:
    anna = front.visitor("anna").enter()
    for what, (answer, status, kept) in kinds_of_answers(anna, front).items():
        assert (answer.status, answer.headers.get_all("Cache-Control")) == (status, [kept]), what
        cookies, vary = answer.headers.get_all("Set-Cookie") or [], answer.headers.get("Vary")
        assert bool(cookies) == (what == "page"), what
        if what.startswith("picture") and status < 400:
            assert vary is None, what
            assert "X-Accel-Expires" not in answer.headers or not front.is_nginx
        elif "thumb" in what or "original" in what:
            assert vary == ("Cookie" if status < 400 else None), what
        if status < 300:
            assert len(answer.headers.get_all("Content-Type") or ()) == 1, what


@pytest.mark.parametrize(("headers", "status"), [({"If_Match": '"x"'}, 412), ({"Range": "bytes=99999999-"}, 416)])
def test_what_we_refuse_is_not_kept(apache_site: Site, headers: dict[str, str], status: int) -> None:
    anna = apache_site.visitor("anna").enter()
    answer = anna.ask(anna.link("h0.jpg"), "GET", None, **headers)
    assert (answer.status, answer.headers["Cache-Control"]) == (status, NOT_KEPT)


def test_nothing_is_kept_where_we_check_the_links(site: Site, apache_site: Site) -> None:
    """A cache before the check would let in whoever knows the address."""
    assert "proxy_cache" in site.printed("nginx")
    assert "proxy_cache" not in apache_site.printed("nginx")
    assert "CacheEnable" not in apache_site.printed("apache")
    anna, ben = (apache_site.visitor(name).enter() for name in ("anna", "ben"))
    link = anna.link("h1.jpg")
    assert [anna.ask(link).status, ben.ask(link).status, anna.ask(link).status] == [200, 403, 200]


def test_what_one_has_seen_is_not_new_to_another_at_the_same_browser(
    site: Site, anna: Visitor, ben: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser asks again by the entity tag of whoever was there before; the numbers of both may be the same."""
    timelines = site.harness.parts.library.timelines
    real = timelines.get
    monkeypatch.setattr(timelines, "get", lambda query: (7, real(query)[1]))
    annas, bens = anna.ask("/api/timeline.bin"), ben.ask("/api/timeline.bin")
    assert annas.headers["ETag"] != bens.headers["ETag"]
    for tag in (annas.headers["ETag"], f"W/{annas.headers['ETag']}"):
        answer = ben.ask("/api/timeline.bin", If_None_Match=tag)
        assert (answer.status, answer.body) == (200, bens.body)
    assert ben.ask("/api/timeline.bin", If_None_Match=bens.headers["ETag"]).status == 304
