"""Stories grow: the two most alike become one, again and again, until none are alike enough.

Average link joined with the attraction of a story's centre. A chain of pairs does not make a story:
all members count, those that are unlike too. Two single items must be very alike; a story that
several have told in words of their own attracts with less, because it has shown which words belong
to it. Copies of one text count as one for that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import reduce
from heapq import heapify, heappop, heappush
from math import sqrt

from digest.stories.vectors import Vector, added, dot

ALONE = 0.40
"""How alike two single items must be."""
AMONG_MANY = 0.17
"""What is enough, at the limit, for stories that many tell."""
HALF = 0.3
STEEP = 1.5
"""How fast it falls from the one to the other: it is half-way with ``1 + HALF`` pairs of voices."""

USUAL = 2000
CHANCE = 0.06
"""All this holds for so many items; among more, it grows as this power of their number, for the more
there are, the more are alike by chance."""
BOTH = 1.25
"""So much more it takes when both are stories already: each of them has shown what it is about."""
_STRANGE = 0.3 * AMONG_MANY
"""Less alike than this two groups are strangers: it is forgotten that they share a word."""

_Pull = tuple[float, int, int, int, int, int, int]
"""How strongly two groups attract each other (strongest smallest), which (the smaller number first),
which of them waits for which, and how often both had changed."""


class Growth:
    """Groups of items and how alike they are; all that is needed to join them is kept per group.

    The likenesses between two groups add up when groups are joined (Lance and Williams 1967). Of pairs
    that nobody compared, the sum of all is the product of the sums of the groups' vectors, so single
    pairs are never looked at again. Groups are numbered as their first items were.

    Args:
        alike: for each item those alike and how much, as ``likeness.near`` gives it; used up.
        sources: of the items; no group holds two items of one source, unless ``join`` is told to.
        times: of the items, in seconds.
        limit: how many seconds apart two items of a group may be.
        vector: returns the unit vector of an item, for likenesses that ``alike`` does not hold.
    """

    def __init__(
        self,
        alike: list[dict[int, float]],
        sources: Sequence[str],
        times: Sequence[float],
        limit: float,
        vector: Callable[[int], Vector],
    ) -> None:
        self.members = [[number] for number in range(len(alike))]
        self._alike = alike
        self._sources: list[Collection[str]] = [(source,) for source in sources]
        self._times = [(time, time) for time in times]
        self._limit = limit
        self._length = [1.0] * len(alike)
        self._sizes = [1] * len(alike)
        self._changes = [0] * len(alike)
        self._crowd = crowd(len(alike))
        self._vector = vector
        self._sums: dict[int, Vector] = {}

    def join(self, one: int, other: int, likeness: float | None = None) -> int:
        """Make two groups one and return its number.

        Args:
            one: a group.
            other: another one.
            likeness: how alike they are when it is known better than by their words; then either
                tells what the other does, and a post of one word is as near to others as the page
                that it points at.
        """
        near, far = self._alike[one], self._alike[other]
        if len(near) < len(far):
            one, other, near, far = other, one, far, near
        between = near.pop(other, 0.0)
        far.pop(one, None)
        if likeness is not None:
            between = likeness * self._sizes[one] * self._sizes[other]
            self._level(near, self._sizes[one], far, self._sizes[other])
        self._pool(one, other)
        self._length[one] += self._length[other] + 2 * max(between, 0.0)
        self._times[one] = self._span(one, other)
        self._sources[one] = {*self._sources[one], *self._sources[other]}
        self.members[one] += self.members[other]
        self._sizes[one] += self._sizes[other]
        self._changes[one] += 1
        self.members[other], self._alike[other], self._sources[other] = [], {}, ()
        return one

    def _pool(self, one: int, other: int) -> None:
        """Add up what two groups are to others: where but one of them knows a third, as words say."""
        near, far = self._alike[one], self._alike[other]
        mine, its = self._sum(one), self._sum(other)
        for third in near.keys() - far.keys():
            self._alike[third][one] = near[third] = near[third] + dot(its, self._sum(third))
        for third, likeness in far.items():
            known = near[third] if third in near else dot(mine, self._sum(third))
            self._alike[third][one] = near[third] = known + likeness
            self._alike[third].pop(other, None)
        self._sums[one] = added(mine, its)
        self._sums.pop(other, None)

    def _sum(self, group: int) -> Vector:
        """Return the sum of a group's vectors."""
        if group not in self._sums:
            self._sums[group] = self._vector(group)
        return self._sums[group]

    @staticmethod
    def _level(near: dict[int, float], size: int, far: dict[int, float], its_size: int) -> None:
        """Make two groups equally alike to each other one that both know: as the closer of them is.

        What keeps the one of them apart from others keeps the other apart as well.
        """
        for third in near.keys() | far.keys():
            mine, its = near.get(third, 0.0) / size, far.get(third, 0.0) / its_size
            told = min(mine, its) if mine < 0 or its < 0 else max(mine, its)
            near[third], far[third] = told * size, told * its_size

    def gathered(self, homes: Sequence[int]) -> Growth:
        """Return these items in the groups they are known to be in.

        Args:
            homes: the group of each item, numbered from 0; whatever it is, it is not questioned.

        Returns:
            The groups; those that are alike to no other are not measured.
        """
        gathered = Growth([{} for _ in range(max(homes) + 1)], [], [], self._limit, self._vector)
        gathered._crowd = self._crowd
        gathered.members = [[] for _ in gathered._alike]
        for number, home in enumerate(homes):
            gathered.members[home].append(number)
        gathered._sizes = list(map(len, gathered.members))
        met = [number for number, near in enumerate(self._alike) if near]
        for home in {homes[number] for number in met}:
            members = gathered.members[home]
            vectors = list(map(self._vector, members))
            whole = gathered._sums[home] = reduce(added, vectors, {})
            apart = sum([dot(vector, vector) for vector in vectors])
            gathered._length[home] = len(members) + dot(whole, whole) - apart
        for number in met:
            home = homes[number]
            its, mine = gathered._alike[home], self._vector(number)
            for other, likeness in self._alike[number].items():
                there = homes[other]
                if there not in its and there != home:
                    its[there] = dot(gathered._sums[home], gathered._sums[there])
                if there != home:
                    its[there] += likeness - dot(mine, self._vector(other))
        return gathered

    def may_join(self, one: int, other: int) -> bool:
        """Say whether two groups share no source and are not too far apart in time."""
        mine, its = self._sources[one], self._sources[other]
        if len(mine) > len(its):
            mine, its = its, mine
        for source in mine:
            if source in its:
                return False
        first, last = self._span(one, other)
        return last - first <= self._limit

    def grow(self) -> None:
        """Join groups until no two are alike enough.

        Each group waits with the one that attracts it most; when that one has changed, another is
        looked for. What has changed looks around by itself.
        """
        heap = [pull for group in self._seeds() if (pull := self._pull(group))]
        heapify(heap)
        while heap:
            _, _, _, one, other, before, its = heappop(heap)
            if self.members[one] and self._changes[one] == before:
                if self.members[other] and self._changes[other] == its:
                    one = self.join(one, other)
                if pull := self._pull(one):
                    heappush(heap, pull)

    def _seeds(self) -> Iterator[int]:
        """Yield the groups of several items, and the items that attract or are attracted alone."""
        least = ALONE * self._crowd
        for group, near in enumerate(self._alike):
            if self._sizes[group] > 1 or (near and max(near.values()) >= least):
                yield group

    def _span(self, one: int, other: int) -> tuple[float, float]:
        (first, last), (start, end) = self._times[one], self._times[other]
        return min(first, start), max(last, end)

    def _pull(self, group: int) -> _Pull | None:
        """Return what attracts a group most and how strongly, if it is enough."""
        near, sizes, size = self._alike[group], self._sizes, self._sizes[group]
        length, lengths = self._length[group], self._length
        best, found = 1.0, -1
        least = AMONG_MANY * self._crowd
        strangers: list[int] = []
        for other, total in near.items():
            pairs = size * sizes[other]
            if total < _STRANGE * pairs:
                if total >= 0:
                    strangers.append(other)
                continue
            if pairs == 1:
                strength = total / ALONE / self._crowd
            else:
                joint = sqrt(length * lengths[other])
                likeness = total / sqrt(pairs * joint)
                if likeness < least * best:
                    continue
                strength = likeness / needed(pairs / joint) / self._crowd
                if size > 1 and sizes[other] > 1:
                    strength /= BOTH
            if strength >= best and self.may_join(group, other):
                best, found = strength, other
        for other in strangers:
            del near[other], self._alike[other][group]
        if found < 0:
            return None
        first, second = min(group, found), max(group, found)
        return -best, first, second, group, found, self._changes[group], self._changes[found]

    def near(self, group: int) -> Collection[int]:
        """Return the groups that are alike to a group at all."""
        return self._alike[group].keys()

    def attraction(self, one: int, other: int) -> float:
        """Return how alike two groups are against what is needed; from 1 on they tell the same.

        The likeness is the geometric mean of the average over all pairs and of the cosine between
        the two centres.
        """
        pairs = self._sizes[one] * self._sizes[other]
        lengths: float = sqrt(self._length[one] * self._length[other])
        likeness = self._alike[one].get(other, 0.0) / sqrt(pairs * lengths)
        return likeness / needed(pairs / lengths) / self._crowd


def crowd(items: int) -> float:
    """Return how much more alike than on a usual day things must be, among so many items."""
    return float(max(items / USUAL, 1.0) ** CHANCE)


def needed(independence: float) -> float:
    """Return how alike two groups must be.

    Args:
        independence: how many voices of their own the two have together, at least 1: that is for
            two single items and for copies of two texts.
    """
    more = max(independence * independence, 1.0) - 1
    return AMONG_MANY + (ALONE - AMONG_MANY) / (1 + float((more / HALF) ** STEEP))
