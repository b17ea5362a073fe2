"""How fast stories are made, and with how much memory: run ``python -m tests.benchmarks.merging``.

The items are real ones in the order in which they came (``../shared/corpus``), with their first lines,
where they are there; else made from a small vocabulary. When they are used up, they are told again
under other names: every word that is not common gets a syllable more, so that as many items belong
together as in the real ones and no round is like another.
"""

from __future__ import annotations

import json
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from digest import stems, stories, text, urls, words
from digest.model import Item, Source

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "snapshots"
NOW = datetime(2026, 8, 12, tzinfo=UTC)
OUTLETS = 400

NAMES = [
    "Meta",
    "Google",
    "Apple",
    "Bonn",
    "Köln",
    "Wien",
    "London",
    "Merz",
    "Lula",
    "Oslo",
    "Bayern",
    "Kenia",
    "Peru",
    "Texas",
    "Nokia",
    "Rom",
]
DOES = [
    "startet",
    "verbietet",
    "testet",
    "kauft",
    "verklagt",
    "meldet",
    "plant",
    "stoppt",
    "launches",
    "bans",
    "sues",
    "plans",
    "cuts",
]
WHAT = [
    "Abmahnwelle",
    "Werbung",
    "Gebühren",
    "Klage",
    "Datenleck",
    "Update",
    "Steuer",
    "Bahnstrecke",
    "Brücke",
    "fees",
    "ads",
    "talks",
]
WHERE = [
    "in Europa",
    "nach Kritik",
    "vor Gericht",
    "im Sommer",
    "trotz Protest",
    "after outcry",
    "in court",
    "amid talks",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an outlet tells."""

    title: str
    summary: str = ""
    outlet: str = ""


def real() -> list[Told]:
    """Return real items, the oldest first."""
    found: dict[str, tuple[str, Told]] = {}
    for path in sorted(CORPUS.glob("*/*.ndjson")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            told = Told(
                title=row["title"] or "",
                summary=text.from_html(row.get("description") or row.get("teaser") or ""),
                outlet=row.get("source") or row["site"],
            )
            when = row.get("pubDate") or row.get("published") or row.get("first_seen") or ""
            found.setdefault(row.get("link") or row["url"], (when, told))
    return [told for _, told in sorted(found.values(), key=lambda each: each[0]) if told.title]


def made(chance: random.Random) -> list[Told]:
    """Return made-up items, every eighth an earlier one told by another outlet in other words."""
    every = [f"{a} {b} {c} {d}" for a in NAMES for b in DOES for c in WHAT for d in WHERE]
    found: list[Told] = []
    for number, title in enumerate(chance.sample(every, 4000)):
        words_ = title.split()
        if number % 8 == 7:
            words_ = found[number - chance.randrange(1, 8)].title.split()
            words_[chance.randrange(len(words_))] = chance.choice(NAMES)
        found.append(Told(title=" ".join(words_), outlet=str(chance.randrange(OUTLETS))))
    return found


def news(count: int, seed: int = 1) -> Iterator[Told]:
    """Yield so many items, the oldest first."""
    told = real() or made(random.Random(seed))
    spread = Counter(word for each in told for word in set(each.title.split()))
    common = {word for word, times in spread.items() if times > len(told) / 200}
    for number in range(count):
        again, place = divmod(number, len(told))
        yield told[place] if not again else _renamed(told[place], f"{again:x}", common)


def day(count: int, seed: int = 1) -> tuple[list[Item], dict[str, Source]]:
    """Return some items of two days and their sources."""
    items, sources = [], dict[str, Source]()
    for number, its in enumerate(news(count, seed), 1):
        outlet = sources.setdefault(its.outlet, _source(its.outlet))
        items.append(_item(number, its, outlet.id, count))
    return items, {source.id: source for source in sources.values()}


def _renamed(told: Told, syllable: str, common: Set[str]) -> Told:
    """Return the same under other names."""
    title, summary = (
        " ".join(word if word in common else f"{word}{syllable}" for word in line.split())
        for line in (told.title, told.summary)
    )
    return Told(title=title, summary=summary, outlet=told.outlet)


def _source(outlet: str) -> Source:
    host = re.sub(r"\W+", "-", outlet.casefold())
    return Source(kind="feed", target=f"https://{host}.example/feed", section="News", name=outlet)


def _item(number: int, told: Told, source: str, count: int) -> Item:
    url = f"https://{urls.host(source.removeprefix('feed:'))}/a/{number}"
    folded = words.folded(told.title, told.summary)
    then = NOW - timedelta(days=2) * (1 - number / count)
    return Item(
        id=number,
        source=source,
        key=url,
        url=url,
        page=urls.canonical(url),
        title=told.title,
        summary=told.summary,
        folded=folded,
        terms=stems.terms(folded),
        published=then,
        seen=then,
    )


def measure(count: int) -> float:
    """Print what merging so many items takes, and return the seconds."""
    import resource  # Windows has none, and tests take their items from this module

    items, sources = day(count)
    begun = time.perf_counter()
    made = stories.merge(items, sources, "de").stories
    took = time.perf_counter() - begun
    merged = sum(len(story.items) for story in made if len(story.items) > 1)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:7,} items: {took:6.2f} s, {len(made):6,} stories, {merged:6,} items in those of two or more, "
        f"{memory:4.0f} MB"
    )
    return took


def main(counts: Sequence[int]) -> None:
    """Measure each count and how the time grows from the one to the next."""
    took = [measure(count) for count in counts]
    for few, many, before, after in zip(counts, counts[1:], took, took[1:], strict=False):
        print(f"{few:,} to {many:,}: n^{math.log(after / before) / math.log(many / few):.2f}")


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or [1_000, 10_000, 50_000, 100_000])
