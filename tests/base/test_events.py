"""News reaches whoever listens, and never makes the sender wait."""

from __future__ import annotations

import threading
import time

import pytest

from gallery.base.events import (
    DropHoverChanged,
    Event,
    EventHub,
    FolderRequested,
    ProblemsChanged,
    ProgressChanged,
    RootsChanged,
    Subscription,
    TimelinesChanged,
    payload,
)


def test_news_of_one_kind_is_replaced_and_keeps_its_turn() -> None:
    hub = EventHub()
    heard = hub.subscribe()
    for event in (TimelinesChanged(1), ProblemsChanged(5), TimelinesChanged(2), RootsChanged(), TimelinesChanged(3)):
        hub.send(event)
    assert [heard.get(0) for _ in range(4)] == [TimelinesChanged(3), ProblemsChanged(5), RootsChanged(), None]


def test_everybody_hears() -> None:
    hub = EventHub()
    listeners = [hub.subscribe() for _ in range(4)]
    hub.send(FolderRequested(3))
    assert [listener.get(0) for listener in listeners] == [FolderRequested(3)] * 4


def test_nothing_is_heard_from_before() -> None:
    hub = EventHub()
    hub.send(TimelinesChanged(1))
    assert hub.subscribe().get(0) is None


def test_waiting_ends_without_news() -> None:
    assert Subscription().get(0.1) is None


def test_the_fifth_listener_ends_the_oldest() -> None:
    hub = EventHub()
    oldest, *others = (hub.subscribe() for _ in range(4))
    fifth = hub.subscribe()
    with pytest.raises(EOFError):
        oldest.get(0)
    hub.send(TimelinesChanged(1))
    assert [listener.get(0) for listener in (*others, fifth)] == [TimelinesChanged(1)] * 4


def test_a_part_of_the_program_follows_until_it_ends_that_whatever_pages_do() -> None:
    heard: list[int] = []
    hub = EventHub(1, on_listener=lambda: heard.append(0))
    followed: list[Event] = []
    end = hub.follow(followed.append)
    assert heard == [], "it is no page"
    hub.subscribe()
    hub.subscribe()
    hub.drop_all()
    hub.send(TimelinesChanged(1))
    end()
    hub.send(TimelinesChanged(2))
    assert followed == [TimelinesChanged(1)]


@pytest.mark.parametrize("end", ["close", "drop_all"])
def test_an_end_wakes_all_who_wait(end: str) -> None:
    hub = EventHub()
    shared, ended = hub.subscribe(), []

    def wait() -> None:
        with pytest.raises(EOFError):
            shared.get(30)
        ended.append(True)

    threads = [threading.Thread(target=wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.05)  # nothing tells that all three wait by now
    getattr(hub, end)()
    for thread in threads:
        thread.join(5)
    assert len(ended) == 3


def test_after_the_end_there_is_only_the_end() -> None:
    hub = EventHub()
    hub.close()
    with pytest.raises(EOFError):
        hub.subscribe().get(5)
    hub.send(TimelinesChanged(1))


def test_a_new_page_may_come_after_the_others_were_dropped() -> None:
    hub = EventHub()
    hub.drop_all()
    listener = hub.subscribe()
    hub.send(TimelinesChanged(1))
    assert listener.get(0) == TimelinesChanged(1)


def test_who_leaves_hears_no_more_and_may_leave_twice() -> None:
    hub = EventHub()
    listener = hub.subscribe()
    hub.unsubscribe(listener)
    hub.unsubscribe(listener)
    hub.send(TimelinesChanged(1))
    assert listener.get(0) is None


def test_the_last_news_is_never_lost_however_fast_it_comes() -> None:
    hub = EventHub()
    listeners = [hub.subscribe() for _ in range(4)]
    seen: list[list[int]] = [[] for _ in listeners]

    def listen(at: int) -> None:
        while not seen[at] or seen[at][-1] != 5000:
            event = listeners[at].get(10)
            assert isinstance(event, TimelinesChanged), "a wake-up was lost"
            seen[at].append(event.generation)

    threads = [threading.Thread(target=listen, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 5001):
        hub.send(TimelinesChanged(number))
    for thread in threads:
        thread.join(20)
    assert all(numbers[-1] == 5000 and numbers == sorted(numbers) for numbers in seen)


@pytest.mark.parametrize(
    ("event", "sent"),
    [
        (TimelinesChanged(7), {"generation": 7}),
        (ProblemsChanged(2), {"count": 2}),
        (RootsChanged(), {}),
        (FolderRequested(None), {"folder": None, "photo": None, "visit": None}),
        (DropHoverChanged(True), {"over": True}),
        (
            ProgressChanged("reading", 9, 5, 4, 2, 3),
            {"stage": "reading", "listed": 9, "read": 5, "unread": 4, "thumbnails": 2, "unmade": 3, "paused": False},
        ),
    ],
)
def test_each_kind_has_its_shape(event: Event, sent: dict[str, object]) -> None:
    assert payload(event) == sent
