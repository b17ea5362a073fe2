"""What her hands have taught: how far a source is trusted beyond its weight, and which words lie on her beat.

What she asks for more or less of, opens, approves and drops is counted, not what she leaves: silence
says nothing. All of it fades, and all of it together moves a score by no more than a stated share, so
that the paper stays the one that feeds.yaml describes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digest.model import Lesson, Source

HALF_LIFE = timedelta(days=90)
"""After so long a lesson counts half."""
GOOD: Mapping[str, float] = {"more": 2.0, "draft": 1.0, "open": 0.5}
BAD: Mapping[str, float] = {"less": 2.0, "drop": 0.5}
"""What each hand says for a source, and against it."""
PRIOR = 2.0
"""So much is taken to be said for, and against, a source of which nothing has been taught."""
SHARE = 0.1
"""What has been taught moves a score by no more than this share of the highest one there can be."""

_OCTAVES = 1.0
"""A source that is only praised weighs twice as much in the end, one only blamed half as much."""
_TRUST = 0.25
"""So much that changes the signal of trust, which rises by a quarter with each doubling."""
_WORD = 0.5
"""How much a learned word counts at most; one that feeds.yaml prefers counts 1."""
_LIKED = 2.0
"""From so much praise on a word is one of her beat: one story does not make a habit."""
_SURELY = 3.0
"""And praise must outweigh blame so many times."""
_LIFT = 5.0
"""And it must stand in what she praises so many times as often as in headlines at large."""
_MOST = 50
"""So many words, the strongest, make her beat."""
_LONG = 6
"""A word of so many letters stands for those that begin with it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """What has been said for something and against it: a beta distribution over its being worth while."""

    good: float = 0.0
    bad: float = 0.0

    @property
    def value(self) -> float:
        """The mean, from 0 to 1; one half is nothing taught."""
        return (PRIOR + self.good) / (2 * PRIOR + self.good + self.bad)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """What has been learned, and how much of it counts."""

    sources: Mapping[str, Belief] = field(default_factory=dict)
    """By ``Source.id``."""
    words: Mapping[str, float] = field(default_factory=dict)
    """Patterns of her beat, and how surely each is one, from 0 to 1."""
    reach: float = 1.0
    """By what all of it is multiplied, so that it stays within its share."""

    def within(self, weights: Mapping[str, float]) -> Taught:
        """Return the same with the reach that keeps it within its share of such a score."""
        most = _TRUST * weights.get("trust", 0.0) + _WORD * weights.get("beat", 0.0)
        allowed = SHARE * sum(weights.values())
        return replace(self, reach=min(1.0, allowed / most) if most else 1.0)

    def factor(self, source: str) -> float:
        """Return by what the weight of a source is multiplied: between a half and 2."""
        belief = self.sources.get(source)
        return 2.0 ** (self.reach * _OCTAVES * (2 * belief.value - 1)) if belief else 1.0

    def weight(self, source: Source) -> float:
        """Return the weight of a source with what has been learned of it."""
        return source.weight * self.factor(source.id)

    def near(self, word: str) -> float:
        """Return how near to her beat a learned word brings a headline, from 0 to 0.5."""
        return self.reach * _WORD * self.words[word]


def learn(
    lessons: Iterable[Lesson], now: datetime, usual: Callable[[str], float] = lambda word: 0.0
) -> Taught:
    """Draw from lessons what follows from them.

    A beta posterior for each source (Gelman et al., Bayesian Data Analysis, section 2.1) whose evidence
    halves with every 90 days.

    Args:
        lessons: in any order; of a story at most one of each kind of hand.
        now: the paper's time.
        usual: tells in what share of all headlines a folded word stands, from 0 to 1.
    """
    good, bad = _Praise(), _Praise()
    for lesson in lessons:
        faded = 0.5 ** (max(now - lesson.at, timedelta(0)) / HALF_LIFE)
        for said, table in ((GOOD, good), (BAD, bad)):
            if lesson.hand in said:
                table.note(lesson, said[lesson.hand] * faded)
    return Taught(
        sources={
            source: Belief(good=good.sources[source], bad=bad.sources[source])
            for source in {**good.sources, **bad.sources}
        },
        words=_beat(good, bad, usual),
    )


class _Praise:
    """What is said for sources and words, or against them."""

    def __init__(self) -> None:
        self.sources: defaultdict[str, float] = defaultdict(float)
        self.words: defaultdict[str, float] = defaultdict(float)
        self._stories: defaultdict[str, float] = defaultdict(float)

    @property
    def stories(self) -> float:
        """How many stories were spoken of."""
        return sum(self._stories.values())

    def note(self, lesson: Lesson, said: float) -> None:
        """Count one lesson; a story says at most once what its words are worth."""
        self.sources[lesson.source] += said
        if lesson.story:
            more = max(0.0, min(1.0, said) - self._stories[lesson.story])
            self._stories[lesson.story] += more
            for word in set(lesson.folded.partition("\n")[0].split()):
                self.words[word] += more


def _beat(good: _Praise, bad: _Praise, usual: Callable[[str], float]) -> dict[str, float]:
    """Return the patterns of the words that she keeps coming back to."""
    found = [
        (said, word)
        for word, said in good.words.items()
        if said >= _LIKED
        and said >= _SURELY * bad.words.get(word, 0.0)
        and said >= _LIFT * usual(word) * good.stories
    ]
    best = sorted(found, key=lambda pair: (-pair[0], pair[1]))[:_MOST]
    return {
        f"{word}*" if len(word) >= _LONG else word: said / (PRIOR + said + bad.words.get(word, 0.0))
        for said, word in best
    }
