"""Which sources earn their place: judged by what they bring, not by who follows or likes them.

Reach measures activity. What counts here is who tells first what others then tell too, how much of what
a source says is news at all, and how much of it she printed and posted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from digest.model import Item, Latest, Source, Story

DAYS = 28
"""What a report looks back on."""
_LATEST = timedelta(days=2)
_RHYTHMS = 4
"""A pause of so many usual ones is silence: of news that comes by chance two in a hundred last as long
(the exponential distribution of waiting times)."""

Voices = Callable[[Story], Sequence[Sequence[Item]]]
"""Groups the items of a story by who speaks, the voice that spoke first leading, oldest first in each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merit:
    """What a source brought."""

    source: Source
    days: tuple[int, ...]
    """How many items on each day, the oldest first."""
    first: int = 0
    """How many stories it was the first to tell that others told after it."""
    news: int = 0
    """How many of its items others told too, or were printed or drafted: the rest is chatter."""
    repeated: int = 0
    """How many of its items told what somebody had told before."""
    printed: int = 0
    """How many printed stories it led."""
    drafted: int = 0
    """How many drafts were made of them."""
    last: Latest | None = None
    """None: it never had an item."""

    @property
    def items(self) -> int:
        """How many items it brought."""
        return sum(self.days)

    def silent(self, asked: datetime) -> timedelta | None:
        """Return for how long it had been silent when it last answered; None: it was not."""
        return silence(self.last, asked)


def silence(last: Latest | None, asked: datetime) -> timedelta | None:
    """Return for how long a source has been silent beyond its own rhythm; None: it is not.

    While nobody asks, as on her holidays, nobody is silent.

    Args:
        last: its latest item; None: it never had one.
        asked: when it last answered.
    """
    if last is None:
        return None
    pause = asked - last.at
    return pause if pause > max(_LATEST, _RHYTHMS * last.rhythm) else None


@dataclass(slots=True)
class _Count:
    """What is counted of one source."""

    days: Counter[int] = field(default_factory=Counter)
    first: int = 0
    repeated: int = 0
    news: set[int] = field(default_factory=set)
    printed: int = 0


def judge(
    stories: Iterable[Story],
    sources: Iterable[Source],
    now: datetime,
    *,
    voices: Voices,
    printed: Iterable[Story],
    drafted: Mapping[str, int],
    latest: Mapping[str, Latest],
) -> tuple[Merit, ...]:
    """Judge each source by what it brought, the one that earned its place most clearly first.

    Args:
        stories: all of the last four weeks; each item in one of them.
        sources: those to judge.
        now: the end of those weeks.
        voices: who speaks in a story.
        printed: the stories of the papers of that time; one that two papers led with the same item counts once.
        drafted: how many drafts were made of each source's stories, by ``Source.id``.
        latest: each source's latest item, by ``Source.id``.
    """
    counts: dict[str, _Count] = defaultdict(_Count)
    every = tuple(printed)
    shown = {item.id for story in every for item in story.items}
    papers = {story.lead.id: story for story in every}.values()
    for story in papers:
        counts[story.lead.source].printed += 1
    for story in stories:
        _note(counts, story, voices(story), shown, now)
    merits = (
        _merit(source, counts[source.id], drafted.get(source.id, 0), latest.get(source.id))
        for source in sources
    )
    return tuple(
        sorted(merits, key=lambda it: (-it.first, -it.printed, -it.news, it.items, it.source.label))
    )


def _note(
    counts: Mapping[str, _Count],
    story: Story,
    voices: Sequence[Sequence[Item]],
    shown: Collection[int],
    now: datetime,
) -> None:
    """Count the items of one story."""
    opener = voices[0][0]
    if len(voices) > 1:
        counts[opener.source].first += 1
    for item in story.items:
        count = counts[item.source]
        count.days[(now - item.published) // timedelta(days=1)] += 1
        count.repeated += item.id != opener.id
        if len(voices) > 1 or item.id in shown:
            count.news.add(item.id)


def _merit(source: Source, count: _Count, drafted: int, last: Latest | None) -> Merit:
    return Merit(
        source=source,
        days=tuple(count.days[day] for day in reversed(range(DAYS))),
        first=count.first,
        news=len(count.news),
        repeated=count.repeated,
        printed=count.printed,
        drafted=drafted,
        last=last,
    )
