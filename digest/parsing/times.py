"""Reads the dates that feeds carry.

The two forms that nearly all of them have are read here, as feedparser reads them; whatever else
there is, feedparser reads. Years before 1970, after 2100 and zones that no place has give no time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
# What RFC 822 names and what feeds add; feedparser takes any other name for GMT.
_ZONES = {
    "": 0, "ut": 0, "utc": 0, "gmt": 0, "z": 0, "met": 1, "mest": 2, "adt": -3, "ast": -4, "at": -4,
    "edt": -4, "est": -5, "et": -5, "cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7,
    "pdt": -7, "pst": -8, "pt": -8, "a": -1, "n": 1, "m": -12, "y": 12,
}  # fmt: skip
_RFC822 = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?([0-9]{1,2})\s+([a-z]{3})[a-z]*\s+([0-9]{4})\s+"
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?\s+(?:([+-])([0-9]{2}):?([0-9]{2})|([a-z]{1,4}))",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?"
    r"(?:([+-])([0-9]{2}):?([0-9]{2})|z)",
    re.IGNORECASE | re.ASCII,
)
_ZONE_AT_END = re.compile(r":[0-9]{2}(?:\.[0-9]+)?\s*[+-]([0-9]{2}):?[0-9]{2}\Z", re.ASCII)
_FARTHEST_ZONE = 15
_LONGEST = 100


def read(text: str) -> datetime | None:
    """Return the time that *text* means, in UTC, or None when it means none."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if found := _ISO.fullmatch(text):
        year, month, day, *clock, sign, hours, minutes = found.groups()
        return _time(year, int(month), day, clock, sign, hours, minutes)
    if (found := _RFC822.fullmatch(text)) and found[2].lower() in _MONTHS:
        day, name, year, *clock, sign, hours, minutes, zone = found.groups()
        if zone:
            offset = _ZONES.get(zone.lower(), 0)
            sign, hours = ("-" if offset < 0 else "+"), str(abs(offset))
        return _time(year, _MONTHS[name.lower()], day, clock, sign, hours, minutes)
    return _odd(text)


def _time(
    year: str,
    month: int,
    day: str,
    clock: list[str | None],
    sign: str | None,
    hours: str | None,
    minutes: str | None,
) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock)
    away = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        local = datetime(int(year), month, int(day), hour, minute, second, tzinfo=UTC)
        return _kept(local + away if sign == "-" else local - away, int(hours or 0))
    except (ValueError, OverflowError):
        return None


def _odd(text: str) -> datetime | None:
    """Read what has neither of the usual forms, as feedparser does."""
    from feedparser.datetimes import _parse_date

    zone = _ZONE_AT_END.search(text)
    try:
        parts = _parse_date(text)
        if not parts:
            return None
        year, month, day, hour, minute, second = parts[:6]
        time = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return _kept(time, int(zone[1]) if zone else 0)
    except (ValueError, LookupError, TypeError):  # it indexes and converts without looking
        return None


def _kept(time: datetime, zone: int) -> datetime | None:
    return time if 1970 <= time.year < 2100 and zone <= _FARTHEST_ZONE else None
