"""How much a story matters: signals from 0 to 1, weighed, added up, and kept so that each can be shown.

Items decide what must be seen and what is muted before stories are scored, so that a story is scored
with the headline that will be shown. Scores of all stories are made in one pass over columns; the
signals of one story are written out only when somebody wants to see them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest import rules
from digest.model import NOTHING, Desk, Item, Score, Signal, Source, Story
from digest.rules import Marks
from digest.scoring.columns import Columns, Voices, gather, totals
from digest.scoring.facts import facts
from digest.scoring.headlines import faults, lines, near
from digest.scoring.leads import ready
from digest.scoring.learning import Taught, learn
from digest.scoring.signals import WEIGHTS

__all__ = ["WEIGHTS", "Ranked", "Taught", "learn", "rank", "weighed"]

_Beat = Mapping[int, tuple[float, str]]
_UNTAUGHT = Taught()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Stories in the order of their scores, and what the scores are made of."""

    stories: tuple[Story, ...]
    """Best first, with the lead to show, must-see rules and the pattern that mutes them; section and
    score are filled in by ``explain``, because few of many are ever looked at."""
    weights: Mapping[str, float]
    """Of each signal."""
    scores: Sequence[float]
    """Of each row of the columns."""
    columns: Columns
    rows: Mapping[str, int]
    """Where a story stands in the columns, by its id."""
    desk: Desk
    sources: Mapping[str, Source]
    """Those of the paper, by id."""
    taught: Taught
    items_per_source: Mapping[str, int]
    beat: _Beat
    faults: Mapping[int, tuple[str, ...]]

    def explain(self, story: Story) -> Story:
        """Return *story*, one of ``stories``, with section and score: its signals and the fact behind each."""
        row = self.rows[story.id]
        known = facts(
            story,
            self.columns,
            row,
            self.sources,
            taught=self.taught,
            items_per_source=self.items_per_source,
            beat=self.beat.get(row, (0.0, ""))[1],
            faults=self.faults.get(row, ()),
        )
        signals = tuple(
            Signal(name=name, value=self.columns.value(name, row), weight=weight, fact=known[name])
            for name, weight in self.weights.items()
        )
        return replace(
            story,
            section=_section(story, self.sources),
            score=Score(total=self.scores[row], signals=signals),
        )

    def renamed(self, stories: Iterable[Story]) -> Ranked:
        """Return the same with *stories*, of the same items, in the place of those they were made of."""
        new = {min(map(id, story.items)): story for story in stories}
        told = tuple(new.get(min(map(id, story.items)), story) for story in self.stories)
        pairs = zip(self.stories, told, strict=True)
        rows = {story.id: self.rows[old.id] for old, story in pairs}
        return replace(self, stories=told, rows=rows)


def rank(
    stories: Sequence[Story],
    desk: Desk,
    now: datetime,
    *,
    voices: Voices,
    items_per_source: Mapping[str, int] = NOTHING,
    taught: Taught = _UNTAUGHT,
    marks: Marks | None = None,
) -> Ranked:
    """Score *stories* and put the best first.

    Args:
        stories: any number, each with its lead first.
        desk: whose paper it is: sources, rules, patterns and weights.
        now: the paper's time.
        voices: counts the independent voices of a story.
        items_per_source: how many items each source had in the last seven days, by its id.
        taught: what her hands have taught.
        marks: of all items of the stories, one after another; None: they are read here.

    Equal scores stand in the order of their age, then of their ids.
    """
    items = [item for story in stories for item in story.items]
    marks = marks or rules.marks(desk, items)
    edited = ready(stories, desk, marks)
    sources = {source.id: source for source in desk.sources}
    weights = weighed(desk)
    taught = taught.within(weights)
    beat = _beat(stories, items, marks, desk, taught)
    spoilt = faults([story.lead for story in edited])
    columns = gather(
        edited,
        [_section(story, sources) for story in edited],
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
        stories=tuple(map(edited.__getitem__, order)),
        weights=weights,
        scores=scores,
        columns=columns,
        rows={story.id: row for row, story in enumerate(edited)},
        desk=desk,
        sources=sources,
        taught=taught,
        items_per_source=items_per_source,
        beat=beat,
        faults=spoilt,
    )


def weighed(desk: Desk) -> dict[str, float]:
    """Return the weight of each signal for a paper."""
    return {name: desk.ranking.weights.get(name, weight) for name, weight in WEIGHTS.items()}


def _section(story: Story, sources: Mapping[str, Source]) -> str:
    source = sources.get(story.items[0].source)
    return source.section if source else ""


def _beat(
    stories: Sequence[Story], items: Sequence[Item], marks: Marks, desk: Desk, taught: Taught
) -> _Beat:
    """How near each story is to the reader's beat: as near as the nearest of its items."""
    owners = [row for row, story in enumerate(stories) for _ in story.items]
    found: dict[int, tuple[float, str]] = {}
    learned = {word: taught.near(word) for word in taught.words}
    matches = near(desk.prefer, desk.sections, lines(items), marks.preferred, learned)
    for number, match in matches.items():
        if number not in marks.muted:
            found[owners[number]] = max(match, found.get(owners[number], match))
    return found


def _order(stories: Sequence[Story], scores: Sequence[float], hours: Sequence[float]) -> list[int]:
    ids = [story.id for story in stories]
    keys = zip([-score for score in scores], hours, ids, range(len(ids)), strict=True)
    return [row for *_, row in sorted(keys)]
