"""Choosing what goes on the page: a paper is finite, and must-see stories stand outside every limit.

The best story opens the paper, whichever section it is of; the sections follow in the order of
feeds.yaml. Of every story that stays out it can be said why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from digest.edition.choosing import SOURCE, Explain, choose
from digest.edition.tally import clock, tally
from digest.model import Desk, Receipt, Score, Section, Story

__all__ = ["Composition", "Verdict", "clock", "compose", "tally"]

PRINTED, MUTED, WEIGHT, FLOOR, BELOW = "printed", "muted", "weight", "floor", "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a story, and why."""

    kind: str
    """printed, muted, weight, source, section, family, floor or below."""
    number: int = 0
    """Under which it is printed."""
    fact: str = ""
    """The pattern that mutes it; the source or section that is full; the headline it is too like; how
    like it is to which, where this alone put it below the floor or the last story printed."""
    short: float = 0.0
    """By how much its score is below the floor, or below the last story printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """What a paper prints, and what became of the rest."""

    sections: tuple[Section, ...]
    """First must-see stories and the lead story, without a name; then those of feeds.yaml."""
    receipt: Receipt
    """Counts of items and stories; of sources it knows nothing."""
    desk: Desk
    limited: bool
    refused: Mapping[str, tuple[str, str]]
    """What was full for a story, by its id, and which one."""
    alike: Mapping[str, Story]
    """What stays out and is like something printed, by its id, with the score that this left it."""

    def scored(self, story: Story) -> Story:
        """Return a story that stays out with the score by which it was judged."""
        return self.alike.get(story.id, story)

    def verdict(self, story: Story) -> Verdict:
        """Say what became of *story*, one of those the paper was composed of, with its score."""
        printed = [each for section in self.sections for each in section.stories]
        for number, each in enumerate(printed, start=1):
            if each.id == story.id:
                return Verdict(kind=PRINTED, number=number, fact=", ".join(each.must_see))
        if story.muted:
            return Verdict(kind=MUTED, fact=story.muted)
        if story.lead.source not in _shown(self.desk):
            return Verdict(kind=WEIGHT, fact=_label(story.lead.source, self.desk))
        if story.id in self.refused:
            kind, fact = self.refused[story.id]
            return Verdict(kind=kind, fact=_label(fact, self.desk) if kind == SOURCE else fact)
        return self._low(story, printed)

    def _low(self, story: Story, printed: Iterable[Story]) -> Verdict:
        score = self.scored(story).score
        floor = self.desk.ranking.floor if self.limited else -inf
        least = min((each.score.total for each in printed if not each.must_see), default=-inf)
        kind, line = (FLOOR, floor) if score.total < floor else (BELOW, least)
        like = _variety(score) if score.total < line <= story.score.total else ""
        return Verdict(kind=kind, fact=like, short=max(0.0, line - score.total))


def compose(
    stories: Sequence[Story], desk: Desk, *, items: int, limit: int | None, explain: Explain
) -> Composition:
    """Lay out a paper.

    Args:
        stories: best first, as ``scoring.rank`` gives them.
        desk: whose paper it is.
        items: how many items the stories were made of.
        limit: how many stories, must-see stories not counted; None prints all that are neither muted
            nor above a ``per_source`` that feeds.yaml sets.
        explain: fills in the signals of a story's score; asked for what may be printed.
    """
    must_see = [explain(story) for story in stories if story.must_see]
    shown = _shown(desk)
    others = [s for s in stories if not s.must_see and not s.muted and s.items[0].source in shown]
    choice = choose(others, desk, limit, explain)
    return Composition(
        sections=tuple(_sections(must_see, choice.taken, desk)),
        receipt=_receipt(stories, desk, items=items, printed=len(must_see) + len(choice.taken)),
        desk=desk,
        limited=limit is not None,
        refused=choice.refused,
        alike=choice.alike,
    )


def _variety(score: Score) -> str:
    """Return how like a story is to which other one."""
    return next((signal.fact for signal in score.signals if signal.name == "variety"), "")


def _shown(desk: Desk) -> frozenset[str]:
    """The ids of the sources that may be shown."""
    return frozenset(source.id for source in desk.sources if source.weight > 0)


def _label(source: str, desk: Desk) -> str:
    return next((each.label for each in desk.sources if each.id == source), source)


def _sections(must_see: Sequence[Story], taken: Sequence[Story], desk: Desk) -> Iterator[Section]:
    if must_see:
        yield Section(name="", stories=tuple(must_see))
    if taken:
        yield Section(name="", stories=(taken[0],))
    pages: dict[str, list[Story]] = {name: [] for name in desk.sections}
    for story in taken[1:]:
        pages.setdefault(story.section, []).append(story)
    yield from (Section(name=name, stories=tuple(page)) for name, page in pages.items() if page)


def _receipt(stories: Sequence[Story], desk: Desk, *, items: int, printed: int) -> Receipt:
    muted = sum(bool(story.muted) for story in stories)
    fired = Counter(name for story in stories for name in story.must_see)
    return Receipt(
        items=items,
        stories=len(stories),
        merged=items - len(stories),
        printed=printed,
        muted=muted,
        below=len(stories) - printed - muted,
        rules={rule.name: fired[rule.name] for rule in desk.must_see},
    )
