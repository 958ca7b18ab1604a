"""Messages between pool and workers: JSON headers, then raw bytes. Nothing that could run code is ever unpacked.

Bytes (paths, fingerprints) travel as Latin-1 text, which maps every byte to one character and back.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypedDict

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered, Taken

if TYPE_CHECKING:
    from collections.abc import Sequence


class Channel(Protocol):
    """The part of multiprocessing's Connection that we use."""

    def send_bytes(self, buf: bytes) -> None: ...
    def recv_bytes(self) -> bytes: ...


class File(TypedDict):
    root: str
    relative: str
    size: int
    mtime_ns: int


class ReadRequest(TypedDict):
    op: Literal["read"]
    files: list[File]


class RenderRequest(TypedDict):
    op: Literal["render"]
    file: File
    recipe: str
    large_ok: bool


Request = ReadRequest | RenderRequest


class Large:
    """A worker's answer to a picture that must not be decoded beside another of its kind."""


LARGE = Large()


def read_request(files: Sequence[FileRef]) -> bytes:
    return _dump(ReadRequest(op="read", files=[_from_file(file) for file in files]))


def render_request(file: FileRef, recipe: Recipe, *, large_ok: bool) -> bytes:
    return _dump(RenderRequest(op="render", file=_from_file(file), recipe=recipe.value, large_ok=large_ok))


def request(message: bytes) -> Request:
    parsed: Request = json.loads(message)
    return parsed


def to_file(file: File) -> FileRef:
    root, relative = file["root"].encode("latin-1"), file["relative"].encode("latin-1")
    return FileRef(root, relative, file["size"], file["mtime_ns"])


def send_read(channel: Channel, results: Sequence[Metadata | Problem]) -> None:
    channel.send_bytes(_dump({"read": [_from_result(result) for result in results]}))


def send_rendered(channel: Channel, result: Rendered | Problem | Large) -> None:
    """A picture's bytes follow its header as a message of their own."""
    if isinstance(result, Large):
        channel.send_bytes(_dump({"large": True}))
    elif isinstance(result, Problem):
        channel.send_bytes(_dump({"problem": asdict(result)}))
    else:
        problem = asdict(result.problem) if result.problem else None
        facts = {"width": result.width, "height": result.height, "color": result.color, "problem": problem}
        channel.send_bytes(_dump({"rendered": facts}))
        channel.send_bytes(result.jpeg)


Answer = list[Metadata | Problem] | Rendered | Problem | Large


class Reply:
    """A worker's answer, from the one or two messages that it consists of."""

    def __init__(self) -> None:
        self._facts: dict[str, Any] | None = None

    def add(self, data: bytes) -> Answer | None:
        """The answer, or None: a picture's bytes are still to come.

        Raises:
            Exception: it makes no sense; nothing is known of what a broken worker sends.
        """
        if self._facts is not None:
            problem = self._facts.pop("problem")
            return Rendered(jpeg=data, problem=Problem(**problem) if problem else None, **self._facts)
        message: dict[str, Any] = json.loads(data)
        if "read" in message:
            return [_to_result(result) for result in message["read"]]
        if "rendered" in message:
            self._facts = dict(message["rendered"])
            return None
        return Problem(**message["problem"]) if "problem" in message else LARGE


def _dump(message: object) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def _from_file(file: FileRef) -> File:
    root, relative = file.root.decode("latin-1"), file.relative.decode("latin-1")
    return File(root=root, relative=relative, size=file.size, mtime_ns=file.mtime_ns)


def _from_result(result: Metadata | Problem) -> dict[str, Any]:
    facts = asdict(result)
    if isinstance(result, Metadata):
        facts["fingerprint"] = result.fingerprint.decode("latin-1")
    return facts


def _to_result(facts: dict[str, Any]) -> Metadata | Problem:
    if "code" in facts:
        return Problem(**facts)
    taken, fingerprint = Taken(**facts.pop("taken")), facts.pop("fingerprint").encode("latin-1")
    return Metadata(taken=taken, fingerprint=fingerprint, **facts)
