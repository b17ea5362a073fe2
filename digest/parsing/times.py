"""Reads the dates that feeds carry.

The two forms that nearly all of them have are read here, as feedparser reads them, and dates in numbers
of which it reads the beginning only. Whatever else there is, feedparser reads, and German dates, which
it does not know, are read here again. Years before 1970, after 2100 and zones that no place has give no
time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {
    name: str(number)
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
        start=1,
    )
}
# What RFC 822 names and what feeds add; feedparser takes any other name for GMT.
_ZONES = {
    zone: ("-" if hours < 0 else "+", str(abs(hours)))
    for hours, zones in {
        -12: ("m",), -8: ("pst", "pt"), -7: ("pdt", "mst", "mt"), -6: ("mdt", "cst", "ct"),
        -5: ("cdt", "est", "et"), -4: ("edt", "ast", "at"), -3: ("adt",), -1: ("a",),
        1: ("n", "met"), 2: ("mest",), 12: ("y",),
    }.items()
    for zone in zones
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
# "2026.11.19 08:00", and "2026-11-19 08:00:00 +0000 UTC", as Go writes it. Of "2026/11/19" and
# "19-11-2026", too, feedparser takes some from the clock; so many feeds have them that it decides.
_NUMBERS = re.compile(
    r"([0-9]{4})([-.])([0-9]{1,2})\2([0-9]{1,2})"
    r"(?:[T\s]\s*([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]+)?"
    r"(?!\s*[ap]m\b)(?:\s*([+-][0-9]{2}:?[0-9]{2}|[a-z]{1,4}))?(?:\s+\(?[a-z]{1,5}\)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_GERMAN = re.compile(
    r"(?:(?:mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)\.?,?\s*)?"
    r"([0-9]{1,2})(?:\.([0-9]{1,2})\.|\.?\s+([^\W\d_]{3,9})\.?\s+)([0-9]{4})"
    r"(?:,?\s+([0-9]{1,2}:[0-9:]+)(?:\s+Uhr)?(?:\s+(\S+))?)?",
    re.IGNORECASE,
)
_GERMAN_MONTHS = {"jän": "1", "mär": "3", "mrz": "3", "mai": "5", "okt": "10", "dez": "12"}
_ZONE_AT_END = re.compile(r":[0-9]{2}(?:\.[0-9]+)?\s*[+-]([0-9]{2}):?[0-9]{2}\Z", re.ASCII)
_FARTHEST_ZONE = 15
_LONGEST = 100


def read(text: str) -> datetime | None:
    """Return the time that *text* means, in UTC, or None when it means none."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        if found := _ISO.fullmatch(text):
            *parts, sign, away, more = found.groups("0")
            return _time(parts, sign, away, more)
        if (found := _RFC822.fullmatch(text)) and (month := _MONTHS.get(found[2].lower(), "")):
            return _named(found, month)
        if found := _NUMBERS.fullmatch(text):
            return _numbered(found)
    except (ValueError, OverflowError):  # no such day: feedparser counts on into the next month
        pass
    return _odd(text) or _german(text)


def _named(found: re.Match[str], month: str) -> datetime | None:
    day, _, year, hour, minute, second, sign, away, more, zone = found.groups("0")
    sign, away = _ZONES.get(zone.lower(), ("+", "0")) if sign == "0" else (sign, away)
    return _time([year, month, day, hour, minute, second], sign, away, more)


def _numbered(found: re.Match[str]) -> datetime | None:
    year, _, month, day, clock, zone = found.groups("")
    written = _RFC822.fullmatch(f"{day} xxx {year} {clock or '0:00'} {zone or 'GMT'}")
    return _named(written, month) if written else None


def _time(parts: list[str], sign: str, hours: str, minutes: str) -> datetime | None:
    year, month, day, hour, minute, second = map(int, parts)
    time = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    if hours == minutes == "00" or hours == "0":
        return _kept(time)
    away = timedelta(hours=int(hours), minutes=int(minutes))
    return _kept(time + away if sign == "-" else time - away, int(hours))


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


def _german(text: str) -> datetime | None:
    """Read what servers write whose language is German, with or without a time of the day."""
    found = _GERMAN.fullmatch(text)
    if not found:
        return None
    day, number, name, year, clock, zone = found.groups("")
    month = number or _GERMAN_MONTHS.get(name[:3].lower()) or _MONTHS.get(name[:3].lower(), "")
    written = _RFC822.fullmatch(f"{day} xxx {year} {clock or '0:00'} {zone or 'GMT'}")
    try:
        return _named(written, month) if written else None
    except (ValueError, OverflowError):  # no such day
        return None


def _kept(time: datetime, zone: int = 0) -> datetime | None:
    return time if 1970 <= time.year < 2100 and zone <= _FARTHEST_ZONE else None
