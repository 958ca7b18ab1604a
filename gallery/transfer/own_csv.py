"""The table of an export, for spreadsheets; and tables that somebody made by hand. The form: docs/export.md. Pure."""

from __future__ import annotations

import csv
import io
import os
import re
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from gallery.languages.sentence import Sentence
from gallery.transfer.entries import ALBUMS, LISTS, PLAIN, REMOVED, Collected, Entry, TransferError
from gallery.transfer.own_json import from_text, said_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gallery.annotations.importing import AlbumContent
    from gallery.annotations.items import KnownItem
    from gallery.annotations.models import Annotation

IDENTITY = ("path", "root", "size", "modified", "fingerprint")
GONE = "gone"
COLUMNS = (*IDENTITY, *PLAIN, "tags", REMOVED, ALBUMS, GONE)
_MAX_CELL = 1 << 24
"""Characters of one: ten thousand tags of a thousand characters."""
_FORMULA = "=+-@\t\r"
"""A cell that begins so is a formula to spreadsheets: it gets an apostrophe before it (OWASP, CSV injection)."""
_QUOTED = _FORMULA + "'"
_SEPARATORS = ",;\t"
_TIME = re.compile(r"(\d{4,5}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})Z")
_YES, _NO = frozenset({"yes", "true", "1", "x", "wahr", "ja"}), frozenset({"no", "false", "0", "falsch", "nein"})
csv.field_size_limit(_MAX_CELL)


def write_csv(items: Iterable[tuple[KnownItem, Annotation]], albums: Sequence[AlbumContent] = ()) -> Iterator[bytes]:
    """Yield the parts of the file: commas and CRLF (RFC 4180), UTF-8 with the mark by which spreadsheets know it.

    Args:
        items: what was said about which file (`importing.read_all`).
        albums: all; a table has not their order.
    """
    inside: dict[int | None, list[str]] = defaultdict(list)
    for album in albums:
        for item in album.items:
            inside[item].append(album.path)
    yield "\ufeff".encode() + _line(COLUMNS)
    for known, said in items:
        yield _line(
            _cells(known, {**said_fields(said), ALBUMS: inside.get(known.identity.item, []), GONE: known.gone or None})
        )


def _line(cells: Sequence[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    try:
        return text.getvalue().encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a name of Windows that is no text
        return text.getvalue().encode("utf-8", "replace")


def _cells(known: KnownItem, values: dict[str, Any]) -> list[str]:
    file = known.identity
    paths = [os.fsdecode(path).replace(os.sep, "/") for path in (file.relative, file.root)]
    mark = f"x{file.fingerprint.hex()}" if file.fingerprint else ""
    cells = [*map(_guard, paths), str(file.size), _time(file.mtime_ns), mark]
    for name in COLUMNS[len(IDENTITY) :]:
        value = values.get(name)
        if isinstance(value, list):
            cells.append(_guard(";".join(tag.replace("\\", "\\\\").replace(";", "\\;") for tag in value)))
        elif isinstance(value, bool):
            cells.append("yes" if value else "no")
        elif isinstance(value, str):
            cells.append(_guard(value) or "'")  # said to be empty
        else:
            cells.append("" if value is None else str(value))
    return cells


def _guard(text: str) -> str:
    return f"'{text}" if text[:1] and text[0] in _QUOTED else text


def _unguard(cell: str) -> str:
    """Return the text of a cell: an apostrophe alone is the empty text."""
    return cell[1:] if cell == "'" or (cell[:1] == "'" and cell[1] in _QUOTED) else cell


def _time(mtime_ns: int) -> str:
    """Return a time to the nanosecond; the number itself, which spreadsheets round, where no calendar has it."""
    seconds, rest = divmod(mtime_ns, 1_000_000_000)
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}Z"
    except (ValueError, OverflowError, OSError):
        return f"{mtime_ns} ns"


def _mtime_ns(text: str) -> int | None:
    if match := _TIME.fullmatch(text):
        seconds = datetime.fromisoformat(f"{match[1]}+00:00").timestamp()
        return int(seconds) * 1_000_000_000 + int(match[2])
    number = text.removesuffix(" ns")
    return int(number) if number != text and number.lstrip("-").isdigit() else None


def read_csv(content: bytes, name: str) -> Collected:
    """Return what a table says: that of an export, or one made by hand, which needs a column `path` and one more.

    Raises:
        TransferError: it is no such table; nothing of it is taken.
    """
    text = _decode(content, name)
    head, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=head.count)
    # strict: else one quote that is never closed takes all rows behind it into its cell
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    collected = Collected("table", name)
    begin = 1
    try:
        columns = _columns(next(rows, []), name)
        begin = rows.line_num + 1
        for cells in rows:
            if any(cells):
                _add_cells(collected, columns, cells, begin)
            begin = rows.line_num + 1
    except csv.Error as error:
        raise TransferError(Sentence("error-transfer-row", name=name, line=str(begin), why=str(error))) from error
    return collected


def _columns(cells: Sequence[str], name: str) -> list[str]:
    """Return the names of the columns.

    Raises:
        TransferError: they are those of no such table, or one stands twice.
    """
    columns = [cell.strip().lower() for cell in cells]
    if "path" not in columns or not set(columns) & _READERS.keys():
        raise TransferError(Sentence("error-transfer-columns", name=name, names=", ".join(_READERS)))
    twice = [column for column in COLUMNS if columns.count(column) > 1]
    if twice:
        raise TransferError(Sentence("error-transfer-twice", name=name, column=twice[0]))
    return columns


def _add_cells(collected: Collected, columns: Sequence[str], cells: Sequence[str], line: int) -> None:
    """Take a row; not one that has more cells than there are columns: a text in it was cut at a separator."""
    if any(cells[len(columns) :]):
        collected.refused.add(f"Line {line}: the row has {len(cells)} cells, but the table {len(columns)} columns.")
    else:
        _add_row(collected, dict(zip(columns, cells, strict=False)), line)


def _decode(content: bytes, name: str) -> str:
    """Return the text of a table: UTF-8, or what Windows programs of the west write.

    Raises:
        TransferError: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # a name that is no UTF-8 stands in an export as it is on the disk
        is_export = content.startswith(b"\xef\xbb\xbf")
        text = content.decode("utf-8-sig", "surrogateescape") if is_export else content.decode("cp1252", "replace")
    if "\0" in text:
        raise TransferError(Sentence("error-transfer-no-table", name=name))
    return text


def _add_row(collected: Collected, row: dict[str, str], line: int) -> None:
    said: dict[str, Any] = {}
    for column, cell in row.items():
        if column in _READERS and (cell.strip() or (cell and _READERS[column] is _unguard)):
            try:
                said[column] = _READERS[column](cell)
            except ValueError as error:
                collected.refused.add(f"Line {line}: {error}")
    gone = row.get(GONE, "").strip().lower() in _YES
    root, size, mark = row.get("root", ""), row.get("size", "").strip(), row.get("fingerprint", "").strip()
    try:
        collected.add(
            Entry(
                from_text(_unguard(row.get("path", ""))),
                said,
                from_text(_unguard(root)) if root else None,
                int(size) if size.isdigit() else None,
                _mtime_ns(row.get("modified", "").strip()),
                bytes.fromhex(mark[1:]) if mark.startswith("x") else None,
                is_gone=gone,
            )
        )
    except ValueError:
        collected.refused.add(f"Line {line}: the path or the fingerprint is none.")


def _yes_or_no(cell: str) -> bool:
    word = cell.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError("a favourite is yes or no.")


def _number(cell: str) -> int:
    text = cell.strip()
    if text.isdecimal() and len(text) == 1:
        return int(text)
    if text and set(text) == {"★"}:
        return len(text)
    raise ValueError("a rating is a number from 0 to 5.")


def _word(cell: str) -> str:
    return cell.strip().lower()


def _tags(cell: str) -> list[str]:
    """Return the tags of a cell, which are separated by semicolons; one within a tag has a backslash before it."""
    parts = re.findall(r"(?:[^;\\]|\\.|\\$)+", _unguard(cell), re.DOTALL)
    return [re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL).strip() for part in parts if part.strip()]


_READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(PLAIN, _unguard),
    "favourite": _yes_or_no, "rating": _number, "pick": _word, "label": _word,
    **dict.fromkeys((*LISTS, ALBUMS), _tags), REMOVED: _tags,
}  # fmt: skip
