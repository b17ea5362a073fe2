"""Reads the times that a person types: ``--now`` and ``--since``."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_UNITS = {"h": "hours", "d": "days"}
_YEARS = range(1000, 9000)
"""Around a time of these is room for every span that can be named, in every zone."""


def parse_time(text: str, zone: tzinfo) -> datetime:
    """Return the UTC time that an ISO 8601 time or date names.

    A time without an offset, and the midnight a date begins with, are local to *zone*.

    Raises:
        ValueError: it is neither, or not of the years 1000 to 8999.
    """
    when = datetime.fromisoformat(text.strip().upper())
    if when.tzinfo is None:
        when = when.replace(tzinfo=zone)
    if when.year not in _YEARS:
        raise ValueError(f"{text!r} is out of range")
    return when.astimezone(UTC)


def local(when: datetime, zone: tzinfo | None) -> datetime:
    """Return a time by the clocks of *zone*, None: of the machine; in UTC where the calendar ends before."""
    try:
        return when.astimezone(zone)
    except OverflowError:
        return when.astimezone(UTC)


def parse_since(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the UTC time meant by an ISO time or date, ``36h``, ``3d`` or ``yesterday``.

    ``yesterday`` is the midnight in *zone* that yesterday began with.

    Raises:
        ValueError: it is none of these, or not before *now*.
    """
    since = _since(text.strip().casefold(), now, zone)
    if since >= now:
        raise ValueError(f"{text!r} is not in the past")
    return since


def _since(text: str, now: datetime, zone: tzinfo) -> datetime:
    if text == "yesterday":
        return midnight(now.astimezone(zone).date() - timedelta(days=1), zone)
    if span := re.fullmatch(r"(\d{1,5})([hd])", text):
        return now - timedelta(**{_UNITS[span[2]]: int(span[1])})
    return parse_time(text, zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the UTC time at which *day* begins in *zone*."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
