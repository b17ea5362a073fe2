"""Kinds of news: "X meldet Insolvenz an" is told of many on one day, each time of another.

Two headlines that share only words for what happens every day somewhere (``data/kinds.txt``), or
words that both write small, share no name. When they name something all the same, each its own, or
different places, they tell of two events of a kind.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache, partial
from pathlib import Path

from digest.model import Item
from digest.stems import SUMMARY_WORDS, root, stem
from digest.stories.forms import related, usual
from digest.stories.memo import Memo
from digest.words import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_DATA = Path(__file__).parents[1] / "data"
_LETTERS = 400
"""So many letters of a summary hold the words that are counted."""
_COMPOUND = 7
"""A word of so many letters may end in another one that tells its kind."""
_LAST = 2
"""By so many letters an ending is looked up."""
_MANY = 2
"""Who shares more words than these besides tells of one event, with or without a name."""
_ORDINARY = 0.001
"""A word in more headlines than this is no name."""


class Kinds:
    """Which words of a day tell the kind of an event, and what its items name besides.

    Args:
        items: of the day.
        numbers: of its terms.
        firsts: the terms of each headline.
    """

    def __init__(
        self, items: Sequence[Item], numbers: Mapping[str, int], firsts: Sequence[Sequence[int]]
    ) -> None:
        self._terms = list(numbers)
        self._kinds, self._others = set[int](), set[int]()
        self._names = Memo(partial(_names, items, numbers, firsts, self._terms))
        self._small = Memo(partial(_small_in_headline, items))
        self._below = Memo(partial(_small_in_summary, items))

    def are_all(
        self, both: Set[int], one: int, other: int, apart: Callable[[int, int], bool]
    ) -> bool:
        """Say whether two items that name something share no more than the kind of what they tell.

        Args:
            both: the terms that they share.
            one: the number of an item.
            other: that of another one.
            apart: says whether two items name different places; asked only if they share no name.
        """
        rest = self._besides(both)
        if len(rest) > _MANY or not (self._has_small(one, rest) and self._has_small(other, rest)):
            return False
        ours, theirs = self._names[one] - both, self._names[other] - both
        named = (ours and theirs) if rest else (ours or theirs)
        return (bool(named) and not self._are_related(ours, theirs)) or apart(one, other)

    def _besides(self, both: Set[int]) -> Set[int]:
        """Return those of some terms that are of no kind."""
        rest = both - self._kinds
        if rest <= self._others:
            return rest
        for term in rest - self._others:
            (self._kinds if is_kind(self._terms[term]) else self._others).add(term)
        return rest - self._kinds

    def _are_related(self, ours: Set[int], theirs: Set[int]) -> bool:
        terms = self._terms
        return any(related(terms[one], terms[other]) for one in ours for other in theirs)

    def _has_small(self, number: int, rest: Set[int]) -> bool:
        """Say whether an item writes each of some words small somewhere."""
        headline = self._small[number] if rest else ()
        for its in map(self._terms.__getitem__, rest):
            if not _holds(headline, its) and not _holds(self._below[number], its):
                return False
        return True


def _small_in_headline(items: Sequence[Item], number: int) -> Sequence[str]:
    """Return the words that a headline writes small."""
    return [word for word in _WORD.findall(items[number].title) if word.islower()]


def _small_in_summary(items: Sequence[Item], number: int) -> Sequence[str]:
    """Return the words that the beginning of a summary writes small."""
    words = items[number].summary[:_LETTERS].split()[:SUMMARY_WORDS]
    return [word.rstrip(".,:;!?") for word in words if word.islower()]


def _names(
    items: Sequence[Item],
    numbers: Mapping[str, int],
    firsts: Sequence[Sequence[int]],
    terms: Sequence[str],
    number: int,
) -> Set[int]:
    """Return those terms of a headline that are names and written large there."""
    words = _WORD.findall(items[number].title)
    large = fold(" ".join(word for word in words if not word.islower())).split()
    found = set(map(numbers.get, map(root, large))).intersection(firsts[number])
    return {it for it in found if it is not None and is_name(terms[it])}


def _holds(words: Sequence[str], term: str) -> bool:
    """Say whether one of some words has a stem; one that begins with another letter of ASCII has not."""
    first = term[0]
    for word in words:  # any() takes twice as long
        if word.isascii():
            if word[0] == first and root(word) == term:
                return True
        elif (word[0] == first or not word[0].isascii()) and term in map(root, fold(word).split()):
            return True
    return False


def is_name(term: str) -> bool:
    """Say whether the stem of a word written large is a name: neither common nor of a kind."""
    return usual(term) < _ORDINARY and not is_kind(term)


def is_kind(term: str) -> bool:
    """Say whether a stem is one for what happens every day, or ends in one as compounds do."""
    whole, ends = _kinds()
    if term in whole:
        return True
    return len(term) >= _COMPOUND and term.endswith(ends.get(term[-_LAST:], ()))


@cache
def _kinds() -> tuple[frozenset[str], dict[str, tuple[str, ...]]]:
    """Return the stems, and those that compounds end in by their last letters."""
    lines = (_DATA / "kinds.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if line[0] != "#" for word in line.split()]
    ends = defaultdict[str, tuple[str, ...]](tuple)
    for end in sorted({stem(word[1:]) for word in words if word[0] == "*"}):
        ends[end[-_LAST:]] += (end,)
    return frozenset(stem(word.lstrip("*")) for word in words), dict(ends)
