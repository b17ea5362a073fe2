"""How long scoring takes: ``python tests/benchmarks/scoring.py``.

The pass over the columns is to take 20 ms for 10,000 stories and 0.25 s for 100,000, and to grow in
proportion; writing the columns 0.3 s for 50,000; a search for 30 patterns in 50,000 items 0.35 s.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from digest import scoring, words
from digest.edition import compose
from digest.model import Desk, Item, Source, Story
from digest.scoring.columns import Columns, gather, totals

NOW = datetime(2026, 8, 24, 7, 0, tzinfo=UTC)
PATTERNS = [f"suchwort{n}*" for n in range(27)] + ["*barcamp", '"terms of service"', "meta -kauft"]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def paper(count: int) -> tuple[list[Story], Desk]:
    """Make *count* stories, one in ten of several items, and the desk they are for."""
    chance = random.Random(7)
    lexicon = ["".join(chance.choices(LETTERS, k=chance.randint(2, 12))) for _ in range(20_000)]
    sources = tuple(
        Source(kind="feed", target=f"https://{n}.example/rss", section=f"S{n % 5}")
        for n in range(100)
    )
    stories = [_story(number, sources, lexicon, chance) for number in range(count)]
    sections = tuple(f"S{n}" for n in range(5))
    return stories, Desk(sources=sources, sections=sections, prefer=tuple(PATTERNS[:5]))


def _story(
    number: int, sources: tuple[Source, ...], lexicon: list[str], chance: random.Random
) -> Story:
    size = chance.randint(2, 12) if number % 10 == 0 else 1
    items = tuple(_item(source, lexicon, chance) for source in chance.sample(sources, size))
    return Story(id=f"{number:06d}", items=items)


def _item(source: Source, lexicon: list[str], chance: random.Random) -> Item:
    title, summary = (" ".join(chance.choices(lexicon, k=k)) for k in (9, 35))
    when = NOW - timedelta(minutes=chance.randint(0, 1440))
    return Item(
        source=source.id,
        key=title,
        title=title.capitalize(),
        folded=words.folded(title, summary),
        published=when,
        seen=when,
    )


def took(step: Callable[[], object]) -> float:
    """Return the processor's seconds of the best of three runs."""
    times = []
    for _ in range(3):
        began = time.process_time()
        step()
        times.append(time.process_time() - began)
    return min(times)


def heard(story: Story) -> int:
    """Count voices as if every source spoke for itself."""
    return len(story.items)


def write(stories: tuple[Story, ...], desk: Desk) -> Columns:
    """Write the columns of *stories*."""
    return gather(
        stories,
        [story.section for story in stories],
        desk,
        NOW,
        weights={source.id: source.weight for source in desk.sources},
        voices=heard,
        items_per_source={},
        matches={},
        faults={},
    )


def measure(count: int) -> tuple[float, ...]:
    """Return the seconds of each step with *count* stories."""
    stories, desk = paper(count)
    ranked = scoring.rank(stories, desk, NOW, voices=heard)
    patterns = [words.parse(text) for text in PATTERNS]
    leads = [story.lead.folded for story in stories]
    return (
        took(lambda: write(ranked.stories, desk)),
        took(lambda: totals(ranked.columns, scoring.WEIGHTS)),
        took(lambda: words.find(patterns, leads)),
        took(lambda: scoring.rank(stories, desk, NOW, voices=heard)),
        took(lambda: compose(ranked.stories, desk, items=0, limit=15, explain=ranked.explain)),
    )


def main() -> None:
    """Print a table of processor time in milliseconds."""
    print(f"{'stories':>8} {'columns':>8} {'pass':>8} {'patterns':>8} {'rank':>8} {'compose':>8}")
    for count in (1_000, 5_000, 10_000, 50_000, 100_000):
        print(f"{count:8} " + " ".join(f"{1000 * seconds:8.1f}" for seconds in measure(count)))


if __name__ == "__main__":
    main()
