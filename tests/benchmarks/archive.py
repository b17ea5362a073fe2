"""How fast the archive stores and finds: run ``python -m tests.benchmarks.archive [FEEDS] [ITEMS]``.

A thousand feeds of 28 items with real lengths come in cold, again with nothing new, once more with
new ids and dates, and as answers without a body; then all of it is read as one window (1000 50 for
50,000 items). Wall-clock and CPU seconds; the budget beside them is what fits into a morning.
"""

from __future__ import annotations

import random
import string
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from digest.model import Edition, Fetched, Item, Section, Source, Story, Window
from digest.store import Store

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
CHANCE = random.Random(1)
VOCABULARY = ["".join(CHANCE.choices(string.ascii_lowercase, k=2 + n % 11)) for n in range(20_000)]

_Result = TypeVar("_Result")


def text(count: int, between: str = " ") -> str:
    """Return so many words."""
    return between.join(CHANCE.choices(VOCABULARY, k=count))


def feed(number: int, count: int) -> Fetched:
    """Return a feed's first answer."""
    site = f"site{number}.example"
    source = Source(kind="feed", target=f"https://{site}/feed", section="News")
    items = tuple(item(source, site, n) for n in range(count))
    return Fetched(source=source, items=items, title=text(3), checkpoint={"etag": text(1)})


def item(source: Source, site: str, number: int) -> Item:
    """Return an article; the longer texts are as long as real ones on average."""
    path = f"{text(4, '-')}/{number}"
    return Item(
        source=source.id,
        key=f"https://{site}/?p={number}",
        url=f"https://www.{site}/{path}",
        page=f"https://{site}/{path}",
        title=text(8),
        summary=text(40),
        author=text(2),
        language="en",
        links=(f"https://other.example/{text(4, '-')}", f"https://more.example/{text(4, '-')}"),
        folded=text(48),
        published=NOW - timedelta(minutes=7 * number, seconds=number % 59),
        seen=NOW,
    )


def timed(what: str, budget: float, work: Callable[[], _Result]) -> _Result:
    """Do the work and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<44} {wall:7.3f} {cpu:7.3f} {budget:7.2f}")
    return result


def changed(answer: Fetched) -> Fetched:
    """Return the answer with all its ids and dates made anew."""
    items = (
        replace(it, key=f"{it.key}&new", published=it.published + timedelta(minutes=1))
        for it in answer.items
    )
    return replace(answer, items=tuple(items))


def add(store: Store, answers: list[Fetched], now: datetime) -> int:
    """Store answers and return how many items are new."""
    return sum(len(store.add(answer, now)) for answer in answers)


def paper(items: tuple[Item, ...]) -> Edition:
    """Return an edition of one story for each item."""
    stories = tuple(Story(id=str(it.id), items=(it,)) for it in items)
    return Edition(
        number=1,
        title="Benchmark",
        language="en",
        timezone="UTC",
        window=Window(start=NOW, end=LATER),
        sections=(Section(name="News", stories=stories),),
    )


def main(feeds: int = 1000, items: int = 28) -> None:
    """Print the figures."""
    answers = [feed(number, items) for number in range(feeds)]
    again = [changed(answer) for answer in answers]
    silent = [Fetched(source=answer.source, unchanged=True) for answer in answers]
    ids = [answer.source.id for answer in answers]
    print(f"{f'{feeds} feeds, {feeds * items} items':<44} {'wall':>7} {'CPU':>7} {'budget':>7}")
    with tempfile.TemporaryDirectory() as name:
        store = timed("make an archive", 0.05, lambda: Store(Path(name)))
        new = timed("store everything", 1.5, lambda: add(store, answers, NOW))
        timed("store it again, nothing is new", 1.0, lambda: add(store, answers, LATER))
        same = timed("store it with new ids and dates", 1.5, lambda: add(store, again, LATER))
        timed(
            "store answers without a body", 0.1, lambda: (add(store, silent, LATER), store.flush())
        )
        timed("close", 0.5, store.close)
        size = (Path(name) / "digest.sqlite3").stat().st_size / 1e6
        store = timed(f"open, {size:.0f} MB checked", 0.2, lambda: Store(Path(name)))
        timed("checkpoints and health", 0.1, lambda: (store.checkpoints(), store.health(NOW)))
        everything = Window(start=NOW - timedelta(days=9), end=NOW, after=0)
        found = timed("a window by number", 0.35, lambda: store.items(everything, ids))
        first = replace(everything, after=None)
        timed("a window by time", 0.35, lambda: store.items(first, ids))
        timed("keep an edition of 50 stories", 0.05, lambda: store.keep(paper(found[:50])))
        timed("print it again", 0.05, store.last_edition)
        timed("back up", 1.0, lambda: store.back_up(NOW))
        timed("prune", 1.0, lambda: store.prune(NOW + timedelta(days=99)))
        timed("close", 0.5, store.close)
    print(f"new: {new}, new the second time: {same}, found: {len(found)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
