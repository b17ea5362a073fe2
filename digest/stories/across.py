"""Likeness across days: today's items beside those of earlier papers.

What two stories of one day have in common was decided when they were made. So only pairs of an item
of today and one of the past are looked for, and how alike the items of a story are only where it has
such a pair: that is a tenth of the pairs there are, or less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from digest.stories.likeness import CHANCE, FAINT, HOPE, READ, SUMMARY, Space

_Pair = tuple[int, int, float]
"""Two items, and how alike they are by what finds them."""
_Finders = Sequence[Mapping[int, float]]
"""Of each item the terms by which it finds others, and what each of them counts in it."""


def across(
    space: Space, homes: Sequence[int], today: int, times: Sequence[float], limit: float
) -> list[dict[int, float]]:
    """Find which items are alike, in stories of two days and in each of these stories.

    Likeness is read as ``likeness.near`` reads it. What is only faintly alike counts where more is:
    between two stories of which some items are alike enough.

    Args:
        space: the items.
        homes: the number of each item's story, never falling.
        today: how many stories, the first ones, are of today.
        times: of the items, in seconds.
        limit: how many seconds apart two may be.

    Returns:
        For each item the numbers of those alike and how much; the relation is mutual.
    """
    finders = _finders(space)
    crowd = max(sum(map(bool, finders)) / 1000, 0.1) ** CHANCE
    faint, hopeful, closely = FAINT * crowd * crowd, HOPE * crowd, READ * crowd
    met = list(_noted(_met(finders, homes, today), faint, times, limit))
    near = {(homes[one], homes[other]) for one, other, likeness in met if likeness >= hopeful}
    told = {story for pair in near for story in pair}
    pairs = [pair for pair in met if (homes[pair[0]], homes[pair[1]]) in near]
    pairs += _noted(_within(finders, homes, told), faint, times, limit)
    alike: list[dict[int, float]] = [{} for _ in homes]
    for one, other, likeness in pairs:
        close = space.likeness(one, other) if likeness >= closely else likeness
        alike[one][other] = alike[other][one] = close
    return alike


def _noted(
    pairs: Iterable[_Pair], faint: float, times: Sequence[float], limit: float
) -> Iterator[_Pair]:
    """Yield the pairs that are alike at all and not too far apart in time."""
    for one, other, likeness in pairs:
        if likeness >= faint and abs(times[one] - times[other]) <= limit:
            yield one, other, likeness


def _finders(space: Space) -> _Finders:
    """Return nothing for columns; a word of which the day talks finds others by their headlines alone."""
    common = space.common()
    news = space.talked_of(common)
    rare = {term for term, times in enumerate(space.spread) if 1 < times <= common}
    return [
        {}
        if number in space.headlines.columns
        else {
            **{term: space.weight[term] * scale for term in first if term in rare or term in news},
            **{term: space.weight[term] * scale * SUMMARY for term in other if term in rare},
        }
        for number, (first, other, scale) in enumerate(
            zip(space.firsts, space.others, space.scale, strict=True)
        )
    ]


def _met(finders: _Finders, homes: Sequence[int], today: int) -> Iterator[_Pair]:
    """Yield the pairs of an item of today and one of the past that share what finds them."""
    index: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, home in enumerate(homes):
        for term, weight in finders[number].items() if home >= today else ():
            index[term].append((number, weight))
    known = index.keys()
    for number, home in enumerate(homes):
        if home < today:
            met: defaultdict[int, float] = defaultdict(float)
            for term in finders[number].keys() & known:
                weight = finders[number][term]
                for other, its in index[term]:
                    met[other] += weight * its
            yield from ((number, other, likeness) for other, likeness in met.items())


def _within(finders: _Finders, homes: Sequence[int], stories: Collection[int]) -> Iterator[_Pair]:
    """Yield the pairs within each of some stories."""
    members: dict[int, list[int]] = {}
    for number, home in enumerate(homes):
        if home in stories:
            members.setdefault(home, []).append(number)
    for one, other in (pair for its in members.values() for pair in combinations(its, 2)):
        few, many = finders[one], finders[other]
        yield one, other, sum([few[term] * many[term] for term in few.keys() & many.keys()])
