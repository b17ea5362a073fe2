"""Words for ``digest why``: a story and its score, and whether two items are one story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from digest.model import Desk, Edition, Evidence, Item, Score, Story
from digest.text import clean

if TYPE_CHECKING:
    from digest.store import Store

BAR = 10
"""Cells of a signal's bar."""
INDENT = " " * 5


def whole_story(printed: Edition, number: int, story: Story, edition: str = "") -> Iterator[str]:
    """Yield all there is to say about a printed story; *edition* says of which, unless it is the last."""
    yield f"{number:>3}  {clean(story.lead.title)}"
    yield f"{INDENT}{edition}{story.id}, {clean(story.section)}, score {story.score.total:.3f}"
    if story.must_see:
        yield f"{INDENT}must be seen: {clean(', '.join(story.must_see))}; outside all limits"
    if story.continues:
        yield f"{INDENT}continues a story of edition {story.continues}"
    yield from signals(story.score)
    yield from members(printed, story)


def signals(score: Score) -> Iterator[str]:
    """Yield each signal as a bar, with its part of the score and the fact behind it."""
    yield ""
    for signal in sorted(score.signals, key=lambda each: -each.value * each.weight):
        full = round(min(max(signal.value, 0), 1) * BAR)
        bar = "━" * full + "─" * (BAR - full)
        part = f"{signal.value:4.2f} × {signal.weight:4.2f} = {signal.value * signal.weight:5.3f}"
        yield f"{INDENT}{signal.name:<10} {bar} {part}  {clean(signal.fact)}"


def members(printed: Edition, story: Story) -> Iterator[str]:
    """Yield each item of a story and what brought it into it."""
    yield ""
    reasons = [because(each) for each in story.evidence] or [""] * len(story.items)
    for item, reason in zip(story.items, reasons, strict=True):
        label = printed.sources.get(item.source, item.source)
        yield f"{INDENT}{clean(label)}: {clean(item.title)}"
        yield f"{INDENT}    {'; '.join(filter(None, (reason, item.url)))}"


def because(evidence: Evidence) -> str:
    """Return what joined an item to its story."""
    if evidence.kind != "words":
        return {
            "lead": "the one that is shown",
            "address": "the same address",
            "link": "points at the same page",
            "headline": "the same headline",
        }.get(evidence.kind, clean(evidence.kind))
    shared = f": {clean(', '.join(evidence.words))}" if evidence.words else ""
    return f"likeness {evidence.likeness:.2f}{shared}"


def two_items(
    desk: Desk, store: Store, printed: Edition, first: Item, second: Item
) -> Iterator[str]:
    """Yield why two items are, or are not, one story among those of an edition."""
    from digest import stories
    from digest.pipeline import composing

    yield f"{INDENT}{clean(first.title)}"
    yield f"{INDENT}{clean(second.title)}"
    proof = composing.recompose(desk, store, printed)
    items = {item.id: item for item in (*proof.items, first, second)}
    by_id = {source.id: source for source in proof.ranked.desk.sources}
    merged = stories.merge(tuple(items.values()), by_id, desk.language, proof.earlier)
    found = merged.compare(items[first.id], items[second.id])
    yield f"{INDENT}{'one story' if found.together else 'two stories'}: {because(found.evidence)}"
    wanting = f"two items need a likeness of {found.needed:.2f}"
    if not found.together:
        yield f"{INDENT}{clean(found.against) or wanting}"
    elif found.evidence.kind == "words" and found.evidence.likeness < found.needed:
        yield f"{INDENT}through others of the story: {wanting}"
