"""How much a story matters: signals from 0 to 1, weighed, added up, and kept so that each can be shown.

Items decide what must be seen and what is muted before stories are scored, so that a story is scored
with the headline that will be shown. Scores of all stories are made in one pass over columns; the
signals of one story are written out only when somebody wants to see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from digest.model import Desk, Score, Signal, Story
from digest.scoring.columns import Columns, Voices, gather, totals
from digest.scoring.facts import facts
from digest.scoring.headlines import faults, near
from digest.scoring.leads import ready
from digest.scoring.learning import Taught, learn
from digest.scoring.signals import WEIGHTS

__all__ = ["WEIGHTS", "Ranked", "Taught", "learn", "rank", "weighed"]

_Beat = Mapping[int, tuple[float, str]]
_UNKNOWN: Mapping[str, int] = MappingProxyType({})
_NOTHING = Taught()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Stories in the order of their scores, and what the scores are made of."""

    stories: tuple[Story, ...]
    """Best first, with section, must-see rules, the pattern that mutes them, and the score's total."""
    weights: Mapping[str, float]
    """Of each signal."""
    columns: Columns
    rows: Mapping[str, int]
    """Where a story stands in the columns, by its id."""
    desk: Desk
    taught: Taught
    items_per_source: Mapping[str, int]
    beat: _Beat
    faults: Mapping[int, tuple[str, ...]]

    def explain(self, story: Story) -> Story:
        """Return *story*, one of ``stories``, with its signals and the fact behind each."""
        row = self.rows[story.id]
        known = facts(
            story,
            self.columns,
            row,
            self.desk,
            taught=self.taught,
            items_per_source=self.items_per_source,
            beat=self.beat.get(row, (0.0, ""))[1],
            faults=self.faults.get(row, ()),
        )
        signals = tuple(
            Signal(name=name, value=self.columns.value(name, row), weight=weight, fact=known[name])
            for name, weight in self.weights.items()
        )
        return replace(story, score=replace(story.score, signals=signals))


def rank(
    stories: Sequence[Story],
    desk: Desk,
    now: datetime,
    *,
    voices: Voices,
    items_per_source: Mapping[str, int] = _UNKNOWN,
    taught: Taught = _NOTHING,
) -> Ranked:
    """Score *stories* and put the best first.

    Args:
        stories: any number, each with its lead first.
        desk: whose paper it is: sources, rules, patterns and weights.
        now: the paper's time.
        voices: counts the independent voices of a story.
        items_per_source: how many items each source had in the last seven days, by its id.
        taught: what her hands have taught.

    Equal scores stand in the order of their age, then of their ids.
    """
    edited = ready(stories, desk)
    sections = _sections(edited, desk)
    weights = weighed(desk)
    taught = taught.within(weights)
    beat = _beat(edited, desk, taught)
    spoilt = faults([story.lead for story in edited])
    columns = gather(
        edited,
        sections,
        desk,
        now,
        weights={source.id: taught.weight(source) for source in desk.sources},
        voices=voices,
        items_per_source=items_per_source,
        matches={row: near for row, (near, _) in beat.items()},
        faults={row: len(ways) for row, ways in spoilt.items()},
    )
    scores = totals(columns, weights)
    order = _order(edited, scores, columns.hours)
    return Ranked(
        stories=tuple(_scored(edited[row], sections[row], scores[row]) for row in order),
        weights=weights,
        columns=columns,
        rows={story.id: row for row, story in enumerate(edited)},
        desk=desk,
        taught=taught,
        items_per_source=items_per_source,
        beat=beat,
        faults=spoilt,
    )


def weighed(desk: Desk) -> dict[str, float]:
    """Return the weight of each signal for a paper."""
    return {name: desk.ranking.weights.get(name, weight) for name, weight in WEIGHTS.items()}


def _sections(stories: Sequence[Story], desk: Desk) -> list[str]:
    sections = {source.id: source.section for source in desk.sources}
    return [sections.get(story.items[0].source, "") for story in stories]


def _beat(stories: Sequence[Story], desk: Desk, taught: Taught) -> _Beat:
    """How near each story is to the reader's beat: as near as the nearest of its items."""
    items = [item for story in stories for item in story.items]
    owners = [row for row, story in enumerate(stories) for _ in story.items]
    found: dict[int, tuple[float, str]] = {}
    learned = {word: taught.near(word) for word in taught.words}
    for number, match in near(desk.prefer, desk.sections, items, learned).items():
        found[owners[number]] = max(match, found.get(owners[number], match))
    return found


def _order(stories: Sequence[Story], scores: Sequence[float], hours: Sequence[float]) -> list[int]:
    ids = [story.id for story in stories]
    keys = zip([-score for score in scores], hours, ids, range(len(ids)), strict=True)
    return [row for *_, row in sorted(keys)]


def _scored(story: Story, section: str, total: float) -> Story:
    return Story(
        id=story.id,
        items=story.items,
        evidence=story.evidence,
        score=Score(total=total),
        section=section,
        must_see=story.must_see,
        muted=story.muted,
        continues=story.continues,
    )
