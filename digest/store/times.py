"""Times as the archive keeps them: microseconds since 1970 in UTC, exact and quick to read back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digest.store.troubles import UnreadableError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = (datetime(500, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST = (datetime(9500, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""Between them every time is one in all zones, and so are those some years before and after it."""


def stored(when: datetime) -> int:
    """Return the number for an aware datetime."""
    return (when - _EPOCH) // _MICROSECOND


def length(span: timedelta) -> int:
    """Return how many microseconds a span of time has."""
    return span // _MICROSECOND


def read(number: int) -> datetime:
    """Return the datetime, in UTC, for a number.

    Raises:
        UnreadableError: there is no such time.
    """
    try:
        return _EPOCH + number * _MICROSECOND
    except OverflowError:
        raise UnreadableError(f"no time is {number} microseconds after 1970") from None


def usable(when: datetime) -> datetime:
    """Return an aware datetime as it is, if a clock may have shown it: a post may be of the year 1.

    Raises:
        UnreadableError: it is out of range, or has no zone.
    """
    if when.tzinfo is None or not _FIRST <= stored(when) <= _LAST:
        raise UnreadableError(f"no clock shows {when}")
    return when


def read_known(number: int | None) -> datetime | None:
    """Return the same, or None for what has not happened."""
    return None if number is None else usable(read(number))
