"""Answers that are the same for everybody who may see the same: made once for all, packed once, kept until it changes.

Two hundred open pages ask for the same megabytes within ten seconds of every change. What each asks for again and again
is one number (`SharedAnswers.generation`); whatever else is kept here belongs to the number that was told when it was
made, and is at least as new. So a page that has heard of a number gets nothing that is older.
"""

from __future__ import annotations

import io
import threading
import time
import zlib
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.http import parse_etags

from gallery.web.file_stream import stream_file

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from gallery.catalog.visible_folders import Within

NUMBER_SECONDS = 2.0
"""How long a number is told again without a look at the index: it costs a walk over all folders after each change."""
MAX_AGE_SECONDS = 10.0
"""How long an answer is kept: what it holds beside photos and folders (how many problems) may change without number."""
MAX_BYTES = 64_000_000
"""Of all answers that are kept; packed, the view of a million photos has six million."""
MAX_SLOTS = 1024
GZIP = 16 + zlib.MAX_WBITS
LEVEL = 1
"""Of compression: level 6 takes four times as long and saves a tenth."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent, and its entity tag."""

    tag: str
    packed: bytes
    """The body, in gzip's format (RFC 1952): what nearly every client takes."""


@dataclass(slots=True)
class _Slot:
    """One answer. Who holds `lock` makes it; others who want the same wait and have it then."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    number: int = -1
    until: float = 0.0
    answer: Answer | None = None


class SharedAnswers:
    """Answers by what somebody may see, and what is asked for. Any thread; `_lock` guards the dictionaries alone.

    Args:
        generation: returns the number of what is visible within top folders (`TimelinesController.generation`).
        clock: seconds, never going back.
    """

    def __init__(self, generation: Callable[[Within], int], clock: Callable[[], float] = time.monotonic) -> None:
        self._read_generation = generation
        self._clock = clock
        self._lock = threading.Lock()
        self._numbers: OrderedDict[Hashable, _Slot] = OrderedDict()
        self._slots: OrderedDict[Hashable, _Slot] = OrderedDict()

    def generation(self, within: Within) -> int:
        """Return the number of what is visible, as it was less than NUMBER_SECONDS ago."""
        slot = self._find(self._numbers, within)
        with slot.lock:
            if self._clock() >= slot.until:
                slot.number = self._read_generation(within)
                slot.until = self._clock() + NUMBER_SECONDS
            return slot.number

    def get(self, within: Within, name: Hashable, make: Callable[[], tuple[int, bytes]]) -> Answer:
        """Return the answer to a question, made now unless it is kept.

        Args:
            within: what the person may see.
            name: of the question, with all that it depends on besides.
            make: returns the number that the answer is at least as new as, and its body.
        """
        slot = self._find(self._slots, (within, name))
        number = self.generation(within)
        with slot.lock:
            answer = slot.answer
            if answer is None or slot.number != number or self._clock() >= slot.until:
                made, body = make()
                answer = slot.answer = pack(body, answer)
                # an older one: a large view that is being built; a newer one: the next number is not told yet
                slot.number, age = number, MAX_AGE_SECONDS if made == number else NUMBER_SECONDS
                slot.until = self._clock() + age
        self._drop_oldest()
        return answer

    def _find(self, slots: OrderedDict[Hashable, _Slot], key: Hashable) -> _Slot:
        with self._lock:
            slot = slots.setdefault(key, _Slot())
            slots.move_to_end(key)
            while len(slots) > MAX_SLOTS:
                slots.popitem(last=False)
            return slot

    def _drop_oldest(self) -> None:
        with self._lock:
            size = sum(len(slot.answer.packed) for slot in self._slots.values() if slot.answer)
            while size > MAX_BYTES and len(self._slots) > 1:
                _, slot = self._slots.popitem(last=False)
                size -= len(slot.answer.packed) if slot.answer else 0


def pack(body: bytes, before: Answer | None = None) -> Answer:
    """Return the answer with this body: the one before, if that has it."""
    tag = blake2b(body, digest_size=16).hexdigest()
    if before is not None and before.tag == tag:
        return before
    return Answer(tag, zlib.compress(body, LEVEL, GZIP))


def respond(answer: Answer, content_type: str, *, kept: bool) -> Response:
    """Return an answer as the client takes it; if its browser keeps it, with a tag, or that it has it."""
    known = kept and parse_etags(request.headers.get("If-None-Match")).contains_weak(answer.tag)
    response = Response(status=304 if known else 200, content_type=content_type)
    if kept:
        response.set_etag(answer.tag, weak=True)  # packed or not, it is the same
        response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if not known:
        packed = request.accept_encodings["gzip"] > 0
        data = answer.packed if packed else zlib.decompress(answer.packed, GZIP)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.response, response.direct_passthrough = stream_file(io.BytesIO(data)), True
        response.content_length = len(data)
    return response
