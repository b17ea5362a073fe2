"""How alike stories are, so that one subject does not fill the top of the paper.

Likeness is made of the cosine of the words of all headlines of two stories, each word weighed by how rare it is
today (Salton and Buckley, Term-weighting Approaches, Information Processing & Management 24, 1988).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from digest import words
from digest.model import Item, Story

_TELLERS = 12
"""So many headlines of a story say what it is about."""

_CHANCE, _SAME = 0.05, 0.25

Words = Mapping[str, float]
"""The words of a story, weighed, of length 1."""


class Lexicon:
    """How rare each word is among the headlines of some stories."""

    def __init__(self, stories: Sequence[Story]) -> None:
        self._seen = Counter(word for story in stories for word in set(_headline(story.lead)))
        self._all = len(stories)

    def weigh(self, story: Story) -> Words:
        """Return the words of *story* as a vector of length 1."""
        count = Counter(word for item in story.items[:_TELLERS] for word in _headline(item))
        vector = {word: times * self._rareness(word) for word, times in count.items()}
        length = sqrt(sum(value * value for value in vector.values())) or 1.0
        return {word: value / length for word, value in vector.items()}

    def _rareness(self, word: str) -> float:
        return log((1 + self._all) / max(1, self._seen[word]))


def likeness(one: Words, other: Words) -> float:
    """Return how alike two stories are, from 0 to 1.

    A cosine below 0.05 is chance, one of 0.25 the same subject: so it is with stories that people
    have labelled, where reports of one event that were not merged lie between 0.1 and 0.5.
    """
    few, many = sorted((one, other), key=len)
    cosine = sum(value * many[word] for word, value in few.items() if word in many)
    return min(1.0, max(0.0, (cosine - _CHANCE) / (_SAME - _CHANCE)))


def _headline(item: Item) -> Iterable[str]:
    line = (item.folded or words.folded(item.title)).partition("\n")[0]
    return line.partition("  ")[0].split()
