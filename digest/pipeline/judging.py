"""Says what sources have been worth: to her hands, and by what they brought."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from digest import scoring, stories
from digest.model import Desk, Item
from digest.pipeline.naming import named
from digest.pipeline.usual import usual
from digest.store import Store
from digest.stories.forms import at_large

if TYPE_CHECKING:
    from digest import report as merits


def taught(desk: Desk, store: Store, now: datetime) -> scoring.Taught:
    """Return what her hands have taught up to a time; nothing where feeds.yaml says so."""
    lessons = store.lessons(now) if desk.ranking.learn else ()
    return scoring.learn(lessons, now, at_large).within(scoring.weighed(desk))


def report(desk: Desk, store: Store, now: datetime) -> tuple[merits.Merit, ...]:
    """Judge each source by the last four weeks, the one that earned its place most clearly first."""
    from digest import report as merits

    desk = named(desk, store.health(now))
    by_id = {source.id: source for source in desk.sources}
    start = now - timedelta(days=merits.DAYS)
    weeks: dict[int, list[Item]] = {}
    for item in store.recent(start):
        if item.source in by_id and item.published <= now:
            weeks.setdefault((item.published - start) // timedelta(days=7), []).append(item)
    earlier = usual(desk, store, start, store.last_item())
    told = [
        story
        for week in weeks.values()
        for story in stories.merge(week, by_id, desk.language, earlier).stories
    ]
    return merits.judge(
        told,
        desk.sources,
        now,
        voices=lambda story: stories.voices(story, by_id),
        printed=store.printed_since(start),
        drafted=store.drafts.by_source(start),
        latest=store.latest(),
    )
