"""Times on a wall clock as text. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local(taken_ms: int) -> str:
    """Return wall-clock milliseconds as `2019-06-11T12:34:56.120`; the year 1 where they lie outside the calendar."""
    try:
        moment = EPOCH + timedelta(milliseconds=taken_ms)
    except OverflowError:
        moment = datetime.min.replace(tzinfo=UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds" if taken_ms % 1000 else "seconds")


def offset(minutes: int | None) -> str | None:
    """Return minutes east of UTC as `+02:00`, or None for None."""
    if minutes is None:
        return None
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
