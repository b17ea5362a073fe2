"""How fast stories are made, and with how much memory: run ``python -m tests.benchmarks.merging``.

Headlines are recombined from real ones (``../shared/corpus``) where they are there, else from a
small vocabulary: each word is followed by one that follows it somewhere, and every eighth headline
is a recent one retold by another outlet with two words changed, so that stories really form.
"""

from __future__ import annotations

import json
import math
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from digest import stems, stories, urls, words
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


def headlines() -> list[str]:
    """Return real headlines, or made-up ones where there are none."""
    found = []
    for path in sorted(CORPUS.glob("*/*.ndjson")):
        found += [json.loads(line)["title"] or "" for line in path.read_text("utf-8").splitlines()]
    made = [f"{a} {b} {c} {d}" for a in NAMES for b in DOES for c in WHAT for d in WHERE]
    return sorted({title for title in found if len(title.split()) > 4}) or made


def day(count: int, seed: int = 1) -> tuple[list[Item], dict[str, Source]]:
    """Return some items of two days and their sources."""
    chance, real = random.Random(seed), headlines()
    sources = [
        Source(
            kind="feed",
            target=f"https://outlet{n}.example/feed",
            section="News",
            name=f"Outlet {n}",
        )
        for n in range(OUTLETS)
    ]
    after = _followers(real)
    titles: list[str] = []
    for number in range(count):
        if number and chance.random() < 1 / 8:
            told = titles[max(0, number - chance.randrange(1, 500))].split()
            for _ in range(2):
                told[chance.randrange(len(told))] = chance.choice(chance.choice(real).split())
            titles.append(" ".join(told))
        else:
            titles.append(_recombined(after, chance))
    items = [_item(n, title, chance.choice(sources).id, count) for n, title in enumerate(titles, 1)]
    return items, {source.id: source for source in sources}


def _followers(real: Sequence[str]) -> dict[str, list[str]]:
    """Return, for each word, those that follow it; for "" those that begin a headline."""
    after: dict[str, list[str]] = defaultdict(list)
    for title in real:
        for one, other in pairwise(["", *title.split(), ""]):
            after[one].append(other)
    return after


def _recombined(after: dict[str, list[str]], chance: random.Random) -> str:
    title: list[str] = []
    while len(title) < 5 or (title[-1] and len(title) < 14):
        title.append(chance.choice(after[title[-1] if title else ""]))
    return " ".join(title).strip()


def _item(number: int, title: str, source: str, count: int) -> Item:
    url = f"https://{source[13:].split('/')[0]}/a/{number}"
    folded = words.folded(title)
    then = NOW - timedelta(days=2) * (1 - number / count)
    return Item(
        id=number,
        source=source,
        key=url,
        url=url,
        page=urls.canonical(url),
        title=title,
        folded=folded,
        terms=stems.terms(folded),
        published=then,
        seen=then,
    )


def measure(count: int) -> float:
    """Print what merging so many items takes, and return the seconds."""
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
