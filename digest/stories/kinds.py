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
from typing import NamedTuple, cast

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


class Written(NamedTuple):
    """How an item writes its words, by their numbers."""

    names: Set[int]
    """Those of its headline that are large there, and neither common nor of a kind."""
    small: Set[int]
    """Those that stand small anywhere in it."""


class Kinds:
    """Which words of a day tell the kind of an event, and what its items name besides.

    Args:
        items: of the day.
        numbers: of its terms.
        firsts: the terms of each headline.
        spread: in how many items each term stands.
    """

    def __init__(
        self,
        items: Sequence[Item],
        numbers: Mapping[str, int],
        firsts: Sequence[Sequence[int]],
        spread: Sequence[int],
    ) -> None:
        self._items, self._numbers, self._firsts = items, numbers, firsts
        self._terms = list(numbers)
        shared = [term for term, times in zip(self._terms, spread, strict=True) if times > 1]
        self._kinds = {numbers[term] for term in shared if is_kind(term)}
        self._written: dict[int, Written] = {}

    def are_all(self, both: Set[int], one: int, other: int) -> bool:
        """Say whether two items that name something share no more than the kind of what they tell.

        Args:
            both: the terms that they share.
            one: the number of an item.
            other: that of another one.
        """
        rest = both - self._kinds
        if len(rest) > _MANY:
            return False
        mine = self._read(one)
        if not rest <= mine.small:
            return False
        its = self._read(other)
        if not rest <= its.small:
            return False
        ours, theirs = mine.names - both, its.names - both
        named = (ours and theirs) if rest else (ours or theirs)
        return bool(named) and not self._are_related(ours, theirs)

    def _are_related(self, ours: Set[int], theirs: Set[int]) -> bool:
        terms = self._terms
        return any(related(terms[one], terms[other]) for one in ours for other in theirs)

    def _read(self, number: int) -> Written:
        found = self._written.get(number)
        if found is None:
            if len(self._written) == _KEPT:
                self._written.clear()
            found = self._written[number] = self._of(self._items[number], self._firsts[number])
        return found

    def _of(self, item: Item, first: Sequence[int]) -> Written:
        title = _WORD.findall(item.title)
        summary = item.summary[:_LETTERS].split()[:SUMMARY_WORDS]
        words = [word.rstrip(".,:;!?") for word in summary if word.islower()]
        small = self._numbered(words + [word for word in title if word.islower()])
        large = self._numbered([word for word in title if not word.islower()])
        names = {name for name in large.intersection(first) if is_name(self._terms[name])}
        return Written(names, small)

    def _numbered(self, words: Sequence[str]) -> set[int]:
        numbers = set(map(self._numbers.get, map(root, fold(" ".join(words)).split())))
        numbers.discard(None)
        return cast("set[int]", numbers)


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
