"""The page's document in the language of who asks for it: its texts, its direction, and what may be kept of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from gallery.languages.tables import Language
from gallery.web.pages import fill_page
from tests.web.servers import desktop_only

if TYPE_CHECKING:
    from tests.web.client import ApiClient

TEXTS = re.compile(rb'<script type="application/json" id="texts">(.*?)</script>')


def test_the_document_is_in_the_language_that_is_asked_for(client: ApiClient) -> None:
    for accepted, tag, word in (
        ("de-CH,en;q=0.5", b"de", b"Bibliothek"),
        ("en", b"en", b"Library"),
        ("fr", b"en", b"Library"),
    ):
        answer = client.ask("/", Accept_Language=accepted)
        assert b'<html lang="' + tag + b'" dir="ltr">' in answer.body
        assert b'aria-label="' + word + b'"' in answer.body
        found = TEXTS.search(answer.body)
        assert found
        assert json.loads(found[1])["page-library"] == word.decode()


@desktop_only("a site has no settings that its visitors change")
def test_what_is_set_counts_more_than_what_the_browser_asks_for(client: ApiClient) -> None:
    client.ask("/api/view", "PUT", body={"language": "de"})
    assert b'<html lang="de"' in client.ask("/", Accept_Language="en").body
    client.ask("/api/view", "PUT", body={"language": "xx"})
    assert b'<html lang="de"' in client.ask("/", Accept_Language="en").body
    client.ask("/api/view", "PUT", body={"language": "system"})
    assert b'<html lang="en"' in client.ask("/", Accept_Language="en").body


@desktop_only("the page of a site holds its key and is not kept at all")
def test_each_language_is_kept_by_itself(client: ApiClient) -> None:
    german = client.ask("/", Accept_Language="de")
    assert german.headers["Vary"] == "Accept-Language"
    tag = german.headers["ETag"]
    assert client.ask("/", Accept_Language="de", If_None_Match=tag).status == 304
    assert client.ask("/", Accept_Language="en", If_None_Match=tag).status == 200


def test_no_text_ends_the_element_that_it_stands_in() -> None:
    texts = {"page-a": '</script><b title="x">', "language-direction": "rtl"}
    page = fill_page(
        '<html lang="{language}" dir="{language-direction}"><p title="{page-a}"></p></body>', Language("xx", texts)
    )
    assert page.count("</script>") == 1
    assert '<html lang="xx" dir="rtl"><p title="&lt;/script&gt;&lt;b title=&quot;x&quot;&gt;">' in page
    found = TEXTS.search(page.encode())
    assert found
    assert json.loads(found[1]) == texts
