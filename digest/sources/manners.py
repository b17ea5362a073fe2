"""Which sources are left alone for now: what servers ask for, and patience with those that fail.

Two kinds of runs differ in patience. ``digest fetch`` comes every few minutes by itself: it believes for
a day that a feed stays as it is, and pauses the longer the longer a source has failed. ``digest today``
is a person at breakfast who must not miss that tickets are on sale: an hour is the most that it believes,
ten minutes are the longest pause. What a server asks for when it refuses (429, 503) and that a feed is
gone (410) hold for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digest.model import Health, Source
from digest.model.sources import FILE

MOVED = "moved"
"""In a checkpoint: the address that a source is believed to have moved to."""
UNREAD = "unread"
"""In a checkpoint: when what bytes could not be read, and why."""
NEVER = datetime.max.replace(tzinfo=UTC)
"""When a feed that is gone for good is asked again."""

_BELIEVED = timedelta(days=1)
"""How much of any promise or wish of a server is believed."""
_FIRST_PAUSE = timedelta(minutes=10)
_MAX_AGE = re.compile(r'(?<![\w-])max-age\s*=\s*"?([0-9]{1,9})(?![0-9])', re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?<![\w-])(no-cache|no-store)(?![\w-])", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How patient a run is."""

    believed: timedelta
    """How long a server's word that nothing changes is believed at most."""
    pause: timedelta
    """How long a source that fails is left alone at most. For who comes once a day, less than a day."""


FETCH = Manners(believed=_BELIEVED, pause=timedelta(hours=20))
TODAY = Manners(believed=timedelta(hours=1), pause=_FIRST_PAUSE)


def resting(
    sources: Iterable[Source], health: Mapping[str, Health], now: datetime, manners: Manners
) -> dict[str, Source]:
    """Return the sources that are not asked now, by ``Source.id``.

    Args:
        sources: those that could be.
        health: how each has been answering, by ``Source.id``.
        now: the time of the run. A clock that was set back lets all be asked.
        manners: how patient the run is.
    """
    known = ((source, health.get(source.id, Health())) for source in sources)
    return {
        source.id: source
        for source, each in known
        if _may_rest(source) and _last(each, now) <= now < again(each, manners)
    }


def again(health: Health, manners: Manners) -> datetime:
    """Return when a source is asked again.

    The second failure in a row makes a pause of ten minutes. Then it is a quarter of the time that it
    has been failing for, so that the times between two attempts grow exponentially; after a night
    without network a source is asked again within two hours.
    """
    never = datetime.min.replace(tzinfo=UTC)
    if health.gone:
        return NEVER
    if not health.failed or not health.failing_since:
        promised = (health.answered or never) + manners.believed if health.rest else never
        return min(health.rest or never, promised)
    pause = max(_FIRST_PAUSE, (health.failed - health.failing_since) / 4)
    pause = min(pause, manners.pause) if health.failures > 1 else timedelta(0)
    return max(health.failed + pause, health.rest or never)


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """Return how long an answer stays as it is (``max-age``, RFC 9111), a day at most."""
    rules = headers.get("cache-control", "")
    found = _MAX_AGE.search(rules)
    if not found or _NOT_KEPT.search(rules):
        return timedelta(0)
    age = headers.get("age", "")
    seconds = int(found[1]) - (int(age) if _SECONDS.fullmatch(age) else 0)
    return _bounded(timedelta(seconds=seconds))


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta:
    """Return how long a server asks to be left alone (RFC 9110, section 10.2.3), a day at most."""
    from email.utils import parsedate_to_datetime

    written = headers.get("retry-after", "")
    if _SECONDS.fullmatch(written):
        return _bounded(timedelta(seconds=int(written)))
    try:
        when = parsedate_to_datetime(written)
    except (ValueError, OverflowError):  # a year may have twenty digits
        return timedelta(0)
    return _bounded((when if when.tzinfo else when.replace(tzinfo=UTC)) - now)


def _may_rest(source: Source) -> bool:
    """Say whether a server of its own answers for a source; X counts its requests itself."""
    return source.kind != "x" and not source.target.startswith(FILE)


def _bounded(asked: timedelta) -> timedelta:
    return max(timedelta(0), min(asked, _BELIEVED))


def _last(health: Health, now: datetime) -> datetime:
    """Return when a source was last asked, *now* if it never was."""
    return health.failed or health.answered or now
