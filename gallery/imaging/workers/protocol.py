"""Messages between the pool and the decode processes: JSON, then a picture's raw bytes.

Nothing that could run code is ever unpacked (no pickle). Bytes (paths, fingerprints) travel as Latin-1 text, which maps
every byte to one character and back. Pure: sending and receiving is the business of `message_frames`.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import MISSING, asdict
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from gallery.base.models import FileRef, Metadata, Problem, Recipe, Rendered, Sidecar, Taken
from gallery.imaging.workers.answer_validation import check_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gallery.base.variants import Variant


class FileMessage(TypedDict):
    """A `FileRef` as JSON; the paths in Latin-1."""

    root: str
    relative: str
    size: int
    mtime_ns: int
    fingerprint: str | None
    sidecars: list[tuple[str, int, int, bool, int]]
    """Name in Latin-1, size, mtime_ns, shared, ctime_ns of each."""


class ReadRequest(TypedDict):
    """A request for the metadata of some files."""

    op: Literal["read"]
    files: list[FileMessage]


class RenderRequest(TypedDict):
    """A request for one derived picture."""

    op: Literal["render"]
    file: FileMessage
    recipe: str
    variant: str | None
    """Which of the pictures of the file; None: the photo itself."""
    large_ok: bool
    """Whether the process may take the memory for a large picture: no other process is decoding one."""


class ShrinkRequest(TypedDict):
    """A request for the tiny picture of a thumbnail."""

    op: Literal["shrink"]
    jpeg: str
    """In base 64: as Latin-1 in JSON it would be twice as long, and longer than a pipe takes at once."""


Request = ReadRequest | RenderRequest | ShrinkRequest


class Large:
    """The answer to a render request whose picture must not be decoded beside another large one."""


class Unfit:
    """The answer to a render request by a process that lacks memory which no picture holds any more.

    What has become of the picture says nothing about it.
    """


class Misplaced:
    """The answer to a render request whose file is for the other kind of process: it is a video, or is none."""


LARGE = Large()
MISPLACED = Misplaced()
UNFIT = Unfit()
_MARKS: dict[str, Misplaced | Unfit] = {"misplaced": MISPLACED, "unfit": UNFIT}
UNFIT_EXIT = 75
"""Exit code of a process that lacked memory for its own work (EX_TEMPFAIL of sysexits.h)."""

_OPTIONAL = frozenset(field.name for field in fields_of(Metadata) if field.default is not MISSING)
"""What a file need not say: a value that cannot be stored costs itself, not the picture."""
RenderAnswer = Rendered | Problem | Large | Misplaced | Unfit
Answer = list[Metadata | Problem] | RenderAnswer | bytes
"""Bytes: a tiny picture."""


def encode_read_request(files: Sequence[FileRef]) -> bytes:
    """Return the message that asks for the metadata of these files."""
    return _dump(ReadRequest(op="read", files=[_from_file(file) for file in files]))


def encode_render_request(file: FileRef, recipe: Recipe, *, large_ok: bool, variant: Variant | None = None) -> bytes:
    """Return the message that asks for a derived picture."""
    return _dump(
        RenderRequest(
            op="render",
            file=_from_file(file),
            recipe=recipe.value,
            variant=None if variant is None else variant.name,
            large_ok=large_ok,
        )
    )


def encode_shrink_request(jpeg: bytes) -> bytes:
    """Return the message that asks for the tiny picture of a thumbnail."""
    return _dump(ShrinkRequest(op="shrink", jpeg=b64encode(jpeg).decode("ascii")))


def decode_request(message: bytes) -> Request:
    """Return the request in a message of the pool, which is trusted."""
    request: Request = json.loads(message)
    return request


def to_file(file: FileMessage) -> FileRef:
    """Return the file that a request names."""
    root, relative = file["root"].encode("latin-1"), file["relative"].encode("latin-1")
    fingerprint = file["fingerprint"]
    return FileRef(
        root,
        relative,
        file["size"],
        file["mtime_ns"],
        None if fingerprint is None else fingerprint.encode("latin-1"),
        tuple(
            Sidecar(name.encode("latin-1"), size, mtime, shared, ctime)
            for name, size, mtime, shared, ctime in file["sidecars"]
        ),
    )


def encode_read(results: Sequence[Metadata | Problem]) -> list[bytes]:
    """Return the one message that answers a read request: a result for each file, in the order of the request."""
    return [_dump({"read": [_from_result(result) for result in results]})]


def encode_tiny(tiny: bytes) -> list[bytes]:
    """Return the message that answers a request for a tiny picture."""
    return [_dump({"tiny": tiny.decode("latin-1")})]


def encode_rendered(result: RenderAnswer) -> list[bytes]:
    """Return the messages that answer a render request: one, and for a picture another with its JPEG bytes."""
    if isinstance(result, Large):
        return [_dump({"large": True})]
    if isinstance(result, Misplaced):
        return [_dump({"misplaced": True})]
    if isinstance(result, Unfit):
        return [_dump({"unfit": True})]
    if isinstance(result, Problem):
        return [_dump({"problem": asdict(result)})]
    problem = asdict(result.problem) if result.problem else None
    tiny = result.tiny.decode("latin-1")
    fields = {
        "width": result.width, "height": result.height, "colour": result.colour, "problem": problem, "tiny": tiny
    }  # fmt: skip
    return [_dump({"rendered": fields}), result.jpeg]


def encode_errors(errors: Sequence[str]) -> list[bytes]:
    """Return the message that goes before an answer if programming errors came to light; none if there are none."""
    return [_dump({"errors": list(errors)})] if errors else []


class AnswerDecoder:
    """Decodes one answer from the messages it consists of. Pool's thread only."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        """Programming errors that came to light with the answer: text of the process, which need not be true."""
        self._fields: dict[str, Any] | None = None
        """What the first message of a picture says; None before."""

    def add(self, message: bytes) -> Answer | None:
        """Return the answer, or None when more messages are still to come.

        Raises:
            Exception: The message is no answer; nothing is known of what a broken process sends.
        """
        if self._fields is not None:
            problem, tiny = self._fields.pop("problem"), self._fields.pop("tiny", "").encode("latin-1")
            found = _to_problem(problem) if problem else None
            return Rendered(jpeg=message, problem=found, tiny=tiny, **check_values(self._fields))
        answer: dict[str, Any] = json.loads(message)
        if "read" in answer:
            return [_to_result(result) for result in answer["read"]]
        if "rendered" in answer:
            self._fields = dict(answer["rendered"])
            return None
        if "errors" in answer:
            self.errors = [str(error) for error in answer["errors"]]
            return None
        return _to_short_answer(answer)


def _to_short_answer(answer: dict[str, Any]) -> Problem | Large | Misplaced | Unfit | bytes:
    if "problem" in answer:
        return _to_problem(answer["problem"])
    if "tiny" in answer:
        return bytes(answer["tiny"].encode("latin-1"))
    return next((mark for name, mark in _MARKS.items() if name in answer), LARGE)


def _dump(message: object) -> bytes:
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def _from_file(file: FileRef) -> FileMessage:
    root, relative = file.root.decode("latin-1"), file.relative.decode("latin-1")
    fingerprint = None if file.fingerprint is None else file.fingerprint.decode("latin-1")
    return FileMessage(
        root=root,
        relative=relative,
        size=file.size,
        mtime_ns=file.mtime_ns,
        fingerprint=fingerprint,
        sidecars=[(sidecar.name.decode("latin-1"), *sidecar[1:]) for sidecar in file.sidecars],
    )


def _from_result(result: Metadata | Problem) -> dict[str, Any]:
    fields = asdict(result)
    if isinstance(result, Metadata):
        fields["fingerprint"] = result.fingerprint.decode("latin-1")
    return fields


def _to_result(fields: dict[str, Any]) -> Metadata | Problem:
    if "code" in fields:
        return _to_problem(fields)
    taken, fingerprint = Taken(**check_values(fields.pop("taken"))), fields.pop("fingerprint").encode("latin-1")
    return Metadata(taken=taken, fingerprint=fingerprint, **check_values(fields, _OPTIONAL))


def _to_problem(fields: dict[str, Any]) -> Problem:
    return Problem(**check_values(fields))
