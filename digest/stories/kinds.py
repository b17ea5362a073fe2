"""Kinds of news: "X meldet Insolvenz an" is told of many on one day, each time of another.

Two headlines that share only words for what happens every day somewhere (``data/kinds.txt``), or
words that both write small, share no name. When they name something all the same, each its own,
they tell of two events of a kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from functools import cache
from pathlib import Path

from digest.model import Item
from digest.stems import SUMMARY_WORDS, root, stem
from digest.stories.forms import related, usual
from digest.words import fold

_WORD = re.compile(r"[^\W\d_]{2,}")
_DATA = Path(__file__).parents[1] / "data"
_LETTERS = 400
"""So many letters of a summary hold the words that are counted."""
_COMPOUND = 7
"""A word of so many letters may end in another one that tells its kind."""
_MANY = 2
"""Who shares more words than these besides tells of one event, with or without a name."""
_ORDINARY = 0.001
"""A word in more headlines than this is no name."""
_KEPT = 4000
"""How so many items are written is remembered at once."""


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
        self._items, self._numbers, self._firsts = items, numbers, firsts
        self._terms = list(numbers)
        self._kinds, self._others = set[int](), set[int]()
        self._names: dict[int, Set[int]] = {}
        self._small: dict[int, list[str]] = {}

    def are_all(self, both: Set[int], one: int, other: int) -> bool:
        """Say whether two items that name something share no more than the kind of what they tell.

        Args:
            both: the terms that they share.
            one: the number of an item.
            other: that of another one.
        """
        rest = self._besides(both)
        if len(rest) > _MANY or not (self._has_small(one, rest) and self._has_small(other, rest)):
            return False
        ours, theirs = self._named(one) - both, self._named(other) - both
        named = (ours and theirs) if rest else (ours or theirs)
        return bool(named) and not self._are_related(ours, theirs)

    def _besides(self, both: Set[int]) -> Set[int]:
        """Return those of some terms that are of no kind."""
        rest = both - self._kinds
        for term in rest - self._others:
            (self._kinds if is_kind(self._terms[term]) else self._others).add(term)
        return rest - self._kinds

    def _are_related(self, ours: Set[int], theirs: Set[int]) -> bool:
        terms = self._terms
        return any(related(terms[one], terms[other]) for one in ours for other in theirs)

    def _has_small(self, number: int, rest: Set[int]) -> bool:
        """Say whether an item writes each of some words small somewhere."""
        words = self._written_small(number) if rest else []
        return all(_holds(words, self._terms[term]) for term in rest)

    def _written_small(self, number: int) -> list[str]:
        found = self._small.get(number)
        if found is None:
            if len(self._small) == _KEPT:
                self._small.clear()
            item = self._items[number]
            summary = item.summary[:_LETTERS].split()[:SUMMARY_WORDS]
            words = [*_WORD.findall(item.title), *(word.rstrip(".,:;!?") for word in summary)]
            found = self._small[number] = [word for word in words if word.islower()]
        return found

    def _named(self, number: int) -> Set[int]:
        """Return the words of a headline that are large there, and neither common nor of a kind."""
        found = self._names.get(number)
        if found is None:
            if len(self._names) == _KEPT:
                self._names.clear()
            words = _WORD.findall(self._items[number].title)
            large = fold(" ".join(word for word in words if not word.islower())).split()
            terms = set(map(self._numbers.get, map(root, large))).intersection(self._firsts[number])
            found = {term for term in terms if term is not None and is_name(self._terms[term])}
            self._names[number] = found
        return found


def _holds(words: Sequence[str], term: str) -> bool:
    """Say whether one of some words has a stem; one that begins with another letter of ASCII has not."""
    first = term[0]
    return any(
        term in map(root, fold(word).split())
        for word in words
        if word[0] == first or not word[0].isascii()
    )


def is_name(term: str) -> bool:
    """Say whether the stem of a word written large is a name: neither common nor of a kind."""
    return usual(term) < _ORDINARY and not is_kind(term)


def is_kind(term: str) -> bool:
    """Say whether a stem is one for what happens every day, or ends in one as compounds do."""
    whole, ends = _kinds()
    return term in whole or (len(term) >= _COMPOUND and term.endswith(ends))


@cache
def _kinds() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the stems, and those that compounds end in."""
    lines = (_DATA / "kinds.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if line[0] != "#" for word in line.split()]
    ends = {stem(word[1:]) for word in words if word[0] == "*"}
    return frozenset(stem(word.lstrip("*")) for word in words), tuple(sorted(ends))
