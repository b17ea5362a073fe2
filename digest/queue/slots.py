"""Local times of the paper's zone, and the moments they are in UTC.

A slot is a wall-clock time on a date, so it is known by both: whatever the clock does in a night of
changing it, each slot of each date comes once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

AHEAD = timedelta(days=400)
"""No draft is planned further ahead."""

Span = tuple[time, time]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time on one date."""

    name: str
    """The local date and time, such as ``2026-11-21 07:30``, and an edition's own zone."""
    due: datetime
    """In UTC."""

    @property
    def day(self) -> str:
        """The local date."""
        return self.name[:10]


def at(day: date, when: time, zone: tzinfo) -> Slot | None:
    """Return the slot of a date; None where the zone never had that date.

    A time that does not exist (spring) is as long after the gap as it would have been after its
    beginning, so within the hour, and on the next date where the gap ends at midnight; of one that
    exists twice (autumn) the first counts. PEP 495.
    """
    local = datetime.combine(day, when, zone)
    due = local.astimezone(UTC)
    gap = due.astimezone(zone).replace(tzinfo=None) - local.replace(tzinfo=None)
    if gap >= timedelta(days=1):
        return None
    return Slot(name=f"{day} {when:%H:%M}", due=due)


def upcoming(slots: Sequence[time], zone: tzinfo, now: datetime) -> Iterator[Slot]:
    """Yield the slots that are not past, in the order of the clock on the wall."""
    today = now.astimezone(zone).date()
    for days in range(-1, AHEAD.days):  # yesterday's last may come after midnight
        for when in slots:
            slot = at(today + timedelta(days=days), when, zone)
            if slot and slot.due >= now:
                yield slot


def is_quiet(when: datetime, quiet: Span | None, zone: tzinfo) -> bool:
    """Tell whether nothing is sent at that time; the end of the span is not quiet any more."""
    if quiet is None:
        return False
    start, end = quiet
    clock = when.astimezone(zone).time()
    return start <= clock < end if start <= end else clock >= start or clock < end


def after_quiet(when: datetime, quiet: Span | None, zone: tzinfo) -> datetime:
    """Return the first time from *when* on, in UTC, at which something may be sent."""
    if quiet is None or not is_quiet(when, quiet, zone):
        return when
    today = when.astimezone(zone).date()
    ends = (
        datetime.combine(today + timedelta(days=days), quiet[1], zone).replace(fold=fold)
        for days in range(3)
        for fold in (0, 1)  # in autumn it may come twice, and the first time be over
    )
    moments = (end.astimezone(UTC) for end in ends)
    return min(end for end in moments if end > when and not is_quiet(end, quiet, zone))


def local_day(when: datetime, zone: tzinfo) -> str:
    """Return the local date, such as ``2026-11-21``."""
    return str(when.astimezone(zone).date())


def local_month(when: datetime, zone: tzinfo) -> str:
    """Return the local month, such as ``2026-11``."""
    return local_day(when, zone)[:7]
