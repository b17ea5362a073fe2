"""Which stories a paper takes, best first, within the limits of feeds.yaml.

A story that is like one already taken loses score for it, so that one subject does not fill the top
(maximal marginal relevance: Carbonell and Goldstein, The Use of MMR, SIGIR 1998).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import chain, islice
from math import inf

from digest.edition.variety import Lexicon, Words, likeness
from digest.model import Desk, Score, Story

SOURCE, SECTION, FAMILY = "source", "section", "family"
"""What can be full."""

Explain = Callable[[Story], Story]
"""Fills in the signals of a story's score."""

_VARIED = 60
"""So many stories at the top of a paper are compared with each other."""
_POOL = 60
"""Out of so many each is picked."""
_FAMILY = 3
"""So many stories of one subject a paper takes while there are others."""
_LEARNED = 1000
"""From so many headlines the paper learns how rare a word is."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Candidate:
    """A story that may be taken, and how like it is to what has been taken."""

    story: Story
    words: Words = field(default_factory=dict)
    likeness: float = 0.0
    like: str = ""
    """The headline it is most like."""
    siblings: int = 0

    @property
    def total(self) -> float:
        """The score less what likeness costs."""
        return self.story.score.total - _variety(self.story.score) * self.likeness

    def compare(self, taken: _Candidate) -> None:
        """See how like it is to a story that has been taken."""
        found = likeness(self.words, taken.words)
        self.siblings += found == 1
        if found > self.likeness:
            self.likeness, self.like = found, taken.story.lead.title

    def scored(self) -> Story:
        """Return the story with the score it is printed with."""
        if not self.like:
            return self.story
        signals = tuple(
            replace(signal, value=1 - self.likeness, fact=f"{self.likeness:.0%} like {self.like!r}")
            if signal.name == "variety"
            else signal
            for signal in self.story.score.signals
        )
        return replace(self.story, score=Score(total=self.total, signals=signals))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a paper takes and what it has no room for."""

    taken: tuple[Story, ...]
    """Best first, each with the score and the lead it is printed with."""
    refused: Mapping[str, tuple[str, str]]
    """What was full for a story, by its id: a source, a section, a family; and which one."""
    alike: Mapping[str, Story]
    """What was not taken and is like something that was, by its id, with the score that this left it."""


def choose(stories: Sequence[Story], desk: Desk, limit: int | None, explain: Explain) -> Choice:
    """Take from *stories*, which stand best first, until the paper is full.

    Args:
        limit: how many; None: all, and then only ``per_source`` holds, if feeds.yaml sets it.
        explain: asked for each story that may be taken.
    """
    page = _Page(desk, limit)
    waiting = iter(stories)
    pool = _fill_top(page, waiting, Lexicon(stories[:_LEARNED]), explain)
    rest = (_Candidate(story=explain(story)) for story in waiting)
    for candidate in chain(merge(pool, rest, key=lambda each: -each.total), page.spare):
        if not page.has_room():
            break
        page.take(candidate)
    taken = sorted(page.taken, key=lambda story: -story.score.total)
    ids = {story.id for story in taken}
    refused = {id_: why for id_, why in page.refused.items() if id_ not in ids}
    left = [each.scored() for each in chain(page.left, pool) if each.like]
    alike = {story.id: story for story in left if story.id not in ids}
    return Choice(taken=tuple(taken), refused=refused, alike=alike)


def _fill_top(
    page: _Page, waiting: Iterator[Story], lexicon: Lexicon, explain: Explain
) -> list[_Candidate]:
    """Take the top of the paper, each story the best after those above; return who was left, best first."""
    pool: list[_Candidate] = []
    above: list[_Candidate] = []
    while len(above) < _VARIED and page.has_room():
        pool += _candidates(islice(waiting, _POOL - len(pool)), lexicon, above, explain)
        if not pool:
            break
        best = max(pool, key=lambda candidate: candidate.total)
        pool.remove(best)
        if page.take(best):
            above.append(best)
            for candidate in pool:
                candidate.compare(best)
    return sorted(pool, key=lambda candidate: -candidate.total)


class _Page:
    """The stories taken so far, and what is full."""

    def __init__(self, desk: Desk, limit: int | None) -> None:
        self.taken: list[Story] = []
        self.refused: dict[str, tuple[str, str]] = {}
        self.left: list[_Candidate] = []
        """Those that were looked at and not taken."""
        self.spare: list[_Candidate] = []
        """Those whose family was large enough; taken when nothing else is left."""
        self._limit = limit
        ranking = desk.ranking
        holds = limit is not None or ranking.per_source_set
        self._cap = ranking.per_source if holds and ranking.per_source is not None else inf
        self._floor = ranking.floor if limit is not None else -inf
        self._shares = ranking.shares if limit is not None else {}
        self._shown = {each.id: each.section for each in desk.sources if each.weight > 0}
        self._leads: Counter[str] = Counter()
        self._sections: Counter[str] = Counter()

    def has_room(self) -> bool:
        return self._limit is None or len(self.taken) < self._limit

    def take(self, candidate: _Candidate) -> bool:
        """Take a story if nothing is full for it; say whether it was taken."""
        taken = self._take(candidate)
        if not taken:
            self.left.append(candidate)
        return taken

    def _take(self, candidate: _Candidate) -> bool:
        story = candidate.scored()
        led = self._led(story)
        if story.score.total < self._floor:
            return False
        if led is None:
            self.refused[story.id] = SOURCE, story.lead.source
        elif self._limit is not None and candidate.siblings >= _FAMILY:
            self.refused[story.id] = FAMILY, candidate.like
            candidate.siblings = 0
            self.spare.append(candidate)
        elif self._sections[led.section] >= self._shares.get(led.section, inf):
            self.refused[story.id] = SECTION, led.section
        else:
            self.taken.append(led)
            self._leads[led.lead.source] += 1
            self._sections[led.section] += 1
            return True
        return False

    def _led(self, story: Story) -> Story | None:
        """The story led by an item whose source may still lead one, of the same section if possible."""
        if self._leads[story.lead.source] < self._cap:
            return story
        free = [
            place
            for place, item in enumerate(story.items)
            if item.source in self._shown and self._leads[item.source] < self._cap
        ]
        if not free:
            return None
        sections = [self._shown.get(item.source) for item in story.items]
        place = min(free, key=lambda place: sections[place] != story.section)
        return replace(story.led_by(place), section=sections[place] or "")


def _candidates(
    stories: Iterable[Story], lexicon: Lexicon, above: Iterable[_Candidate], explain: Explain
) -> Iterator[_Candidate]:
    for story in stories:
        candidate = _Candidate(story=explain(story), words=lexicon.weigh(story))
        for taken in above:
            candidate.compare(taken)
        yield candidate


def _variety(score: Score) -> float:
    """What variety weighs in a score."""
    return next((signal.weight for signal in score.signals if signal.name == "variety"), 0.0)
