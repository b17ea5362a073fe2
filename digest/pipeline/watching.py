"""Finds what must be seen at once, between two papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from digest import rules, scoring, stories
from digest.model import Desk, Item, Story, Window
from digest.pipeline.naming import named
from digest.pipeline.usual import usual, with_wanted
from digest.store import Store
from digest.urls import is_home

_RECENT = timedelta(hours=24)
"""How long ago what is announced may have come in at least, whatever was printed since."""
_LONGEST = timedelta(days=7)
"""And at most, however long ago the last paper was: later it is no alarm."""


def alarm(desk: Desk, store: Store, now: datetime) -> tuple[Story, ...]:
    """Find what must be seen at once: what came lately, fires and she has not heard of yet.

    Lately is in the last 24 hours, and since the last paper: a machine may sleep over a weekend.

    What came up to two weeks before and was edited in that time comes with it.

    She has heard of an item that was printed or announced before (``Store.announce``) and for which no
    other rule fires now, and of one whose page another source had in such an item. Whoever announces
    what is returned notes it.

    Returns:
        Stories of the items that fired and of no others, best told first, with the rules' names.
    """
    desk = named(desk, store.health(now))
    by_id = {source.id: source for source in desk.sources}
    window = _lately(desk, store, now)
    edited = store.edited(window, by_id.keys())
    items = (*edited, *store.items(window, by_id.keys()))
    fired = rules.must_see(desk.must_see, items, desk.sources)
    new = _unheard([items[number] for number in fired], fired.values(), desk, store)
    earlier = usual(desk, store, window.start, window.after or 0) if new else {}
    merged = stories.merge(new, by_id, desk.language, with_wanted(earlier, desk, new))
    ranked = scoring.rank(merged.stories, desk, now, voices=lambda story: len(story.items))
    return ranked.stories


def _lately(desk: Desk, store: Store, now: datetime) -> Window:
    """Return what is announced of: what came since the last paper, or in the last 24 hours if that is more."""
    start = now - _RECENT
    printed, after = store.window_base(desk.name) or (start, 0)
    if printed >= start:
        return Window(start=start, end=now, after=store.last_before(start))
    start = max(printed, now - _LONGEST)
    return Window(start=start, end=now, after=max(after, store.last_before(start)))


def _unheard(
    fired: Sequence[Item], names: Iterable[Iterable[str]], desk: Desk, store: Store
) -> list[Item]:
    """Return the items that she has not heard of, nor of the same article by another source.

    What was announced or printed and edited until another rule fired, she has not; nor what another
    source says of the same article, if another rule fires on that.

    Args:
        fired: the items.
        names: of the rules that fire on each.
        desk: whose rules they are.
        store: the archive.
    """
    tellers = [(item, *_same(item, desk, store)) for item in fired]
    every = {teller.id: teller for those in tellers for teller in those}
    announced = store.announced()
    then = [
        replace(teller, folded=folded, whole=whole)
        for teller in every.values()
        for folded, whole in announced.get(teller.id, ())
    ]
    told = rules.told_for(desk.must_see, every, desk.sources, store.carrying(list(every)), then)
    heard = [set().union(*(told.get(each.id, ()) for each in those)) for those in tellers]
    return [
        item
        for item, its, known in zip(fired, names, heard, strict=True)
        if not known.issuperset(its)
    ]


def _same(item: Item, desk: Desk, store: Store) -> Iterator[Item]:
    """Yield what other sources have of the same article.

    What a source told that has left feeds.yaml since, she has heard of all the same.

    What another source had at that address a week before, or a day before under another headline, is
    another piece of news: there are pages for whatever holds now.
    """
    here = {source.id for source in desk.sources}
    for other in () if is_home(item.page) else store.by_page(item.page):
        long = _LONGEST if other.title == item.title else _RECENT
        if other.source != item.source and other.seen > item.seen - long:
            yield other if other.source in here else replace(other, source=item.source)
