"""Counting what each source brought, by the clock: the figures behind the chart of the day.

A window of a day is counted by the hour; a longer one by as many hours, days or weeks as keep the chart
within a column of a page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.model import Item, Section, Story, Tally, Window

_STEPS = tuple(timedelta(hours=hours) for hours in (1, 2, 3, 4, 6, 12, 24, 48, 168))
_MOST = 30
"""Slots that are told apart in one column."""


def clock(window: Window, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when the slots begin (UTC) in which a window is counted, the first at or before its start.

    Slots are equally long and begin on the hour, or at midnight, of *zone*.
    """
    step = _step(window.end - window.start)
    first = _floor(window.start.astimezone(zone), step).astimezone(UTC)
    count = max(1, -((first - window.end) // step))
    return tuple(first + number * step for number in range(count))


def _step(length: timedelta) -> timedelta:
    fitting = (step for step in _STEPS if length <= step * (_MOST - 1))
    return next(fitting, timedelta(weeks=1) * -(-length // (timedelta(weeks=1) * (_MOST - 1))))


def _floor(when: datetime, step: timedelta) -> datetime:
    if step < timedelta(days=1):
        hours = step // timedelta(hours=1)
        return when.replace(hour=when.hour // hours * hours, minute=0, second=0, microsecond=0)
    return when.replace(hour=0, minute=0, second=0, microsecond=0)


def tally(
    items: Iterable[Item],
    stories: Iterable[Story],
    printed: Iterable[Section],
    slots: Sequence[datetime],
) -> tuple[Tally, ...]:
    """Count items by source and slot, the source with most items first.

    Args:
        items: all that the edition covers; what is older than the first slot counts in it.
        stories: those the paper was chosen from; an item that leads none of them was merged.
        printed: the sections of the paper.
        slots: when they begin.
    """
    leads = {story.items[0].id for story in stories}
    shown = Counter(story.lead.source for section in printed for story in section.stories)
    count: dict[str, list[int]] = {}
    merged: dict[str, list[int]] = {}
    for item in items:
        if item.source not in count:
            count[item.source], merged[item.source] = [0] * len(slots), [0] * len(slots)
        slot = max(0, bisect_right(slots, item.published) - 1)
        count[item.source][slot] += 1
        merged[item.source][slot] += item.id not in leads
    tallies = (
        Tally(
            source=source,
            items=tuple(count[source]),
            merged=tuple(merged[source]),
            printed=shown[source],
        )
        for source in count
    )
    return tuple(sorted(tallies, key=lambda each: (-sum(each.items), each.source)))
